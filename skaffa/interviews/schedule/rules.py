"""Pure: what an interview needs, and what speaks against its time."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import Enum

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import hours
from skaffa.accounts import rules as accounts
from skaffa.accounts.models import User
from skaffa.core import refusals, text
from skaffa.interviews.models import Answer, BusyKind
from skaffa.processes.rules import FEEDBACK_AFTER

TITLE, PLACE, LINK, DETAILS, WORD = 120, 200, 500, 4_000, 500
LENGTHS = (15, 30, 45, 60, 75, 90, 120, 150, 180, 240, 300, 360, 480)
MOST_INTERVIEWERS = 12


class InterviewIsOff(refusals.Conflict):
    """What was cancelled is not changed; plan a new one."""

    sentence = _("This interview has been cancelled. Schedule a new one instead.")


class InterviewIsOver(refusals.Conflict):
    """What has taken place stays as it was."""

    sentence = _("This interview is over.")


class NotInvited(refusals.NotAllowed):
    """Only who is invited answers."""

    sentence = _("Only the interviewers of this interview can answer.")


class InterviewerGone(refusals.Invalid):
    """An account that is closed reads no invitation."""

    sentence = _("Somebody you chose has no active account any more. Choose the interviewers again.")


class NoAddress(refusals.Conflict):
    """A letter needs an address."""

    sentence = _("This person has no e-mail address. Add one under Edit details, or tell them in another way.")


@dataclass(frozen=True, slots=True)
class Plan:
    """An interview as somebody wants it; `remind_feedback_after` in hours, None for never."""

    title: str
    starts_at: datetime
    minutes: int
    time_zone: str
    interviewer_ids: tuple[int, ...]
    place: str = ""
    meeting_link: str = ""
    details: str = ""
    shows_interviewers: bool = True
    remind_feedback_after: int | None = 24

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True, slots=True)
class Reader:
    """How a candidate is written to."""

    email: str
    language: str
    time_zone: str


def checked(plan: Plan, *, at: datetime) -> Plan:
    """The plan, tidied; raises Invalid for what cannot be an interview."""
    tidy = replace(
        plan,
        title=text.line(plan.title),
        place=text.line(plan.place),
        meeting_link=plan.meeting_link.strip(),
        details=text.paragraphs(plan.details),
        interviewer_ids=tuple(dict.fromkeys(plan.interviewer_ids)),
    )
    wrong = _wrong_words(tidy) | _wrong_time(tidy, at)
    if not tidy.interviewer_ids:
        wrong["interviewers"] = _("Choose at least one interviewer.")
    elif len(tidy.interviewer_ids) > MOST_INTERVIEWERS:
        wrong["interviewers"] = _("Choose at most %(limit)d interviewers.") % {"limit": MOST_INTERVIEWERS}
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return tidy


def _wrong_words(plan: Plan) -> dict[str, refusals.Message]:
    limits = {"title": TITLE, "place": PLACE, "meeting_link": LINK, "details": DETAILS}
    wrong: dict[str, refusals.Message] = {
        name: _("Use at most %(limit)d characters.") % {"limit": limit}
        for name, limit in limits.items()
        if len(getattr(plan, name)) > limit
    }
    if not plan.title:
        wrong["title"] = _("Give a title, such as First interview.")
    if plan.meeting_link and "meeting_link" not in wrong:
        try:
            URLValidator(schemes=["http", "https"])(plan.meeting_link)
        except ValidationError:
            wrong["meeting_link"] = _("Give a whole address that begins with https://.")
    return wrong


def _wrong_time(plan: Plan, at: datetime) -> dict[str, refusals.Message]:
    wrong: dict[str, refusals.Message] = {}
    if plan.starts_at <= at:
        wrong["time"] = _("This time has passed.")
    if plan.minutes not in LENGTHS:
        wrong["minutes"] = _("Choose one of the lengths.")
    if plan.time_zone not in accounts.time_zones():
        wrong["time_zone"] = _("Choose one of the time zones.")
    if plan.remind_feedback_after not in {None, *FEEDBACK_AFTER}:
        wrong["remind_feedback_after"] = _("Choose one of the times.")
    return wrong


def one_after_another(plan: Plan) -> list[Plan]:
    """An interview of its own for each interviewer, without a break between (A42: no panel)."""
    length = timedelta(minutes=plan.minutes)
    return [
        replace(plan, starts_at=plan.starts_at + place * length, interviewer_ids=(who,))
        for place, who in enumerate(plan.interviewer_ids)
    ]


def checked_answer(answer: str, word: str) -> tuple[Answer, str]:
    """An interviewer's answer; raises Invalid for none."""
    if answer not in Answer or answer == Answer.NONE:
        raise refusals.Invalid(fields={"answer": _("Choose one of the answers.")})
    return Answer(answer), text.shortened(text.line(word), WORD)


