"""Dialogs on a candidate: into a talent pool (A107), on a job (A106)."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django_htmx.http import reswap, retarget

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.applications import actions as applications
from skaffa.applications import by_hand
from skaffa.applications import queries as considered
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate, Source
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.pools import actions, queries
from skaffa.web import http
from skaffa.web.candidates import page, way
from skaffa.web.http import Request
from skaffa.web.pools.views import form_view

_SHOWN = 20
_LONGEST_NUMBER = 18


@form_view
def in_pool(request: Request, candidate_id: int) -> HttpResponse:
    """The pools one may put people into, those with this person marked; one press adds them."""
    found = candidates.candidate(request.actor, candidate_id)
    if not permissions.reach(request.actor, Action.POOL_FILL):
        raise refusals.NotAllowed(code=Action.POOL_FILL.value)
    said = ""
    if request.method == "POST":
        pool = queries.pool(request.actor, _number(request, "pool"))
        actions.add(pool, found, by=request.actor, at=clock.now())
        said = _("%(name)s is in %(pool)s.") % {"name": found, "pool": pool}
        if not request.htmx:
            return http.done(request, reverse("candidate", args=[found.pk]), said)
    search = http.text(request, "q")
    rows = list(queries.fillable(request.actor, search)[: _SHOWN + 1])
    context = {
        "q": search,
        "pools": rows[:_SHOWN],
        "more": len(rows) > _SHOWN,
        "present": set(queries.of_candidate(request.actor, found).values_list("pk", flat=True)),
        "may_create": permissions.allowed(request.actor, Action.POOL_CREATE),
    }
    answer = _dialog(request, found, "in_pool", context)
    return http.toast(answer, said) if said else answer


@form_view
def on_job(request: Request, candidate_id: int) -> HttpResponse:
    """The active jobs on which one may put people, those with this person marked; one press adds them."""
    found = candidates.candidate(request.actor, candidate_id)
    permissions.require(request.actor, Action.CANDIDATE_EDIT)
    came_from = way.back(request)
    context: dict[str, Any] = {"came_from": came_from}
    if request.method == "POST":
        job = jobs.job(request.actor, _number(request, "job"))
        try:
            source = Source.POOL if "pool" in came_from.kept else Source.RECRUITER
            added = by_hand.add_candidate(job, found, source=source, by=request.actor, at=clock.now())
            return _on(request, came_from.query, added)
        except applications.RejectedBefore as refusal:
            context |= {"refusal": refusal, "closed_before": refusal.application}
    search = http.text(request, "q")
    rows = list(considered.jobs_to_add_to(request.actor, search)[: _SHOWN + 1])
    context |= {
        "q": search,
        "jobs": rows[:_SHOWN],
        "more": len(rows) > _SHOWN,
        "present": set(_active(request, found).values_list("job", flat=True)),
    }
    return _dialog(request, found, "on_job", context, status=409 if "refusal" in context else 200)


def _active(request: Request, found: Candidate) -> QuerySet[Application]:
    """Whoever was rejected before is offered again: the answer then leads to the application to reopen."""
    return considered.of_candidate(request.actor, found).filter(status=ApplicationStatus.ACTIVE)


def _on(request: Request, query: str, application: Application) -> HttpResponse:
    words = {"name": application.candidate, "job": application.job.title}
    if application.stage.is_prospect:
        said = _("%(name)s is a prospect for %(job)s.") % words
    else:
        said = _("%(name)s is an applicant for %(job)s.") % words
    return http.done(request, reverse("candidate", args=[application.candidate_id]) + query, said)


def _dialog(
    request: Request, found: Candidate, name: str, context: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    """A dialog over whatever list or page it was asked from; without a script, a page of its own."""
    context = {"candidate": found, **context}
    if request.htmx:
        response = render(request, f"pools/_{name}.html", context)
        if request.htmx.target == "found":  # the search inside the dialog
            return response
        return reswap(retarget(response, "#dialog"), "innerHTML")
    return render(request, f"pools/{name}.html", page.context(request, found, "profile") | context, status=status)


def _number(request: Request, name: str) -> int:
    given = request.POST.get(name, "")
    return int(given) if given.isdecimal() and len(given) < _LONGEST_NUMBER else 0
