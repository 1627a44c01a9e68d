"""Retrieval: one lane at a time, what is new before what is past, within the requests LinkedIn grants a day.

Read, then call, then write: what a call brought and how far that makes the lane go are one transaction, which only the
holder of the lease can end. So a worker may die at any moment, and a window may be fetched twice: each item is kept once.
"""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import transaction

from rsc_client import errors
from rsc_client.client import Client
from rsc_client.errors import LinkedInError
from skaffa.linkedin import addresses, quota
from skaffa.linkedin import connection as connections
from skaffa.linkedin.history import inmails, lanes, notes, rules, seats, stubs
from skaffa.linkedin.history.lanes import Turn
from skaffa.linkedin.history.pages import Reading
from skaffa.linkedin.history.rules import Pace
from skaffa.linkedin.models import Connection, Lane, LaneKind

AT_ONCE = timedelta(seconds=20)
"""How long one task goes on; the next one comes within the quarter of a minute."""
MOST_TURNS = 400
_PACED_ANEW = 20  # turns


def work(*, now: Callable[[], datetime]) -> int:
    """Turn after turn until nothing is due, or for a while; how many turns there were."""
    connection, began = ready(), now()
    urns = lanes.contracts(connection) if connection else []
    if connection is None or not urns or _used_up(connection, began):
        return 0
    lanes.open_contracts(connection, urns, at=began)
    client, turns = connections.client(connection), 0
    pace = pace_of(connection, at=began)
    while turns < MOST_TURNS and now() - began < AT_ONCE:
        if turns % _PACED_ANEW == 0:
            pace = pace_of(connection, at=now())
        turn = lanes.claim(connection, urns, at=now(), includes_past=pace.spare > 0)
        if turn is None or not _take(connection, client, turn, pace, now=now):
            break
        turns += 1
    return turns


def ready() -> Connection | None:
    """The live connection, if it belongs to the world and the place this process lives in."""
    connection = connections.live()
    if connection is None or connection.world != settings.SKAFFA.kind or addresses.has_moved(connection):
        return None
    return connection


def pace_of(connection: Connection, *, at: datetime) -> Pace:
    """How often we look, and how much of today is left for the past."""
    calls = Lane.objects.filter(connection=connection, look_at__isnull=False).count()
    left = quota.left_today(connection.client_id, quota.RECRUITER_DATA, at=at)
    return paced(connection, calls=calls, left=left, at=at)


def paced(connection: Connection, *, calls: int, left: int, at: datetime) -> Pace:
    """The same, where it is known how many lanes are looked at and how many requests are left today."""
    return rules.pace(calls=calls, wished=timedelta(minutes=connection.retrieval_minutes), left=left, at=at)


def _take(connection: Connection, client: Client, turn: Turn, pace: Pace, *, now: Callable[[], datetime]) -> bool:
    """Fetch what a turn is about; whether there is any use in another turn right now."""
    reading = Reading()
    try:
        keep = _read(connection, client, turn, reading)
    except LinkedInError as error:
        lanes.failed(turn, error, at=now())
        if isinstance(error, errors.Unauthorized | errors.Unavailable):
            connections.went_wrong(connection, error, at=now())
        is_everybodys = isinstance(error, quota.QuotaUsedUp | errors.Unauthorized)
        return not is_everybodys
    connections.went_well(connection, at=now())
    _keep(connection, turn, keep, calls=reading.calls, pace=pace, at=now())
    return True


def _read(connection: Connection, client: Client, turn: Turn, reading: Reading) -> Callable[..., None]:
    """Ask LinkedIn; what then writes the answer down."""
    lane, window = turn.lane, turn.window
    if lane.kind == LaneKind.SEATS:
        return partial(seats.keep, connection, lane, seats.read(client, lane, reading))
    if window is None:
        return _nothing
    kinds: dict[str, Any] = {LaneKind.NOTES: notes, LaneKind.INMAILS: inmails, LaneKind.STUBS: stubs}
    kind = kinds[lane.kind]
    told: Sequence[Any] = kind.read(client, lane, window, reading)
    return partial(kind.keep, connection, lane, told)


def _nothing(*, at: datetime) -> None:
    """There was nothing to ask: our clock has been put back, or all of the past is here."""


@transaction.atomic
def _keep(
    connection: Connection, turn: Turn, keep: Callable[..., None], *, calls: int, pace: Pace, at: datetime
) -> None:
    """Only while the lane is ours: what a worker that was taken for dead brings is fetched by another already."""
    lane = lanes.locked(turn)
    if lane is None:
        return
    lanes.went_on(lane, turn, connection, calls=calls, every=pace.every, at=at)
    keep(at=at)


def _used_up(connection: Connection, at: datetime) -> bool:
    return quota.RECRUITER_DATA in quota.used_up(connection.client_id, at=at)
