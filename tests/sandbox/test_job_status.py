"""How a job stands on LinkedIn, and LinkedIn asking for jobs again."""

import hashlib
import hmac
import json

import httpx
import pytest

from rsc_sandbox import delivery, webhook
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.linkedin import resync
from rsc_sandbox.linkedin.refusals import NotFound, WebhookBlocked
from tests.sandbox import sync
from tests.sandbox.conftest import NOON
from tests.sandbox.vendor import Vendor

WEBHOOK = "https://hooks.ats.example/jobs"
DAY = 86_400_000
HOUR = 3_600_000


def status(vendor, *job_ids):
    return vendor.call("GET", f"/v2/jobPostingStatus?{'&'.join(f'ids={name}' for name in job_ids)}").json()


def test_a_listed_job_says_so_with_its_address(connected):
    connected.post(connected.posting())

    found = status(connected, "JOB-310", "JOB-999")

    job = found["results"]["JOB-310"]
    assert (job["listingStatus"], job["jobPostingInfo"]["visibilityTag"]) == ("LISTED", "PRIVATE")
    assert "/jobs/view/" in job["jobPostingUrl"]
    company = job["jobPostingInfo"]["companyDetails"]
    assert (company["companyName"], company["companyPage"].rpartition("/")[2]) == ("Birch & Rowan", "7001")
    assert (job["linkedInApplyStatus"], list(job["linkedInApplyStatusDetail"])) == ("NOT_ENABLED", ["statusMessage"])
    assert (job["rawLocation"], "alternateLocations" in job["jobPostingInfo"]) == ("Gothenburg, Sweden", False)
    assert found["statuses"] == {"JOB-999": 404}


def test_a_job_with_several_locations_names_its_own_first(connected):
    connected.post(connected.posting(alternateLocations=["Malmö, Sweden"]))

    information = status(connected, "JOB-310")["results"]["JOB-310"]["jobPostingInfo"]

    assert information["alternateLocations"] == ["Gothenburg, Sweden", "Malmö, Sweden"]


@pytest.mark.parametrize("end", ["close", "expire"])
def test_a_job_that_ended_is_not_listed(connected, end):
    connected.post(connected.posting())
    if end == "close":
        connected.post(connected.posting(jobPostingOperationType="CLOSE"))
    else:
        connected.sandbox.clock.advance(181 * DAY)
        connected.renew()

    job = status(connected, "JOB-310")["results"]["JOB-310"]

    assert job["listingStatus"] == "NOT_LISTED"
    assert "jobPostingUrl" not in job


def test_a_job_on_its_way_in_and_one_that_was_dropped_say_so(connected):
    connected.post(connected.posting("JOB-311", location="Nowhere"))
    connected.sandbox.switch({"job_task_delay_seconds": 60})
    connected.post(connected.posting())

    found = status(connected, "JOB-310", "JOB-311")["results"]

    assert found["JOB-310"]["listingStatus"] == "IN_PROGRESS"
    assert found["JOB-311"]["listingStatus"] == "NOT_LISTED"
    assert "/city" in found["JOB-311"]["listingStatusDetail"]["statusMessage"]
    assert [found[job]["rawLocation"] for job in ("JOB-310", "JOB-311")] == ["Gothenburg, Sweden", "Nowhere"]


def test_requisitions_are_taken_in_the_versioned_generation(connected):
    key = "(externalJobRequisitionId:REQ-31,integrationContext:urn%3Ali%3Aorganization%3A7001)"
    path, body = f"/rest/jobRequisitions?ids=List({key})", {"entities": {key: {"title": "Planner"}}}

    sync.taken(connected.call("PUT", path, body, method="batch_update", headers=sync.REST))

    assert connected.call("PUT", path.replace("rest", "v2"), body, method="batch_update").status_code == 404


def test_nobody_evaluates_applications_here(connected):
    path = "/rest/exportedApplicationEvaluations?q=request&requestId=x"

    missing = connected.call("GET", path, headers=sync.REST).status_code
    connected.sandbox.switch({"expired_request": "empty"})

    assert (missing, connected.call("GET", path, headers=sync.REST).json()["elements"]) == (404, [])


