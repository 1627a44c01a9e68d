"""One round of sending: jobs, who may see them, people, what they applied for; turn after turn, never two at once."""

import functools
import secrets
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from rsc_client.client import Client
from rsc_client.errors import LinkedInError, TimedOut
from rsc_client.generations import Feature
from skaffa.applications.models import Application
from skaffa.core import clock
from skaffa.interviews.models import Feedback
from skaffa.jobs.models import Job
from skaffa.linkedin import addresses, quota
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import (
    Account,
    Connection,
    Integration,
    IntegrationStatus,
    RemoteRecord,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.rules import EXPORT, INDICATOR
from skaffa.linkedin.sync import (
    acl,
    applications,
    attachments,
    candidates,
    jobs,
    matches,
    outbox,
    parts,
    remarks,
    viewers,
)
from skaffa.notes.models import Note

LEASE = timedelta(minutes=2)
QUIET = timedelta(minutes=1)
"""Nothing is sent for so long after a call that we stopped waiting for: LinkedIn may still carry it out, and would undo
what was sent since. That it is over by then is assumed."""


class _Turn:
    """The right to send: ours until it ends or runs out, and renewed long before that."""

    def __init__(self, connection: Connection) -> None:
        self._rows = Connection.objects.filter(pk=connection.pk)
        self._token = secrets.token_urlsafe()[:40]
        self._kept_until = datetime.min.replace(tzinfo=UTC)

    def take(self, at: datetime) -> bool:
        free = Q(push_lease_until__isnull=True) | Q(push_lease_until__lte=at)
        self._kept_until = at + LEASE / 4
        return bool(self._rows.filter(free).update(push_lease_until=at + LEASE, push_turn=self._token))

    def keep(self, at: datetime) -> bool:
        """Whether it is still ours; another sender may have begun once it had run out."""
        if at >= self._kept_until:
            self._kept_until = at + LEASE / 4
            return bool(self._rows.filter(push_turn=self._token).update(push_lease_until=at + LEASE))
        return True

    def end(self, *, next_at: datetime | None = None) -> None:
        """Let others have their turn, now or at that time."""
        self._rows.filter(push_turn=self._token).update(push_lease_until=next_at, push_turn="")


def once(*, at: datetime) -> bool:
    """Send one turn of each kind, if something is due and nobody else is sending; whether to come again at once."""
    connection = ready()
    if connection is None or not _is_due(connection, at):
        return False
    turn = _Turn(connection)
    if not turn.take(at):
        return False
    next_at = None
    try:
        sent = _round(connection, turn, at=at)
    except LinkedInError as error:
        connections.went_wrong(connection, error, at=at)
        next_at = clock.now() + QUIET if isinstance(error, TimedOut) else None
        sent = 0
    finally:
        turn.end(next_at=next_at)
    return sent > 0


def ready() -> Connection | None:
    """The live connection, if LinkedIn has enabled us and it belongs to the world and the place this process lives in."""
    connection = connections.live()
    if connection is None or connection.world != settings.SKAFFA.kind or addresses.has_moved(connection):
        return None
    exports = Integration.objects.filter(connection=connection, type=EXPORT, status=IntegrationStatus.ENABLED)
    return connection if exports.exists() else None


@transaction.atomic
def mark_everything(connection: Connection, *, at: datetime) -> None:
    """Compare everything with LinkedIn once more: what it already has is not sent again."""
    seen = RemoteRecord.objects.filter(connection=connection)

    def known(*kinds: SyncKind) -> QuerySet[RemoteRecord, int]:
        return seen.filter(kind__in=kinds).values_list("entity_id", flat=True)

    offered = Job.objects.filter(activated_at__isnull=False).values_list("pk", flat=True)
    connected = Account.objects.filter(connection=connection).values_list("user_id", flat=True)
    considered = Application.objects.all()
    if not connection.identity_before_application:
        considered = considered.filter(passed_prospect_at__isnull=False)
    past = considered.filter(passed_prospect_at__isnull=False).values_list("pk", flat=True)
    outbox.mark(SyncKind.JOB, {*offered, *known(SyncKind.JOB)}, at=at)
    outbox.mark(SyncKind.ACL, {*offered, *known(SyncKind.ACL)}, at=at)
    outbox.mark(SyncKind.ASSIGNEE, {*connected, *known(SyncKind.ASSIGNEE)}, at=at)
    people = {*considered.values_list("candidate_id", flat=True), *known(SyncKind.CANDIDATE)}
    noted = Note.objects.filter(remarks.SHARED)
    on_people = noted.filter(application=None).values_list("candidate_id", flat=True)
    on_applications = noted.filter(application__in=past).values_list("application_id", flat=True)
    judged = Feedback.objects.filter(remarks.SUBMITTED, application__in=past).values_list("application_id", flat=True)
    marks = {
        SyncKind.CANDIDATE: people,
        SyncKind.CANDIDATE_NOTES: people.intersection(on_people),
        SyncKind.APPLICATION: past,
        SyncKind.STAGES: past,
        SyncKind.APPLICATION_NOTES: on_applications,
        SyncKind.FEEDBACK: judged,
        SyncKind.ATTACHMENTS: attachments.resumes(applications=past, candidates=considered.values("candidate_id")),
    }
    outbox.mark_each({kind: {*ids, *known(kind)} for kind, ids in marks.items()}, at=at, bulk=True)
    outbox.counted()


class _Step(NamedTuple):
    """Something to do in a round; while LinkedIn grants no more calls of its resource it is left out."""

    do: Callable[..., int]
    resource: str = ""


def _round(connection: Connection, turn: _Turn, *, at: datetime) -> int:
    """One turn of each kind, as long as the right to send is ours.

    First of all LinkedIn hears that lists decide, where they do; that everyone sees everything waits for the lists.
    """
    client = connections.client(connection)
    steps = [
        _Step(_close),
        _Step(jobs.follow),
        _Step(jobs.send, jobs.RESOURCE),
        _Step(jobs.follow),  # LinkedIn is often done at once
        _Step(acl.send_jobs),
        _Step(acl.send_people),
        _Step(_open),
    ]
    if _sees_people(connection):
        steps += _people(client)
    used_up = quota.used_up(connection.client_id, at=at)
    granted = [step for step in steps if step.resource not in used_up]
    return sum(step.do(connection, client, at=at) for step in granted if turn.keep(clock.now()))


def _people(client: Client) -> Iterable[_Step]:
    everybody = _Step(candidates.send, client.resource(Feature.CANDIDATES))
    yield _Step(attachments.send, attachments.RESOURCE)  # first: they leave before whom they belong to
    yield everybody
    yield _part(parts.CANDIDATE_NOTES, client)
    yield _Step(applications.send, client.resource(Feature.APPLICATIONS))
    yield from (_part(kind, client) for kind in parts.KINDS)
    yield everybody  # those who had to wait for their applications to be gone
    yield _Step(matches.read, client.resource(Feature.CANDIDATES))


def _part(kind: parts.Kind, client: Client) -> _Step:
    return _Step(functools.partial(parts.send, kind), client.resource(kind.feature))


def _sees_people(connection: Connection) -> bool:
    """Whether LinkedIn takes candidates and applications at all."""
    rows = Integration.objects.filter(connection=connection, type=INDICATOR, status=IntegrationStatus.ENABLED)
    return rows.exists()


def _close(connection: Connection, client: Client, *, at: datetime) -> int:
    """What had to stay here until LinkedIn shows it to the right people alone is compared again."""
    if not viewers.is_closing(connection):
        return 0
    viewers.close(connection, client)
    with transaction.atomic():
        viewers.closed(connection)
        mark_everything(connection, at=at)
    connections.went_well(connection, at=at)
    return 1


def _open(connection: Connection, client: Client, *, at: datetime) -> int:
    connections.choices_again(connection)
    if not (viewers.is_opening(connection) and viewers.may_open(connection)):
        return 0
    viewers.tell(connection, client)
    connections.went_well(connection, at=at)
    return 1


def _is_due(connection: Connection, at: datetime) -> bool:
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    marks = SyncItem.objects.filter(free, connection=connection, needs_attention=False, due_at__lte=at)
    tasks = RemoteRecord.objects.filter(connection=connection, task_due_at__lte=at)
    closes = bool(connection.callback_url) and viewers.is_closing(connection)
    opens = bool(connection.callback_url) and viewers.is_opening(connection) and viewers.may_open(connection)
    return closes or opens or marks.exists() or tasks.exists() or matches.are_due(connection, at)
