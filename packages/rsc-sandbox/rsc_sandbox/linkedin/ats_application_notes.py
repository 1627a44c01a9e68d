"""/v2/atsApplications/{key}/notes (rest: applicationNotes): what the ATS's users wrote about an application."""

from rsc_sandbox.linkedin import attached
from rsc_sandbox.linkedin.ats_candidate_notes import Note
from rsc_sandbox.linkedin.syncing import APPLICATION
from rsc_sandbox.protocol.naming import Names

RESOURCE = attached.resource(
    attached.Attached(
        kind="APPLICATION_NOTE",
        entity=Note,
        v2=("atsApplications", "notes"),
        rest="applicationNotes",
        parent=APPLICATION,
        own="noteId",
        rest_keys={APPLICATION: "externalJobApplicationId", "noteId": "externalNoteId"},
        names=Names(),
    )
)
