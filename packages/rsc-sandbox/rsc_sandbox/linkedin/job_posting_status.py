"""/v2/jobPostingStatus: how a job stands on LinkedIn, by the ATS's own id of it."""

import msgspec

from rsc_sandbox.linkedin import intake, postings
from rsc_sandbox.protocol import batches
from rsc_sandbox.protocol.call import DAY, Answer, Call, Resource, Throttle
from rsc_sandbox.protocol.keys import simple_ids
from rsc_sandbox.store import companies, jobs

_TAGS = {"PUBLIC": "PUBLIC", "PRIVATE_TO_ATS_INTEGRATION": "PRIVATE"}
_ALTERNATIVES = 7
_DROPPED = 422  # that a dropped job has this code is inferred


def batch_get(call: Call) -> Answer:
    ids = simple_ids(call)
    intake.run_due(call.sandbox)

    def read(index: int) -> dict[str, object] | None:
        with call.sandbox.transaction() as tx:
            job = jobs.newest(tx, application_id=call.application.id, external_id=ids[index])
            task = jobs.newest_task(tx, application_id=call.application.id, external_id=ids[index])
        if job is not None:
            return {"externalJobPostingId": ids[index], **_of_job(call, job)}
        return {"externalJobPostingId": ids[index], **_of_task(task)} if task else None

    return batches.get(ids, read, call)


def _of_job(call: Call, job: jobs.Job) -> dict[str, object]:
    """Promotion and applying on LinkedIn belong to other products: a job of Recruiter System Connect has neither."""
    listed = job.state == "LISTED" and job.expire_at > call.sandbox.now()
    alternatives = job.posting.get("alternateLocations")
    information: dict[str, object] = {
        "listedAt": job.listed_at,
        "expireAt": job.expire_at,
        "location": job.location,
        "visibilityTag": _TAGS[job.availability],
        "companyDetails": _company(call, job),
    }
    if isinstance(alternatives, list) and alternatives:
        information["alternateLocations"] = [job.location, *alternatives[:_ALTERNATIVES]]
    status: dict[str, object] = {
        "listingStatus": "LISTED" if listed else "NOT_LISTED",
        "linkedInApplyStatus": "NOT_ENABLED",
        "linkedInApplyStatusDetail": {"statusMessage": "Applying on LinkedIn is not enabled for this job"},
        "promotionStatus": "NOT_PROMOTED",
        "jobPostingInfo": information,
        "rawLocation": job.location,
    }
    if listed:
        status["jobPostingUrl"] = f"{call.sandbox.config.www_base.rstrip('/')}/jobs/view/{job.id}"
    return status


def _of_task(task: jobs.Task) -> dict[str, object]:
    """A job that LinkedIn is still taking in, or dropped; that the customer is to blame for a drop is inferred."""
    raw = {"rawLocation": msgspec.convert(task.posting, postings.Posting).place}
    if task.status == "IN_PROGRESS":
        return {"listingStatus": "IN_PROGRESS", **raw}
    detail = {"errorCode": _DROPPED, "errorType": "CUSTOMER_ERROR", "statusMessage": task.error or ""}
    return {"listingStatus": "NOT_LISTED", "listingStatusDetail": detail, **raw}


def _company(call: Call, job: jobs.Job) -> dict[str, object]:
    """The company of the posting, with its page on LinkedIn."""
    number = int(job.context.removeprefix(companies.ORGANIZATION))
    with call.sandbox.transaction() as tx:
        company = companies.get(tx, number)
    www = call.sandbox.config.www_base.rstrip("/")
    return {"companyName": company.name if company else "", "companyPage": f"{www}/company/{number}"}


RESOURCE = Resource(
    v2="jobPostingStatus",
    methods={"batch_get": batch_get},
    throttles=(Throttle(counter="jobPostingStatus.day", window=DAY, limit="requests_per_day"),),
)
