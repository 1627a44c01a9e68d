"""Reminders are rows: written with the interview they belong to, said once, in the transaction that settles them."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications.models import ApplicationStatus
from skaffa.core import events
from skaffa.interviews.events import ReminderDue
from skaffa.interviews.models import Answer, Feedback, FeedbackStatus, Interview, Panelist, Reminder, ReminderKind
from skaffa.interviews.reminders import rules
from skaffa.jobs import queries as jobs

_AT_ONCE = 50


@transaction.atomic
def plan(interview: Interview, *, at: datetime) -> None:
    """Let what is still to be said agree with the interview as it stands; what was said stays said."""
    Reminder.objects.filter(interview=interview, settled_at=None).delete()
    wanted = rules.wanted(interview, list(Panelist.objects.filter(interview=interview)), at=at)
    Reminder.objects.bulk_create(
        (
            Reminder(interview=interview, kind=one.kind, interviewer_id=one.interviewer_id, due_at=one.due_at)
            for one in sorted(wanted, key=lambda one: (one.due_at, one.kind, one.interviewer_id or 0))
        ),
        ignore_conflicts=True,
    )


@transaction.atomic
def say_due(*, at: datetime) -> int:
    """Say what is due, a portion at a time; how many rows were settled.

    Whoever dies before this commits has said nothing, and whoever comes meanwhile takes other rows.
    """
    due = Reminder.objects.select_for_update(skip_locked=True, of=("self",)).filter(settled_at=None, due_at__lte=at)
    rows = list(due.select_related("interview__application").order_by("due_at", "pk")[:_AT_ONCE])
    Reminder.objects.filter(pk__in=[row.pk for row in rows]).update(settled_at=at)
    for row in rows:
        if _still_wanted(row, at):
            _say(row, by_id=None, at=at)
    return len(rows)


@transaction.atomic
def ask_for_feedback(interview: Interview, *, by: Actor, at: datetime) -> int:
    """Remind at once whoever was there and has not given feedback (A51), each at most once an hour; how many."""
    jobs.require(by, Action.INTERVIEW_SCHEDULE, interview.application.job)
    locked = Interview.objects.select_for_update(no_key=True, of=("self",)).select_related("application")
    found = locked.get(pk=interview.pk)
    if not found.is_planned or found.ends_at > at:
        raise rules.NotOver
    lately = Reminder.objects.filter(interview=found, kind=ReminderKind.FEEDBACK, settled_at__gt=at - rules.PAUSE)
    there = Panelist.objects.filter(interview=found).exclude(interviewer__in=lately.values("interviewer"))
    said = 0
    for panelist in there.order_by("pk"):
        row = Reminder(interview=found, interviewer_id=panelist.interviewer_id, kind=ReminderKind.FEEDBACK, due_at=at)
        if _still_wanted(row, at):
            row.settled_at = at
            row.save()
            _say(row, by_id=by.user_id, at=at)
            said += 1
    return said


def _say(row: Reminder, *, by_id: int | None, at: datetime) -> None:
    said = ReminderDue(
        reminder_id=row.pk,
        interview_id=row.interview_id,
        kind=row.kind,
        user_id=row.interviewer_id,
        at=at,
        by_id=by_id,
    )
    events.publish(said)


def _still_wanted(row: Reminder, at: datetime) -> bool:
    """Nobody is reminded of what is off, over, declined, answered or given."""
    interview = row.interview
    if not interview.is_planned or interview.application.status != ApplicationStatus.ACTIVE:
        return False
    if row.kind != ReminderKind.FEEDBACK and interview.starts_at <= at:
        return False
    if row.interviewer_id is None:
        return True
    panelist = Panelist.objects.filter(interview=interview, interviewer=row.interviewer_id).first()
    if panelist is None or panelist.answer == Answer.DECLINED:
        return False
    if row.kind == ReminderKind.ANSWER:
        return panelist.answer == Answer.NONE
    return row.kind == ReminderKind.BEFORE or not _has_given(row)


def _has_given(row: Reminder) -> bool:
    given = Feedback.objects.filter(application=row.interview.application_id, author=row.interviewer_id)
    return given.filter(status=FeedbackStatus.SUBMITTED).exists()
