"""Pure: how long a load takes at best, and what holds it up: one of LinkedIn's limits, or the speed of the conversation."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY, MINUTE = timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Ahead:
    """What is still to be sent by one resource, and what LinkedIn grants of it; None: no limit."""

    resource: str
    requests: int
    records: int
    requests_a_day: int
    records_a_minute: int | None
    records_a_day: int | None
    requests_today: int = 0
    records_today: int = 0
    records_this_minute: int = 0


@dataclass(frozen=True, slots=True)
class Binding:
    """When the last record can have gone at best, and by which limit; without a limit: by the speed seen so far."""

    at: datetime
    resource: str = ""
    unit: str = ""  # "requests" or "records"
    window: str = ""  # "day" or "minute"
    limit: int = 0


def earliest(ahead: Iterable[Ahead], *, rate: float | None, at: datetime) -> Binding:
    """The moment that comes last among all limits and our own speed; `rate` is records a second, None: not known yet."""
    everything = list(ahead)
    found = [Binding(at)]
    if rate:
        found.append(Binding(at + timedelta(seconds=sum(one.records for one in everything) / rate)))
    for one in everything:
        found += _limits(one, at)
    return max(found, key=lambda binding: binding.at)


def _limits(one: Ahead, at: datetime) -> Iterable[Binding]:
    day, minute = at.replace(hour=0, minute=0, second=0, microsecond=0), at.replace(second=0, microsecond=0)
    limits = (
        ("requests", "day", one.requests, one.requests_today, one.requests_a_day, day, DAY),
        ("records", "day", one.records, one.records_today, one.records_a_day, day, DAY),
        ("records", "minute", one.records, one.records_this_minute, one.records_a_minute, minute, MINUTE),
    )
    for unit, window, amount, used, limit, begins, length in limits:
        if limit is not None and amount:
            further = windows(amount, used=used, limit=limit)
            yield Binding(max(at, begins + further * length), one.resource, unit, window, limit)


def windows(amount: int, *, used: int, limit: int) -> int:
    """How many further windows have to open before the last of `amount` fits; 0: it fits in the running one."""
    left = max(0, limit - used)
    return 0 if amount <= left else -(-(amount - left) // limit)
