"""Candidates at LinkedIn: sent when the gate lets them out, linked to their member, deleted when they may not stay."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_noop

from rsc_client.client import Client
from rsc_client.errors import ItemError
from rsc_client.generations import Feature
from rsc_client.synced import Candidate, CandidateKey
from skaffa.linkedin.marks import Mark
from skaffa.linkedin.models import Connection, MemberMatch, MemberUnlink, RemoteRecord, SyncKind
from skaffa.linkedin.sync import applications, attachments, matches, outbox, people
from skaffa.linkedin.sync import people_payloads as payloads
from skaffa.linkedin.sync.people import Person
from skaffa.linkedin.sync.sending import Errors, Put, Sending

PARTS = (SyncKind.CANDIDATE_NOTES,)
"""What hangs on a candidate, and leaves LinkedIn with it (wire §8)."""

INCOMPLETE = gettext_noop("LinkedIn wants a last name, and an e-mail address unless the person came from LinkedIn.")
AFTER_APPLICATIONS = gettext_noop("Leaves LinkedIn after the person's applications have.")


def send(connection: Connection, client: Client, *, at: datetime) -> int:
    """One turn of candidates; how many marks were looked at."""
    resource = client.resource(Feature.CANDIDATES)
    sending = Sending(connection, SyncKind.CANDIDATE, resource=resource, parts=PARTS, at=at)
    calls = _Calls(client, connection.organization_urn)
    ids = [item.entity_id for item in sending.items]
    found, undone = people.persons(ids, connection), _undone(connection, ids)
    bare = _bare(sending, found, undone)
    puts, deletes = _planned(connection, sending, found, undone, set(bare))
    sending.unlink(list(bare.values()), calls.unlink, INCOMPLETE)
    new = {put.item.entity_id for put in puts if not sending.had(put.item.entity_id)}
    settled = _put_and_linked(sending, puts, calls, undone)
    with transaction.atomic():
        sending.held(settled)
        matches.expect(connection, [put.item.entity_id for put in settled], at=at)
    arrived = new.intersection(put.item.entity_id for put in settled)
    if arrived:
        applications.wake(connection.pk, Q(candidate__among=arrived), at=at)
        outbox.wake(connection.pk, PARTS, arrived, at=at)
        attachments.wake(connection, SyncKind.CANDIDATE, arrived, at=at)
    gone = sending.delete(deletes, calls.delete)
    matches.forget(connection, gone)
    for pk in gone:
        sending.gone(pk)
        attachments.owner_gone(connection, SyncKind.CANDIDATE, [pk], at=at)
    sending.finish()
    return sending.size


class _Calls:
    """What LinkedIn is asked about candidates; errors by our id."""

    def __init__(self, client: Client, organization: str) -> None:
        self._client = client
        self._organization = organization

    def put(self, puts: Mapping[int, Put]) -> Errors:
        sent = {self._key(pk): put.payload for pk, put in puts.items() if isinstance(put.payload, Candidate)}
        return self._by_id(self._client.put_candidates(sent).errors)

    def link(self, puts: Mapping[int, Put]) -> Errors:
        return self._by_id(self._client.link_candidates({self._key(pk): put.member for pk, put in puts.items()}).errors)

    def unlink(self, puts: Iterable[int]) -> Errors:
        return self._by_id(self._client.unlink_candidates(map(self._key, puts)).errors)

    def delete(self, ids: list[int]) -> Errors:
        return self._by_id(self._client.delete_candidates(map(self._key, ids)).errors)

    def _key(self, pk: int) -> CandidateKey:
        return CandidateKey(str(pk), self._organization)

    @staticmethod
    def _by_id(errors: Mapping[CandidateKey, ItemError]) -> Errors:
        return {int(key.candidate_id): error for key, error in errors.items()}


def _planned(
    connection: Connection,
    sending: Sending,
    found: Mapping[int, Person],
    undone: frozenset[int],
    bare: Collection[int],
) -> tuple[list[Put], list[Mark]]:
    busy = _owners(connection, [item.entity_id for item in sending.items])
    puts, deletes, nothing, busy_ones = [], [], [], []
    for item in sending.items:
        if item.entity_id in bare:
            continue
        person, record = found.get(item.entity_id), sending.records.get(item.entity_id)
        payload = person.payload if person else None
        if person is None or payload is None:
            if record is None:
                nothing.append(item)
            elif item.entity_id in busy:
                busy_ones.append(item)
            else:
                deletes.append(item)
        elif payloads.missing(person.facts):
            sending.refuse(item, INCOMPLETE)
        elif _is_known(record, payload) and item.entity_id not in undone:
            nothing.append(item)
        else:
            puts.append(Put(item, payload, payloads.fingerprint(payload), member=person.facts.member))
    sending.nothing(nothing)
    sending.wait(busy_ones, AFTER_APPLICATIONS)
    return puts, deletes


def _bare(sending: Sending, found: Mapping[int, Person], undone: frozenset[int]) -> dict[int, Mark]:
    """Those who came from LinkedIn, were unlinked, and have no address: of them LinkedIn takes nothing but the unlinking."""
    linked = {pk for pk, record in sending.records.items() if record.person_urn} | undone
    persons = ((item, found.get(item.entity_id)) for item in sending.items if item.entity_id in linked)
    return {
        item.entity_id: item for item, person in persons if person and person.payload and payloads.missing(person.facts)
    }


def _is_known(record: RemoteRecord | None, payload: Candidate) -> bool:
    return record is not None and bool(record.hash) and record.hash == payloads.fingerprint(payload)


def _undone(connection: Connection, candidates: Iterable[int]) -> frozenset[int]:
    """Those whom somebody at LinkedIn has linked to a member from whom they were unlinked here."""
    linked = MemberMatch.objects.filter(connection=connection, candidate__among=candidates).exclude(linked="")
    pairs = dict(linked.values_list("candidate_id", "linked"))
    rows = MemberUnlink.objects.filter(connection=connection, candidate__among=pairs)
    return frozenset(pk for pk, urn in rows.values_list("candidate_id", "member_urn") if pairs[pk] == urn)


def _put_and_linked(sending: Sending, puts: list[Put], calls: _Calls, undone: frozenset[int]) -> list[Put]:
    """Send, then link or unlink where there is a member or was one; those LinkedIn then has as we do."""
    were_linked = {pk for pk, record in sending.records.items() if record.person_urn} | undone
    taken = sending.put(puts, calls.put)
    to_unlink = [put for put in taken if not put.member and put.item.entity_id in were_linked]
    settled = [put for put in taken if not put.member and put.item.entity_id not in were_linked]
    settled += sending.link([put for put in taken if put.member], calls.link)
    settled += sending.link(to_unlink, calls.unlink)
    return settled


def _owners(connection: Connection, candidates: Iterable[int]) -> frozenset[int]:
    """Those of whom LinkedIn has, or may have, an application."""
    rows = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.APPLICATION, parent_id__among=candidates)
    return frozenset(pk for pk in rows.values_list("parent_id", flat=True) if pk is not None)
