"""Pure: when somebody works, by the clock on their own wall."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import User
from skaffa.core import refusals, zones

WEEK = range(7)
Span = tuple[datetime, datetime]
"""From when to when, the end left out."""


@dataclass(frozen=True, slots=True)
class Hours:
    """The same hours on each of these days of the week, Monday being 0."""

    begins: time
    ends: time
    days: tuple[int, ...]
    time_zone: str

    def cover(self, begin: datetime, end: datetime) -> bool:
        """Whether all of it lies in one day's working hours."""
        return any(first <= begin and end <= last for first, last in self.between(begin, end))

    def between(self, begin: datetime, end: datetime) -> list[Span]:
        """Every day's hours that begin before the end and end after the beginning, in order, in UTC."""
        wall = ZoneInfo(self.time_zone)
        day, last_day = begin.astimezone(wall).date(), end.astimezone(wall).date()
        found: list[Span] = []
        while day <= last_day:
            if day.weekday() in self.days:
                span = tuple(zones.first_moment(day, at, self.time_zone) for at in (self.begins, self.ends))
                found.append((span[0], span[1]))
            day += timedelta(days=1)
        return [(first, last) for first, last in found if first < end and begin < last]


def of(user: User) -> Hours:
    return Hours(user.work_begins, user.work_ends, tuple(user.work_days), user.time_zone)


def checked(begins: time, ends: time, days: Iterable[int]) -> list[int]:
    """The days in order; raises Invalid for hours that are none."""
    chosen = set(days)
    wrong: dict[str, refusals.Message] = {}
    if ends <= begins:
        wrong["work_ends"] = _("This is not after the beginning.")
    if not chosen or not chosen <= set(WEEK):
        wrong["work_days"] = _("Choose at least one day.")
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return sorted(chosen)
