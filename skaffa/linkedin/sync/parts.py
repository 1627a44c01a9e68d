"""What belongs to an application or a candidate at LinkedIn: stages, notes, feedback, kept equal to what we have.

What we last heard of each part is kept as a hash below the owner's record, so that new and changed ones are sent, and
those that are not there any more with us are deleted. Where LinkedIn's generation takes parts of one owner at a time,
each owner costs a request of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from http import HTTPStatus
from typing import Any, NamedTuple

from django.db import transaction
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_noop

from rsc_client.client import Client
from rsc_client.errors import BatchResult, ItemError, LinkedInError
from rsc_client.generations import Feature, PartKey
from rsc_client.schemas import Done
from rsc_client.synced import ApplicationKey, CandidateKey
from skaffa.applications.models import Application, StageMove
from skaffa.interviews.models import Feedback
from skaffa.linkedin import connection as connections
from skaffa.linkedin import quota
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncKind
from skaffa.linkedin.quota import QuotaUsedUp
from skaffa.linkedin.sync import ledger, outbox, people, records, remarks
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.pace import Slice
from skaffa.notes.models import Note

AFTER_OWNER = {
    SyncKind.CANDIDATE: gettext_noop("Follows when LinkedIn has the candidate."),
    SyncKind.APPLICATION: gettext_noop("Follows when LinkedIn has the application."),
}
LEAST_OWNERS = 10
"""In a turn, where each costs a request."""

Wanted = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of part: whose it is, what LinkedIn calls it, and how it is read here."""

    name: SyncKind
    owner: SyncKind
    feature: Feature
    key: type[ApplicationKey] | type[CandidateKey]
    wanted: Callable[[Iterable[int], Connection], Mapping[int, Wanted]]


CANDIDATE_NOTES = Kind(
    SyncKind.CANDIDATE_NOTES, SyncKind.CANDIDATE, Feature.CANDIDATE_NOTES, CandidateKey, remarks.candidate_notes
)
STAGES = Kind(SyncKind.STAGES, SyncKind.APPLICATION, Feature.STAGES, ApplicationKey, people.stages)
APPLICATION_NOTES = Kind(
    SyncKind.APPLICATION_NOTES,
    SyncKind.APPLICATION,
    Feature.APPLICATION_NOTES,
    ApplicationKey,
    remarks.application_notes,
)
FEEDBACK = Kind(SyncKind.FEEDBACK, SyncKind.APPLICATION, Feature.INTERVIEW_FEEDBACK, ApplicationKey, remarks.feedback)
KINDS = (STAGES, APPLICATION_NOTES, FEEDBACK)
"""Those of an application."""


class Many(NamedTuple):
    """How much belongs to an application: what goes along with it, and notes that stay here."""

    stages: int
    notes: int
    feedback: int
    private_notes: int


class _Put(NamedTuple):
    """What a part is to say, and the hash of that."""

    payload: object
    fingerprint: str


@dataclass(slots=True)
class _Owner:
    """One owner's parts: what is wanted, what LinkedIn has, and what it has not answered yet."""

    item: Mark
    record: RemoteRecord
    puts: dict[str, _Put]
    deletes: list[str]
    errors: list[ItemError] = field(default_factory=list)
    unanswered: set[str] = field(default_factory=set)


class _Part(NamedTuple):
    """A part on its way; `put` is None for one that is to be deleted."""

    owner: _Owner
    name: str
    put: _Put | None


