"""Integration health for administrators: the queue by kind, quotas, what LinkedIn refused, what was deleted, who is missing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Count, Max, Min, Q, QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.documents.models import Document
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin import rules
from skaffa.linkedin.models import (
    Account,
    Connection,
    Deletion,
    LoadKind,
    Quota,
    RemoteRecord,
    RemoteState,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.quota import LIMITS, Limit
from skaffa.linkedin.sync import load, outbox

_JOBS = (SyncKind.JOB, SyncKind.ACL)
_PEOPLE = (SyncKind.CANDIDATE, SyncKind.CANDIDATE_NOTES)


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of thing: what LinkedIn has, what waits and since when, what it refused, when it took one last."""

    kind: SyncKind
    held: int
    waiting: int
    oldest: datetime | None
    refused: int
    last_at: datetime | None


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


@dataclass(frozen=True, slots=True)
class Refused:
    """Something LinkedIn refused, or that we know it would; `name` and `page_id` lead to whose it is."""

    item: SyncItem
    name: str
    candidate_id: int | None
    job_id: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the page."""

    connection: Connection
    lanes: Sequence[Lane]
    meters: Sequence[Meter]
    refused: Sequence[Refused]
    deletions: Sequence[Deletion]
    deletions_open: int
    unconnected: Sequence[User]


def report(actor: Actor, *, most: int, at: datetime) -> Report | None:
    """None while LinkedIn is not connected; of every list the `most` latest."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return None
    deletions = Deletion.objects.filter(connection=connection)
    return Report(
        connection=connection,
        lanes=tuple(_lanes(connection)),
        meters=tuple(_meters(connection, at)),
        refused=tuple(_refused(connection, most)),
        deletions=tuple(deletions.order_by("-asked_at", "-pk")[:most]),
        deletions_open=deletions.filter(confirmed_at__isnull=True).count(),
        unconnected=tuple(_unconnected(connection)[:most]),
    )


@transaction.atomic
def compare_everything(*, by: Actor, at: datetime) -> None:
    """A full resync: what LinkedIn already has as it is costs no call."""
    permissions.require(by, Action.ADMIN_CENTER)
    load.begin(connections.require(), LoadKind.COMPARISON, by_id=by.user_id, at=at)


@transaction.atomic
def retry_refused(*, by: Actor, at: datetime) -> int:
    """Send everything that was refused once more, as it is now; how much that is."""
    permissions.require(by, Action.ADMIN_CENTER)
    items = SyncItem.objects.filter(connection=connections.require(), needs_attention=True)
    marks: dict[SyncKind, list[int]] = {}
    for kind, pk in items.values_list("kind", "entity_id"):
        marks.setdefault(SyncKind(kind), []).append(pk)
    outbox.mark_each(marks, at=at)
    return sum(map(len, marks.values()))


def _lanes(connection: Connection) -> Iterator[Lane]:
    items = SyncItem.objects.filter(connection=connection).values("kind").order_by()
    counted = items.annotate(
        waiting=Count("pk", filter=Q(needs_attention=False)),
        oldest=Min("marked_at", filter=Q(needs_attention=False)),
        refused=Count("pk", filter=Q(needs_attention=True)),
    )
    queued: dict[str, Mapping[str, Any]] = {row["kind"]: row for row in counted}
    records = RemoteRecord.objects.filter(connection=connection).values("kind").order_by()
    there = Q(accepted_at__isnull=False) & ~Q(state=RemoteState.CLOSED)
    known: dict[str, Mapping[str, Any]] = {
        row["kind"]: row for row in records.annotate(held=Count("pk", filter=there), last=Max("accepted_at"))
    }
    for kind in SyncKind:
        queue, had = queued.get(kind, {}), known.get(kind, {})
        yield Lane(
            kind,
            held=had.get("held", 0),
            waiting=queue.get("waiting", 0),
            oldest=queue.get("oldest"),
            refused=queue.get("refused", 0),
            last_at=had.get("last"),
        )


def _meters(connection: Connection, at: datetime) -> Iterator[Meter]:
    """The running windows, the fullest first."""
    day = at.replace(hour=0, minute=0, second=0, microsecond=0)
    running = Q(window="day", starts_at=day) | Q(window="minute", starts_at=at.replace(second=0, microsecond=0))
    rows = Quota.objects.filter(running, client_id=connection.client_id)
    found = [meter for row in rows for meter in _meters_of(row)]
    yield from sorted(found, key=lambda meter: (-meter.percent, meter.resource, meter.window))


def _meters_of(row: Quota) -> Iterator[Meter]:
    limit = LIMITS.get(row.resource, Limit())
    if row.window == "day":
        yield Meter(row.resource, row.window, "requests", row.requests, limit.requests_a_day)
    records = limit.records_a_day if row.window == "day" else limit.records_a_minute
    if records is not None:
        yield Meter(row.resource, row.window, "records", row.records, records)


def _refused(connection: Connection, most: int) -> Iterator[Refused]:
    rows = SyncItem.objects.filter(connection=connection, needs_attention=True).order_by("-marked_at", "-pk")[:most]
    items = list(rows)
    names = _Names(items)
    for item in items:
        name, candidate, job = names.of(item)
        yield Refused(item, name, candidate, job, connections.told(item.last_error))


class _Names:
    """What refused things are called, and whose page tells more; one query for each kind of thing."""

    def __init__(self, items: Sequence[SyncItem]) -> None:
        def ids(*kinds: SyncKind) -> set[int]:
            return {item.entity_id for item in items if item.kind in kinds}

        others = {*SyncKind} - {*_JOBS, *_PEOPLE, SyncKind.ASSIGNEE, SyncKind.ATTACHMENTS}
        self._jobs = Job.objects.in_bulk(ids(*_JOBS))
        self._users = User.objects.in_bulk(ids(SyncKind.ASSIGNEE))
        self._candidates = Candidate.objects.in_bulk(ids(*_PEOPLE))
        self._applications = Application.objects.select_related("candidate", "job").in_bulk(ids(*others))
        self._documents = Document.objects.select_related("candidate").in_bulk(ids(SyncKind.ATTACHMENTS))

    def of(self, item: SyncItem) -> tuple[str, int | None, int | None]:
        """The name, the candidate and the job; all empty for what is not there any more."""
        if item.kind in _JOBS:
            job = self._jobs.get(item.entity_id)
            return (job.title, None, job.pk) if job else ("", None, None)
        if item.kind == SyncKind.ASSIGNEE:
            return str(self._users.get(item.entity_id, "")), None, None
        if item.kind in _PEOPLE:
            candidate = self._candidates.get(item.entity_id)
            return (str(candidate), candidate.pk, None) if candidate else ("", None, None)
        if item.kind == SyncKind.ATTACHMENTS:
            document = self._documents.get(item.entity_id)
            return (f"{document.candidate}, {document}", document.candidate_id, None) if document else ("", None, None)
        application = self._applications.get(item.entity_id)
        name = f"{application.candidate}, {application.job.title}" if application else ""
        return name, application.candidate_id if application else None, None


def _unconnected(connection: Connection) -> QuerySet[User]:
    """Active recruiters and hiring managers whom LinkedIn cannot tell from strangers."""
    connected = Account.objects.filter(connection=connection, person_urn__isnull=False).values("user")
    recruiting = User.objects.filter(is_active=True, roles__overlap=list(rules.RECRUITING_ROLES))
    return recruiting.exclude(pk__in=connected).order_by("first_name", "last_name", "pk")
