"""Pure: from sums per bucket and kind to the two pictures of Integration health, throughput and lag."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.linkedin.models import SyncKind


class Period(TextChoices):
    """How far back the pictures go."""

    HOUR = "hour", _("Last hour")
    DAY = "day", _("Last day")
    WEEK = "week", _("Last week")


class Family(TextChoices):
    """Kinds that are drawn in one colour: ten colours tell nobody anything."""

    JOBS = "jobs", _("Jobs and who sees them")
    CANDIDATES = "candidates", _("Candidates and notes about them")
    APPLICATIONS = "applications", _("Applications with stages, notes and feedback")


_FAMILIES = {
    SyncKind.JOB: Family.JOBS,
    SyncKind.ACL: Family.JOBS,
    SyncKind.ASSIGNEE: Family.JOBS,
    SyncKind.CANDIDATE: Family.CANDIDATES,
    SyncKind.CANDIDATE_NOTES: Family.CANDIDATES,
}
_STEPS = {
    Period.HOUR: (timedelta(minutes=2), 30),
    Period.DAY: (timedelta(hours=1), 24),
    Period.WEEK: (timedelta(hours=6), 28),
}


class Window(NamedTuple):
    """Buckets of equal length, the last of which holds the present moment."""

    period: Period
    since: datetime
    step: timedelta
    many: int

    @property
    def until(self) -> datetime:
        return self.since + self.many * self.step


class Sum(NamedTuple):
    """What happened to one kind in one bucket; waits are in seconds."""

    bucket: datetime
    kind: SyncKind
    accepted: int
    live: int
    seconds: float
    longest: float
    oldest: float | None


@dataclass(frozen=True, slots=True)
class Bucket:
    """One column of the throughput and one point of each lag line; None: nothing to say of that time."""

    starts_at: datetime
    accepted: Mapping[Family, int]
    average: float | None
    longest: float | None
    oldest: float | None

    @property
    def total(self) -> int:
        return sum(self.accepted.values())

    @property
    def is_quiet(self) -> bool:
        return not self.total and self.oldest is None


@dataclass(frozen=True, slots=True)
class Picture:
    """A period in buckets, the oldest first, and how much of each kind LinkedIn accepted in it."""

    period: Period
    step: timedelta
    buckets: Sequence[Bucket]
    accepted: Mapping[SyncKind, int]

    @property
    def total(self) -> int:
        return sum(self.accepted.values())

    @property
    def longest(self) -> float | None:
        """The longest wait of a change in the period, whether it is over or not."""
        return _most(wait for bucket in self.buckets for wait in (bucket.longest, bucket.oldest))

    @property
    def is_quiet(self) -> bool:
        return all(bucket.is_quiet for bucket in self.buckets)


def window(period: Period, at: datetime) -> Window:
    """Buckets begin at round times, so that a picture does not dance with every look at it."""
    step, many = _STEPS[period]
    midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
    last = midnight + (at - midnight) // step * step
    return Window(period, last - (many - 1) * step, step, many)


def picture(within: Window, sums: Iterable[Sum]) -> Picture:
    """Every bucket of the window, also those in which nothing happened."""
    by_bucket: dict[datetime, list[Sum]] = {within.since + place * within.step: [] for place in range(within.many)}
    accepted: dict[SyncKind, int] = {}
    for one in sums:
        by_bucket[one.bucket].append(one)
        accepted[one.kind] = accepted.get(one.kind, 0) + one.accepted
    buckets = tuple(_bucket(starts_at, found) for starts_at, found in by_bucket.items())
    return Picture(within.period, within.step, buckets, accepted)


def _bucket(starts_at: datetime, sums: Sequence[Sum]) -> Bucket:
    accepted = dict.fromkeys(Family, 0)
    for one in sums:
        accepted[_FAMILIES.get(one.kind, Family.APPLICATIONS)] += one.accepted
    live = sum(one.live for one in sums)
    return Bucket(
        starts_at,
        accepted,
        average=sum(one.seconds for one in sums) / live if live else None,
        longest=_most(one.longest for one in sums if one.live),
        oldest=_most(one.oldest for one in sums),
    )


def _most(waits: Iterable[float | None]) -> float | None:
    return max((wait for wait in waits if wait is not None), default=None)
