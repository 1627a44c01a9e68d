"""/rest/exportedApplicationEvaluations: what LinkedIn's Hiring Assistant found. There is none here, so nothing is found."""

from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle, collection
from rsc_sandbox.protocol.errors import BadRequest, NotFound


def finder(call: Call) -> Answer:
    call.allow("q", "requestId", "start", "count")
    if call.one("q") != "request":
        raise BadRequest("Unknown finder; use request")
    call.one("requestId")
    if call.sandbox.switches.expired_request == "not_found":
        raise NotFound("Request id not found")
    return collection([], call)


RESOURCE = Resource(
    v2=None,
    rest="exportedApplicationEvaluations",
    methods={"finder": finder},
    throttles=(Throttle(counter="exportedApplicationEvaluations.day", window=DAY, limit="requests_per_day"),),
)
