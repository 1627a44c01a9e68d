"""The search over everybody: words, filters, hits."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from skaffa.search import queries, rules
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.search import facets, hits


@require_GET
def search(request: Request) -> HttpResponse:
    """People by words and filters, the best first; words and filters stay in the address."""
    typed, picked = http.text(request, "q"), facets.chosen(request)
    wanted = rules.terms(typed)
    labels = [f"{facet}:{value}" for facet, value in picked.items()]
    context = {"q": typed, "picked": picked, "most": rules.MOST_HITS}
    try:
        found = queries.found(request.actor, wanted, labels, http.text(request, "cursor"))
    except rules.TooBroad as refusal:
        return render(request, "search/search.html", context | {"trouble": refusal.message}, status=422)
    context |= {
        "page": found,
        "waiting": found.waits,
        "hits": hits.shown(request.actor, found.people, wanted),
        "facets": facets.groups(request, request.actor, picked, found.counts),
    }
    return render(request, "search/search.html", context)
