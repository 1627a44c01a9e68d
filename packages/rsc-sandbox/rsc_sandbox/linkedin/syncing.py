"""What every sync endpoint has in common: throttles, the customer's consent, times, and parents that must be known."""

import sqlite3
from typing import Annotated

import msgspec

from rsc_sandbox.linkedin import gate
from rsc_sandbox.protocol.call import DAY, MINUTE, Call, Throttle
from rsc_sandbox.protocol.errors import Invalid, NotFound
from rsc_sandbox.protocol.keys import Key
from rsc_sandbox.store import candidates, job_applications, jobs

Moment = Annotated[int, msgspec.Meta(gt=0, lt=2**53)]
Email = Annotated[str, msgspec.Meta(pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$", max_length=320)]
Text = Annotated[str, msgspec.Meta(min_length=1)]
Organization = Annotated[str, msgspec.Meta(pattern=r"^urn:li:organization:[0-9]{1,15}$")]
Contract = Annotated[str, msgspec.Meta(pattern=r"^urn:li:contract:[0-9]{1,15}$")]

CONTEXT = "integrationContext"
CANDIDATE = "atsCandidateId"
APPLICATION = "atsJobApplicationId"
_LONGEST_ID = 200
_INDICATOR = "IN_ATS_INDICATOR"


class Actor(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """Whoever wrote a note or led an interview."""

    first_name: Text
    last_name: Text


def throttles(resource: str) -> tuple[Throttle, ...]:
    """100,000 calls a day and 10,000 records a minute, each resource for itself."""
    return (
        Throttle(counter=f"{resource}.day", window=DAY, limit="requests_per_day"),
        Throttle(counter=f"{resource}.records.minute", window=MINUTE, limit="sync_records_per_minute", records=True),
    )


def require_enabled(call: Call, keys: list[Key]) -> None:
    """That the In-ATS indicator must be on for this is inferred."""
    for context in dict.fromkeys(key[CONTEXT] for key in keys):
        gate.require_enabled(call, context, _INDICATOR)


def check_id(key: Key, name: str) -> None:
    """The bound is inferred from what LinkedIn documents for jobs."""
    if len(key[name]) > _LONGEST_ID:
        raise Invalid.field(f"/{name}", f"length is out of range 1...{_LONGEST_ID}")


def check_times(created_at: int | None, modified_at: int | None) -> None:
    if created_at is not None and modified_at is not None and modified_at < created_at:
        raise Invalid.field("/atsLastModifiedAt", "must not be before atsCreatedAt")


def require_candidate(call: Call, tx: sqlite3.Connection, key: Key) -> None:
    """NotFound, unless the switch unknown_parent accepts what belongs to nobody."""
    _require(call, known=_candidate(call, tx, key, key[CANDIDATE]), what=f"Candidate {key[CANDIDATE]}")


def require_application(call: Call, tx: sqlite3.Connection, key: Key) -> None:
    found = job_applications.get(
        tx, application_id=call.application.id, context=key[CONTEXT], external_id=key[APPLICATION]
    )
    _require(call, known=found is not None, what=f"Application {key[APPLICATION]}")


def require_references(call: Call, tx: sqlite3.Connection, key: Key, *, candidate: str | None, job: str) -> None:
    """What an application names must have come before it: its candidate, and its job at least as a task."""
    if candidate is not None:
        _require(call, known=_candidate(call, tx, key, candidate), what=f"Candidate {candidate}")
    known = jobs.is_known(tx, application_id=call.application.id, context=key[CONTEXT], external_id=job)
    _require(call, known=known, what=f"Job {job}")


def _candidate(call: Call, tx: sqlite3.Connection, key: Key, external_id: str) -> bool:
    found = candidates.get(tx, application_id=call.application.id, context=key[CONTEXT], external_id=external_id)
    return found is not None


def _require(call: Call, *, known: bool, what: str) -> None:
    if not known and call.sandbox.switches.unknown_parent == "reject":
        raise NotFound(f"{what} was never synced")
