"""/v2/atsApplications (rest: the same name): applications of candidates for jobs."""

import sqlite3

import msgspec

from rsc_sandbox.linkedin import syncing
from rsc_sandbox.linkedin.syncing import APPLICATION, CONTEXT, Email, Moment, Text
from rsc_sandbox.protocol import batches, validation
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.errors import NotFound
from rsc_sandbox.protocol.keys import Shape
from rsc_sandbox.protocol.naming import Names
from rsc_sandbox.store import details, job_applications
from rsc_sandbox.store.candidates import Candidate

KEY = Shape((APPLICATION, CONTEXT))
_NAMES = Names()  # that rest renames none of its fields is inferred


class _Application(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Whether the names are required is not told; where they are given they are not empty."""

    ats_created_at: Moment
    ats_last_modified_at: Moment
    ats_job_posting_id: Text
    ats_job_posting_name: Text
    ats_candidate_id: Text | None = None
    candidate_email: Email | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    source: str | None = None
    disposition_reason: str | None = None


def batch_update(call: Call) -> Answer:
    """Create or replace: what is left out becomes null."""
    keys = KEY.ids(call)
    values = batches.entities(call, KEY, keys)
    syncing.require_enabled(call, keys)
    at = call.sandbox.now()
    with call.sandbox.transaction() as tx:

        def put(index: int) -> None:
            key = keys[index]
            syncing.check_id(key, APPLICATION)
            value = _NAMES.read(values[key], call.generation)
            parsed = validation.entity(value, _Application)
            syncing.check_times(parsed.ats_created_at, parsed.ats_last_modified_at)
            candidate, job = parsed.ats_candidate_id, parsed.ats_job_posting_id
            syncing.require_references(call, tx, key, candidate=candidate, job=job)
            job_applications.put(
                tx,
                application_id=call.application.id,
                context=key[CONTEXT],
                external_id=key[APPLICATION],
                candidate=candidate,
                job=job,
                value=value,
                at=at,
            )

        return batches.update(batches.written(KEY, keys, call), put)


def batch_delete(call: Call) -> Answer:
    """Notes, interview feedback and stages of the application go with it."""
    keys = KEY.ids(call)
    syncing.require_enabled(call, keys)

    def delete(index: int) -> None:
        with call.sandbox.transaction() as tx:
            key = keys[index]
            if not _remove(tx, application_id=call.application.id, context=key[CONTEXT], external_id=key[APPLICATION]):
                raise NotFound(f"Application {key[APPLICATION]} was never synced")

    return batches.update(batches.written(KEY, keys, call), delete)


def remove_of(tx: sqlite3.Connection, candidate: Candidate) -> None:
    """All applications of a candidate, with what hangs on them."""
    found = job_applications.of_candidate(
        tx,
        application_id=candidate.application_id,
        context=candidate.context,
        candidate=candidate.external_id,
    )
    for row in found:
        _remove(tx, application_id=row.application_id, context=row.context, external_id=row.external_id)


def _remove(tx: sqlite3.Connection, *, application_id: int, context: str, external_id: str) -> bool:
    for kind in details.OF_APPLICATION:
        place = details.Place(application_id=application_id, context=context, kind=kind, parent=external_id)
        details.remove_all(tx, place)
    return job_applications.remove(tx, application_id=application_id, context=context, external_id=external_id)


RESOURCE = Resource(
    v2="atsApplications",
    rest="atsApplications",
    methods={"batch_update": batch_update, "batch_delete": batch_delete},
    throttles=syncing.throttles("atsApplications"),
)
