"""Some candidates or applications on their way to LinkedIn, batch after batch: every mark is settled exactly once.

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
from skaffa.linkedin import quota
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncKind
from skaffa.linkedin.quota import QuotaUsedUp
from skaffa.linkedin.sync import ledger, outbox, records
from skaffa.linkedin.sync.pace import Slice
from skaffa.linkedin.sync.people_payloads import ResumeFacts

Errors = Mapping[int, ItemError]
"""What LinkedIn did not do, by our id."""


@dataclass(frozen=True, slots=True)
class Put:
    """A record to be sent; `parent` is what RemoteRecord says, `member` whom a candidate is linked to."""

    item: Mark
    payload: Candidate | JobApplication | ResumeFacts
    fingerprint: str
    parent: int | None = None
    parent_kind: str = ""
    member: str = ""


class Sending:
    """A turn of one kind. `parts` leave LinkedIn along with it; `lost` hears of what LinkedIn misses (404).

    No call is made after one that failed, nor a further put once the slice of time is over: `finish` says when what was
    not reached comes again.
    """

    def __init__(
        self,
        connection: Connection,
        kind: SyncKind,
        *,
        resource: str,
        parts: Sequence[SyncKind] = (),
        lost: Callable[[Mark, datetime], None] | None = None,
        most: int | None = None,
        at: datetime,
    ) -> None:
        self._connection = connection
        self._kind = kind
        self._resource = resource
        self._parts = tuple(parts)
        self._lost = lost
        self._at = at
        self._slice = Slice(kind, least=outbox.BATCH)
        self._failure: LinkedInError | None = None
        claimed = outbox.claim(connection, kind, at=at, most=most or self._slice.most)
        self._waiting = {item.entity_id: item for item in claimed}
        self.size = len(self._waiting)
        self.items = tuple(self._waiting.values())
        rows = RemoteRecord.objects.filter(connection=connection, kind=kind, entity_id__among=self._waiting)
        self.records = {record.entity_id: record for record in rows}

    def had(self, pk: int) -> bool:
        """Whether LinkedIn has it, as of before this batch."""
        return pk in self.records and self.records[pk].accepted_at is not None

    # Without a call

    def nothing(self, items: Iterable[Mark]) -> None:
        """LinkedIn has these as they are, or has nothing of them and shall not."""
        found = [self._waiting.pop(item.entity_id) for item in items]
        ledger.withdrawn(self._connection.pk, self._kind, [str(item.entity_id) for item in found])
        outbox.nothing_to_send(found, at=self._at)

    def wait(self, items: Iterable[Mark], reason: str) -> None:
        outbox.waits([self._waiting.pop(item.entity_id) for item in items], reason, at=self._at)

    def refuse(self, item: Mark, reason: str) -> None:
        self._refuse(self._waiting.pop(item.entity_id), reason)

    # With one

    def put(self, puts: list[Put], call: Callable[[Mapping[int, Put]], Errors]) -> list[Put]:
        """What LinkedIn took, in as few calls as it allows."""
        if self._failure is not None:
            return []
        self._intend(puts)
        portions = outbox.portions(puts)
        self._slice.begin()
        taken: list[Put] = []
        calls = [len(portion) for portion in portions]
        with quota.reserved(self._connection.client_id, self._resource, calls, at=self._at):
            for portion in portions:
                taken += self._called(portion, call)
                if self._slice.is_over:
                    break
        if taken:
            connections.went_well(self._connection, at=self._at)
        return taken

    def link(self, puts: list[Put], call: Callable[[Mapping[int, Put]], Errors]) -> list[Put]:
        return [put for portion in outbox.portions(puts) for put in self._called(portion, call)]

    def unlink(self, items: list[Mark], call: Callable[[list[int]], Errors], reason: str) -> None:
        """LinkedIn drops the member of these; the records themselves wait for what is missing."""
        for portion in outbox.portions(items):
            self._unlinked(portion, call, reason)

    def delete(self, items: list[Mark], call: Callable[[list[int]], Errors]) -> list[int]:
        """What is not there any more; deleting what is not there is a success."""
        ids = [item.entity_id for item in items]
        ledger.asked(self._connection.pk, self._kind, map(str, ids), at=self._at)
        return [pk for portion in outbox.portions(ids) for pk in self._deleted(portion, call)]

    def finish(self) -> None:
        """What is not settled yet comes again: at once, or after a failure when it says.

        One resource's quota is no reason to stop the others; any other failure is raised and ends this round.
        """
        left = list(self._waiting.values())
        self._slice.end(done=self.size - len(left), left=len(left))
        error = self._failure
        if error is None:
            outbox.released(left)
            return
        until = outbox.told_to_wait(error, self._at)
        outbox.postponed(left, connections.noted(error), at=self._at, until=until)
        if not isinstance(error, QuotaUsedUp):
            raise error

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
        ledger.withdrawn(self._connection.pk, self._kind, [str(put.item.entity_id) for put in puts])

    def _new(self, put: Put) -> RemoteRecord:
        return RemoteRecord(
            connection_id=self._connection.pk,
            kind=self._kind,
            entity_id=put.item.entity_id,
            parent_id=put.parent,
            parent_kind=put.parent_kind,
            state=RemoteState.WAITING,
        )

    def _called(self, puts: list[Put], call: Callable[[Mapping[int, Put]], Errors]) -> list[Put]:
        """One call about these, and those of them that LinkedIn took."""
        errors = self._answer(lambda: call({put.item.entity_id: put for put in puts}))
        if errors is None:
            return []
        for pk, error in errors.items():
            self._fail(self._waiting.pop(pk), error)
        return [put for put in puts if put.item.entity_id not in errors]

    def _unlinked(self, items: list[Mark], call: Callable[[list[int]], Errors], reason: str) -> None:
        errors = self._answer(lambda: call([item.entity_id for item in items]))
        if errors is None:
            return
        for item in items:
            self._waiting.pop(item.entity_id)
            if item.entity_id in errors:
                self._fail(item, errors[item.entity_id])
                continue
            record = self.records[item.entity_id]
            record.person_urn, record.hash = "", ""
            records.save([record])
            self._refuse(item, reason)

    def _deleted(self, ids: list[int], call: Callable[[list[int]], Errors]) -> list[int]:
        errors = self._answer(lambda: outbox.still_there(call(ids)))
        if errors is None:
            return []
        for pk, error in errors.items():
            ledger.failed(self._connection.pk, self._kind, str(pk), error.message)
            self._fail(self._waiting.pop(pk), error)
        return [pk for pk in ids if pk not in errors]

    def _answer(self, call: Callable[[], Errors]) -> Errors | None:
        """None: the call failed, or one before it had."""
        if self._failure is not None:
            return None
        try:
            return call()
        except LinkedInError as error:
            self._failure = error
            return None

    @transaction.atomic
    def _fail(self, item: Mark, error: ItemError) -> None:
        if error.transient:
            outbox.postponed([item], error.message, at=self._at)
        elif error.status == HTTPStatus.NOT_FOUND and self._lost is not None:
            self._lost(item, self._at)
        else:
            self._refuse(item, error.message)

    def _refuse(self, item: Mark, reason: str) -> None:
        outbox.refused(item, reason, at=self._at)
        record = self.records.get(item.entity_id)
        if record is not None:
            record.state, record.reason = RemoteState.REFUSED, reason
            records.save([record])
