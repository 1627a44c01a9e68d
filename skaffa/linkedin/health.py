"""What operators see of LinkedIn: how it flows, and whether everything announced became a prospect."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db.models import Count, Min, Q, QuerySet

from rsc_client.schemas import PushType
from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.linkedin import connection as connections
from skaffa.linkedin import integrations, rules, tallies
from skaffa.linkedin.models import (
    AccessToken,
    Account,
    ExportedProfile,
    ExportStatus,
    Notification,
    Outcome,
    Visibility,
)
from skaffa.linkedin.rules import SetupState
from skaffa.linkedin.tallies import Tally

LOST = (Outcome.EXPIRED, Outcome.FAILED, Outcome.FOREIGN)
"""Outcomes of notifications whose content never reached us."""


@dataclass(frozen=True, slots=True)
class Health:
    """For `skaffa doctor` and operators."""

    state: SetupState
    inbox_waiting: int
    inbox_oldest: datetime | None
    inbox_lost: int
    outbox_waiting: Tally
    outbox_oldest: datetime | None
    outbox_refused: Tally
    exports_refused: int
    users_connected: int
    users_unconnected: int  # active recruiters and hiring managers whom LinkedIn cannot tell from strangers
    lists_decide: bool  # who is not connected sees no job in Recruiter
    token_until: datetime | None
    last_success_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class Counts:
    """What came in and what became of it; `balanced` says that nothing waits, is lost or doubled."""

    announced: int  # export pushes, each once however often it was delivered
    handled: int
    waiting: int
    lost: int  # expired or failed: what they announced never reached us
    exports: int
    accepted: int
    settled: int
    refused: int
    expected: int  # different people times jobs among the accepted and settled exports
    prospects: int  # applications that exports led to
    without_prospect: int  # accepted or settled exports whose application is gone
    doubled_members: int = 0
    faults: tuple[str, ...] = field(default=())

    @property
    def balanced(self) -> bool:
        return not self.faults


def health() -> Health:
    """For operators: no rights asked, nothing about people told."""
    connection = connections.live()
    waiting = Notification.objects.filter(handled_at__isnull=True)
    inbox = waiting.aggregate(count=Count("pk"), oldest=Min("received_at"))
    lanes = tallies.lanes(connection) if connection else ()
    connected = Account.objects.filter(connection=connection, person_urn__isnull=False) if connection else None
    recruiting = User.objects.filter(is_active=True, roles__overlap=list(rules.RECRUITING_ROLES))
    token = AccessToken.objects.filter(client_id=connection.client_id).first() if connection else None
    return Health(
        state=rules.state(integrations.facts(connection)),
        inbox_waiting=inbox["count"],
        inbox_oldest=inbox["oldest"],
        inbox_lost=_lost().count(),
        outbox_waiting=tallies.total(lane.waiting for lane in lanes),
        outbox_oldest=min((lane.oldest for lane in lanes if lane.oldest), default=None),
        outbox_refused=tallies.total(lane.refused for lane in lanes),
        exports_refused=ExportedProfile.objects.filter(status=ExportStatus.REFUSED).count(),
        users_connected=connected.count() if connected is not None else 0,
        users_unconnected=recruiting.exclude(pk__in=connected.values("user")).count() if connected is not None else 0,
        lists_decide=connection is not None and connection.visibility == Visibility.ACL,
        token_until=token.expires_at if token else None,
        last_success_at=connection.last_success_at if connection else None,
        error=connection.error if connection else "",
    )


def counts(*, told: int | None = None) -> Counts:
    """Reconciles what LinkedIn announced with what stands on Prospect tabs.

    `told` is how many exports LinkedIn has accepted, where somebody knows it from that side.
    """
    pushes = Notification.objects.filter(type=PushType.EXPORT_CANDIDATE_PROFILE)
    inbox = pushes.aggregate(
        announced=Count("pk"),
        handled=Count("pk", filter=Q(handled_at__isnull=False)),
        lost=Count("pk", filter=Q(outcome__in=(Outcome.EXPIRED, Outcome.FAILED))),
    )
    by_status = dict(ExportedProfile.objects.values_list("status").annotate(count=Count("pk")).order_by())
    taken = ExportedProfile.objects.exclude(status=ExportStatus.REFUSED)
    standing = taken.filter(application__isnull=False)
    people = taken.values("connection", "member_urn").annotate(people=Count("candidate", distinct=True))
    found = Counts(
        **inbox,
        waiting=inbox["announced"] - inbox["handled"],
        exports=sum(by_status.values()),
        accepted=by_status.get(ExportStatus.ACCEPTED, 0),
        settled=by_status.get(ExportStatus.SETTLED, 0),
        refused=by_status.get(ExportStatus.REFUSED, 0),
        expected=standing.values("connection", "member_urn", "application__job").distinct().count(),
        prospects=Application.objects.filter(exports__in=taken).distinct().count(),
        without_prospect=taken.filter(application__isnull=True).count(),
        doubled_members=people.filter(people__gt=1).count(),
    )
    return replace(found, faults=tuple(_faults(found, told)))


def _faults(found: Counts, told: int | None) -> Iterator[str]:
    if told is not None and told != found.announced:
        yield f"LinkedIn accepted {told} exports, but announced {found.announced}"
    if found.waiting:
        yield f"{found.waiting} announced exports are not handled yet"
    if found.lost:
        yield f"{found.lost} announced exports could not be fetched"
    if found.expected != found.prospects:
        yield f"{found.expected} members were exported to jobs, but {found.prospects} applications stand for them"
    if found.doubled_members:
        yield f"{found.doubled_members} members stand for more than one candidate"


def _lost() -> QuerySet[Notification]:
    return Notification.objects.filter(outcome__in=LOST)
