"""What people note of an application beside its stages: where it came from, and a silver medal."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.applications import queries
from skaffa.applications.marks import actions
from skaffa.candidates import actions as people
from skaffa.candidates import queries as candidates
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.applications.forms import SourceForm
from skaffa.web.candidates import page
from skaffa.web.http import Request

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def source(request: Request, application_id: int) -> HttpResponse:
    """How the person found the job."""
    found = queries.application(request.actor, application_id)
    jobs.require(request.actor, Action.APPLICANT_ADD, found.job)
    form = _form(request, found.source_id, found.referred_by)
    if form.is_bound and form.is_valid():
        try:
            actions.attribute(found, form.origin(), by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return _saved(request, found.candidate_id)
    person = candidates.candidate(request.actor, found.candidate_id)
    context = page.context(request, person, "profile") | {"form": form, "job": found.job}
    return render(request, "candidates/source.html", context, status=422 if form.errors else 200)


@form_view
def profile_source(request: Request, candidate_id: int) -> HttpResponse:
    """How the person first came to us."""
    permissions.require(request.actor, Action.CANDIDATE_EDIT)
    found = candidates.candidate(request.actor, candidate_id)
    form = _form(request, found.profile_source_id, found.referred_by)
    if form.is_bound and form.is_valid():
        try:
            people.attribute(found, form.origin(), by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return _saved(request, found.pk)
    context = page.context(request, found, "profile") | {"form": form}
    return render(request, "candidates/source.html", context, status=422 if form.errors else 200)


@require_POST
def medal(request: Request, application_id: int) -> HttpResponse:
    """Somebody came close: they are found again for the next job."""
    found = queries.application(request.actor, application_id)
    actions.give_silver_medal(found, by=request.actor, at=clock.now())
    return _marked(request, found.candidate_id, _("%(name)s is a silver medalist.") % {"name": found.candidate})


@require_POST
def medal_back(request: Request, application_id: int) -> HttpResponse:
    """Undo it."""
    found = queries.application(request.actor, application_id)
    actions.take_back_silver_medal(found, by=request.actor, at=clock.now())
    said = _("%(name)s is no silver medalist any more.") % {"name": found.candidate}
    return _marked(request, found.candidate_id, said)


def _form(request: Request, current: str | None, referred_by: str) -> SourceForm:
    data = request.POST if request.method == "POST" else None
    return SourceForm(data, current=current, initial={"referred_by": referred_by})


def _saved(request: Request, candidate_id: int) -> HttpResponse:
    return http.done(request, reverse("candidate", args=[candidate_id]), _("The source has been saved."))


def _marked(request: Request, candidate_id: int, said: str) -> HttpResponse:
    return http.done(request, http.way_back(request, reverse("candidate", args=[candidate_id])), said)