class Webhook:
    """Answers the challenge with the parent's secret and keeps what is pushed."""

    def __init__(self, secret="demo-parent-secret"):
        self.secret = secret
        self.pushed = []
        self.challenges = 0
        self.content_type = "application/json; charset=utf-8"

    def __call__(self, request):
        if request.method == "GET":
            self.challenges += 1
            code = request.url.params["challengeCode"]
            told = {"challengeCode": code, "challengeResponse": self.sign(code.encode())}
            return httpx.Response(200, content=json.dumps(told), headers={"Content-Type": self.content_type})
        self.pushed.append(request)
        return httpx.Response(200)

    def sign(self, message):
        return hmac.new(self.secret.encode(), message, hashlib.sha256).hexdigest()


@pytest.fixture
def listening():
    """A vendor whose parent has a webhook."""
    receiver = Webhook()
    app = create_app(Config(), real_clock=lambda: NOON, transport=httpx.MockTransport(receiver))
    yield Vendor(app).join(), receiver
    sandbox_of(app).database.close()


@pytest.mark.parametrize(("jobs", "everything"), [((), True), (("JOB-310", "JÖB"), False)])
def test_linkedin_asks_for_jobs_again_signed_with_the_parents_secret(listening, jobs, everything):
    vendor, receiver = listening
    assert webhook.register(vendor.sandbox, WEBHOOK)

    resync.push(vendor.sandbox, application_id=vendor.application_id, job_ids=jobs)
    delivery.deliver_due(vendor.sandbox)

    (request,) = receiver.pushed
    assert json.loads(request.content) == {
        "type": "RESYNC_JOBS",
        "developerApplicationUrn": f"urn:li:developerApplication:{vendor.application_id}",
        "syncAllOpenJobs": everything,
        "externalJobPostingIds": list(jobs),
    }
    assert request.headers["X-LI-Signature"] == receiver.sign(b"hmacsha256=" + request.content)


def test_a_push_may_come_unescaped_and_be_signed_escaped(listening):
    vendor, receiver = listening
    vendor.sandbox.switch({"push_encoding": "utf-8"})
    webhook.register(vendor.sandbox, WEBHOOK)

    resync.push(vendor.sandbox, application_id=vendor.application_id, job_ids=("JÖB",))
    delivery.deliver_due(vendor.sandbox)

    (request,) = receiver.pushed
    escaped = json.dumps(json.loads(request.content), separators=(",", ":")).encode()
    assert "JÖB".encode() in request.content
    assert request.headers["X-LI-Signature"] == receiver.sign(b"hmacsha256=" + escaped)


def test_who_does_not_know_the_secret_gets_no_webhook(listening):
    vendor, receiver = listening
    receiver.secret = "guessed"

    assert not webhook.register(vendor.sandbox, WEBHOOK)
    receiver.secret, receiver.content_type = "demo-parent-secret", "text/html"
    assert not webhook.register(vendor.sandbox, WEBHOOK)
    assert webhook.current(vendor.sandbox) is None


def test_without_webhook_or_child_there_is_nobody_to_ask(listening):
    vendor, _ = listening
    with pytest.raises(NotFound):
        resync.push(vendor.sandbox, application_id=vendor.application_id)
    webhook.register(vendor.sandbox, WEBHOOK)
    for nobody in (900_000, 1):
        with pytest.raises(NotFound):
            resync.push(vendor.sandbox, application_id=nobody)
    webhook.register(vendor.sandbox, None)
    assert webhook.current(vendor.sandbox) is None


def test_a_webhook_is_asked_every_two_hours(listening):
    vendor, receiver = listening
    webhook.register(vendor.sandbox, WEBHOOK)
    for pause in (2 * HOUR - 1, 1, 1, 2 * HOUR):
        vendor.sandbox.clock.advance(pause)
        delivery.deliver_due(vendor.sandbox)

    assert receiver.challenges == 3  # when registered, after two hours, after four


def test_three_failures_in_a_row_block_a_webhook_until_it_is_registered_again(listening):
    vendor, receiver = listening
    webhook.register(vendor.sandbox, WEBHOOK)
    blocked = []
    for secret in ("wrong", "wrong", "demo-parent-secret", "wrong", "wrong", "wrong"):
        receiver.secret = secret
        vendor.sandbox.clock.advance(2 * HOUR)
        delivery.deliver_due(vendor.sandbox)
        known = webhook.current(vendor.sandbox)
        blocked.append(known is not None and known.blocked)

    with pytest.raises(WebhookBlocked):
        resync.push(vendor.sandbox, application_id=vendor.application_id)
    receiver.secret = "demo-parent-secret"

    assert blocked == [False] * 5 + [True]
    assert webhook.register(vendor.sandbox, WEBHOOK)
    resync.push(vendor.sandbox, application_id=vendor.application_id)