def send(kind: Kind, connection: Connection, client: Client, *, at: datetime) -> int:
    """The parts of some owners, as many as a slice of time allows; how many marks were looked at."""
    mixed = client.mixes_owners(kind.feature)
    turn = Slice(kind.name, least=outbox.BATCH if mixed else LEAST_OWNERS)
    items = outbox.claim(connection, kind.name, at=at, most=turn.most)
    owners = _planned(kind, connection, items, at=at)
    if not owners:
        return len(items)
    _intend(owners)
    _ask_to_delete(kind, connection, owners, at=at)
    failure: LinkedInError | None = None
    calls = list(_calls(owners, mixed=mixed))
    turn.begin()
    try:
        with quota.reserved(connection.client_id, client.resource(kind.feature), [len(call) for call in calls], at=at):
            for call in calls:
                _call(kind, connection, client, call)
                if turn.is_over:
                    break
    except LinkedInError as error:
        failure = error
    else:
        connections.went_well(connection, at=at)
    left = sum(1 for owner in owners if owner.unanswered)
    turn.end(done=len(items) - left, left=left)
    _settle(kind, connection, owners, failure, at=at)
    if failure is not None and not isinstance(failure, QuotaUsedUp):
        raise failure
    return len(items)


def counted(applications: Iterable[int]) -> dict[int, Many]:
    """By application. That there are private notes is no secret from who may read what LinkedIn sees."""
    rows = Application.objects.filter(pk__in=list(applications)).values_list(
        "pk",
        _many(StageMove.objects.all()),
        _many(Note.objects.filter(remarks.SHARED)),
        _many(Feedback.objects.filter(remarks.SUBMITTED)),
        _many(Note.objects.exclude(remarks.SHARED)),
    )
    return {pk: Many(*counts) for pk, *counts in rows}


def _many(rows: QuerySet[Any]) -> Coalesce:
    of_it = rows.filter(application=OuterRef("pk")).order_by().values("application")
    return Coalesce(Subquery(of_it.annotate(many=Count("pk")).values("many")), 0)


def _planned(kind: Kind, connection: Connection, items: list[Mark], *, at: datetime) -> list[_Owner]:
    """Those with something to send; the others are settled at once."""
    ids = [item.entity_id for item in items]
    wanted = kind.wanted(ids, connection) if ids else {}
    rows = RemoteRecord.objects.filter(connection=connection, entity_id__among=ids)
    there = set(rows.filter(kind=kind.owner, accepted_at__isnull=False).values_list("entity_id", flat=True))
    known = {record.entity_id: record for record in rows.filter(kind=kind.name)}
    owners, nothing, early = [], [], []
    for item in items:
        record, parts = known.get(item.entity_id), wanted.get(item.entity_id, {})
        has = record.parts if record else {}
        puts = {}
        for pk, part in parts.items():
            mark = payloads.fingerprint(part)
            if has.get(pk) != mark:
                puts[pk] = _Put(part, mark)
        deletes = sorted(set(has) - set(parts))
        if record is None and not parts:
            nothing.append(item)
        elif item.entity_id not in there:
            early.append(item)
        elif not puts and not deletes:
            nothing.append(item)
        else:
            owners.append(_Owner(item, record or _new(item), puts, deletes, unanswered={*puts, *deletes}))
    kept = [ledger.part_id(pk, one) for pk in known for one in wanted.get(pk, {})]
    ledger.withdrawn(connection.pk, kind.name, kept)
    outbox.nothing_to_send(nothing, at=at)
    outbox.waits(early, AFTER_OWNER[kind.owner], at=at)
    return owners


def _intend(owners: Iterable[_Owner]) -> None:
    """From here on LinkedIn may have what is sent, in a state we do not know."""
    for owner in owners:
        owner.record.parts = {**owner.record.parts, **dict.fromkeys(owner.puts, "")}
    records.save(owner.record for owner in owners if owner.puts)


def _ask_to_delete(kind: Kind, connection: Connection, owners: Iterable[_Owner], *, at: datetime) -> None:
    ids = [ledger.part_id(owner.item.entity_id, pk) for owner in owners for pk in owner.deletes]
    if ids:
        ledger.asked(connection.pk, kind.name, ids, at=at)


def _calls(owners: Sequence[_Owner], *, mixed: bool) -> Iterator[list[_Part]]:
    """As few calls as LinkedIn allows: puts and deletions apart, owners apart unless they may be mixed."""
    for together in [owners] if mixed else [[owner] for owner in owners]:
        puts = [_Part(owner, pk, put) for owner in together for pk, put in owner.puts.items()]
        deletes = [_Part(owner, pk, None) for owner in together for pk in owner.deletes]
        yield from outbox.portions(puts)
        yield from outbox.portions(deletes)


