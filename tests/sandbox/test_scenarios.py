"""Named scenarios: what each leaves behind, as its vendor and its recruiters find it."""

import time

import httpx
import pytest

from rsc_sandbox.config import Config, Switches
from rsc_sandbox.linkedin import export, indicator, visibility
from rsc_sandbox.linkedin.refusals import QuotaUsedUp
from rsc_sandbox.scenarios import plan
from rsc_sandbox.store import observations
from tests.sandbox.vendor import CONTRACT, HAL_SEAT, ORGANIZATION, RHEA_SEAT, SAM_SEAT, Vendor

NAMES = tuple(plan.catalogue())


@pytest.fixture
def control(app):
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test/_sandbox")


@pytest.fixture
def load(app, control):
    """Load a scenario; the customers it made, as vendors with a token, and its answer."""

    def load(name, **body):
        made = control.post(f"/scenarios/{name}", json=body)
        assert made.status_code == 201, made.text
        return [owner(app, customer) for customer in made.json()["customers"]], made.json()

    return load


def owner(app, customer):
    vendor = Vendor(app)
    vendor.application_id = customer["application"]
    vendor.client_id, vendor.client_secret = customer["client_id"], customer["client_secret"]
    vendor.renew()
    return vendor


def visible(vendor, seat_id):
    found = visibility.jobs_for_seat(vendor.sandbox, seat_id=seat_id, application_id=vendor.application_id)
    return sorted(job.external_id for job in found)


def press_export(vendor, member_id=1010):
    return export.export(
        vendor.sandbox,
        seat_id=RHEA_SEAT,
        member_id=member_id,
        application_id=vendor.application_id,
        job_external_id="JOB-001",
    )


def test_scenarios_are_listed_with_what_they_are_about(control):
    listed = control.get("/scenarios").json()["scenarios"]

    assert [scenario["name"] for scenario in listed] == sorted(NAMES)
    assert all(scenario["about"].endswith(".") for scenario in listed)


@pytest.mark.parametrize("name", NAMES)
def test_a_scenario_leaves_a_quiet_sandbox_that_follows_the_clock(control, load, name):
    control.post("/clock/advance", json={"seconds": 5})

    load(name)

    assert control.get("/calls?path=/v2").json() == {"calls": []}
    assert control.get("/deliveries").json() == {"deliveries": []}
    assert control.get("/clock").json()["mode"] == "real"


def test_what_a_scenario_did_is_no_evidence_of_what_the_vendor_can(load):
    (vendor,), made = load("enabled-customer")
    number = made["customers"][0]["application"]

    with vendor.sandbox.transaction() as tx:
        before = observations.of_application(tx, number)
    vendor.exported("nothing")
    with vendor.sandbox.transaction() as tx:
        after = observations.of_application(tx, number)

    assert before == {}
    assert after


def test_the_enabled_customer_has_200_candidates_of_whom_40_are_members(control, load):
    started = time.process_time()
    (vendor,), made = load("enabled-customer")
    took = time.process_time() - started

    assert control.get("/candidates").json()["total"] == made["customers"][0]["candidates"] == 200
    shown = [
        indicator.indicator(vendor.sandbox, seat_id=SAM_SEAT, member_id=member_id) for member_id in range(1001, 1061)
    ]
    assert sum(bool(systems) for systems in shown) == 40
    assert shown[0][0].records[0].external_id == "C0001"
    assert [stage.name for stage in shown[4][0].jobs[0].stages] == [
        "New",
        "Screening",
        "Interview",
        "Offer",
        "Rejected",
    ]
    assert shown[0][0].notes
    assert shown[0][0].feedback
    assert visible(vendor, SAM_SEAT) == made["customers"][0]["jobs"]
    assert took < 2


def test_an_export_in_the_enabled_customer_reaches_the_vendor(load, inbox):
    (vendor,), _ = load("enabled-customer", callback_url="http://ats.test:9000/push")

    request_id = press_export(vendor).request_id

    assert vendor.http.post("/_sandbox/deliveries/due", json={}).json() == {"tried": 1}
    assert str(inbox.requests[0].url) == "http://ats.test:9000/push"
    assert vendor.exported(request_id).json()["elements"][0]["externalJobPostingId"] == "JOB-001"


def test_what_the_administrator_disabled_refuses_calls(load):
    (vendor,), _ = load("disabled-by-admin")

    assert vendor.post(vendor.posting()).status_code == 403
    assert visibility.destinations(vendor.sandbox, seat_id=RHEA_SEAT) == []


def test_two_exports_are_left_when_the_quota_is_nearly_spent(load):
    (vendor,), made = load("quota-nearly-spent")

    press_export(vendor)
    press_export(vendor)

    assert made["exports"] == 298
    assert export.left_this_month(vendor.sandbox, seat_id=SAM_SEAT) == 300
    with pytest.raises(QuotaUsedUp):
        press_export(vendor)


def test_two_environments_serve_the_same_recruiter(load):
    (production, staging), made = load("two-environments", callback_url="https://ats.example/push")

    found = visibility.destinations(production.sandbox, seat_id=RHEA_SEAT)

    assert [system.name for system in found] == ["Your ATS - Production", "Your ATS - Staging"]
    assert [customer["callback_url"] for customer in made["customers"]] == [
        "https://ats.example/push",
        "https://ats.example/push/birch-rowan-staging",
    ]
    assert (len(visible(production, RHEA_SEAT)), len(visible(staging, RHEA_SEAT))) == (3, 2)


def test_a_protected_job_is_seen_by_who_is_on_its_list_only(load):
    (vendor,), _ = load("acl-protected")

    assert [visible(vendor, seat) for seat in (RHEA_SEAT, HAL_SEAT)] == [["JOB-002"], []]


def test_the_vendor_learns_of_the_accounts_that_were_closed(load):
    (vendor,), made = load("closed-accounts")

    closed = vendor.call("GET", f"/v2/closedCandidateProfiles?q=criteria&integrationContext={ORGANIZATION}")

    assert made["closed_accounts"] == [1003, 1007]
    assert closed.status_code == 200, closed.text
    assert len(closed.json()["elements"]) == 2


def test_the_history_of_inmail_lies_in_the_past(control, load):
    (vendor,), made = load("inmail-history")

    said = [control.get(f"/inmails/{thread}").json()["messages"] for thread in made["threads"]]

    assert [len(messages) for messages in said] == [4, 2, 1, 2, 1]
    times = [message["created_at"] for message in said[0]]
    assert times == sorted(times)
    assert vendor.sandbox.now() - times[0] == 47 * 3_600_000
    assert len(made["notes"]) == 3


def test_an_unknown_scenario_changes_nothing(control, load):
    load("closed-accounts")

    answer = control.post("/scenarios/earthquake", json={})

    assert (answer.status_code, answer.json()["error"]) == (404, "There is no scenario earthquake.")
    assert control.get("/exports").json()["count"] == 10


def test_a_scenario_that_cannot_happen_is_undone_and_says_why(control, load, sandbox):
    (vendor,), _ = load("closed-accounts")
    sandbox.config = Config(switches=Switches(exports_per_seat_month=0))

    answer = control.post("/scenarios/closed-accounts", json={})

    assert (answer.status_code, answer.json()["error"]) == (409, QuotaUsedUp.__doc__)
    assert vendor.call("GET", f"/v2/seatsV2?q=contracts&contracts={CONTRACT}").status_code != 401


@pytest.mark.parametrize("body", [{"callback_url": "ftp://x"}, {"colour": "red"}])
def test_a_scenario_takes_an_address_and_nothing_else(control, body):
    assert control.post("/scenarios/fresh", json=body).status_code == 422
