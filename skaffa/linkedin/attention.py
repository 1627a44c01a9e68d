"""What LinkedIn refused and a person has to look at: whose it is, why, and how it is sent once more."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rsc_client.schemas import JobOperation
from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.documents.models import Document
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncItem, SyncKind
from skaffa.linkedin.sync import outbox

_OWNERS = {
    SyncKind.JOB: SyncKind.JOB,
    SyncKind.ACL: SyncKind.JOB,
    SyncKind.ASSIGNEE: SyncKind.ASSIGNEE,
    SyncKind.CANDIDATE: SyncKind.CANDIDATE,
    SyncKind.CANDIDATE_NOTES: SyncKind.CANDIDATE,
    SyncKind.ATTACHMENTS: SyncKind.ATTACHMENTS,
}
"""Whose number a mark carries; of every other kind it is an application's."""


class NothingRefused(refusals.NotFound):
    """LinkedIn does not refuse this any more, or it is on its way again already."""

    sentence = _("LinkedIn does not refuse this any more, or it is on its way again already.")


@dataclass(frozen=True, slots=True)
class Refused:
    """Something LinkedIn refused, or that we know it would; `name` and the ids lead to whose it is."""

    kind: SyncKind
    entity_id: int
    reason: str
    since: datetime | None
    name: str = ""
    candidate_id: int | None = None
    job_id: int | None = None


def refused(connection: Connection, *, most: int) -> list[Refused]:
    """Jobs first, which LinkedIn refuses some time after it took them; then the latest of everything else."""
    jobs = _jobs(connection).order_by("-pk")[:most]
    found = [Refused(SyncKind.JOB, row.entity_id, connections.told(row.reason), row.accepted_at) for row in jobs]
    items = _others(connection).order_by("-marked_at", "-pk")[:most]
    found += [
        Refused(SyncKind(item.kind), item.entity_id, connections.told(item.last_error), item.marked_at)
        for item in items
    ]
    names = _Names(found[:most])
    return [names.named(one) for one in found[:most]]


@transaction.atomic
def retry(kind: str, entity_id: int, *, by: Actor, at: datetime) -> None:
    """Send one thing that was refused once more, as it is now."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        raise NothingRefused
    if kind == SyncKind.JOB:
        again = list(_jobs(connection).filter(entity_id=entity_id).values_list("entity_id", flat=True))
    else:
        rows = _others(connection).filter(kind=kind, entity_id=entity_id)
        again = list(rows.values_list("entity_id", flat=True))
    if not again:
        raise NothingRefused
    _send(connection, {SyncKind(kind): again}, at=at)


@transaction.atomic
def retry_all(*, by: Actor, at: datetime) -> int:
    """Send everything that was refused once more, as it is now; how much that is."""
    permissions.require(by, Action.ADMIN_CENTER)
    connection = connections.require()
    marks: dict[SyncKind, list[int]] = {SyncKind.JOB: list(_jobs(connection).values_list("entity_id", flat=True))}
    for kind, pk in _others(connection).values_list("kind", "entity_id"):
        marks.setdefault(SyncKind(kind), []).append(pk)
    _send(connection, marks, at=at)
    return sum(map(len, marks.values()))


def send_jobs_again(connection: Connection, ids: Collection[int], *, at: datetime) -> None:
    """A change is sent as a new posting: should LinkedIn have the job no longer, it comes back."""
    rows = _jobs(connection).filter(entity_id__in=ids)
    rows.filter(operation__in=[JobOperation.UPDATE, JobOperation.RENEW]).update(is_listed=False)
    rows.update(state=RemoteState.WAITING, hash="", reason="")
    outbox.mark(SyncKind.JOB, ids, at=at)


def _send(connection: Connection, marks: Mapping[SyncKind, Collection[int]], *, at: datetime) -> None:
    send_jobs_again(connection, marks.get(SyncKind.JOB, ()), at=at)
    outbox.mark_each({kind: ids for kind, ids in marks.items() if kind is not SyncKind.JOB}, at=at)


def _jobs(connection: Connection) -> QuerySet[RemoteRecord]:
    """Whether LinkedIn said no at once or some time after it had taken the job."""
    return RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, state=RemoteState.REFUSED)


def _others(connection: Connection) -> QuerySet[SyncItem]:
    return SyncItem.objects.filter(connection=connection, needs_attention=True).exclude(kind=SyncKind.JOB)


class _Names:
    """Whose refused things are, in one query for each kind of owner."""

    def __init__(self, rows: Sequence[Refused]) -> None:
        of: dict[SyncKind, set[int]] = {}
        for row in rows:
            of.setdefault(_OWNERS.get(row.kind, SyncKind.APPLICATION), set()).add(row.entity_id)
        self._jobs = Job.objects.in_bulk(of.get(SyncKind.JOB, ()))
        self._users = User.objects.in_bulk(of.get(SyncKind.ASSIGNEE, ()))
        self._candidates = Candidate.objects.in_bulk(of.get(SyncKind.CANDIDATE, ()))
        self._documents = Document.objects.select_related("candidate").in_bulk(of.get(SyncKind.ATTACHMENTS, ()))
        applications = Application.objects.select_related("candidate", "job")
        self._applications = applications.in_bulk(of.get(SyncKind.APPLICATION, ()))

    def named(self, row: Refused) -> Refused:
        """What is gone meanwhile has no name, and is settled when it is sent again."""
        owner = _OWNERS.get(row.kind, SyncKind.APPLICATION)
        if owner is SyncKind.JOB and (job := self._jobs.get(row.entity_id)):
            return replace(row, name=job.title, job_id=job.pk)
        if owner is SyncKind.ASSIGNEE and (user := self._users.get(row.entity_id)):
            return replace(row, name=str(user))
        if owner is SyncKind.CANDIDATE and (candidate := self._candidates.get(row.entity_id)):
            return replace(row, name=str(candidate), candidate_id=candidate.pk)
        if owner is SyncKind.ATTACHMENTS and (document := self._documents.get(row.entity_id)):
            return replace(row, name=f"{document.candidate}, {document}", candidate_id=document.candidate_id)
        if owner is SyncKind.APPLICATION and (one := self._applications.get(row.entity_id)):
            return replace(row, name=f"{one.candidate}, {one.job.title}", candidate_id=one.candidate_id)
        return row
