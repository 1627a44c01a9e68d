"""Notices around interviews: who is invited, what has changed, who answered, what is to be remembered."""

from collections.abc import Iterable
from typing import Any

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.core import events
from skaffa.interviews.events import (
    AvailabilityAnswered,
    FeedbackRequested,
    InterviewAnswered,
    InterviewTold,
    InterviewUnsuitable,
    News,
    ReminderDue,
)
from skaffa.interviews.models import Availability, Interview, ReminderKind
from skaffa.interviews.schedule import queries
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import TeamRole
from skaffa.notify import actions


def register() -> None:
    events.subscribe(AvailabilityAnswered, _tell_who_asked)
    events.subscribe(InterviewTold, _tell_interviewers)
    events.subscribe(InterviewAnswered, _tell_who_invited)
    events.subscribe(InterviewUnsuitable, _tell_of_candidate)
    events.subscribe(ReminderDue, _remind)
    events.subscribe(FeedbackRequested, _tell_who_is_asked)


def _tell_who_asked(event: AvailabilityAnswered) -> None:
    """Whoever asked; where that is nobody here any more, the job's recruiters."""
    asked = Availability.objects.select_related("application__job", "application__candidate", "asked_by").get(
        pk=event.availability_id
    )
    actions.notice(
        _readers(asked.asked_by, asked.application),
        kind="AvailabilityAnswered",
        data=_about(asked.application) | {"fits": event.fitting},
        url=f"/applications/{asked.application_id}/interviews",
        at=event.at,
    )


def _tell_interviewers(event: InterviewTold) -> None:
    """Everybody whom a letter goes to, except the one who has just done it."""
    interview = queries.loaded(event.interview_id)
    no_longer_needed = event.news is News.CANCELLATION and interview.is_planned
    actions.notice(
        [pk for pk in event.interviewer_ids if pk != event.by_id],
        kind="InterviewReleased" if no_longer_needed else f"Interview{event.news.value.capitalize()}",
        data=_of(interview),
        url=f"/interviews/{interview.pk}",
        at=event.at,
    )


def _tell_who_invited(event: InterviewAnswered) -> None:
    interview = queries.loaded(event.interview_id)
    who = User.objects.get(pk=event.user_id)
    actions.notice(
        [pk for pk in _readers(interview.scheduled_by, interview.application) if pk != event.by_id],
        kind="InterviewAnswered",
        data=_of(interview) | {"who": str(who), "answer": event.answer},
        url=f"/interviews/{interview.pk}",
        at=event.at,
    )


def _tell_of_candidate(event: InterviewUnsuitable) -> None:
    interview = queries.loaded(event.interview_id)
    actions.notice(
        _readers(interview.scheduled_by, interview.application),
        kind="InterviewUnsuitable",
        data=_of(interview),
        url=f"/interviews/{interview.pk}",
        at=event.at,
    )


def _remind(event: ReminderDue) -> None:
    if event.user_id is None:
        return
    interview = queries.loaded(event.interview_id)
    of_feedback = event.kind == ReminderKind.FEEDBACK
    actions.notice(
        [event.user_id],
        kind=f"Reminder{event.kind.capitalize()}",
        data=_of(interview),
        url=f"/applications/{interview.application_id}/feedback" if of_feedback else f"/interviews/{interview.pk}",
        at=event.at,
    )


def _tell_who_is_asked(event: FeedbackRequested) -> None:
    application = Application.objects.select_related("job", "candidate").get(pk=event.application_id)
    actions.notice(
        [pk for pk in [event.user_id] if pk != event.by_id],
        kind="FeedbackRequested",
        data=_about(application),
        url=f"/applications/{application.pk}/feedback",
        at=event.at,
    )


def _readers(wanted: User | None, application: Application) -> Iterable[int]:
    if wanted is not None and wanted.is_active:
        return [wanted.pk]
    return jobs.members_in(application.job, TeamRole.RECRUITER)


def _of(interview: Interview) -> dict[str, Any]:
    return _about(interview.application) | {
        "title": interview.title,
        "starts_at": interview.starts_at.isoformat(),
    }


def _about(application: Application) -> dict[str, Any]:
    return {
        "candidate": str(application.candidate),
        "candidate_id": application.candidate_id,
        "job": application.job.title,
    }
