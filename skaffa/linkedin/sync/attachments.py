"""Résumés at LinkedIn: sent once LinkedIn has whose they are, deleted when they may not stay.

A mark is a document, so that one call takes the résumés of several people. They go to rest's `attachments`, the only
resource that names whose résumé it is. What is in the files is read for one call at a time, and never to compare.
"""

import contextlib
from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from rsc_client.calls.candidates import MOST_ATTACHMENTS
from rsc_client.client import Client
from rsc_client.errors import ItemError, LinkedInError
from rsc_client.synced import Attachment, AttachmentKey, AttachmentOwner, FileType
from skaffa.documents.models import Content, Document, Kind
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import Connection, RemoteRecord, SyncKind
from skaffa.linkedin.sync import outbox, people
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.gate import Share
from skaffa.linkedin.sync.parts import AFTER_OWNER
from skaffa.linkedin.sync.people_payloads import ResumeFacts
from skaffa.linkedin.sync.sending import Errors, Put, Sending

RESOURCE = "rest/attachments"
"""What metering calls it."""
TURN = 30
"""Marks in one turn: three calls as a rule, one for each where all files are large, and the lease must outlast them."""
BYTES = 10 * 1024 * 1024
"""Of content in one call: one file of the largest size, or several smaller ones. So much is held in memory."""
RESUMES = Q(kind=Kind.RESUME)

OWNERS = {AttachmentOwner.CANDIDATE: SyncKind.CANDIDATE, AttachmentOwner.APPLICATION: SyncKind.APPLICATION}
"""What LinkedIn calls whose résumé it is, and what we do."""

Ids = Iterable[int] | QuerySet[Any, Any]


def send(connection: Connection, client: Client, *, at: datetime) -> int:
    """The résumés of one turn; how many marks were looked at."""
    sending = Sending(connection, SyncKind.ATTACHMENTS, resource=RESOURCE, lost=_look_for_owner, most=TURN, at=at)
    calls = _Calls(client, connection.organization_urn, sending.records)
    puts, deletes, moved = _planned(connection, sending)
    for some in _chunks([*deletes, *moved]):
        for pk in sending.delete(some, calls.delete):
            _gone(sending, pk, comes_again=pk in {item.entity_id for item in moved}, at=at)
    for portion in portions(puts):
        _put(sending, portion, calls)
    with contextlib.suppress(LinkedInError):  # a resource that not every application may use must not stop the others
        sending.finish()
    return sending.size


def wanted(ids: Iterable[int], connection: Connection) -> dict[int, ResumeFacts]:
    """Those of these documents that are résumés and that the gate lets out, with whom they belong to."""
    rows = list(Document.objects.filter(RESUMES, pk__in=list(ids)))
    persons = people.persons({row.candidate_id for row in rows if row.application_id is None}, connection)
    whole = {pk for pk, person in persons.items() if person.share is Share.WHOLE}
    out = set(people.leaving({row.application_id for row in rows if row.application_id is not None}, connection))
    return let_out(rows, whole=whole, out=out)


def let_out(rows: Iterable[Document], *, whole: Container[int], out: Container[int]) -> dict[int, ResumeFacts]:
    """Of these résumés those of people of whom LinkedIn may have everything, and of applications that it may have."""
    return {
        row.pk: _facts(row)
        for row in rows
        if (row.application_id in out if row.application_id else row.candidate_id in whole)
    }


def resumes(*, candidates: Ids, applications: Ids) -> QuerySet[Document, int]:
    """The résumés of these people, and of these applications, as they stand here."""
    theirs = Q(application=None, candidate__in=candidates) | Q(application__in=applications)
    return Document.objects.filter(RESUMES, theirs).values_list("pk", flat=True)


def of(connection: Connection, kind: SyncKind, owners: Iterable[int]) -> QuerySet[RemoteRecord, int]:
    """The documents that LinkedIn has, or may have, of these candidates or applications, still there or not."""
    rows = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.ATTACHMENTS, parent_id__in=list(owners))
    return rows.filter(parent_kind=kind).values_list("entity_id", flat=True)


def wake(connection: Connection, kind: SyncKind, owners: Iterable[int], *, at: datetime) -> None:
    """LinkedIn has these candidates or applications now, for whom résumés may have waited."""
    ids = list(owners)
    if ids:
        are_people = kind is SyncKind.CANDIDATE
        theirs = Q(application=None, candidate__among=ids) if are_people else Q(application__among=ids)
        waiting = Document.objects.filter(RESUMES, theirs).values_list("pk", flat=True)
        outbox.wake(connection.pk, [SyncKind.ATTACHMENTS], waiting, at=at)


@transaction.atomic
def owner_gone(connection: Connection, kind: SyncKind, owners: Iterable[int], *, at: datetime) -> None:
    """LinkedIn has these no longer; that it drops their résumés along with them is nowhere said, so they are deleted.

    Whatever of it may stay all the same, because whose it is comes again, is sent anew.
    """
    left = list(of(connection, kind, owners))
    if left:
        RemoteRecord.objects.filter(connection=connection, kind=SyncKind.ATTACHMENTS, entity_id__in=left).update(
            hash=""
        )
        outbox.mark(SyncKind.ATTACHMENTS, left, at=at)


def portions(puts: Iterable[Put]) -> Iterator[list[Put]]:
    """As many at once as LinkedIn takes in one call and we hold in memory."""
    portion: list[Put] = []
    size = 0
    for put in puts:
        more = _resume(put).size
        if portion and (len(portion) == MOST_ATTACHMENTS or size + more > BYTES):
            yield portion
            portion, size = [], 0
        portion.append(put)
        size += more
    if portion:
        yield portion


