"""How retrieval stands: the seat map, what is caught up to, what waits for what, and what the past still takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from django.db import connection as database
from django.db.models import Count, Max, Min, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.core import refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin import quota
from skaffa.linkedin.history import lanes, retrieval, rules
from skaffa.linkedin.history.rules import Estimate, Pace
from skaffa.linkedin.models import (
    Account,
    Connection,
    Decision,
    Lane,
    LaneKind,
    Seat,
    SeatState,
)
from skaffa.notify import actions as notify

SHOWN = 200
"""Seats on the page."""
_COUNTS = """
    SELECT
        (SELECT count(*) FROM linkedin_seat WHERE connection_id = %(connection)s),
        (SELECT count(*) FROM linkedin_linkedinnote WHERE connection_id = %(connection)s),
        (SELECT count(*) FROM linkedin_inmail WHERE connection_id = %(connection)s),
        (SELECT count(*) FROM linkedin_sharedprofile WHERE connection_id = %(connection)s),
        (SELECT count(*) FROM linkedin_seat
            WHERE connection_id = %(connection)s AND contract = ANY (%(contracts)s) AND state = %(active)s),
        (SELECT count(*) FROM linkedin_lane WHERE connection_id = %(connection)s AND look_at IS NOT NULL),
        (SELECT count(*) FROM linkedin_closedaccount WHERE connection_id = %(connection)s AND decision = %(waiting)s)
"""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of thing: how much of it is here, from when to when, and what holds it up."""

    kind: LaneKind
    kept: int
    lanes: int
    caught_up_to: datetime | None
    back_to: datetime | None
    failing: int
    reason: str


@dataclass(frozen=True, slots=True)
class Place:
    """A seat and who of us holds it; `guess`: who may, by their name, and has not connected."""

    seat: Seat
    user: User | None
    guess: User | None
    failing: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything administrators and `skaffa doctor` read of retrieval."""

    connection: Connection
    contracts: Sequence[str]
    rows: Sequence[Row]
    pace: Pace
    left_today: int
    past_waiting: int  # lanes whose past is not here yet
    estimate: Estimate
    closed_waiting: int


def of(actor: Actor, *, at: datetime) -> Standing | None:
    """None while LinkedIn is not connected."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return None
    opened = lanes.contracts(connection)
    counts = _counts(connection, opened)
    left = quota.left_today(connection.client_id, quota.RECRUITER_DATA, at=at)
    mine = Lane.objects.filter(connection=connection, contract__in=opened)
    read = _read(mine)
    return Standing(
        connection=connection,
        contracts=opened,
        rows=_rows(read, _worst(mine), counts.kept),
        pace=retrieval.paced(connection, calls=counts.looked_at, left=left, at=at),
        left_today=left,
        past_waiting=sum(told["past"] for told in read.values()),
        estimate=estimate(connection, seats=counts.active_seats, contracts=len(opened)),
        closed_waiting=counts.closed,
    )


def estimate(connection: Connection, *, seats: int, contracts: int) -> Estimate:
    """What the past of the chosen depth costs, beside looking as often as was chosen."""
    looks = timedelta(days=1) / timedelta(minutes=connection.retrieval_minutes)
    limit = quota.LIMITS.get(quota.RECRUITER_DATA, quota.Limit()).requests_a_day
    a_day = limit - limit // rules.KEPT_BACK - round(looks * 2 * (seats + contracts))
    return rules.estimate(days=connection.retrieval_days, seats=seats, contracts=contracts, a_day=max(0, a_day))


