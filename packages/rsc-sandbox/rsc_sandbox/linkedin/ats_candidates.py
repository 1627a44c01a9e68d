"""/v2/atsCandidates (rest: candidates): the customer's candidates, and the members LinkedIn takes them for."""

import sqlite3
from collections.abc import Mapping
from typing import Annotated

import msgspec

from rsc_sandbox.linkedin import ats_applications, matching, syncing
from rsc_sandbox.linkedin.syncing import CANDIDATE, CONTEXT, Email, Moment, Text
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.errors import BadRequest, Invalid, NotFound
from rsc_sandbox.protocol.keys import Key, Shape
from rsc_sandbox.protocol.naming import Names
from rsc_sandbox.store import candidates, details
from rsc_sandbox.store.candidates import Candidate
from rsc_sandbox.store.members import PERSON

KEY = Shape((CANDIDATE, CONTEXT), rest={CANDIDATE: "externalCandidateId"})
NAMES = Names(rest={"atsCreatedAt": "externalCreatedAt", "atsLastModifiedAt": "externalLastModifiedAt"})
_LINK = "manualMatchedMember"
_Short = Annotated[str, msgspec.Meta(max_length=1_000)]


class _Phone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    number: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    extension: _Short | None = None


class _Address(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    line1: _Short | None = None
    line2: _Short | None = None
    city: _Short | None = None
    geographic_area: _Short | None = None
    geographic_area_type: _Short | None = None
    postal_code: _Short | None = None
    country: Annotated[str, msgspec.Meta(pattern=r"^[A-Za-z]{2}$")] | None = None


class _Candidate(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """E-mail addresses may be missing only where a person is attached."""

    first_name: Text
    last_name: Text
    phone_numbers: list[_Phone]
    addresses: list[_Address]
    ats_created_at: Moment
    ats_last_modified_at: Moment
    external_profile_url: Text
    email_addresses: list[Email] | None = None
    linked_in_profile_url: _Short | None = None
    current_company_name: _Short | None = None
    current_job_title: _Short | None = None
    do_not_contact: bool | None = None
    middle_initial: _Short | None = None
    prefix: _Short | None = None
    suffix: _Short | None = None
    manual_matched_member: str | None = None


def batch_update(call: Call) -> Answer:
    """Create or replace: what is left out becomes null, save the link (switch keep_link_on_put)."""
    keys = KEY.ids(call)
    values = batches.entities(call, KEY, keys)
    syncing.require_enabled(call, keys)
    keep_link, at = call.sandbox.switches.keep_link_on_put, call.sandbox.now()
    written: list[tuple[int, Mapping[str, object]]] = []
    with call.sandbox.transaction() as tx:

        def put(index: int) -> None:
            key, given = keys[index], values[keys[index]]
            syncing.check_id(key, CANDIDATE)
            value = NAMES.read(given, call.generation)
            with NAMES.said(call.generation):
                parsed = validation.entity(value, _Candidate)
                syncing.check_times(parsed.ats_created_at, parsed.ats_last_modified_at)
            keeps = keep_link and _LINK not in given
            member_id = _member(call, parsed.manual_matched_member) if parsed.manual_matched_member else None
            attached = member_id is not None or (keeps and not parsed.email_addresses and _is_linked(call, tx, key))
            if not (parsed.email_addresses or attached):
                raise Invalid.field("/emailAddresses", "field is required but not found and has no default value")
            value.pop(_LINK, None)
            number = candidates.put(
                tx,
                application_id=call.application.id,
                context=key[CONTEXT],
                external_id=key[CANDIDATE],
                value=value,
                manual_member_id=member_id,
                keep_link=keeps,
                at=at,
            )
            written.append((number, value))

        answer = batches.update(batches.written(KEY, keys, call), put)
        matching.rematch(tx, written)
    return answer


def batch_get(call: Call) -> Answer:
    """What was synced, and in matchedMembers and manualMatchedMember whom LinkedIn takes it for."""
    keys = KEY.ids(call)
    syncing.require_enabled(call, keys)
    with call.sandbox.transaction() as tx:
        found = {key: candidate for key in keys if (candidate := _get(call, tx, key))}
        taken_for = matching.algorithmic(call.sandbox, tx, found.values())

    def read(index: int) -> dict[str, object] | None:
        candidate = found.get(keys[index])
        if candidate is None:
            return None
        recognised = taken_for.get(candidate.id, matching.Recognised(()))
        return NAMES.write(_element(call, candidate, recognised), call.generation)

    return batches.get(batches.written(KEY, keys, call), read, call)


def batch_partial_update(call: Call) -> Answer:
    """Link a person by hand, or undo that; other fields take a whole update."""
    keys = KEY.ids(call)
    patches = batches.entities(call, KEY, keys)
    syncing.require_enabled(call, keys)

    def link(index: int) -> None:
        patch = batches.patch(patches[keys[index]])
        if {*patch.set, *patch.delete} != {_LINK} or (patch.set and patch.delete):
            raise BadRequest(f"A partial update sets or deletes {_LINK}, and nothing else")
        member_id = _member(call, patch.set[_LINK]) if patch.set else None
        with call.sandbox.transaction() as tx:
            candidates.link(tx, _known(call, tx, keys[index]).id, member_id)

    return batches.update(batches.written(KEY, keys, call), link)


def batch_delete(call: Call) -> Answer:
    """The notes go too; the applications stay until they are deleted (switch candidate_delete_cascades)."""
    keys = KEY.ids(call)
    syncing.require_enabled(call, keys)

    def delete(index: int) -> None:
        with call.sandbox.transaction() as tx:
            candidate = _known(call, tx, keys[index])
            for kind in details.OF_CANDIDATE:
                details.remove_all(tx, _place(candidate, kind))
            candidates.remove(tx, candidate.id)
            if call.sandbox.switches.candidate_delete_cascades:
                ats_applications.remove_of(tx, candidate)

    return batches.update(batches.written(KEY, keys, call), delete)


def _get(call: Call, tx: sqlite3.Connection, key: Key) -> Candidate | None:
    return candidates.get(tx, application_id=call.application.id, context=key[CONTEXT], external_id=key[CANDIDATE])


def _is_linked(call: Call, tx: sqlite3.Connection, key: Key) -> bool:
    known = _get(call, tx, key)
    return known is not None and known.manual_member_id is not None


def _known(call: Call, tx: sqlite3.Connection, key: Key) -> Candidate:
    found = _get(call, tx, key)
    if found is None:
        raise NotFound(f"Candidate {key[CANDIDATE]} was never synced")
    return found


def _member(call: Call, urn: object) -> int:
    """A person id that this application was never told means nobody."""
    person = urn if isinstance(urn, str) and urn.startswith(PERSON) else ""
    member = call.sandbox.member_by_person(application_id=call.application.id, urn=person)
    if member is None or member.closed_at is not None:
        raise Invalid.field(f"/{_LINK}", f'"{urn}" is not a person known to this application')
    return member.id


def _element(call: Call, candidate: Candidate, recognised: matching.Recognised) -> dict[str, object]:
    def urn(member_id: int) -> str:
        return call.sandbox.person_urn(application_id=call.application.id, member_id=member_id)

    element = {**candidate.value, "matchedMembers": [urn(number) for number in recognised.member_ids]}
    if candidate.manual_member_id is not None:
        element[_LINK] = urn(candidate.manual_member_id)
    return element


def _place(candidate: Candidate, kind: details.Kind) -> details.Place:
    return details.Place(
        application_id=candidate.application_id, context=candidate.context, kind=kind, parent=candidate.external_id
    )


RESOURCE = Resource(
    v2="atsCandidates",
    rest="candidates",
    methods={
        "batch_update": batch_update,
        "batch_get": batch_get,
        "batch_partial_update": batch_partial_update,
        "batch_delete": batch_delete,
    },
    throttles=syncing.throttles("atsCandidates"),
    v2_only=frozenset({"batch_partial_update"}),
)