class _Calls:
    """What LinkedIn is asked about résumés; errors by our id."""

    def __init__(self, client: Client, organization: str, records: Mapping[int, RemoteRecord]) -> None:
        self._client = client
        self._organization = organization
        self._records = records

    def put(self, attachments: Mapping[int, Attachment]) -> Errors:
        sent = {self._key(pk): attachment for pk, attachment in attachments.items()}
        return self._by_id(self._client.put_attachments(sent).errors)

    def delete(self, ids: list[int]) -> Errors:
        return self._by_id(self._client.delete_attachments(map(self._key, ids)).errors)

    def _key(self, pk: int) -> AttachmentKey:
        """Whose it is stands in our record, which outlives the document."""
        record = self._records[pk]
        owner = next(owner for owner, kind in OWNERS.items() if kind == record.parent_kind)
        return AttachmentKey(str(record.parent_id), self._organization, str(pk), owner)

    @staticmethod
    def _by_id(errors: Mapping[AttachmentKey, ItemError]) -> Errors:
        return {int(key.external_attachment_id): error for key, error in errors.items()}


@transaction.atomic
def _gone(sending: Sending, pk: int, *, comes_again: bool, at: datetime) -> None:
    sending.gone(pk)
    if comes_again:
        outbox.mark(SyncKind.ATTACHMENTS, [pk], at=at)


def _planned(connection: Connection, sending: Sending) -> tuple[list[Put], list[Mark], list[Mark]]:
    """What is sent, what leaves, and what leaves to come again as somebody else's."""
    found = wanted([item.entity_id for item in sending.items], connection)
    there = _there(connection, found.values())
    puts: list[Put] = []
    deletes: list[Mark] = []
    moved: list[Mark] = []
    nothing: list[Mark] = []
    early: list[tuple[SyncKind, Mark]] = []
    for item in sending.items:
        facts, record = found.get(item.entity_id), sending.records.get(item.entity_id)
        if facts is None:
            (nothing if record is None else deletes).append(item)
        elif record is not None and (record.parent_kind, record.parent_id) != (OWNERS[facts.owner], facts.owner_id):
            moved.append(item)
        elif record is not None and record.hash == payloads.resume_fingerprint(facts):
            nothing.append(item)
        elif (OWNERS[facts.owner], facts.owner_id) not in there:
            early.append((OWNERS[facts.owner], item))
        else:
            fingerprint = payloads.resume_fingerprint(facts)
            puts.append(Put(item, facts, fingerprint, parent=facts.owner_id, parent_kind=OWNERS[facts.owner]))
    sending.nothing(nothing)
    for kind in OWNERS.values():
        sending.wait([item for owner, item in early if owner is kind], AFTER_OWNER[kind])
    return puts, deletes, moved


def _put(sending: Sending, puts: list[Put], calls: _Calls) -> None:
    """Send what is still as it was planned; what changed meanwhile is marked again, and comes as it is then."""
    read = Content.objects.filter(document__in=[put.item.entity_id for put in puts])
    contents = {(pk, sha256): data for pk, sha256, data in read.values_list("pk", "document__sha256", "data")}
    attachments: dict[int, Attachment] = {}
    for facts in map(_resume, puts):
        if (facts.id, facts.sha256) in contents:
            attachments[facts.id] = payloads.resume(facts, bytes(contents.pop((facts.id, facts.sha256))))
    sending.nothing(put.item for put in puts if put.item.entity_id not in attachments)
    as_planned = [put for put in puts if put.item.entity_id in attachments]
    sending.held(sending.put(as_planned, lambda _puts: calls.put(attachments)))


def _facts(row: Document) -> ResumeFacts:
    of_application = row.application_id is not None
    return ResumeFacts(
        id=row.pk,
        owner=AttachmentOwner.APPLICATION if of_application else AttachmentOwner.CANDIDATE,
        owner_id=row.application_id or row.candidate_id,
        file_name=row.file_name,
        file_type=FileType(row.file_type.upper()),
        size=row.size,
        sha256=row.sha256,
        created_at=row.created_at,
        modified_at=row.modified_at,
    )


def _resume(put: Put) -> ResumeFacts:
    assert isinstance(put.payload, ResumeFacts)  # noqa: S101 - for the type checker
    return put.payload


def _there(connection: Connection, resumes: Iterable[ResumeFacts]) -> frozenset[tuple[str, int]]:
    """Those of their candidates and applications that LinkedIn has accepted at some time and not lost since."""
    ids = {facts.owner_id for facts in resumes}
    rows = RemoteRecord.objects.filter(connection=connection, kind__in=OWNERS.values(), entity_id__in=ids)
    return frozenset(rows.filter(accepted_at__isnull=False).values_list("kind", "entity_id"))


def _chunks(items: list[Mark]) -> Iterator[list[Mark]]:
    for start in range(0, len(items), MOST_ATTACHMENTS):
        yield items[start : start + MOST_ATTACHMENTS]


def _look_for_owner(item: Mark, at: datetime) -> None:
    """LinkedIn misses whom we thought it had: they are sent again first."""
    row = Document.objects.filter(pk=item.entity_id).first()
    if row is None:
        outbox.accepted([item], at=at)
        return
    kind = SyncKind.APPLICATION if row.application_id else SyncKind.CANDIDATE
    owner = row.application_id or row.candidate_id
    lost = RemoteRecord.objects.filter(connection=item.connection_id, kind=kind, entity_id=owner)
    lost.update(hash="", accepted_at=None)
    outbox.mark(kind, [owner], at=at)
    outbox.waits([item], AFTER_OWNER[kind], at=at)
