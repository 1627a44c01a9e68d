"""What people do with prospects and applicants: add by hand, advance, move, take back, reject, withdraw, reopen, delete."""

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import reswap, retarget

from skaffa.accounts.permissions import Action
from skaffa.applications import actions, by_hand, queries
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.mail import queries as mail
from skaffa.mail.models import Kind, Recipient
from skaffa.processes.models import Confirmation
from skaffa.web import http
from skaffa.web.applications import changed, lists
from skaffa.web.applications.forms import MoveForm, PersonForm, RejectForm, WithdrawForm
from skaffa.web.candidates import sure
from skaffa.web.candidates.sure import Question
from skaffa.web.duplicates import asking
from skaffa.web.forms import Form
from skaffa.web.http import Request
from skaffa.web.jobs import page

_LONGEST_NUMBER = 18

form_view = require_http_methods(["GET", "HEAD", "POST"])


@form_view
def add_prospect(request: Request, job_id: int) -> HttpResponse:
    """A person typed in for the Prospect tab."""
    return _add(request, job_id, "prospects")


@form_view
def add_applicant(request: Request, job_id: int) -> HttpResponse:
    """A person typed in for the Application stage."""
    return _add(request, job_id, "applicants")


@require_POST
def advance(request: Request, application_id: int) -> HttpResponse:
    """To the next stage."""
    application = queries.application(request.actor, application_id)
    moved = actions.advance(application, by=request.actor, at=clock.now())
    said = _("%(name)s is now in %(stage)s.") % {"name": moved.candidate, "stage": moved.stage}
    return changed.answer(request, moved, said + _news(moved), "application-moved", undo=changed.undo(request, moved))


@form_view
def move(request: Request, application_id: int) -> HttpResponse:
    """To a chosen stage, also back."""
    application = queries.application(request.actor, application_id)
    jobs.require(request.actor, Action.APPLICATION_ADVANCE, application.job)
    held = jobs.rights(request.actor, application.job)
    stages = [stage for stage in jobs.stages(application.job) if not stage.is_prospect or Action.PROSPECT_ADD in held]
    data = request.POST if request.method == "POST" else None
    form = MoveForm(data, stages=stages, initial={"stage": application.stage_id})

    def moved() -> HttpResponse:
        to = next(stage for stage in stages if stage.pk == form.cleaned_data["stage"])
        after = actions.move(application, to=to, by=request.actor, at=clock.now())
        said = _("%(name)s is now in %(stage)s.") % {"name": after.candidate, "stage": after.stage}
        return changed.answer(
            request, after, said + _news(after), "application-moved", undo=changed.undo(request, after)
        )

    if "dropped" in request.POST and form.is_valid():  # onto a column: a refusal goes to the card, not into a dialog
        return moved()
    return _asked(request, application, form, "move", moved, last_move=queries.last_move(application))


@require_POST
def take_back(request: Request, application_id: int) -> HttpResponse:
    """The latest move undone: a slip of the mouse shall not stand in the history, here and at LinkedIn."""
    application = queries.application(request.actor, application_id)
    given = request.GET.get("move", "")
    only = int(given) if given.isdecimal() and len(given) <= _LONGEST_NUMBER else None
    after = actions.take_back(application, move_id=only, by=request.actor, at=clock.now())
    said = _("%(name)s is in %(stage)s again.") % {"name": after.candidate, "stage": after.stage}
    return changed.answer(request, after, said, "application-moved")


@form_view
def reject(request: Request, application_id: int) -> HttpResponse:
    """End an application with a reason; it can be reopened."""
    application = queries.application(request.actor, application_id)
    jobs.require(request.actor, Action.APPLICATION_REJECT, application.job)
    is_automatic = mail.default(Kind.APPLICATION_REJECTED, Recipient.CANDIDATE).is_automatic
    form = RejectForm(request.POST if request.method == "POST" else None, is_automatic=is_automatic)

    def rejected() -> HttpResponse:
        given = dict(form.cleaned_data)
        writes = given.pop("write", False)
        after = actions.reject(application, **given, by=request.actor, at=clock.now())
        if writes:
            return http.redirect(request, reverse("application_email", args=[after.pk]))
        said = _("%(name)s has been rejected. You find them under Closed.") % {"name": after.candidate}
        return changed.answer(request, after, said, "application-rejected")

    return _asked(request, application, form, "reject", rejected, is_automatic=is_automatic)


