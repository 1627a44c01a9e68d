"""What belongs to an application or a candidate at LinkedIn: stages, notes, feedback, kept equal to what we have.

LinkedIn takes them one owner at a time. What we last heard of each part is kept as a hash below the owner's record, so
that new and changed ones are sent, and those that are not there any more with us are deleted.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from rsc_client.client import Client
from rsc_client.errors import BatchResult, ItemError, LinkedInError
from rsc_client.schemas import Done
from rsc_client.synced import ApplicationKey, CandidateKey
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncItem, SyncKind
from skaffa.linkedin.quota import QuotaUsedUp
from skaffa.linkedin.sync import ledger, outbox, people, remarks
from skaffa.linkedin.sync import people_payloads as payloads

AFTER_OWNER = {
    SyncKind.CANDIDATE: gettext_noop("Follows when LinkedIn has the candidate."),
    SyncKind.APPLICATION: gettext_noop("Follows when LinkedIn has the application."),
}
OWNERS = 25
"""Marks in one turn: each costs LinkedIn a request or two, and the lease must outlast them."""

Wanted = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one kind of part is read here and told there."""

    name: SyncKind
    owner: SyncKind
    wanted: Callable[[Iterable[int], Connection], Mapping[int, Wanted]]
    put: Callable[[Client, str, str, Any], BatchResult[str, Done]]  # client, organization, owner, parts
    delete: Callable[[Client, str, str, list[str]], BatchResult[str, Done]]


CANDIDATE_NOTES = Kind(
    SyncKind.CANDIDATE_NOTES,
    SyncKind.CANDIDATE,
    remarks.candidate_notes,
    lambda client, organization, owner, parts: client.put_candidate_notes(CandidateKey(owner, organization), parts),
    lambda client, organization, owner, ids: client.delete_candidate_notes(CandidateKey(owner, organization), ids),
)
STAGES = Kind(
    SyncKind.STAGES,
    SyncKind.APPLICATION,
    people.stages,
    lambda client, organization, owner, parts: client.put_stages(ApplicationKey(owner, organization), parts),
    lambda client, organization, owner, ids: client.delete_stages(ApplicationKey(owner, organization), ids),
)
APPLICATION_NOTES = Kind(
    SyncKind.APPLICATION_NOTES,
    SyncKind.APPLICATION,
    remarks.application_notes,
    lambda client, organization, owner, parts: client.put_application_notes(ApplicationKey(owner, organization), parts),
    lambda client, organization, owner, ids: client.delete_application_notes(ApplicationKey(owner, organization), ids),
)
FEEDBACK = Kind(
    SyncKind.FEEDBACK,
    SyncKind.APPLICATION,
    remarks.feedback,
    lambda client, organization, owner, parts: client.put_interview_feedback(
        ApplicationKey(owner, organization), parts
    ),
    lambda client, organization, owner, ids: client.delete_interview_feedback(ApplicationKey(owner, organization), ids),
)
KINDS = (STAGES, APPLICATION_NOTES, FEEDBACK)
"""Those of an application."""


@dataclass(slots=True)
class _Owner:
    """One owner's parts: what is wanted, what LinkedIn has, what went wrong in between."""

    item: SyncItem
    record: RemoteRecord
    wanted: Wanted
    errors: dict[str, ItemError] = field(default_factory=dict)

    @property
    def puts(self) -> dict[str, object]:
        known = self.record.parts
        return {pk: part for pk, part in self.wanted.items() if known.get(pk) != payloads.fingerprint(part)}

    @property
    def deletes(self) -> list[str]:
        return sorted(set(self.record.parts) - set(self.wanted))


def send(kind: Kind, connection: Connection, client: Client, *, at: datetime) -> int:
    """The parts of one batch of owners; how many marks were looked at."""
    items = outbox.claim(connection, kind.name, Q(), at=at, most=OWNERS)
    ids = [item.entity_id for item in items]
    wanted = kind.wanted(ids, connection) if ids else {}
    rows = RemoteRecord.objects.filter(connection=connection, entity_id__in=ids)
    there = set(rows.filter(kind=kind.owner, accepted_at__isnull=False).values_list("entity_id", flat=True))
    known = {record.entity_id: record for record in rows.filter(kind=kind.name)}
    waiting = list(items)
    try:
        for item in items:
            parts = wanted.get(item.entity_id, {})
            record = known.get(item.entity_id)
            if record is None and not parts:
                outbox.accepted(item, at=at)
            elif item.entity_id not in there:
                outbox.waits(item, AFTER_OWNER[kind.owner], at=at)
            else:
                _bring_up_to_date(kind, connection, client, _Owner(item, record or _new(item), parts), at=at)
            waiting.remove(item)
    except LinkedInError as error:
        outbox.postponed(waiting, connections.noted(error), at=at, until=outbox.told_to_wait(error, at))
        if not isinstance(error, QuotaUsedUp):
            raise
    return len(items)


