"""/v2/jobPostingStatus: how a job stands on LinkedIn, by the ATS's own id of it."""

from rsc_sandbox.linkedin import intake
from rsc_sandbox.protocol import batches
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle
from rsc_sandbox.protocol.keys import simple_ids
from rsc_sandbox.store import jobs

_TAGS = {"PUBLIC": "PUBLIC", "PRIVATE_TO_ATS_INTEGRATION": "PRIVATE"}
_ALTERNATIVES = 7


def batch_get(call: Call) -> Answer:
    ids = simple_ids(call)
    intake.run_due(call.sandbox)

    def read(index: int) -> dict[str, object] | None:
        with call.sandbox.transaction() as tx:
            job = jobs.newest(tx, application_id=call.application.id, external_id=ids[index])
            task = jobs.newest_task(tx, application_id=call.application.id, external_id=ids[index])
        if job is None and task is None:
            return None
        return {"externalJobPostingId": ids[index], **(_of_job(call, job) if job else _of_task(task))}

    return batches.get(ids, read, call)


def _of_job(call: Call, job: jobs.Job) -> dict[str, object]:
    """What this stand-in never does, promotion and applying on LinkedIn, is not done with it either."""
    listed = job.state == "LISTED" and job.expire_at > call.sandbox.now()
    alternatives = job.posting.get("alternateLocations")
    information: dict[str, object] = {
        "listedAt": job.listed_at,
        "expireAt": job.expire_at,
        "location": job.location,
        "visibilityTag": _TAGS[job.availability],
    }
    if isinstance(alternatives, list):
        information["alternateLocations"] = alternatives[:_ALTERNATIVES]
    status: dict[str, object] = {
        "listingStatus": "LISTED" if listed else "NOT_LISTED",
        "linkedInApplyStatus": "NOT_ENABLED",
        "promotionStatus": "NOT_PROMOTED",
        "jobPostingInfo": information,
    }
    if listed:
        status["jobPostingUrl"] = f"{call.sandbox.config.www_base.rstrip('/')}/jobs/view/{job.id}"
    return status


def _of_task(task: jobs.Task | None) -> dict[str, object]:
    """A job that LinkedIn is still taking in, or dropped; the code and its type are inferred."""
    if task is None or task.status == "IN_PROGRESS":
        return {"listingStatus": "IN_PROGRESS"}
    detail = {"errorCode": "ERROR_INVALID_JOB", "errorType": "CUSTOMER_ERROR", "statusMessage": task.error or ""}
    return {"listingStatus": "NOT_LISTED", "listingStatusDetail": detail}


RESOURCE = Resource(
    v2="jobPostingStatus",
    methods={"batch_get": batch_get},
    throttles=(Throttle(counter="jobPostingStatus.day", window=DAY, limit="requests_per_day"),),
)
