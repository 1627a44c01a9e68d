"""LinkedIn's throttles, counted in PostgreSQL so that all processes share them."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from django.db import connection as database
from django.db import transaction
from django.db.models import F, Q, QuerySet

from rsc_client.errors import LinkedInError
from rsc_client.metering import Call, Outcome
from skaffa.linkedin.models import Quota

KEPT = timedelta(days=3)
_ENDLESS = 2**31 - 1
_COUNT = """
    INSERT INTO linkedin_quota AS used (client_id, resource, "window", starts_at, requests, records, is_full)
    SELECT %(client_id)s, %(resource)s, name, starts_at, %(requests)s, %(records)s, false
    FROM unnest(%(names)s::text[], %(starts)s::timestamptz[]) AS running (name, starts_at)
    WHERE %(records)s <= CASE name WHEN 'day' THEN %(records_a_day)s ELSE %(records_a_minute)s END
    AND (name <> 'day' OR %(requests)s <= %(requests_a_day)s)
    ON CONFLICT (client_id, resource, "window", starts_at) DO UPDATE
    SET requests = used.requests + EXCLUDED.requests, records = used.records + EXCLUDED.records
    WHERE NOT used.is_full
    AND (used."window" <> 'day' OR used.requests + EXCLUDED.requests <= %(requests_a_day)s)
    AND used.records + EXCLUDED.records
        <= CASE used."window" WHEN 'day' THEN %(records_a_day)s ELSE %(records_a_minute)s END
    RETURNING used."window"
"""
"""Counts in those windows in which the requests still fit."""


class Limit(NamedTuple):
    """Requests a day, records a minute, records a day; None: no limit known."""

    requests_a_day: int = 100_000
    records_a_minute: int | None = None
    records_a_day: int | None = None


LIMITS = {
    "v2/atsIntegrations": Limit(requests_a_day=5_000),
    "v2/atsIntegrations/configurations": Limit(requests_a_day=5_000),
    "v2/simpleJobPostings": Limit(records_a_minute=2_000, records_a_day=60_000),
    **{
        f"{generation}/{name}": Limit(records_a_minute=10_000)
        for generation, names in {
            "v2": (
                "atsCandidates",
                "atsCandidates/notes",
                "atsApplications",
                "atsApplications/notes",
                "atsApplications/stages",
                "atsApplications/interviewFeedback",
            ),
            "rest": (
                "candidates",
                "candidateNotes",
                "atsApplications",
                "applicationNotes",
                "applicationStage",
                "applicationInterviewFeedbacks",
            ),
        }.items()
        for name in names
    },
    **{
        f"{generation}/{name}": Limit(records_a_minute=10_000)
        for generation in ("v2", "rest")
        for name in ("atsEntityAcls", "atsEntityAclAssignees")
    },
}
"""Wire §3.4, §4.0 and §4.9; every other resource has 100,000 requests a day."""

RECRUITER_DATA = "recruiterData"
"""What those calls count as that share one throttle."""

_SHARED = dict.fromkeys(
    ("v2/seatsV2", "rest/seatsV2", "v2/seats", "v2/conversationEvents", "v2/prospectNotes", "v2/mailStubs"),
    RECRUITER_DATA,
)
"""Seats, InMails, notes and stubs: 100,000 requests a day together (wire §6)."""


class QuotaUsedUp(LinkedInError):
    """We have used what LinkedIn grants; `until` is when the next window opens."""

    def __init__(self, resource: str, until: datetime) -> None:
        super().__init__(f"{resource}: quota used up until {until:%Y-%m-%d %H:%M} UTC")
        self.until = until


class Meter:
    """Counts every request before it is made and stops those LinkedIn would answer with 429."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self._clock = clock

    def before(self, call: Call, /) -> None:
        reservation = _reserved.get()
        at = self._clock()
        if reservation is None or not reservation.covers(call, at):
            take(call.client_id, call.resource, call.records, at=at)

    def after(self, call: Call, outcome: Outcome, /) -> None:
        """Nothing to do: LinkedIn counts refused requests too."""


@contextmanager
def reserved(client_id: str, resource: str, calls: Sequence[int], *, at: datetime) -> Iterator[None]:
    """Count calls with so many records each in one statement; what is not made of them is given back.

    Where they do not all fit, nothing is reserved: each counts when it is made, as far as the quota goes.
    """
    reservation = _Reservation(client_id, resource, list(calls), at)
    if not calls or _refusing(client_id, resource, sum(calls), len(calls), at=at):
        yield
        return
    token = _reserved.set(reservation)
    try:
        yield
    finally:
        _reserved.reset(token)
        if reservation.left:
            _give_back(reservation)


