"""How retrieval stands: the seat map, what is caught up to, what waits for what, and what the past still takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Max, Min, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
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
    ClosedAccount,
    Connection,
    Decision,
    InMail,
    Lane,
    LaneKind,
    LinkedInNote,
    Seat,
    SeatState,
    SharedProfile,
)
from skaffa.notify import actions as notify

SHOWN = 200
"""Seats on the page."""
_KEPT: Mapping[str, type[Model]] = {
    LaneKind.SEATS: Seat,
    LaneKind.NOTES: LinkedInNote,
    LaneKind.INMAILS: InMail,
    LaneKind.STUBS: SharedProfile,
}


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
    pace = retrieval.pace_of(connection, at=at)
    seats = Seat.objects.filter(connection=connection, contract__in=opened, state=SeatState.ACTIVE).count()
    mine = Lane.objects.filter(connection=connection, contract__in=opened)
    closed = ClosedAccount.objects.filter(connection=connection, decision=Decision.WAITING)
    return Standing(
        connection=connection,
        contracts=opened,
        rows=_rows(connection, mine),
        pace=pace,
        left_today=quota.left_today(connection.client_id, quota.RECRUITER_DATA, at=at),
        past_waiting=mine.filter(past_at__isnull=False).count(),
        estimate=estimate(connection, seats=seats, contracts=len(opened)),
        closed_waiting=closed.count(),
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


def _rows(connection: Connection, mine: QuerySet[Lane]) -> tuple[Row, ...]:
    """A row for each kind, also where nothing is read yet; three questions."""
    found: dict[str, dict[str, Any]] = {
        row["kind"]: dict(row)
        for row in mine.order_by()
        .values("kind")
        .annotate(
            many=Count("pk"),
            caught_up_to=Min("caught_up_to", filter=Q(look_at__isnull=False)),
            back_to=Max("backfilled_to"),
            failing=Count("pk", filter=Q(attempts__gt=0)),
        )
    }
    failing = mine.filter(attempts__gt=0).order_by("kind", "-attempts", "pk").distinct("kind")
    worst = dict(failing.values_list("kind", "last_error"))
    counts = {f"many_{kind}": _many(rows) for kind, rows in _KEPT.items()}
    kept: dict[str, Any] = Connection.objects.filter(pk=connection.pk).values(**counts)[0]  # type: ignore[assignment]
    return tuple(
        Row(
            kind=kind,
            kept=kept[f"many_{kind}"],
            lanes=told.get("many", 0),
            caught_up_to=None if kind is LaneKind.SEATS else told.get("caught_up_to"),
            back_to=None if kind is LaneKind.SEATS else told.get("back_to"),
            failing=told.get("failing", 0),
            reason=connections.told(worst[kind]) if kind in worst else "",
        )
        for kind, told in ((kind, found.get(kind, {})) for kind in LaneKind)
    )


def _many(rows: type[Model]) -> Coalesce:
    """How many there are of one connection."""
    of_it = rows._default_manager.filter(connection=OuterRef("pk")).order_by().values("connection")  # noqa: SLF001 - of any model
    return Coalesce(Subquery(of_it.annotate(many=Count("pk")).values("many")), 0)
