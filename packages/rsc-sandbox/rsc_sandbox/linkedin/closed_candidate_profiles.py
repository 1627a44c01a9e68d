"""/v2/closedCandidateProfiles: exported members who have left LinkedIn.

That there is such a call and that it must be asked every 30 days is documented; its name, parameters and element are
inferred. The switch closed_profiles_resource gives it another name.
"""

from rsc_sandbox.linkedin import gate, retrieval
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle, collection
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.store import exports


def finder(call: Call) -> Answer:
    call.allow("q", "integrationContext", "start", "count")
    if call.one("q") != "criteria":
        raise BadRequest("Unknown finder; use criteria")
    context = call.one("integrationContext")
    gate.require_enabled(call, context)
    with call.sandbox.transaction() as tx:
        gone = exports.closed_of_application(tx, application_id=call.application.id, context=context)
    elements: list[dict[str, object]] = [
        {
            "member": retrieval.person(call, member.id),
            "profileUrl": call.sandbox.profile_url(member),
            "closedAt": member.closed_at,
        }
        for member in gone
    ]
    return collection(elements, call)


RESOURCE = Resource(
    v2="closedCandidateProfiles",
    methods={"finder": finder},
    throttles=(Throttle(counter="closedCandidateProfiles.day", window=DAY, limit="requests_per_day"),),
)
