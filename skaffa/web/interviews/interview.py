"""One interview: when and where, who comes, what they answered; telling, answering, cancelling."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_GET, require_POST

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.core import clock, refusals
from skaffa.interviews import queries as feedback
from skaffa.interviews.models import Answer, Interview, Panelist
from skaffa.interviews.reminders import actions as reminders
from skaffa.interviews.schedule import actions, queries
from skaffa.interviews.schedule import calendar as calendars
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.candidates import sure
from skaffa.web.candidates.sure import Question
from skaffa.web.http import Request
from skaffa.web.interviews import about
from skaffa.web.interviews.forms import AnswerForm, CancelForm, ReaderForm
from skaffa.web.interviews.schedule import form_view

SAID = {
    Answer.ACCEPTED.value: _("You have accepted the interview."),
    Answer.TENTATIVE.value: _("You have answered that you may come."),
    Answer.DECLINED.value: _("You have declined the interview. Whoever scheduled it gets a notice."),
}


@require_GET
def page(request: Request, interview_id: int) -> HttpResponse:
    return _page(request, queries.interview(request.actor, interview_id))


@require_POST
def answer(request: Request, interview_id: int) -> HttpResponse:
    """Accept, hesitate or decline: `answer` is the pressed button's."""
    planned = queries.interview(request.actor, interview_id)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, planned, answering=form)
    said = request.POST.get("answer", "")
    actions.answer(planned, said, word=form.cleaned_data["word"], by=request.actor, at=clock.now())
    return http.done(request, reverse("interview_page", args=[planned.pk]), SAID[said])


@require_POST
def tell_interviewers(request: Request, interview_id: int) -> HttpResponse:
    planned = queries.interview(request.actor, interview_id)
    actions.tell_interviewers(planned, by=request.actor, at=clock.now())
    return http.done(
        request, reverse("interview_page", args=[planned.pk]), _("The invitation has been sent to the interviewers.")
    )


@require_POST
def tell_candidate(request: Request, interview_id: int) -> HttpResponse:
    planned = queries.interview(request.actor, interview_id)
    jobs.require(request.actor, Action.INTERVIEW_SCHEDULE, planned.application.job)
    form = ReaderForm(request.POST)
    if form.is_valid():
        try:
            actions.tell_candidate(planned, form.reader(), by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(
                request,
                reverse("interview_page", args=[planned.pk]),
                _("The interview has been sent to the candidate."),
            )
    return _page(request, planned, telling=form)


@require_POST
def remind(request: Request, interview_id: int) -> HttpResponse:
    """Ask for the feedback that has not come."""
    held = queries.interview(request.actor, interview_id)
    many = reminders.ask_for_feedback(held, by=request.actor, at=clock.now())
    reminded = ngettext_lazy(
        "%(count)d interviewer has been reminded.", "%(count)d interviewers have been reminded.", many
    )
    said = reminded % {"count": many} if many else _("Everybody has given feedback, or was reminded within the hour.")
    return http.done(request, reverse("interview_page", args=[held.pk]), said)


@form_view
def cancel(request: Request, interview_id: int) -> HttpResponse:
    """Call it off, once asked."""
    planned = queries.interview(request.actor, interview_id)
    jobs.require(request.actor, Action.INTERVIEW_SCHEDULE, planned.application.job)
    form = CancelForm(request.POST if request.method == "POST" else None)
    back = reverse("application_interviews", args=[planned.application_id])
    if form.is_bound and form.is_valid():
        actions.cancel(planned, word=form.cleaned_data["word"], by=request.actor, at=clock.now())
        return http.done(request, back, _("The interview has been cancelled. Whoever knew of it is told."))
    question = Question(
        title=_("Cancel %(title)s?") % {"title": planned.title},
        words=[_("Everybody who was told gets a cancellation, which takes it out of their calendar.")],
        button=_("Cancel the interview"),
        back=reverse("interview_page", args=[planned.pk]),
    )
    found = candidates.candidate(request.actor, planned.application.candidate_id)
    return sure.asked(request, found, "interviews", question, form)


@require_GET
def calendar(request: Request, interview_id: int) -> HttpResponse:
    """The interview for one's own calendar."""
    planned = queries.interview(request.actor, interview_id)
    user = request.actor.user
    assert user is not None  # noqa: S101 - whoever is not signed in has been sent away
    return file(calendars.for_interviewer(planned, user, at=clock.now()))


def file(content: bytes) -> HttpResponse:
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="interview.ics"'
    return response


def _page(
    request: Request, planned: Interview, *, answering: AnswerForm | None = None, telling: ReaderForm | None = None
) -> HttpResponse:
    at = clock.now()
    chosen = applications.application(request.actor, planned.application_id)
    own = _own(request, planned)
    is_coming = planned.is_planned and planned.ends_at > at
    whole = about.context(request, chosen)
    may_change = is_coming and whole["may_schedule"]
    first = about.reader(request, chosen)
    if planned.candidate_told_at:
        first = {
            "email": planned.candidate_email,
            "language": planned.candidate_language,
            "candidate_time_zone": planned.candidate_time_zone,
        }
    context = whole | {
        "interview": planned,
        "panel": list(planned.panelists.all()),
        "own": own,
        "answering": (answering or AnswerForm(initial={"word": own.word})) if own and is_coming else None,
        "telling": (telling or ReaderForm(initial=first)) if may_change else None,
        "may_change": may_change,
        "is_coming": is_coming,
        "given": feedback.givers(chosen),
        "may_remind": jobs.may(request.actor, Action.INTERVIEW_SCHEDULE, chosen.job) and chosen.is_active,
        "is_over": planned.is_planned and planned.ends_at <= at,
        "conflicts": queries.standing_conflicts(chosen, [planned])[planned.pk] if is_coming else [],
    }
    wrong = bool((answering and answering.errors) or (telling and telling.errors))
    return render(request, "interviews/interview.html", context, status=422 if wrong else 200)


def _own(request: Request, planned: Interview) -> Panelist | None:
    return next((one for one in planned.panelists.all() if one.interviewer_id == request.actor.user_id), None)
