"""Times as pages show them: in somebody's zone, by day."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from django.utils import timezone

from skaffa.accounts import rules as accounts
from skaffa.interviews.models import Interview

Thing = TypeVar("Thing")
_WEEK = 7


@dataclass(frozen=True, slots=True)
class Day(Generic[Thing]):
    """One day of somebody's, and what it holds."""

    day: date
    things: Sequence[Thing]


def by_day(things: Iterable[Thing], begins: Callable[[Thing], datetime], zone: str = "") -> list[Day[Thing]]:
    """What begins on which day, as clocks of the zone have it (none: the reader's own); in the order given."""
    wall = ZoneInfo(zone) if zone else timezone.get_current_timezone()
    groups = groupby(things, key=lambda thing: begins(thing).astimezone(wall).date())
    return [Day(day, list(group)) for day, group in groups]


def week(monday: date, interviews: Iterable[Interview]) -> list[Day[Interview]]:
    """Seven days, the empty ones too."""
    held = {day.day: day.things for day in by_day(interviews, lambda one: one.starts_at)}
    days = [monday + timedelta(days=number) for number in range(_WEEK)]
    return [Day(day, held.get(day, [])) for day in days]


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def known_zone(name: str, otherwise: str) -> str:
    """A zone that somebody's browser named, where we know it."""
    return name if name in accounts.time_zones() else otherwise
