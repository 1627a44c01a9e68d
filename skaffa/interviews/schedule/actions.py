"""What can be done with interviews: schedule, change, cancel, tell, answer; whoever was told hears of every change."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from django.db import transaction

from skaffa.accounts import rules as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.core import events, text
from skaffa.interviews import joining
from skaffa.interviews import rules as interviews
from skaffa.interviews.availability import actions as availability
from skaffa.interviews.events import (
    InterviewAnswered,
    InterviewCancelled,
    InterviewChanged,
    InterviewScheduled,
    InterviewTold,
    InterviewUnsuitable,
    News,
)
from skaffa.interviews.models import Answer, Interview, InterviewStatus, Panelist
from skaffa.interviews.reminders import actions as reminders
from skaffa.interviews.schedule import queries, rules
from skaffa.interviews.schedule.rules import Plan, Reader
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job

_WORD = 1_000


class _About(TypedDict):
    interview_id: int
    application_id: int
    job_id: int
    candidate_id: int
    title: str
    at: datetime
    by_id: int | None


@transaction.atomic
def schedule(
    application: Application,
    plans: Sequence[Plan],
    *,
    tell_team: bool = False,
    candidate: Reader | None = None,
    by: Actor,
    at: datetime,
) -> list[Interview]:
    """Plan interviews, and tell the interviewers and the candidate at once where that is wanted.

    Interviewers who are not on the hiring team join it (A42).
    """
    seen = applications.application(by, application.pk)
    jobs.require(by, Action.INTERVIEW_SCHEDULE, seen.job)
    interviews.require_interviewable(seen)
    clean = [rules.checked(plan, at=at) for plan in plans]
    _join_team(seen.job, {pk for plan in clean for pk in plan.interviewer_ids}, by=by, at=at)
    made = []
    for plan in clean:
        interview = Interview(application=seen, scheduled_by=by.user, created_at=at)
        _write(interview, plan, at)
        Panelist.objects.bulk_create(Panelist(interview=interview, interviewer_id=pk) for pk in plan.interviewer_ids)
        events.publish(InterviewScheduled(**_about(interview, by.user_id, at)))
        if tell_team:
            tell_interviewers(interview, by=by, at=at)
        if candidate:
            tell_candidate(interview, candidate, by=by, at=at)
        made.append(interview)
    return made


@transaction.atomic
def change(interview: Interview, plan: Plan, *, by: Actor, at: datetime) -> Interview:
    """Let an interview be otherwise; who was told is told, who is no longer invited hears so.

    At another time, every answer is asked for anew.
    """
    locked = _locked(interview, by, at=at)
    clean = rules.checked(plan, at=at)
    before = queries.plan(locked)
    if clean == before:
        return locked
    _join_team(locked.application.job, clean.interviewer_ids, by=by, at=at)
    moved = (clean.starts_at, clean.minutes) != (before.starts_at, before.minutes)
    locked.sequence += 1
    if moved:
        locked.unsuitable_at, locked.unsuitable_word = None, ""
    _write(locked, clean, at)
    stay, come, go = _reseat(locked, clean.interviewer_ids, moved=moved, at=at)
    events.publish(InterviewChanged(**_about(locked, by.user_id, at)))
    _tell(locked, News.CHANGE, stay, to_candidate=bool(locked.candidate_told_at), by_id=by.user_id, at=at)
    _tell(locked, News.INVITATION, come, by_id=by.user_id, at=at)
    _tell(locked, News.CANCELLATION, go, by_id=by.user_id, at=at)
    reminders.plan(locked, at=at)
    return locked


@transaction.atomic
def cancel(interview: Interview, *, word: str, by: Actor, at: datetime) -> Interview:
    """Call an interview off; everybody who was told hears it, with the word."""
    return _cancel(_locked(interview, by, at=at), word, by_id=by.user_id, at=at)


@transaction.atomic
def call_off(application_id: int, *, by_id: int | None, at: datetime) -> None:
    """Cancel what is still to come, because the application has ended; nobody answers about their time any more."""
    availability.forget(application_id, at=at)
    rows = Interview.objects.select_for_update(no_key=True, of=("self",)).select_related("application")
    for interview in rows.filter(application=application_id, status=InterviewStatus.PLANNED, starts_at__gt=at):
        _cancel(interview, "", by_id=by_id, at=at)


@transaction.atomic
def tell_interviewers(interview: Interview, *, by: Actor, at: datetime) -> Interview:
    """Send the invitation to every interviewer, also once more."""
    locked = _locked(interview, by, at=at)
    everybody = list(Panelist.objects.filter(interview=locked).order_by("pk"))
    Panelist.objects.filter(interview=locked).update(told_at=at)
    _tell(locked, News.INVITATION, [one.interviewer_id for one in everybody], by_id=by.user_id, at=at)
    reminders.plan(locked, at=at)
    return locked


@transaction.atomic
def tell_candidate(interview: Interview, candidate: Reader, *, by: Actor, at: datetime) -> Interview:
    """Send the candidate what they need to come (A45); from now on their pages show it."""
    locked = _locked(interview, by, at=at)
    if not candidate.email:
        raise rules.NoAddress
    locked.candidate_email = accounts.checked_email(candidate.email)
    locked.candidate_language, locked.candidate_time_zone = accounts.checked_preferences(
        language=candidate.language, time_zone=candidate.time_zone
    )
    locked.candidate_told_at = locked.modified_at = at
    locked.save()
    _tell(locked, News.INVITATION, [], to_candidate=True, by_id=by.user_id, at=at)
    reminders.plan(locked, at=at)
    return locked


@transaction.atomic
def answer(interview: Interview, answer: str, *, word: str = "", by: Actor, at: datetime) -> Panelist:
    """An interviewer accepts, hesitates or declines; until it is over they may say otherwise (A188)."""
    said, why = rules.checked_answer(answer, word)
    locked = _planned(interview, at=at)
    panelist = Panelist.objects.filter(interview=locked, interviewer=by.user).first() if by.user else None
    if panelist is None:
        raise rules.NotInvited
    if (panelist.answer, panelist.word) == (said, why):
        return panelist
    panelist.answer, panelist.word, panelist.answered_at = said, why, at
    panelist.save()
    about = _about(locked, by.user_id, at)
    events.publish(InterviewAnswered(**about, user_id=panelist.interviewer_id, answer=said.value, comment=why))
    reminders.plan(locked, at=at)
    return panelist


@transaction.atomic
def say_unsuitable(interview: Interview, word: str, *, at: datetime) -> Interview:
    """The candidate cannot come; whoever scheduled the interview hears it, and decides."""
    locked = _planned(interview, at=at)
    locked.unsuitable_word = text.shortened(text.paragraphs(word), _WORD)
    locked.unsuitable_at = locked.modified_at = at
    locked.save()
    events.publish(InterviewUnsuitable(**_about(locked, None, at), comment=locked.unsuitable_word))
    return locked


def _cancel(locked: Interview, word: str, *, by_id: int | None, at: datetime) -> Interview:
    locked.status, locked.cancel_word = InterviewStatus.CANCELLED, text.shortened(text.paragraphs(word), _WORD)
    locked.sequence += 1
    locked.modified_at = at
    locked.save()
    told = Panelist.objects.filter(interview=locked, told_at__isnull=False)
    events.publish(InterviewCancelled(**_about(locked, by_id, at), comment=locked.cancel_word))
    _tell(
        locked,
        News.CANCELLATION,
        list(told.order_by("pk").values_list("interviewer_id", flat=True)),
        to_candidate=bool(locked.candidate_told_at),
        by_id=by_id,
        at=at,
    )
    reminders.plan(locked, at=at)
    return locked


def _reseat(
    locked: Interview, wanted: Sequence[int], *, moved: bool, at: datetime
) -> tuple[list[int], list[int], list[int]]:
    """Let these interviewers be invited; returns who has been told before and stays, who comes, and who goes."""
    told = {one.interviewer_id: bool(one.told_at) for one in Panelist.objects.filter(interview=locked)}
    was_sent = any(told.values())
    Panelist.objects.filter(interview=locked).exclude(interviewer__in=wanted).delete()
    come = [pk for pk in wanted if pk not in told]
    Panelist.objects.bulk_create(
        Panelist(interview=locked, interviewer_id=pk, told_at=at if was_sent else None) for pk in come
    )
    if moved:
        answers = Panelist.objects.filter(interview=locked)
        answers.update(answer=Answer.NONE, word="", answered_at=None)
        answers.filter(told_at__isnull=False).update(told_at=at)
    stay = [pk for pk in wanted if told.get(pk)]
    return stay, come if was_sent else [], [pk for pk, knows in told.items() if knows and pk not in wanted]


def _tell(
    interview: Interview,
    news: News,
    interviewer_ids: Iterable[int],
    *,
    to_candidate: bool = False,
    by_id: int | None,
    at: datetime,
) -> None:
    people = tuple(interviewer_ids)
    if people or to_candidate:
        told = InterviewTold(
            interview_id=interview.pk,
            news=news,
            interviewer_ids=people,
            to_candidate=to_candidate,
            at=at,
            by_id=by_id,
        )
        events.publish(told)


def _join_team(job: Job, interviewer_ids: Iterable[int], *, by: Actor, at: datetime) -> None:
    """Who is invited may read about the applicant: through a role in the hiring team, like everybody."""
    wanted = set(interviewer_ids)
    users = User.objects.in_bulk(wanted)
    if len(users) < len(wanted) or not all(user.is_active for user in users.values()):
        raise rules.InterviewerGone(fields={"interviewers": rules.InterviewerGone.sentence})
    joining.join_team(job, list(users.values()), by=by, at=at)


def _write(interview: Interview, plan: Plan, at: datetime) -> None:
    interview.title, interview.place, interview.meeting_link = plan.title, plan.place, plan.meeting_link
    interview.details, interview.time_zone = plan.details, plan.time_zone
    interview.starts_at, interview.ends_at = plan.starts_at, plan.ends_at
    interview.shows_interviewers = plan.shows_interviewers
    interview.remind_feedback_after = plan.remind_feedback_after
    interview.modified_at = at
    interview.save()


def _locked(interview: Interview, by: Actor, *, at: datetime) -> Interview:
    """The interview, locked, where the actor may change it and it is still to come."""
    seen = queries.interview(by, interview.pk)
    jobs.require(by, Action.INTERVIEW_SCHEDULE, seen.application.job)
    return _planned(seen, at=at)


def _planned(interview: Interview, *, at: datetime) -> Interview:
    rows = Interview.objects.select_for_update(no_key=True, of=("self",)).select_related("application__job")
    found = rows.filter(pk=interview.pk).first()
    if found is None:
        raise queries.InterviewNotFound
    if not found.is_planned:
        raise rules.InterviewIsOff
    if found.ends_at <= at:
        raise rules.InterviewIsOver
    return found


def _about(interview: Interview, by_id: int | None, at: datetime) -> _About:
    return {
        "interview_id": interview.pk,
        "application_id": interview.application_id,
        "job_id": interview.application.job_id,
        "candidate_id": interview.application.candidate_id,
        "title": interview.title,
        "at": at,
        "by_id": by_id,
    }
