"""/v2/prospectNotes: recruiters' notes about members. The fields after lastModified are inferred."""

from rsc_sandbox.linkedin import retrieval
from rsc_sandbox.protocol.call import Answer, Call, Resource, collection
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.store import companies, member_notes
from rsc_sandbox.store.member_notes import MemberNote


def finder(call: Call) -> Answer:
    """By the last change: cutoffDate exclusive, beforeDate inclusive."""
    call.allow("q", "contract", "owners", "cutoffDate", "beforeDate", "start", "count")
    if call.one("q") != "criteria":
        raise BadRequest("Unknown finder; use criteria")
    contract_id = retrieval.contract(call, call.one("contract"))
    after, until = retrieval.window(call, "cutoffDate", "beforeDate")
    owners = retrieval.owners(call)
    with call.sandbox.transaction() as tx:
        found = member_notes.changed_between(tx, contract_id=contract_id, after=after, until=until)
    shows_private = call.sandbox.switches.private_prospect_notes == "shown"
    elements = [
        _element(call, note, active=note.active and (note.public or shows_private))
        for note in found
        if (note.published or shows_private) and (owners is None or note.seat_id in owners)
    ]
    return collection(elements, call)


def _element(call: Call, note: MemberNote, *, active: bool) -> dict[str, object]:
    """A note that was taken back looks like a deleted one."""
    return {
        "id": note.id,
        "active": active,
        "contract": f"{companies.CONTRACT}{note.contract_id}",
        "created": note.created_at,
        "lastModified": note.changed_at,
        "owner": f"{retrieval.SEAT}{note.seat_id}",
        "prospect": retrieval.person(call, note.member_id),
        "note": note.text if active else "",
    }


RESOURCE = Resource(v2="prospectNotes", methods={"finder": finder}, throttles=retrieval.COMBINED)
