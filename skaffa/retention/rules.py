"""Pure rules of retention: why a person is with us, when they are due, and the same question turned round for a search.

A person is due on a day: so many months after the day on which the last thing happened to them, at the earliest on the
day after a hold ends. Months end early where the calendar does: a month after 31 January is the last day of February.
"""

import calendar
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from skaffa.accounts import rules as accounts
from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.retention.models import Ground, Hold

RULED = (Ground.APPLICANT, Ground.PROSPECT, Ground.NO_JOB)
"""Whom a rule can be made for."""

MOST_MONTHS = 120
MOST_NOTICE = 90
MOST_A_NIGHT = 1_000
REASON = 500
LONGEST_HOLD = 3_660  # days: ten years


class HoldInThePast(refusals.Invalid):
    """A hold that has ended holds nobody."""

    sentence = _("Choose a day that is still to come, at most ten years ahead.")


@dataclass(frozen=True, slots=True)
class Rules:
    """The policy as values: months by ground (a ground without a number is kept), and everything around them."""

    months: Mapping[Ground, int] = field(default_factory=dict)
    notice_days: int = 30
    time_zone: str = "UTC"
    erases_by_itself: bool = False
    most_a_night: int = 100


@dataclass(frozen=True, slots=True)
class Considered:
    """One of a person's applications, prospects included."""

    is_open: bool
    passed_prospect: bool
    was_hired: bool


@dataclass(frozen=True, slots=True)
class Facts:
    """All that the verdict on a person depends on."""

    last_at: datetime
    applications: tuple[Considered, ...] = ()
    held_until: date | None = None


def ground(applications: Iterable[Considered]) -> Ground:
    """The strongest reason to have this person."""
    known = tuple(applications)
    if any(one.is_open for one in known):
        return Ground.OPEN
    if any(one.was_hired for one in known):
        return Ground.HIRED
    if any(one.passed_prospect for one in known):
        return Ground.APPLICANT
    return Ground.PROSPECT if known else Ground.NO_JOB


def due_on(rules: Rules, facts: Facts) -> date | None:
    """The day from which the person is due; None: kept until somebody decides."""
    months = rules.months.get(ground(facts.applications))
    if months is None:
        return None
    by_rule = months_after(day(facts.last_at, rules.time_zone), months)
    return max(by_rule, facts.held_until + timedelta(days=1)) if facts.held_until else by_rule


def is_due(rules: Rules, facts: Facts, at: datetime) -> bool:
    due = due_on(rules, facts)
    return due is not None and due <= day(at, rules.time_zone)


def is_listed(rules: Rules, facts: Facts, at: datetime) -> bool:
    """Whether the person is due, or will be within the warning period."""
    due = due_on(rules, facts)
    return due is not None and due <= last_listed_day(rules, at)


def last_listed_day(rules: Rules, at: datetime) -> date:
    return day(at, rules.time_zone) + timedelta(days=rules.notice_days)


def silent_before(months: int, due: date, time_zone: str) -> datetime:
    """Whoever heard nothing from this moment on is due on `due` or earlier; the reverse of `months_after`."""
    year, month = _shifted(due, -months)
    last = calendar.monthrange(year, month)[1]
    is_end = due.day == calendar.monthrange(due.year, due.month)[1]
    silent_day = date(year, month, last if is_end else min(due.day, last))
    return datetime.combine(silent_day + timedelta(days=1), time.min, ZoneInfo(time_zone))


def begins_on(rules: Rules, changed_at: datetime) -> date:
    """The first night on which people are erased by themselves: a new rule warns before it acts."""
    return day(changed_at, rules.time_zone) + timedelta(days=rules.notice_days)


def day(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()


def months_after(start: date, months: int) -> date:
    """The same day so many months later, or the last one of a shorter month."""
    year, month = _shifted(start, months)
    return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))


def _shifted(start: date, months: int) -> tuple[int, int]:
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return year, month + 1


def checked(rules: Rules) -> Rules:
    """The same rules; raises Invalid with what is wrong beside each field."""
    wrong: dict[str, Message] = {}
    for ruled, months in rules.months.items():
        if not 1 <= months <= MOST_MONTHS:
            wrong[f"{ruled.value}_months"] = _between(1, MOST_MONTHS)
    if not 0 <= rules.notice_days <= MOST_NOTICE:
        wrong["notice_days"] = _between(0, MOST_NOTICE)
    if not 1 <= rules.most_a_night <= MOST_A_NIGHT:
        wrong["most_a_night"] = _between(1, MOST_A_NIGHT)
    if rules.time_zone not in accounts.time_zones():
        wrong["time_zone"] = _("Choose one of the time zones.")
    if wrong:
        raise refusals.Invalid(fields=wrong)
    return rules


def checked_hold(until: date, reason: str, today: date) -> str:
    """The reason, tidied; raises Invalid for none, a long one, or a day that is over."""
    said = text.paragraphs(reason)
    if not said:
        raise refusals.Invalid(fields={"reason": _("Say why, for whoever reads this later.")})
    if len(said) > REASON:
        raise refusals.Invalid(fields={"reason": _("Use at most %(limit)d characters.") % {"limit": REASON}})
    if not today <= until <= today + timedelta(days=LONGEST_HOLD):
        raise HoldInThePast(fields={"until": HoldInThePast.sentence})
    return said


def _between(least: int, most: int) -> Message:
    return _("Give a whole number from %(least)d to %(most)d.") % {"least": least, "most": most}


def is_held_longer(there: Hold, comes: Hold, _choices: object) -> bool:
    """Of two decisions to keep one person, whether the second stays: the one that keeps them longer."""
    return comes.until > there.until