def places(actor: Actor) -> list[Place]:
    """The seat map, by contract and name: a seat is matched to a user by the member both are (wire §6.2)."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return []
    rows = Seat.objects.filter(connection=connection).order_by("contract", "last_name", "pk")[:SHOWN]
    accounts = Account.objects.filter(connection=connection, person_urn__isnull=False).select_related("user")
    users = {account.person_urn: account.user for account in accounts}
    unconnected = _by_name(connection)
    failing = dict(
        Lane.objects.filter(connection=connection, attempts__gt=0, seat__isnull=False).values_list("seat", "last_error")
    )
    return [
        Place(
            seat=seat,
            user=users.get(seat.member_urn) if seat.member_urn else None,
            guess=unconnected.get(str(seat).casefold()) if seat.member_urn not in users else None,
            failing=connections.told(failing.get(seat.pk, "")),
        )
        for seat in rows
    ]


class SeatNotFound(refusals.NotFound):
    """LinkedIn has told of no such seat."""

    sentence = _("There is no such seat.")


class NobodyToRemind(refusals.Conflict):
    """LinkedIn tells no e-mail address of a seat: only who has the same name here can be reminded."""

    sentence = _("Nobody here has this name, so nobody can be reminded. Ask the person to connect their account.")


def remind(seat_id: int, *, by: Actor, at: datetime) -> User:
    """A notice to whoever seems to hold the seat and has not connected their account."""
    place = next((one for one in places(by) if one.seat.pk == seat_id), None)
    if place is None:
        raise SeatNotFound
    if place.guess is None:
        raise NobodyToRemind
    notify.notice([place.guess.pk], kind="SeatReminder", data={"by": str(by.user)}, url="/settings/connections", at=at)
    return place.guess


def _by_name(connection: Connection) -> dict[str, User]:
    """Active users without a connection of their own whose name nobody else has."""
    connected = Account.objects.filter(connection=connection, person_urn__isnull=False).values("user")
    names: dict[str, list[User]] = {}
    for user in User.objects.filter(is_active=True).exclude(pk__in=connected):
        names.setdefault(f"{user.first_name} {user.last_name}".strip().casefold(), []).append(user)
    return {name: users[0] for name, users in names.items() if len(users) == 1}


class _Counts(NamedTuple):
    """How much there is of everything."""

    kept: Mapping[str, int]
    active_seats: int  # on contracts that are open to us
    looked_at: int  # lanes
    closed: int  # accounts that wait for a decision


def _counts(connection: Connection, contracts: list[str]) -> _Counts:
    given: dict[str, Any] = {
        "connection": connection.pk,
        "contracts": contracts,
        "active": str(SeatState.ACTIVE),
        "waiting": str(Decision.WAITING),
    }
    with database.cursor() as cursor:
        cursor.execute(_COUNTS, given)
        seats, notes, inmails, stubs, *others = cursor.fetchone()
    kept: dict[str, int] = {
        LaneKind.SEATS: seats,
        LaneKind.NOTES: notes,
        LaneKind.INMAILS: inmails,
        LaneKind.STUBS: stubs,
    }
    return _Counts(kept, *others)


def _read(mine: QuerySet[Lane]) -> dict[str, dict[str, Any]]:
    """By kind how far the lanes have come; kinds of which nothing is read yet are missing."""
    found = (
        mine.order_by()
        .values("kind")
        .annotate(
            many=Count("pk"),
            caught_up_to=Min("caught_up_to", filter=Q(look_at__isnull=False)),
            back_to=Max("backfilled_to"),
            failing=Count("pk", filter=Q(attempts__gt=0)),
            past=Count("pk", filter=Q(past_at__isnull=False)),
        )
    )
    return {row["kind"]: dict(row) for row in found}


def _worst(mine: QuerySet[Lane]) -> dict[str, str]:
    """Why the lane of each kind fails that has failed most often."""
    failing = mine.filter(attempts__gt=0).order_by("kind", "-attempts", "pk").distinct("kind")
    return dict(failing.values_list("kind", "last_error"))


def _rows(read: Mapping[str, Mapping[str, Any]], worst: Mapping[str, str], kept: Mapping[str, int]) -> tuple[Row, ...]:
    """A row for each kind, also where nothing is read yet."""
    return tuple(
        Row(
            kind=kind,
            kept=kept[kind],
            lanes=told.get("many", 0),
            caught_up_to=None if kind is LaneKind.SEATS else told.get("caught_up_to"),
            back_to=None if kind is LaneKind.SEATS else told.get("back_to"),
            failing=told.get("failing", 0),
            reason=connections.told(worst[kind]) if kind in worst else "",
        )
        for kind, told in ((kind, read.get(kind, {})) for kind in LaneKind)
    )