class Kind(Enum):
    """What can speak against a time."""

    INTERVIEWER_TAKEN = "interviewer_taken"
    CANDIDATE_TAKEN = "candidate_taken"
    OUTSIDE_OFFER = "outside_offer"
    ODD_HOUR = "odd_hour"
    CALENDAR_TAKEN = "calendar_taken"
    AWAY = "away"


_KINDS = {
    BusyKind.BUSY.value: Kind.CALENDAR_TAKEN,
    BusyKind.TENTATIVE.value: Kind.CALENDAR_TAKEN,
    BusyKind.AWAY.value: Kind.AWAY,
}
"""Whoever works elsewhere can be asked all the same."""


@dataclass(frozen=True, slots=True)
class Conflict:
    """Something that speaks against a time: whom it concerns, and what stands there; never refused, always told."""

    kind: Kind
    plan: Plan
    who: User | None = None
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    time_zone: str = "UTC"


@dataclass(frozen=True, slots=True)
class Taken:
    """A stretch of time that is taken; `interviewer_id` None: the candidate's.

    By an interview of ours, or, where `calendar` is what somebody's own calendar says of it (a BusyKind), by that.
    """

    interview_id: int
    interviewer_id: int | None
    starts_at: datetime
    ends_at: datetime
    calendar: str = ""


def conflicts(
    plans: Sequence[Plan],
    *,
    taken: Iterable[Taken],
    offered: Sequence[tuple[datetime, datetime]],
    interviewers: Mapping[int, User],
) -> list[Conflict]:
    """Everything that speaks against these plans; `offered` is what suits the candidate, empty while nobody knows."""
    known = list(taken)
    return [conflict for plan in plans for conflict in _against(plan, known, offered, interviewers)]


def _against(
    plan: Plan,
    taken: Sequence[Taken],
    offered: Sequence[tuple[datetime, datetime]],
    interviewers: Mapping[int, User],
) -> Iterable[Conflict]:
    wanted = {None, *plan.interviewer_ids}
    for other in taken:
        if other.interviewer_id in wanted and other.starts_at < plan.ends_at and plan.starts_at < other.ends_at:
            kind = _KINDS.get(other.calendar) or (
                Kind.CANDIDATE_TAKEN if other.interviewer_id is None else Kind.INTERVIEWER_TAKEN
            )
            who = interviewers.get(other.interviewer_id or 0)
            yield Conflict(kind, plan, who, other.starts_at, other.ends_at)
    if offered and not any(begin <= plan.starts_at and plan.ends_at <= end for begin, end in offered):
        yield Conflict(Kind.OUTSIDE_OFFER, plan)
    for who in (interviewers[pk] for pk in plan.interviewer_ids if pk in interviewers):
        if not hours.of(who).cover(plan.starts_at, plan.ends_at):
            yield Conflict(Kind.ODD_HOUR, plan, who, plan.starts_at, plan.ends_at, who.time_zone)
