"""/rest/jobRequisitions: what takes the place of Recruiter's jobs in the versioned generation.

LinkedIn's page of the body could not be read: any object is taken and kept, and nothing is made of it.
"""

from rsc_sandbox.linkedin import syncing
from rsc_sandbox.linkedin.syncing import CONTEXT
from rsc_sandbox.protocol import batches
from rsc_sandbox.protocol.call import Answer, Call, Resource
from rsc_sandbox.protocol.keys import Shape
from rsc_sandbox.store import details

_OWN = "externalJobRequisitionId"
_KEY = Shape((_OWN, CONTEXT))


def batch_update(call: Call) -> Answer:
    keys = _KEY.ids(call)
    values = batches.entities(call, _KEY, keys)
    syncing.require_enabled(call, keys)

    def put(index: int) -> None:
        key = keys[index]
        syncing.check_id(key, _OWN)
        place = details.Place(application_id=call.application.id, context=key[CONTEXT], kind="REQUISITION", parent="")
        with call.sandbox.transaction() as tx:
            details.put(tx, place, key[_OWN], values[key], at=call.sandbox.now())

    return batches.update(batches.written(_KEY, keys, call), put)


RESOURCE = Resource(
    v2=None,
    rest="jobRequisitions",
    methods={"batch_update": batch_update},
    throttles=syncing.throttles("jobRequisitions"),
)
