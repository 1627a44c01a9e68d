"""The Feedback tab of a candidate: what the team thinks, and what oneself thinks."""

import dataclasses
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import clock, refusals
from skaffa.interviews import actions, queries
from skaffa.interviews.models import Feedback
from skaffa.interviews.requests import queries as requests
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.candidates import page, sure
from skaffa.web.candidates.sure import Question
from skaffa.web.forms import Form
from skaffa.web.http import Request
from skaffa.web.interviews.forms import FeedbackForm

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def of_candidate(request: Request, candidate_id: int) -> HttpResponse:
    """The feedback on the application that matters most: the latest active one, else the latest."""
    found = candidates.candidate(request.actor, candidate_id)
    known = _applications(request, found)
    if not known:
        return render(request, "interviews/feedback.html", page.context(request, found, "feedback"))
    mine = queries.own(request.actor, known[0])
    return _page(request, found, known, known[0], mine, _form(request, mine))


@form_view
def feedback(request: Request, application_id: int) -> HttpResponse:
    """The feedback on one application; `act` says whether one's own is kept as a draft or submitted."""
    chosen = applications.application(request.actor, application_id)
    found = candidates.candidate(request.actor, chosen.candidate_id)
    mine = queries.own(request.actor, chosen)
    form = _form(request, mine)
    if request.method == "POST":
        jobs.require(request.actor, Action.FEEDBACK_GIVE, chosen.job)
        if form.is_valid():
            try:
                said = _kept(request, chosen, form)
            except (refusals.Invalid, refusals.Conflict) as refusal:
                form.refuse(refusal)
            else:
                return http.done(request, reverse("application_feedback", args=[chosen.pk]), said)
    return _page(request, found, _applications(request, found), chosen, mine, form)


@form_view
def delete(request: Request, feedback_id: int) -> HttpResponse:
    """Delete feedback, once asked."""
    given = queries.feedback(request.actor, feedback_id)
    if given.is_submitted or given.author_id != request.actor.user_id:
        jobs.require(request.actor, Action.FEEDBACK_DELETE, given.application.job)
    back = reverse("application_feedback", args=[given.application_id])
    if request.method == "POST":
        actions.delete(given, by=request.actor, at=clock.now())
        return http.done(request, back, _("The feedback has been deleted."))
    found = candidates.candidate(request.actor, given.application.candidate_id)
    question = Question(
        title=_("Delete this feedback?"),
        words=[_("What %(author)s wrote is lost for good; they may write anew.") % {"author": given.author}],
        button=_("Delete"),
        back=back,
    )
    return sure.asked(request, found, "feedback", question, Form())


def _kept(request: Request, chosen: Application, form: FeedbackForm) -> refusals.Message:
    """Do what the pressed button says; returns what has been done, in words."""
    opinion, by, at = form.opinion(), request.actor, clock.now()
    mine, act = queries.own(by, chosen), request.POST.get("act")
    if mine and mine.is_submitted and act != "save":  # a draft on a page older than that is refused, not published
        actions.change(mine, opinion, by=by, at=at)
        return _("Your feedback has been changed.")
    if act == "submit":
        actions.submit(chosen, opinion, by=by, at=at)
        return _("Your feedback has been submitted.")
    actions.save_draft(chosen, opinion, by=by, at=at)
    return _("Your draft has been saved. Only you see it.")


def _form(request: Request, mine: Feedback | None) -> FeedbackForm:
    known = dataclasses.asdict(queries.opinion(mine)) if mine else {}
    return FeedbackForm(request.POST if request.method == "POST" else None, initial=known)


def _applications(request: Request, found: Candidate) -> list[Application]:
    """Those the reader may see, the active ones first."""
    rows = applications.visible_to(request.actor).filter(candidate=found).select_related("job", "stage")
    return list(rows.order_by("status", "-created_at", "-pk"))


def _page(
    request: Request,
    found: Candidate,
    known: list[Application],
    chosen: Application,
    mine: Feedback | None,
    form: FeedbackForm,
) -> HttpResponse:
    rights = jobs.rights(request.actor, chosen.job)
    gives = Action.FEEDBACK_GIVE in rights and chosen.is_active
    fixed = bool(mine and mine.is_submitted and not chosen.job.feedback_editable)
    participants = requests.participants(chosen)
    context: dict[str, Any] = {
        "chosen": chosen,
        "applications": known,
        "mine": mine,
        "form": form if (gives and not fixed) or form.errors else None,  # a refused one is shown with its reason
        "listed": list(queries.of_application(request.actor, chosen)),
        "participants": participants,
        "given": sum(one.has_given for one in participants),
        "may_ask": Action.INTERVIEW_SCHEDULE in rights and chosen.is_active and not chosen.stage.is_prospect,
        "may_delete": Action.FEEDBACK_DELETE in rights,
        "waits": _waits(rights, chosen, mine),
    }
    status = 422 if form.errors else 200
    whole = page.context(request, found, "feedback") | context
    return render(request, "interviews/feedback.html", whole, status=status)


def _waits(rights: frozenset[Action], chosen: Application, mine: Feedback | None) -> bool:
    """Whether the reader sees others' feedback only after their own (A49)."""
    submitted = bool(mine and mine.is_submitted)
    return Action.FEEDBACK_VIEW not in rights and not chosen.job.feedback_shown_before_own and not submitted
