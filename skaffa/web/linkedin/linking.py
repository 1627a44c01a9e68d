"""The LinkedIn tab of a candidate: which profile they have, linking, unlinking, and what the plugin told."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skaffa.candidates import queries
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.linkedin import claims, identity
from skaffa.linkedin import connection as connections
from skaffa.linkedin import linking as actions
from skaffa.web import http
from skaffa.web.candidates import page
from skaffa.web.http import Request
from skaffa.web.linkedin import person

_LONGEST = 300


@require_safe
def tab(request: Request, candidate_id: int) -> HttpResponse:
    """The whole tab."""
    return whole(request, queries.candidate(request.actor, candidate_id))


def whole(request: Request, candidate: Candidate, *, status: int = 200, **more: object) -> HttpResponse:
    """The tab, with what an act has to say besides."""
    with connections.read_once():
        shown = person.context(request.actor, candidate)  # first: it asks for the right
        context = page.context(request, candidate, "linkedin") | shown | more
    return render(request, "linkedin/tab.html", context, status=status)


@require_safe
def finding(request: Request, candidate_id: int) -> HttpResponse:
    """The panel for HTMX, which asks for news while something is about to change; a page of its own where no script runs."""
    candidate = queries.candidate(request.actor, candidate_id)
    if request.htmx:
        return _panel(request, candidate)
    found = identity.of(request.actor, candidate, at=clock.now())
    if found is None:
        return http.redirect(request, _tab(candidate))
    context = page.context(request, candidate, "linkedin") | {"identity": found}
    return render(request, "linkedin/finding.html", context)


@require_POST
def told(request: Request, candidate_id: int) -> HttpResponse:
    """Browser input, believed as far as LinkedIn confirms it; the answer is the panel, which waits for that."""
    candidate = queries.candidate(request.actor, candidate_id)
    kind, urn = _posted(request, "kind"), _posted(request, "member")
    claims.tell(candidate, kind=kind, urn=urn, by=request.actor, at=clock.now())
    return _panel(request, candidate)


@require_POST
def link(request: Request, candidate_id: int) -> HttpResponse:
    """From our own list, without the plugin. Where the profile is another candidate's, that record is offered."""
    candidate = queries.candidate(request.actor, candidate_id)
    try:
        actions.link(candidate, _posted(request, "member"), by=request.actor, at=clock.now())
    except actions.LinkedElsewhere as refusal:
        return whole(request, candidate, status=refusal.status, refusal=refusal, other=refusal.other)
    return http.done(request, _tab(candidate), _("The profile is linked. LinkedIn hears of it as soon as it may."))


@require_POST
def unlink(request: Request, candidate_id: int) -> HttpResponse:
    candidate = queries.candidate(request.actor, candidate_id)
    actions.unlink(candidate, _posted(request, "member"), by=request.actor, at=clock.now())
    words = _("The profile is unlinked, and stays so until somebody links it again.")
    return http.done(request, _tab(candidate), words)


def _panel(request: Request, candidate: Candidate) -> HttpResponse:
    found = identity.of(request.actor, candidate, at=clock.now())
    if found is None:
        return http.redirect(request, _tab(candidate))
    return render(request, "linkedin/_finding.html", {"identity": found, "candidate": candidate, "fragment": True})


def _posted(request: Request, name: str) -> str:
    return request.POST.get(name, "")[:_LONGEST]


def _tab(candidate: Candidate) -> str:
    return reverse("candidate_linkedin", args=[candidate.pk])
