"""Lanes: what is due to be fetched, whose turn it is, and how far each has come; a dead worker's lane is due again."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F

from rsc_client import errors
from rsc_client.errors import LinkedInError
from rsc_client.slices import Window
from skaffa.linkedin import connection as connections
from skaffa.linkedin.history import rules
from skaffa.linkedin.history.rules import Reach
from skaffa.linkedin.models import Connection, Integration, IntegrationStatus, Lane, LaneKind, Seat
from skaffa.linkedin.quota import QuotaUsedUp
from skaffa.linkedin.rules import RECRUITER_DATA
from skaffa.linkedin.sync import outbox

LEASE = timedelta(minutes=5)
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (30, 60, 300, 900, 3600))
REFUSED = timedelta(hours=1)
"""Until we ask again for what LinkedIn does not let us have."""

_CLAIM = """
    UPDATE linkedin_lane SET lease_until = %(until)s, turn = %(turn)s
    WHERE id = (
        SELECT id FROM linkedin_lane
        WHERE connection_id = (SELECT id FROM linkedin_connection WHERE id = %(connection)s AND is_live)
        AND contract = ANY (%(contracts)s)
        AND (lease_until IS NULL OR lease_until <= %(at)s) AND {due}
        ORDER BY {order}, id
        LIMIT 1
        FOR UPDATE SKIP LOCKED
    )
    RETURNING *
"""
_NEW = _CLAIM.format(due="look_at <= %(at)s", order="kind <> 'seats', look_at")
_PAST = _CLAIM.format(due="past_at <= %(at)s AND (look_at IS NULL OR look_at > %(at)s)", order="backfilled_to DESC")


@dataclass(frozen=True, slots=True)
class Turn:
    """A leased lane and the stretch of time to fetch; `window` is None for seats, which are fetched whole."""

    lane: Lane
    window: Window | None
    is_past: bool = False


def contracts(connection: Connection) -> list[str]:
    """Those whose recruiter data LinkedIn's administrator has opened to us (wire §3.3)."""
    on = Integration.objects.filter(connection=connection, type=RECRUITER_DATA, status=IntegrationStatus.ENABLED)
    return list(on.order_by("context").values_list("context", flat=True))


def open_contracts(connection: Connection, urns: Iterable[str], *, at: datetime) -> None:
    """Of a contract first of all the seats are fetched."""
    _open([_new(connection, LaneKind.SEATS, urn, None, past=False, at=at) for urn in urns])


def open_seats(connection: Connection, contract: str, seats: Sequence[Seat], *, at: datetime) -> None:
    """Once the seats are known: notes of the contract, InMails and stubs of each active seat.

    A seat that was given up is fetched to that moment, and goes on from there when it is taken up again.
    """
    notes = _new(connection, LaneKind.NOTES, contract, None, at=at)
    kinds = (LaneKind.INMAILS, LaneKind.STUBS)
    _open(
        [notes, *(_new(connection, kind, contract, seat, at=at) for seat in seats for kind in kinds if seat.is_active)]
    )
    theirs = Lane.objects.filter(connection=connection, contract=contract, seat__isnull=False)
    active = [seat.pk for seat in seats if seat.is_active]
    theirs.filter(seat__in=active, ends_at__isnull=False).update(ends_at=None, look_at=at)
    theirs.exclude(seat__in=active).filter(ends_at=None).update(ends_at=at, look_at=at)


def claim(connection: Connection, urns: list[str], *, at: datetime, includes_past: bool) -> Turn | None:
    """Lease the lane that is due longest; the past only when nothing new is due, its latest stretch first."""
    for sql in (_NEW, _PAST) if includes_past else (_NEW,):
        given = {"connection": connection.pk, "contracts": urns, "at": at, "until": at + LEASE}
        lane = next(iter(Lane.objects.raw(sql, {**given, "turn": secrets.token_urlsafe()[:40]})), None)
        if lane is not None:
            is_past = sql is _PAST
            return Turn(lane, _window(lane, connection, at=at, is_past=is_past), is_past)
    return None


