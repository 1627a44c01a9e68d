"""Pure: which reminders an interview asks for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals
from skaffa.interviews.models import Answer, Interview, Panelist, ReminderKind

DAY = timedelta(hours=24)
PAUSE = timedelta(hours=1)
"""Between two reminders of the same feedback that people send by hand."""


class NotOver(refusals.Conflict):
    """Nobody judges what has not taken place."""

    sentence = _("This interview has not taken place yet.")


@dataclass(frozen=True, slots=True)
class Wanted:
    """One reminder; `interviewer_id` None: the candidate's."""

    kind: ReminderKind
    interviewer_id: int | None
    due_at: datetime


def wanted(interview: Interview, panelists: Iterable[Panelist], *, at: datetime) -> set[Wanted]:
    """A day before to everybody who has been told; to answer; for feedback. Nothing whose time has come already."""
    found: set[Wanted] = set()
    people = [panelist for panelist in panelists if panelist.told_at and panelist.answer != Answer.DECLINED]
    if interview.is_planned:
        day_before = interview.starts_at - DAY
        told: list[int | None] = [panelist.interviewer_id for panelist in people]
        told += [None] if interview.candidate_told_at else []
        found |= {Wanted(ReminderKind.BEFORE, who, day_before) for who in told}
        if interview.remind_feedback_after is not None:
            after = interview.ends_at + timedelta(hours=interview.remind_feedback_after)
            found |= {Wanted(ReminderKind.FEEDBACK, panelist.interviewer_id, after) for panelist in people}
        found |= _answers(interview, people)
    return {one for one in found if one.due_at > at}


def _answers(interview: Interview, people: list[Panelist]) -> set[Wanted]:
    """Between two every 24 hours until there is an answer; a panel is not reminded (A44)."""
    alone = people[0] if len(people) == 1 else None
    if alone is None or alone.answer != Answer.NONE or alone.told_at is None:
        return set()
    days = max(0, (interview.starts_at - alone.told_at) // DAY)
    moments = (alone.told_at + number * DAY for number in range(1, min(days, 30) + 1))
    return {Wanted(ReminderKind.ANSWER, alone.interviewer_id, moment) for moment in moments}