def take(client_id: str, resource: str, records: int, *, at: datetime) -> None:
    """Count one request with so many records, or raise QuotaUsedUp and count nothing.

    A window that refused once counts as used up until its end: what still fits is not worth another try.
    """
    resource = _SHARED.get(resource, resource)
    refusing = _refusing(client_id, resource, records, 1, at=at)
    if refusing:
        for window in refusing:
            row, _ = Quota.objects.get_or_create(
                client_id=client_id, resource=resource, window=window.name, starts_at=window.starts_at
            )
            Quota.objects.filter(pk=row.pk).update(is_full=True)
        raise QuotaUsedUp(resource, max(window.ends_at for window in refusing))


def used_up(client_id: str, *, at: datetime) -> dict[str, datetime]:
    """Which resources have refused, and until when."""
    rows = running(client_id, at=at).filter(is_full=True).order_by("-window")  # the day last: it ends last
    ends = {window.name: window.ends_at for window in _windows(at)}
    return {row.resource: ends[row.window] for row in rows}


def is_half_used(client_id: str, resource: str, *, at: datetime) -> bool:
    """Whether a running window has given away half of what it grants: what can wait leaves the rest to what cannot."""
    limit = LIMITS.get(resource, Limit())
    running = {window.name: window.starts_at for window in _windows(at)}
    for row in Quota.objects.filter(client_id=client_id, resource=resource, starts_at__in=running.values()):
        if row.starts_at != running[row.window]:
            continue
        records = limit.records_a_day if row.window == "day" else limit.records_a_minute
        too_many = records is not None and row.records * 2 >= records
        if too_many or (row.window == "day" and row.requests * 2 >= limit.requests_a_day):
            return True
    return False


def running(client_id: str, *, at: datetime) -> QuerySet[Quota]:
    """What is used of every resource, in the day and in the minute that run at this moment."""
    now = Q()
    for window in _windows(at):
        now |= Q(window=window.name, starts_at=window.starts_at)
    return Quota.objects.filter(now, client_id=client_id)


def left_today(client_id: str, resource: str, *, at: datetime) -> int:
    """Requests that the running day still grants."""
    limit = LIMITS.get(resource, Limit()).requests_a_day
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    row = Quota.objects.filter(client_id=client_id, resource=resource, window="day", starts_at=day).first()
    return 0 if row is not None and row.is_full else max(0, limit - (row.requests if row is not None else 0))


def forget(*, at: datetime) -> None:
    """Drop windows nobody asks about any more."""
    Quota.objects.filter(starts_at__lt=at - KEPT).delete()


class _Window(NamedTuple):
    name: str
    starts_at: datetime

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + (timedelta(days=1) if self.name == "day" else timedelta(minutes=1))


def _windows(at: datetime) -> tuple[_Window, _Window]:
    """LinkedIn's day, in UTC, and the minute (wire §4.0)."""
    minute = at.replace(second=0, microsecond=0)
    return _Window("minute", minute), _Window("day", minute.replace(hour=0, minute=0))


@dataclass(slots=True)
class _Reservation:
    """Calls that are counted already, by their records."""

    client_id: str
    resource: str
    left: list[int]
    at: datetime

    def covers(self, call: Call, at: datetime) -> bool:
        """Whether this call was counted; one that comes after its minute counts in the next."""
        same = (call.client_id, call.resource) == (self.client_id, self.resource)
        if not same or _windows(at) != _windows(self.at) or call.records not in self.left:
            return False
        self.left.remove(call.records)
        return True


_reserved: ContextVar[_Reservation | None] = ContextVar("reserved", default=None)


def _refusing(client_id: str, resource: str, records: int, requests: int, *, at: datetime) -> list[_Window]:
    """Count so many requests with so many records between them; or count nothing, and say which windows are full."""
    limit = LIMITS.get(resource, Limit())
    windows = [window for window in _windows(at) if window.name == "day" or limit.records_a_minute is not None]
    with transaction.atomic(), database.cursor() as cursor:
        cursor.execute(
            _COUNT,
            {
                "client_id": client_id,
                "resource": resource,
                "names": [window.name for window in windows],
                "starts": [window.starts_at for window in windows],
                "records": records,
                "requests": requests,
                "requests_a_day": limit.requests_a_day,
                "records_a_day": limit.records_a_day if limit.records_a_day is not None else _ENDLESS,
                "records_a_minute": limit.records_a_minute if limit.records_a_minute is not None else _ENDLESS,
            },
        )
        counted = {name for (name,) in cursor.fetchall()}
        refusing = [window for window in windows if window.name not in counted]
        if refusing:
            transaction.set_rollback(True)
    return refusing


def _give_back(reservation: _Reservation) -> None:
    for window in _windows(reservation.at):
        Quota.objects.filter(
            client_id=reservation.client_id,
            resource=reservation.resource,
            window=window.name,
            starts_at=window.starts_at,
        ).update(requests=F("requests") - len(reservation.left), records=F("records") - sum(reservation.left))
