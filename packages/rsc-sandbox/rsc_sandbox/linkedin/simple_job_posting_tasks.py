"""/v2/simpleJobPostingTasks: what became of the jobs that were sent."""

import re

from rsc_sandbox.linkedin import intake
from rsc_sandbox.linkedin.simple_job_postings import TASK
from rsc_sandbox.protocol import batches
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle
from rsc_sandbox.protocol.errors import BadRequest
from rsc_sandbox.protocol.keys import simple_ids
from rsc_sandbox.store import jobs

_LIFE = DAY  # of a task's id [OpenAPI]
_URN = re.compile(re.escape(TASK) + r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def batch_get(call: Call) -> Answer:
    urns = simple_ids(call)
    if not all(_URN.fullmatch(urn) for urn in urns):
        raise BadRequest("Batch key parameter value is invalid")
    intake.run_due(call.sandbox)

    def read(index: int) -> dict[str, object] | None:
        with call.sandbox.transaction() as tx:
            task = jobs.task(tx, urns[index].removeprefix(TASK))
        if task is None or task.application_id != call.application.id:
            return None
        return _element(task) if call.sandbox.now() < task.created_at + _LIFE else None

    return batches.get(urns, read, call)


def _element(task: jobs.Task) -> dict[str, object]:
    element: dict[str, object] = {
        "id": f"{TASK}{task.id}",
        "status": task.status,
        "externalJobPostingId": task.external_id,
    }
    if task.job_id is not None:
        element["jobPosting"] = f"urn:li:jobPosting:{task.job_id}"
    if location := task.posting.get("location"):
        element["location"] = location
    if task.error is not None:
        element["errorMessage"] = task.error
    return element


RESOURCE = Resource(
    v2="simpleJobPostingTasks",
    methods={"batch_get": batch_get},
    throttles=(Throttle(counter="simpleJobPostingTasks.day", window=DAY, limit="requests_per_day"),),
)
