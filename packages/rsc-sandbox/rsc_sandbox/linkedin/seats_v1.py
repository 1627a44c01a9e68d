"""/v2/seats: the older list of seats, deprecated by LinkedIn on 1 April 2022; the only one with an e-mail address."""

from rsc_sandbox.linkedin import retrieval
from rsc_sandbox.protocol.call import Answer, Call, Resource, collection
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.seats import Seat


def finder(call: Call) -> Answer:
    call.allow("q", "active", "contracts", "start", "count")
    if call.one("q") != "seatsByAttributes":
        raise BadRequest("Unknown finder; use seatsByAttributes")
    active = call.optional("active")
    if active not in {None, "true", "false"}:
        raise BadRequest("Parameter 'active' is true or false")
    contracts = call.many("contracts")
    if not contracts:
        raise BadRequest("Parameter 'contracts' is required")
    numbers = [retrieval.contract(call, urn) for urn in contracts]
    with call.sandbox.transaction() as tx:
        found = [
            seat
            for seat in seats.of_contracts(tx, numbers)
            if active is None or (seat.state == "ACTIVE") == (active == "true")
        ]
        people = {seat.member_id: members.get(tx, seat.member_id) for seat in found}
        emails = {row.id: row.email for row in seats.accounts(tx)}
    return collection([_element(call, seat, people[seat.member_id], emails[seat.account_id]) for seat in found], call)


def _element(call: Call, seat: Seat, member: members.Member | None, email: str) -> dict[str, object]:
    return {
        "id": seat.id,
        "firstName": member.first_name if member else "",
        "lastName": member.last_name if member else "",
        "contractId": seat.contract_id,
        "member": retrieval.person(call, seat.member_id),
        "active": seat.state == "ACTIVE",
        "admin": seat.role == "ADMIN",
        "email": email,
    }


RESOURCE = Resource(v2="seats", methods={"finder": finder}, throttles=retrieval.COMBINED)
