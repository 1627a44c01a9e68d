"""Pure: which times a candidate is asked about."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from skaffa.accounts import rules as accounts
from skaffa.core import refusals, text, zones
from skaffa.jobs.models import Job

LENGTHS = (30, 45, 60, 90, 120, 180)
MOST_DAYS = 31
MOST_SLOTS = 150
MESSAGE, WORD = 2_000, 1_000
_WEEKEND = 5  # Saturday, as date.weekday() counts


class NothingChosen(refusals.Invalid):
    """An answer says which times, or that there is none."""

    sentence = _("Choose at least one time, or say that none fits.")


class NotAskedHere(refusals.Conflict):
    """The process of the job leaves the question out (A41)."""

    sentence = _("On this job candidates are not asked when they can come. Schedule the interview right away.")


@dataclass(frozen=True, slots=True)
class Question:
    """What is asked: on these days, between these hours of `time_zone`, in pieces of `minutes`.

    Without an e-mail address nothing is sent: whoever asks passes the link on, in an InMail for instance.
    """

    email: str
    language: str
    first_day: date
    last_day: date
    earliest: time
    latest: time
    minutes: int
    time_zone: str
    weekends: bool = False
    message: str = ""


def require_asked(job: Job) -> None:
    """Raise where the job's process does without the question; one that was asked before is still answered."""
    if not job.ask_availability:
        raise NotAskedHere


def checked(question: Question) -> Question:
    """The question, tidied; raises Invalid for what cannot be asked."""
    email = accounts.checked_email(question.email) if question.email.strip() else ""
    wrong: dict[str, refusals.Message] = {}
    if question.last_day < question.first_day:
        wrong["last_day"] = _("The last day is before the first.")
    elif (question.last_day - question.first_day).days >= MOST_DAYS:
        wrong["last_day"] = _("Ask about at most %(limit)d days at once.") % {"limit": MOST_DAYS}
    if question.latest <= question.earliest:
        wrong["latest"] = _("This is not after the earliest time.")
    if question.minutes not in LENGTHS:
        wrong["minutes"] = _("Choose one of the lengths.")
    if question.time_zone not in accounts.time_zones():
        wrong["time_zone"] = _("Choose one of the time zones.")
    message = text.paragraphs(question.message)
    if len(message) > MESSAGE:
        wrong["message"] = _("Use at most %(limit)d characters.") % {"limit": MESSAGE}
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return replace(question, email=email, message=message)


def slots(question: Question, *, at: datetime) -> list[tuple[datetime, datetime]]:
    """Beginning and end of every time that is still to come, in UTC; raises Invalid for none, or for too many."""
    length = timedelta(minutes=question.minutes)
    found = [(begin, begin + length) for begin in _beginnings(question, length) if begin > at]
    if not found:
        message = _("No time is left on these days. Choose later ones, or longer hours.")
        raise refusals.Invalid(message, fields={"last_day": message})
    if len(found) > MOST_SLOTS:
        raise refusals.Invalid(
            fields={
                "last_day": _("These are %(many)d times, more than anybody reads. Ask about at most %(limit)d.")
                % {"many": len(found), "limit": MOST_SLOTS}
            }
        )
    return found


def _beginnings(question: Question, length: timedelta) -> Iterable[datetime]:
    """Counted in real minutes, so that no time lies in an hour that the clocks leave out, and none comes twice."""
    for number in range((question.last_day - question.first_day).days + 1):
        day = question.first_day + timedelta(days=number)
        if day.weekday() >= _WEEKEND and not question.weekends:
            continue
        begin = zones.first_moment(day, question.earliest, question.time_zone)
        end = zones.first_moment(day, question.latest, question.time_zone)
        while begin + length <= end:
            yield begin
            begin += length


def merged(spans: Iterable[tuple[datetime, datetime]]) -> list[tuple[datetime, datetime]]:
    """Times that touch, as one."""
    found: list[tuple[datetime, datetime]] = []
    for begin, end in sorted(spans):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
