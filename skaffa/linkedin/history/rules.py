"""Pure rules of retrieval: which stretch of time comes next, how fast the day's budget lets us go, who sees what."""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rsc_client.slices import LONGEST_WINDOW, Window

OVERLAP = timedelta(minutes=15)
"""Looked at once more each time: LinkedIn's clock may differ from ours, and what it tells may come late [INF]."""

VIEWER_PAUSE = timedelta(seconds=6)
"""Between calls for one seat's InMails: LinkedIn grants twelve a member and minute (wire §6.3; its meaning is [INF])."""

A_CALL = timedelta(seconds=0.1)
"""What one worker takes for a call and what it brought, about."""

KEPT_BACK = 50
"""Of every so many requests a day one is left for what somebody asks for by Refresh."""

LEAST_MINUTES, MOST_MINUTES = 5, 720
MOST_DAYS = 1_826
_HIRING_MANAGER = "HIRING_MANAGER"


@dataclass(frozen=True, slots=True)
class Reach:
    """How far something is fetched; `ends_at`: nothing later exists, `floor`: nothing earlier is wanted."""

    caught_up_to: datetime
    backfilled_to: datetime
    floor: datetime
    ends_at: datetime | None = None


def new_window(reach: Reach, *, at: datetime, failures: int = 0) -> Window | None:
    """The next stretch after what is here, a little of it included; None where there is none."""
    start, end = reach.caught_up_to - OVERLAP, min(at, reach.ends_at or at)
    end = min(end, start + _longest(failures))
    return Window(start, end) if start < end else None


def past_window(reach: Reach, *, failures: int = 0) -> Window | None:
    """The stretch before what is here; None when all that is wanted is here."""
    end = reach.backfilled_to
    start = max(reach.floor, end - _longest(failures))
    return Window(start, end) if start < end else None


def _longest(failures: int) -> timedelta:
    """As LinkedIn allows; less after each failure, for what is too much at once need not be too much in parts."""
    parts: int = 2 ** min(failures, 5)
    return LONGEST_WINDOW / parts


@dataclass(frozen=True, slots=True)
class Pace:
    """How often we look at everything, and how many requests of today are left for the past."""

    every: timedelta
    spare: int
    is_slowed: bool  # the budget does not grant what was wished

    @property
    def minutes(self) -> int:
        return max(1, round(self.every / timedelta(minutes=1)))


def pace(*, calls: int, wished: timedelta, left: int, at: datetime) -> Pace:
    """For so many calls a look, and so many requests left until LinkedIn's day ends (00:00 UTC).

    What is new goes first: the past gets what looking every `wished` leaves over. Where not even that fits, we look
    less often, so that the day's requests last until its end.
    """
    rest = timedelta(days=1) - timedelta(hours=at.hour, minutes=at.minute, seconds=at.second)
    usable = left - left // KEPT_BACK
    needed = math.ceil(calls * (rest / wished))
    if needed <= usable:
        return Pace(wished, usable - needed, is_slowed=False)
    return Pace(max(wished, rest * calls / usable) if usable else rest, 0, is_slowed=True)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What fetching the past takes at best: windows a seat, calls in all, and how long."""

    windows: int
    calls: int
    takes: timedelta

    @property
    def days(self) -> int:
        return round(self.takes / timedelta(days=1))

    @property
    def minutes(self) -> int:
        return max(1, math.ceil(self.takes / timedelta(minutes=1)))


def estimate(*, days: int, seats: int, contracts: int, a_day: int) -> Estimate:
    """For InMails and stubs of every seat and notes of every contract; `a_day`: requests that are left for the past."""
    windows = math.ceil(timedelta(days=days) / LONGEST_WINDOW)
    calls = windows * (2 * seats + contracts)
    by_budget = timedelta(days=calls // a_day) if a_day else timedelta(days=MOST_DAYS)
    by_viewer = windows * VIEWER_PAUSE if seats else timedelta()
    return Estimate(windows, calls, max(by_budget, by_viewer, calls * A_CALL) if calls else timedelta())


def is_recruiter_seat(roles: Iterable[str]) -> bool:
    """Whether a seat shows everything (S21). That a hiring manager's seat is told by a role of that name is [INF]."""
    known = set(roles)
    return not known or any(not role.startswith(_HIRING_MANAGER) for role in known)
