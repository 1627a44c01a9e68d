"""/v2/mailStubs: contact details of members who agreed to share them. The element is inferred."""

from rsc_sandbox.linkedin import retrieval
from rsc_sandbox.protocol.call import Answer, Call, Resource, collection
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.store import companies, mail_stubs, members
from rsc_sandbox.store.mail_stubs import MailStub
from rsc_sandbox.store.members import Member


def finder(call: Call) -> Answer:
    """By the moment of the consent: createdDateStart inclusive, createdDateEnd exclusive."""
    call.allow("q", "contract", "owners", "createdDateStart", "createdDateEnd", "start", "count")
    if call.one("q") != "contract":
        raise BadRequest("Unknown finder; use contract")
    contract_id = retrieval.contract(call, call.one("contract"))
    start, end = retrieval.window(call, "createdDateStart", "createdDateEnd")
    owners = retrieval.owners(call)
    with call.sandbox.transaction() as tx:
        made = mail_stubs.made_between(tx, contract_id=contract_id, start=start, end=end)
        found = [(stub, members.get(tx, stub.member_id)) for stub in made]
    elements = [
        _element(call, stub, member)
        for stub, member in found
        if member is not None and member.closed_at is None and (owners is None or stub.seat_id in owners)
    ]
    return collection(elements, call)


def _element(call: Call, stub: MailStub, member: Member) -> dict[str, object]:
    shared = {"emailAddress": stub.email, "phoneNumber": stub.phone}
    return {
        "owner": f"{retrieval.SEAT}{stub.seat_id}",
        "contract": f"{companies.CONTRACT}{stub.contract_id}",
        "member": retrieval.person(call, member.id),
        "firstName": member.first_name,
        "lastName": member.last_name,
        **{name: value for name, value in shared.items() if value is not None},
        "created": stub.created_at,
    }


RESOURCE = Resource(v2="mailStubs", methods={"finder": finder}, throttles=retrieval.COMBINED)
