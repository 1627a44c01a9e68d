"""One batch of candidates or applications on its way to LinkedIn: every mark in it is settled exactly once.

Before anything is sent, our record says that LinkedIn may have it now, in a state we do not know; only an answer
changes that. So an answer that is lost costs a repetition, and never leaves something wrong or forgotten behind.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus

from django.db import transaction

from rsc_client.errors import ItemError, LinkedInError
from rsc_client.synced import Candidate, JobApplication
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncItem, SyncKind
from skaffa.linkedin.quota import QuotaUsedUp
from skaffa.linkedin.sync import ledger, outbox, records
from skaffa.linkedin.sync.people_payloads import ResumeFacts

Errors = Mapping[int, ItemError]
"""What LinkedIn did not do, by our id."""


@dataclass(frozen=True, slots=True)
class Put:
    """A record to be sent; `parent` is what RemoteRecord says, `member` whom a candidate is linked to."""

    item: SyncItem
    payload: Candidate | JobApplication | ResumeFacts
    fingerprint: str
    parent: int | None = None
    parent_kind: str = ""
    member: str = ""


class Sending:
    """A batch of one kind. `parts` leave LinkedIn along with it; `lost` hears of what LinkedIn misses (404)."""

    def __init__(
        self,
        connection: Connection,
        kind: SyncKind,
        *,
        parts: Sequence[SyncKind] = (),
        lost: Callable[[SyncItem, datetime], None] | None = None,
        most: int = outbox.BATCH,
        at: datetime,
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._parts = tuple(parts)
        self._lost = lost
        self._at = at
        self._waiting = {item.entity_id: item for item in outbox.claim(connection, kind, at=at, most=most)}
        self.size = len(self._waiting)
        self.items = tuple(self._waiting.values())
        rows = RemoteRecord.objects.filter(connection=connection, kind=kind, entity_id__in=self._waiting)
        self.records = {record.entity_id: record for record in rows}

    def had(self, pk: int) -> bool:
        """Whether LinkedIn has it, as of before this batch."""
        return pk in self.records and self.records[pk].accepted_at is not None

    # Without a call

    def nothing(self, items: Iterable[SyncItem]) -> None:
        outbox.nothing_to_send([self._waiting.pop(item.entity_id) for item in items], at=self._at)

    def wait(self, items: Iterable[SyncItem], reason: str) -> None:
        outbox.waits([self._waiting.pop(item.entity_id) for item in items], reason, at=self._at)

    def refuse(self, item: SyncItem, reason: str) -> None:
        self._refuse(self._waiting.pop(item.entity_id), reason)

    # With one

    def postpone(self, error: LinkedInError) -> None:
        """Everything that is not settled yet comes again.

        One resource's quota is no reason to stop the others; any other error is raised on and ends this round.
        """
        until = outbox.told_to_wait(error, self._at)
        outbox.postponed(self._waiting.values(), connections.noted(error), at=self._at, until=until)
        if not isinstance(error, QuotaUsedUp):
            raise error

    def put(self, puts: list[Put], call: Callable[[Mapping[int, Put]], Errors]) -> list[Put]:
        """What LinkedIn took."""
        self._intend(puts)
        if not puts:
            return []
        errors = call({put.item.entity_id: put for put in puts})
        connections.went_well(self._connection, at=self._at)
        return self._without(puts, errors)

    def link(self, puts: list[Put], call: Callable[[Mapping[int, Put]], Errors]) -> list[Put]:
        return self._without(puts, call({put.item.entity_id: put for put in puts})) if puts else []

    def unlinked(self, item: SyncItem, reason: str, error: ItemError | None) -> None:
        """LinkedIn has dropped the member, or says why not; the record itself waits for what is missing."""
        self._waiting.pop(item.entity_id)
        if error is not None:
            self._fail(item, error)
            return
        record = self.records[item.entity_id]
        record.person_urn, record.hash = "", ""
        records.save([record])
        self._refuse(item, reason)

    def delete(self, items: list[SyncItem], call: Callable[[list[int]], Errors]) -> list[int]:
        """What is not there any more; deleting what is not there is a success."""
        ids = [item.entity_id for item in items]
        ledger.asked(self._connection.pk, self._kind, map(str, ids), at=self._at)
        errors = outbox.still_there(call(ids)) if ids else {}
        for pk, error in errors.items():
            ledger.failed(self._connection.pk, self._kind, str(pk), error.message)
            self._fail(self._waiting.pop(pk), error)
        return [pk for pk in ids if pk not in errors]

    @transaction.atomic
    def held(self, puts: Iterable[Put]) -> None:
        """LinkedIn has these states."""
        taken = list(puts)
        for put in taken:
            record = self.records[put.item.entity_id]
            record.state, record.hash, record.person_urn = RemoteState.HELD, put.fingerprint, put.member
            record.reason, record.accepted_at = "", self._at
        known = (self.records[put.item.entity_id] for put in taken)
        records.save(known)
        outbox.accepted([self._waiting.pop(put.item.entity_id) for put in taken], at=self._at)

    @transaction.atomic
    def gone(self, pk: int) -> None:
        """LinkedIn has it no longer, nor anything that hung on it."""
        ours = RemoteRecord.objects.filter(connection=self._connection, entity_id=pk)
        parts = ours.filter(kind__in=self._parts)
        ledger.cascaded(parts, at=self._at)
        parts.delete()
        ours.filter(kind=self._kind).delete()
        ledger.confirmed(self._connection.pk, self._kind, [str(pk)], at=self._at)
        outbox.accepted([self._waiting.pop(pk)], at=self._at)

    def _intend(self, puts: list[Put]) -> None:
        """From here on LinkedIn may have them, in a state we do not know."""
        for put in puts:
            record = self.records.setdefault(put.item.entity_id, self._new(put))
            record.hash, record.person_urn = "", put.member or record.person_urn
        records.save(self.records[put.item.entity_id] for put in puts)

    def _new(self, put: Put) -> RemoteRecord:
        return RemoteRecord(
            connection=self._connection,
            kind=self._kind,
            entity_id=put.item.entity_id,
            parent_id=put.parent,
            parent_kind=put.parent_kind,
            state=RemoteState.WAITING,
        )

    def _without(self, puts: list[Put], errors: Errors) -> list[Put]:
        for pk, error in errors.items():
            self._fail(self._waiting.pop(pk), error)
        return [put for put in puts if put.item.entity_id not in errors]

    @transaction.atomic
    def _fail(self, item: SyncItem, error: ItemError) -> None:
        if error.transient:
            outbox.postponed([item], error.message, at=self._at)
        elif error.status == HTTPStatus.NOT_FOUND and self._lost is not None:
            self._lost(item, self._at)
        else:
            self._refuse(item, error.message)

    def _refuse(self, item: SyncItem, reason: str) -> None:
        outbox.refused(item, reason, at=self._at)
        record = self.records.get(item.entity_id)
        if record is not None:
            record.state, record.reason = RemoteState.REFUSED, reason
            records.save([record])