def _bring_up_to_date(kind: Kind, connection: Connection, client: Client, owner: _Owner, *, at: datetime) -> None:
    organization, name = connection.organization_urn, str(owner.item.entity_id)
    puts, deletes = owner.puts, owner.deletes
    _intend(owner, puts)
    for some in outbox.portions(list(puts)):
        answer = kind.put(client, organization, name, {pk: puts[pk] for pk in some})
        _heard(owner, answer, {pk: payloads.fingerprint(puts[pk]) for pk in some})
    ledger.asked(connection.pk, kind.name, (ledger.part_id(owner.item.entity_id, pk) for pk in deletes), at=at)
    for some in outbox.portions(deletes):
        _forgotten(owner, kind.delete(client, organization, name, some), some, at=at)
    if puts or deletes:
        connections.went_well(connection, at=at)
        _settle(kind, owner, at=at)
    else:
        outbox.accepted(owner.item, at=at)


def _intend(owner: _Owner, puts: Iterable[str]) -> None:
    """From here on LinkedIn may have them, in a state we do not know."""
    wanted = dict.fromkeys(puts, "")
    if wanted:
        owner.record.parts = {**owner.record.parts, **wanted}
        owner.record.save()


def _heard(owner: _Owner, answer: BatchResult[str, Done], fingerprints: Mapping[str, str]) -> None:
    owner.errors.update(answer.errors)
    taken = {pk: fingerprint for pk, fingerprint in fingerprints.items() if pk in answer.results}
    owner.record.parts = {**owner.record.parts, **taken}
    owner.record.save(update_fields=["parts"])


def _forgotten(owner: _Owner, answer: BatchResult[str, Done], ids: list[str], *, at: datetime) -> None:
    failed = outbox.still_there(answer.errors)
    owner.errors.update(failed)
    gone = [pk for pk in ids if pk not in failed]
    owner.record.parts = {pk: known for pk, known in owner.record.parts.items() if pk not in gone}
    owner.record.save(update_fields=["parts"])
    item = owner.item
    ledger.confirmed(item.connection_id, item.kind, (ledger.part_id(item.entity_id, pk) for pk in gone), at=at)
    for pk, error in failed.items():
        ledger.failed(item.connection_id, item.kind, ledger.part_id(item.entity_id, pk), error.message)


@transaction.atomic
def _settle(kind: Kind, owner: _Owner, *, at: datetime) -> None:
    item, record, errors = owner.item, owner.record, list(owner.errors.values())
    if not errors:
        record.state, record.reason, record.accepted_at = RemoteState.HELD, "", at
        outbox.accepted(item, at=at)
    elif any(error.transient for error in errors):
        outbox.postponed([item], errors[0].message, at=at)
    elif any(error.status == HTTPStatus.NOT_FOUND for error in errors):
        _look_for_owner(kind.owner, item, at=at)
    else:
        record.state, record.reason = RemoteState.REFUSED, errors[0].message
        outbox.refused(item, errors[0].message, at=at)
    if record.parts:
        record.save()
    elif record.pk is not None:
        record.delete()


def _look_for_owner(kind: SyncKind, item: SyncItem, *, at: datetime) -> None:
    """LinkedIn misses what we thought it had: that is sent again first, and then what belongs to it."""
    rows = RemoteRecord.objects.filter(connection=item.connection_id, kind=kind, entity_id=item.entity_id)
    rows.update(hash="", accepted_at=None)
    outbox.mark(kind, [item.entity_id], at=at)
    outbox.waits(item, AFTER_OWNER[kind], at=at)


def _new(item: SyncItem) -> RemoteRecord:
    return RemoteRecord(
        connection_id=item.connection_id, kind=item.kind, entity_id=item.entity_id, state=RemoteState.WAITING
    )