def locked(turn: Turn) -> Lane | None:
    """The lane, if it is still ours, until the transaction ends; somebody else may have it once the lease ran out."""
    return Lane.objects.select_for_update().filter(pk=turn.lane.pk, turn=turn.lane.turn).first()


def went_on(lane: Lane, turn: Turn, connection: Connection, *, calls: int, every: timedelta, at: datetime) -> None:
    """What was asked for is here: the lane is so much longer, and due again when it should be."""
    pause = rules.VIEWER_PAUSE * calls if lane.kind == LaneKind.INMAILS else timedelta()
    if turn.window is not None and turn.is_past:
        if lane.backfilled_to == turn.window.end:  # else all of the past is wanted again since
            lane.backfilled_to = turn.window.start
    elif turn.window is not None:
        lane.caught_up_to = max(lane.caught_up_to, turn.window.end)
    if not turn.is_past:
        horizon = min(at, lane.ends_at or at)
        is_here = turn.window is None or lane.caught_up_to >= horizon
        given_up = lane.ends_at is not None and is_here
        lane.look_at = None if given_up else at + (every if is_here else pause)
    if lane.kind != LaneKind.SEATS:
        wants_past = rules.past_window(_reach(lane, connection)) is not None
        lane.past_at = (max(lane.past_at or at, at + pause)) if wants_past else None
    lane.attempts, lane.last_error, lane.lease_until, lane.turn = 0, "", None, ""
    lane.save()


def failed(turn: Turn, error: LinkedInError, *, at: datetime) -> None:
    """Nothing came of it: again after a growing pause, or when LinkedIn said; no other lane is touched."""
    said = outbox.told_to_wait(error, at)
    pause = BACKOFF[min(turn.lane.attempts, len(BACKOFF) - 1)]
    if isinstance(error, errors.Refused) and not isinstance(error, errors.Throttled):
        pause = REFUSED
    until = max(said or at + pause, at)
    is_ours = isinstance(error, QuotaUsedUp)
    Lane.objects.filter(pk=turn.lane.pk, turn=turn.lane.turn).update(
        lease_until=None,
        turn="",
        look_at=_later(turn.lane.look_at, until),
        past_at=_later(turn.lane.past_at, until),
        attempts=F("attempts") + (0 if is_ours else 1),
        last_error="" if is_ours else connections.noted(error),
    )


def look_now(lanes: Iterable[int], *, at: datetime) -> None:
    """Somebody pressed Refresh."""
    Lane.objects.filter(pk__in=list(lanes), look_at__gt=at).update(look_at=at)


def fetch_past(connection: Connection, *, at: datetime) -> None:
    """The depth was changed."""
    mine = Lane.objects.filter(connection=connection).exclude(kind=LaneKind.SEATS)
    mine.update(past_at=None)
    floor = timedelta(days=connection.retrieval_days)
    mine.filter(backfilled_to__gt=F("begun_at") - floor).update(past_at=at)


def floor(lane: Lane, connection: Connection) -> datetime:
    """How far back the lane is to reach."""
    return lane.begun_at - timedelta(days=connection.retrieval_days)


def _window(lane: Lane, connection: Connection, *, at: datetime, is_past: bool) -> Window | None:
    if lane.kind == LaneKind.SEATS:
        return None
    reach = _reach(lane, connection)
    if is_past:
        return rules.past_window(reach, failures=lane.attempts)
    return rules.new_window(reach, at=at, failures=lane.attempts)


def _reach(lane: Lane, connection: Connection) -> Reach:
    return Reach(lane.caught_up_to, lane.backfilled_to, floor(lane, connection), lane.ends_at)


def _new(
    connection: Connection, kind: LaneKind, contract: str, seat: Seat | None, *, at: datetime, past: bool = True
) -> Lane:
    return Lane(
        connection=connection,
        kind=kind,
        contract=contract,
        seat=seat,
        begun_at=at,
        caught_up_to=at,
        backfilled_to=at,
        look_at=at,
        past_at=at if past and connection.retrieval_days else None,
    )


def _open(lanes: list[Lane]) -> None:
    Lane.objects.bulk_create(lanes, ignore_conflicts=True)


def _later(planned: datetime | None, until: datetime) -> datetime | None:
    return max(planned, until) if planned is not None else None
