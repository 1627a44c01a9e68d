"""Integration health: what administrators and operators read of the traffic with LinkedIn, from one source, part by part."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Count, QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.linkedin import attention, flow, quota, reports, rules, samples, tallies
from skaffa.linkedin import connection as connections
from skaffa.linkedin.attention import Refused
from skaffa.linkedin.models import (
    AccessToken,
    Account,
    Connection,
    Deletion,
    ExportedProfile,
    LoadKind,
    Quota,
)
from skaffa.linkedin.reports import Pushes
from skaffa.linkedin.sync import load
from skaffa.linkedin.tallies import Lane

EXPORTS_A_MONTH = 300
"""What LinkedIn grants every Recruiter seat, in and outside our jobs (wire §6.1)."""
_NEARLY_FULL, _FULL = 80, 100  # percent
MOST = 20
"""Of every list on the page, and in what `skaffa doctor` prints."""


@dataclass(frozen=True, slots=True)
class Meter:
    """One of LinkedIn's throttles and how much of its running window is used."""

    resource: str
    window: str  # "minute" or "day"
    unit: str  # "requests" or "records"
    used: int
    limit: int

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.used / self.limit)) if self.limit else 100

    @property
    def tone(self) -> str:
        return _tone(self.percent)


@dataclass(frozen=True, slots=True)
class Token:
    """The application's token; without one, `reason` says why where we know."""

    until: datetime | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class SeatExports:
    """What one seat has exported to our jobs this month, of the 300 LinkedIn grants; `who` is None where it kept silent."""

    who: User | None
    used: int
    limit: int = EXPORTS_A_MONTH

    @property
    def percent(self) -> int:
        return min(100, round(100 * self.used / self.limit))

    @property
    def tone(self) -> str:
        return _tone(self.percent)


@dataclass(frozen=True, slots=True)
class Queue:
    """What goes to LinkedIn: how fast, how much waits, and what was refused."""

    lanes: Sequence[Lane]
    picture: flow.Picture
    refused: Sequence[Refused]


@dataclass(frozen=True, slots=True)
class Conversation:
    """On which terms we and LinkedIn talk: its token, its pushes, its quotas; whose exports count, who is a stranger."""

    connection: Connection
    token: Token
    pushes: Pushes
    meters: Sequence[Meter]
    exports: Sequence[SeatExports]
    unconnected: Sequence[User]


@dataclass(frozen=True, slots=True)
class Deletions:
    """What had to leave LinkedIn: the latest of it, and how much LinkedIn has not confirmed yet."""

    latest: Sequence[Deletion]
    open: int


def queue(actor: Actor, *, at: datetime, most: int = MOST, period: flow.Period = flow.Period.DAY) -> Queue | None:
    """None while LinkedIn is not connected, like the others; of every list the `most` latest."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return None
    return Queue(
        lanes=tallies.lanes(connection),
        picture=samples.picture(connection, period, at=at),
        refused=attention.refused(connection, most=most),
    )


def conversation(actor: Actor, *, at: datetime, most: int = MOST) -> Conversation | None:
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return None
    return Conversation(
        connection=connection,
        token=_token(connection, at),
        pushes=reports.pushes(connection, at=at),
        meters=tuple(_meters(connection, at)),
        exports=tuple(_exports(connection, most, at)),
        unconnected=tuple(_unconnected(connection)[:most]),
    )


def deletions(actor: Actor, *, most: int = MOST) -> Deletions | None:
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return None
    rows = Deletion.objects.filter(connection=connection)
    latest = tuple(rows.order_by("-asked_at", "-pk")[:most])
    return Deletions(latest, rows.filter(confirmed_at__isnull=True).count())


@transaction.atomic
def compare_everything(*, by: Actor, at: datetime) -> None:
    """A full resync: what LinkedIn already has as it is costs no call."""
    permissions.require(by, Action.ADMIN_CENTER)
    load.begin(connections.require(), LoadKind.COMPARISON, by_id=by.user_id, at=at)


def _tone(percent: int) -> str:
    """How a meter looks: used up, nearly so, or well."""
    return "bad" if percent >= _FULL else "waiting" if percent >= _NEARLY_FULL else "good"


def _token(connection: Connection, at: datetime) -> Token:
    """A token is fetched with the first call that needs one, and renewed before it ends."""
    row = AccessToken.objects.filter(client_id=connection.client_id).first()
    if row is not None and row.expires_at > at:
        return Token(row.expires_at)
    return Token(None, connections.told(connection.error))


def _meters(connection: Connection, at: datetime) -> Iterator[Meter]:
    """The running windows, the fullest first."""
    found = [meter for row in quota.running(connection.client_id, at=at) for meter in _meters_of(row)]
    yield from sorted(found, key=lambda meter: (-meter.percent, meter.resource, meter.window))


def _meters_of(row: Quota) -> Iterator[Meter]:
    limit = quota.LIMITS.get(row.resource, quota.Limit())
    if row.window == "day":
        yield Meter(row.resource, row.window, "requests", row.requests, limit.requests_a_day)
    records = limit.records_a_day if row.window == "day" else limit.records_a_minute
    if records is not None:
        yield Meter(row.resource, row.window, "records", row.records, records)


def _exports(connection: Connection, most: int, at: datetime) -> Iterator[SeatExports]:
    """Of the running month, in UTC; who exported most first."""
    month = at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    rows = ExportedProfile.objects.filter(connection=connection, received_at__gte=month).values("exporter").order_by()
    found = list(rows.annotate(many=Count("pk")).order_by("-many", "exporter")[:most])
    users = User.objects.in_bulk([row["exporter"] for row in found if row["exporter"]])
    return (SeatExports(users.get(row["exporter"]), row["many"]) for row in found)


def _unconnected(connection: Connection) -> QuerySet[User]:
    """Active recruiters and hiring managers whom LinkedIn cannot tell from strangers."""
    connected = Account.objects.filter(connection=connection, person_urn__isnull=False).values("user")
    recruiting = User.objects.filter(is_active=True, roles__overlap=list(rules.RECRUITING_ROLES))
    return recruiting.exclude(pk__in=connected).order_by("first_name", "last_name", "pk")
