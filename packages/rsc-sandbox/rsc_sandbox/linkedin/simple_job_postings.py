"""/v2/simpleJobPostings: jobs come in batches, each becomes a task that LinkedIn finishes later."""

import uuid
from urllib.parse import quote

import msgspec

from rsc_sandbox.linkedin import gate, intake, postings
from rsc_sandbox.protocol import validation
from rsc_sandbox.protocol.call import DAY, MINUTE, Answer, Call, Resource, Throttle
from rsc_sandbox.protocol.errors import BadRequest, WireError
from rsc_sandbox.protocol.keys import LARGEST_BATCH
from rsc_sandbox.store import jobs

TASK = "urn:li:simpleJobPostingTask:"


class _Elements(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    elements: list[dict[str, object]]


def batch_create(call: Call) -> Answer:
    """One result per element, in their order: 202 and a task, or 422 and the reason."""
    call.allow()
    elements = validation.wrapped(call.content, _Elements).elements
    _check(elements)
    contexts = [element.get("integrationContext") for element in elements]
    for context in dict.fromkeys(context for context in contexts if context and isinstance(context, str)):
        gate.require_enabled(call, context)
    results = [_take(call, element) for element in elements]
    intake.run_due(call.sandbox)
    return Answer(body={"elements": results})


def _check(elements: list[dict[str, object]]) -> None:
    if not 1 <= len(elements) <= LARGEST_BATCH:
        raise BadRequest(f"Batch size {len(elements)} is not within 1...{LARGEST_BATCH}")
    ids = [element.get("externalJobPostingId") for element in elements]
    if len({str(external_id) for external_id in ids}) != len(ids):
        raise BadRequest("An externalJobPostingId is given twice in one request")
    if len({str(element.get("jobPostingOperationType")) for element in elements}) > 1:
        raise BadRequest("All elements of a request must have the same jobPostingOperationType")


def _take(call: Call, element: dict[str, object]) -> dict[str, object]:
    at = call.sandbox.now()
    try:
        posting = postings.parse(element, at=at)
    except WireError as error:
        return {"status": error.status, "error": error.body()}
    task_id = str(uuid.uuid4())
    with call.sandbox.transaction() as tx:
        jobs.add_task(
            tx,
            jobs.Task(
                id=task_id,
                number=jobs.next_task_number(tx),
                application_id=call.application.id,
                operation=posting.operation,
                posting=element,
                external_id=posting.external_job_posting_id,
                status="IN_PROGRESS",
                job_id=None,
                error=None,
                created_at=at,
                due_at=at + call.sandbox.switches.job_task_delay_seconds * 1_000,
            ),
        )
    urn = f"{TASK}{task_id}"
    return {"id": urn, "status": 202, "location": f"/simpleJobPostings/{quote(urn, safe='')}"}


RESOURCE = Resource(
    v2="simpleJobPostings",
    methods={"batch_create": batch_create},
    throttles=(
        Throttle(counter="simpleJobPostings.day", window=DAY, limit="requests_per_day"),
        Throttle(
            counter="simpleJobPostings.records.minute", window=MINUTE, limit="job_records_per_minute", records=True
        ),
        Throttle(counter="simpleJobPostings.records.day", window=DAY, limit="job_records_per_day", records=True),
    ),
)
