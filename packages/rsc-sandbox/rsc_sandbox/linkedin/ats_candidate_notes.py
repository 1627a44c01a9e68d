"""/v2/atsCandidates/{key}/notes (rest: candidateNotes): what the ATS's users wrote about a candidate."""

import msgspec

from rsc_sandbox.linkedin import attached
from rsc_sandbox.linkedin.syncing import CANDIDATE, Actor, Moment
from rsc_sandbox.protocol.naming import Names

NAMES = Names(
    rest={"atsCreatedAt": "externalCreatedAt", "atsLastModifiedAt": "externalLastModifiedAt"},
    rest_only=frozenset({"atsLastModifiedAt"}),
)


class Note(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    """LinkedIn's page requires nothing of it."""

    note: str | None = None
    author: Actor | None = None
    ats_created_at: Moment | None = None


class _CandidateNote(Note, frozen=True, kw_only=True, forbid_unknown_fields=True, rename="camel"):
    ats_last_modified_at: Moment | None = None


RESOURCE = attached.resource(
    attached.Attached(
        kind="CANDIDATE_NOTE",
        entity=_CandidateNote,
        v2=("atsCandidates", "notes"),
        rest="candidateNotes",
        parent=CANDIDATE,
        own="noteId",
        rest_keys={CANDIDATE: "externalCandidateId", "noteId": "externalNoteId"},
        names=NAMES,
    )
)