@form_view
def withdraw(request: Request, application_id: int) -> HttpResponse:
    """End an application because the candidate withdrew; it can be reopened."""
    application = queries.application(request.actor, application_id)
    jobs.require(request.actor, Action.APPLICATION_REJECT, application.job)
    form = WithdrawForm(request.POST if request.method == "POST" else None)

    def withdrawn() -> HttpResponse:
        after = actions.withdraw(application, **form.cleaned_data, by=request.actor, at=clock.now())
        said = _("%(name)s has withdrawn. You find them under Closed.") % {"name": after.candidate}
        return changed.answer(request, after, said, "application-closed")

    return _asked(request, application, form, "withdraw", withdrawn)


@form_view
def delete(request: Request, application_id: int) -> HttpResponse:
    """Delete somebody from a job for good, once asked."""
    application = queries.application(request.actor, application_id)
    jobs.require(request.actor, Action.APPLICATION_DELETE, application.job)
    tab = changed.tab_address(application)
    if request.method == "POST":
        actions.delete(application, by=request.actor, at=clock.now())
        said = _("%(name)s has been deleted from this job.") % {"name": application.candidate}
        return http.done(request, tab, said)
    found = candidates.candidate(request.actor, application.candidate_id)
    question = Question(
        title=_("Delete %(name)s from %(job)s?") % {"name": found, "job": application.job.title},
        words=[
            _(
                "This application is lost for good, with its stages, documents, notes and feedback. The person stays a "
                "candidate."
            ),
            _("To end it and keep its history, reject them or note that they withdrew instead."),
        ],
        button=_("Delete for good"),
        back=tab,
    )
    return sure.asked(request, found, "profile", question, Form())


@require_POST
def reopen(request: Request, application_id: int) -> HttpResponse:
    """Back to the stage it had."""
    application = queries.application(request.actor, application_id)
    after = actions.reopen(application, by=request.actor, at=clock.now())
    said = _("%(name)s has been taken up again.") % {"name": after.candidate}
    return changed.answer(request, after, said, "application-reopened")


def _add(request: Request, job_id: int, tab: lists.Tab) -> HttpResponse:
    job = jobs.job(request.actor, job_id)
    is_prospect = tab == "prospects"
    jobs.require(request.actor, Action.PROSPECT_ADD if is_prospect else Action.APPLICANT_ADD, job)
    form = PersonForm(request.POST if request.method == "POST" else None)
    context: dict[str, Any] = {"form": form, "tab": tab}
    if request.method == "POST" and form.is_valid():
        context["known"] = asking.known(request, form.person())
    if request.method == "POST" and form.is_valid() and not context["known"]:
        add = by_hand.add_prospect if is_prospect else by_hand.add_applicant
        at = clock.now()
        try:
            application = add(
                job, form.person(), known=asking.chosen(request), source=form.origin(), by=request.actor, at=at
            )
        except actions.RejectedBefore as refusal:
            context["closed_before"] = refusal.application
            form.add_error(None, str(refusal.message))
        except (refusals.Invalid, refusals.Conflict) as refusal:
            refusal.fields = form.known_fields(refusal.fields)
            form.refuse(refusal)
        else:
            words = _("%(name)s has been added.") if application.created_at == at else _("%(name)s was here already.")
            said = words % {"name": application.candidate} + _news(application)
            return http.done(request, changed.tab_address(application), said)
    status = 422 if form.errors or context.get("known") else 200
    if request.htmx:
        return render(request, "applications/_add.html", context | {"job": job}, status=status)
    return render(request, "applications/add.html", page.context(request, job, tab) | context, status=status)


def _news(application: Application) -> str:
    """What is said besides where an e-mail is going to tell somebody that they are an applicant now."""
    if application.job.confirm_to != Confirmation.EVERYBODY or not mail.is_waiting(application, Kind.APPLICANT_ADDED):
        return ""
    return " " + _("An e-mail tells them in ten minutes.")


def _asked(
    request: Request, application: Application, form: Form, name: str, act: Callable[[], HttpResponse], **more: object
) -> HttpResponse:
    """A question in a dialog, or on a page of its own; refusals are shown in it, with what was typed."""
    if request.method == "POST" and form.is_valid():
        try:
            return act()
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
    context = {
        "application": application,
        "form": form,
        "tab": changed.origin(request),
        "show": changed.text(request, "show"),
        "target": changed.target(request, application),
        **more,
    }
    status = 422 if form.errors else 200
    if request.htmx:
        response = render(request, f"applications/_{name}.html", context, status=status)
        return reswap(retarget(response, "#dialog"), "innerHTML")
    context = page.context(request, application.job, changed.tab_of(application)) | context
    return render(request, f"applications/{name}.html", context, status=status)
