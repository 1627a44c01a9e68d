"""Two records of one person: finding the second, seeing both side by side, merging them, and undoing it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.merging import actions, queries, rules
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.search import queries as searching
from skaffa.search import rules as search_rules
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.merging import words
from skaffa.web.search import hits

_SHOWN = 20


@require_GET
def find(request: Request, candidate_id: int) -> HttpResponse:
    """Whom the person may be besides; at first everybody of that name."""
    permissions.require(request.actor, Action.CANDIDATE_MERGE)
    found = candidates.candidate(request.actor, candidate_id)
    search = http.text(request, "q") if "q" in request.GET else str(found)
    wanted = search_rules.terms(search)
    people: list[hits.Hit] = []
    trouble = ""
    if wanted:
        try:
            ranked = searching.found(request.actor, wanted)
        except search_rules.TooBroad as refusal:
            trouble = str(refusal.message)
        else:
            others = [pk for pk in ranked.people if pk != found.pk][:_SHOWN]
            people = hits.shown(request.actor, others, wanted)
    context = {"candidate": found, "q": search, "people": people, "trouble": trouble}
    return render(request, "merging/find.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: Request, candidate_id: int, other_id: int) -> HttpResponse:
    """Both side by side, with what differs to be chosen, what moves and what is set aside; one press merges them."""
    given = request.POST if request.method == "POST" else request.GET
    choices = {name: given[name] for name in sorted(rules.CHOICES) if given.get(name)}
    if request.method == "POST":
        return _merged(request, *queries.pair(request.actor, candidate_id, other_id), choices)
    seen = queries.preview(request.actor, candidate_id, other_id, choices)
    context = {
        "preview": seen,
        "rows": words.rows(seen),
        "moving": words.moving(seen),
        "aside": words.aside(request.actor, seen),
        "members": words.members(seen),
    }
    return render(request, "merging/merge.html", context)


@require_POST
def undo(request: Request, merge_id: int) -> HttpResponse:
    """Both records again, as they were."""
    found = actions.undo(queries.merge(request.actor, merge_id), by=request.actor, at=clock.now())
    back = reverse("candidate", args=[queries.lives_as(found.kept_id)])
    return http.done(request, back, _("The merge has been undone: both records are as they were."))


def _merged(request: Request, kept: Candidate, absorbed: Candidate, choices: dict[str, str]) -> HttpResponse:
    made = actions.merge(kept, absorbed, choices, by=request.actor, at=clock.now())
    said = _("%(name)s has been merged into this record.") % {"name": absorbed}
    return http.done(request, reverse("candidate", args=[kept.pk]), said, undo=reverse("merge_undo", args=[made.pk]))
