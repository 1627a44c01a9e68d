"""Applications at LinkedIn: sent once LinkedIn has their candidate and their job, deleted before their candidate is."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from rsc_client.client import Client
from rsc_client.errors import ItemError
from rsc_client.generations import Feature
from rsc_client.synced import ApplicationKey, JobApplication
from skaffa.applications.models import Application
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import Connection, RemoteRecord, SyncKind
from skaffa.linkedin.sync import attachments, outbox, people
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.sending import Errors, Put, Sending

PARTS = (SyncKind.STAGES, SyncKind.APPLICATION_NOTES, SyncKind.FEEDBACK)
"""What hangs on an application, and leaves LinkedIn with it."""

AFTER_CANDIDATE = gettext_noop("Follows when LinkedIn has the candidate.")
AFTER_JOB = gettext_noop("Follows when LinkedIn has the job.")


def send(connection: Connection, client: Client, *, at: datetime) -> int:
    """One turn of applications; how many marks were looked at."""
    resource = client.resource(Feature.APPLICATIONS)
    sending = Sending(connection, SyncKind.APPLICATION, resource=resource, parts=PARTS, lost=_look_for_parents, at=at)
    calls = _Calls(client, connection.organization_urn)
    puts, deletes, moved = _planned(connection, sending)
    owners = {pk: record.parent_id for pk, record in sending.records.items() if record.parent_id is not None}
    taken = sending.put(puts, calls.put)
    arrived = [put.item.entity_id for put in taken if not sending.had(put.item.entity_id)]
    sending.held(taken)
    if arrived:
        outbox.wake(connection.pk, PARTS, arrived, at=at)
        attachments.wake(connection, SyncKind.APPLICATION, arrived, at=at)
    for pk in sending.delete([*deletes, *moved], calls.delete):
        _gone(connection, sending, pk, comes_again=pk in {item.entity_id for item in moved}, at=at)
        outbox.wake(connection.pk, [SyncKind.CANDIDATE], [owners[pk]] if pk in owners else [], at=at)
    sending.finish()
    return sending.size


def wake(connection_id: int, which: Q, *, at: datetime) -> None:
    """LinkedIn has the candidate, or the job, that these applications may have waited for."""
    ids = Application.objects.filter(which, passed_prospect_at__isnull=False).values_list("pk", flat=True)
    outbox.wake(connection_id, [SyncKind.APPLICATION], ids, at=at)


class _Calls:
    """What LinkedIn is asked about applications; errors by our id."""

    def __init__(self, client: Client, organization: str) -> None:
        self._client = client
        self._organization = organization

    def put(self, puts: Mapping[int, Put]) -> Errors:
        sent = {self._key(pk): put.payload for pk, put in puts.items() if isinstance(put.payload, JobApplication)}
        return self._by_id(self._client.put_applications(sent).errors)

    def delete(self, ids: list[int]) -> Errors:
        return self._by_id(self._client.delete_applications(map(self._key, ids)).errors)

    def _key(self, pk: int) -> ApplicationKey:
        return ApplicationKey(str(pk), self._organization)

    @staticmethod
    def _by_id(errors: Mapping[ApplicationKey, ItemError]) -> Errors:
        return {int(key.application_id): error for key, error in errors.items()}


@transaction.atomic
def _gone(connection: Connection, sending: Sending, pk: int, *, comes_again: bool, at: datetime) -> None:
    sending.gone(pk)
    attachments.owner_gone(connection, SyncKind.APPLICATION, [pk], at=at)
    if comes_again:
        outbox.mark_each({kind: [pk] for kind in (SyncKind.APPLICATION, *PARTS)}, at=at)


def _planned(connection: Connection, sending: Sending) -> tuple[list[Put], list[Mark], list[Mark]]:
    """What is sent, what leaves, and what leaves to come again: nobody says that an application may change its candidate."""
    found = people.applications([item.entity_id for item in sending.items], connection)
    people_there = _there(connection, SyncKind.CANDIDATE, {one.facts.candidate_id for one in found.values()})
    jobs_there = _there(connection, SyncKind.JOB, {one.job_id for one in found.values()})
    puts: list[Put] = []
    deletes: list[Mark] = []
    moved: list[Mark] = []
    nothing: list[Mark] = []
    early: dict[str, list[Mark]] = {AFTER_CANDIDATE: [], AFTER_JOB: []}
    for item in sending.items:
        considered, record = found.get(item.entity_id), sending.records.get(item.entity_id)
        payload = considered.payload if considered else None
        if considered is None or payload is None:
            (nothing if record is None else deletes).append(item)
        elif record is not None and record.parent_id not in {None, considered.facts.candidate_id}:
            moved.append(item)
        elif record is not None and record.hash and record.hash == payloads.fingerprint(payload):
            nothing.append(item)
        elif considered.facts.candidate_id not in people_there:
            early[AFTER_CANDIDATE].append(item)
        elif considered.job_id not in jobs_there:
            early[AFTER_JOB].append(item)
        else:
            owner = considered.facts.candidate_id
            puts.append(Put(item, payload, payloads.fingerprint(payload), parent=owner))
    sending.nothing(nothing)
    for reason, items in early.items():
        sending.wait(items, reason)
    return puts, deletes, moved


def _there(connection: Connection, kind: SyncKind, ids: Iterable[int]) -> frozenset[int]:
    """Those LinkedIn has accepted at some time and not lost since."""
    rows = RemoteRecord.objects.filter(connection=connection, kind=kind, entity_id__among=ids)
    return frozenset(rows.filter(accepted_at__isnull=False).values_list("entity_id", flat=True))


def _look_for_parents(item: Mark, at: datetime) -> None:
    """LinkedIn misses the job or the candidate we thought it had: both are sent again first."""
    row = Application.objects.filter(pk=item.entity_id).first()
    if row is None:
        outbox.accepted([item], at=at)
        return
    parents = {SyncKind.CANDIDATE: row.candidate_id, SyncKind.JOB: row.job_id}
    for kind, pk in parents.items():
        rows = RemoteRecord.objects.filter(connection=item.connection_id, kind=kind, entity_id=pk)
        rows.update(hash="", accepted_at=None, is_listed=False)
        outbox.mark(kind, [pk], at=at)
    outbox.waits([item], AFTER_CANDIDATE, at=at)