def _call(kind: Kind, connection: Connection, client: Client, parts: list[_Part]) -> None:
    """One call, and what LinkedIn says of each part in it."""
    organization = connection.organization_urn
    sent = {PartKey(kind.key(str(part.owner.item.entity_id), organization), part.name): part for part in parts}
    answer: BatchResult[PartKey, Done]
    if parts[0].put is None:
        answer = client.delete_parts(kind.feature, sent)
        failed = outbox.still_there(answer.errors)
    else:
        answer = client.put_parts(kind.feature, {key: part.put.payload for key, part in sent.items() if part.put})
        failed = dict(answer.errors)
    for key, part in sent.items():
        _heard(kind, part, failed.get(key))


def _heard(kind: Kind, part: _Part, error: ItemError | None) -> None:
    owner, record = part.owner, part.owner.record
    owner.unanswered.discard(part.name)
    if error is not None:
        owner.errors.append(error)
        if part.put is None:
            place = ledger.part_id(owner.item.entity_id, part.name)
            ledger.failed(owner.item.connection_id, kind.name, place, error.message)
    elif part.put is None:
        record.parts = {pk: known for pk, known in record.parts.items() if pk != part.name}
    else:
        record.parts = {**record.parts, part.name: part.put.fingerprint}


@transaction.atomic
def _settle(
    kind: Kind, connection: Connection, owners: list[_Owner], failure: LinkedInError | None, *, at: datetime
) -> None:
    """Remember what LinkedIn has of every owner; those it was not asked about to the end come again."""
    for owner in owners:
        _judge(kind, owner, at=at)
    done = [owner.item for owner in owners if not owner.unanswered and not owner.errors]
    cut_off = [owner.item for owner in owners if owner.unanswered]
    gone = [
        ledger.part_id(owner.item.entity_id, pk)
        for owner in owners
        for pk in owner.deletes
        if pk not in owner.record.parts
    ]
    if gone:
        ledger.confirmed(connection.pk, kind.name, gone, at=at)
    records.save(owner.record for owner in owners if owner.record.parts)
    records.forget(owner.record for owner in owners if not owner.record.parts)
    outbox.accepted(done, at=at)
    if failure is None:
        outbox.released(cut_off)
    else:
        outbox.postponed(cut_off, connections.noted(failure), at=at, until=outbox.told_to_wait(failure, at))


def _judge(kind: Kind, owner: _Owner, *, at: datetime) -> None:
    """How an owner stands whom LinkedIn has answered about."""
    item, record, errors = owner.item, owner.record, owner.errors
    if owner.unanswered:
        return
    if not errors:
        record.state, record.reason, record.accepted_at = RemoteState.HELD, "", at
    elif any(error.transient for error in errors):
        outbox.postponed([item], errors[0].message, at=at)
    elif any(error.status == HTTPStatus.NOT_FOUND for error in errors):
        _look_for_owner(kind.owner, item, at=at)
    else:
        record.state, record.reason = RemoteState.REFUSED, errors[0].message
        outbox.refused(item, errors[0].message, at=at)


def _look_for_owner(kind: SyncKind, item: Mark, *, at: datetime) -> None:
    """LinkedIn misses what we thought it had: that is sent again first, and then what belongs to it."""
    rows = RemoteRecord.objects.filter(connection=item.connection_id, kind=kind, entity_id=item.entity_id)
    rows.update(hash="", accepted_at=None)
    outbox.mark(kind, [item.entity_id], at=at)
    outbox.waits([item], AFTER_OWNER[kind], at=at)


def _new(item: Mark) -> RemoteRecord:
    return RemoteRecord(
        connection_id=item.connection_id, kind=item.kind, entity_id=item.entity_id, state=RemoteState.WAITING
    )
