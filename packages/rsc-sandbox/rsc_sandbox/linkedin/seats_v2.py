"""/v2/seatsV2 and /rest/seatsV2: who holds a Recruiter seat on a contract."""

from rsc_sandbox.linkedin import retrieval
from rsc_sandbox.protocol.call import Answer, Call, Resource, collection
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.protocol.naming import Names
from rsc_sandbox.store import companies, members, seats
from rsc_sandbox.store.seats import Seat

_STATES = frozenset({"ACTIVE", "INACTIVE", "INVITED", "PARKED"})
_NAMES = Names(rest={"id": "seatId", "created": "createdAt"})
# ADMIN_SEAT and SOURCER_ADD_PROSPECT are documented; a hiring manager's role is inferred.
_ROLES = {
    "ADMIN": ("ADMIN_SEAT", "SOURCER_ADD_PROSPECT"),
    "RECRUITER": ("SOURCER_ADD_PROSPECT",),
    "HIRING_MANAGER": ("HIRING_MANAGER",),
}


def finder(call: Call) -> Answer:
    """A call without `start` fails, as LinkedIn documents."""
    call.allow("q", "contracts", "states", "start", "count")
    if call.one("q") != "attributes":
        raise BadRequest("Unknown finder; use attributes")
    call.one("start")
    contracts = call.many("contracts")
    if not contracts:
        raise BadRequest("Parameter 'contracts' is required")
    numbers = [retrieval.contract(call, urn) for urn in contracts]
    states = frozenset(call.many("states"))
    if not states <= _STATES:
        raise BadRequest(f"Parameter 'states' takes {', '.join(sorted(_STATES))}")
    with call.sandbox.transaction() as tx:
        found = [seat for seat in seats.of_contracts(tx, numbers) if not states or seat.state in states]
        people = {seat.member_id: members.get(tx, seat.member_id) for seat in found}
    elements = [_NAMES.write(_element(call, seat, people[seat.member_id]), call.generation) for seat in found]
    return collection(elements, call)


def _element(call: Call, seat: Seat, member: members.Member | None) -> dict[str, object]:
    created: dict[str, object] = {"time": seat.created_at}
    if call.generation == "rest":
        created["actor"] = retrieval.person(call, seat.member_id)
    return {
        "id": seat.id,
        "firstName": member.first_name if member else "",
        "lastName": member.last_name if member else "",
        "contract": f"{companies.CONTRACT}{seat.contract_id}",
        "member": retrieval.person(call, seat.member_id),
        "state": seat.state,
        "seatRoles": _ROLES[seat.role],
        "created": created,
    }


RESOURCE = Resource(v2="seatsV2", rest="seatsV2", methods={"finder": finder}, throttles=retrieval.COMBINED)
