"""Jobs as vendors send them: rules of the fields, tasks, life on LinkedIn, who may choose them."""

import pytest

from rsc_sandbox.linkedin import visibility
from tests.sandbox.vendor import ADA_SEAT, HAL_SEAT, ORGANIZATION, RHEA_SEAT, SAM_SEAT

DAY = 86_400_000


def test_a_job_is_taken_and_its_task_succeeds(connected):
    posted = connected.post(connected.posting())

    (element,) = posted.json()["elements"]
    assert (posted.status_code, element["status"]) == (200, 202)
    assert element["location"] == "/simpleJobPostings/" + element["id"].replace(":", "%3A")
    (task,) = connected.tasks(posted)
    assert task["status"] == "SUCCEEDED"
    assert task["jobPosting"].startswith("urn:li:jobPosting:")
    assert (task["id"], task["externalJobPostingId"], task["location"]) == (
        element["id"],
        "JOB-310",
        "Gothenburg, Sweden",
    )


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": None}, "ERROR :: /title :: field is required but not found and has no default value\n"),
        ({"availability": "SECRET"}, 'ERROR :: /availability :: "SECRET" is not an enum symbol\n'),
        ({"colour": "red"}, "ERROR :: /colour :: unrecognized field found but not allowed\n"),
        ({"location": None}, "ERROR :: /location :: field is required but not found and has no default value\n"),
    ],
)
def test_a_refusal_speaks_as_linkedins_validator(connected, changes, message):
    (element,) = connected.post(connected.posting(**changes)).json()["elements"]

    assert element == {"status": 422, "error": {"status": 422, "message": message}}


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "T" * 201),
        ("title", "  "),
        ("title", 5),
        ("description", "too short"),
        ("description", "d" * 25_001),
        ("description", "<p></p>" * 30),
        ("externalJobPostingId", "J" * 201),
        ("externalJobPostingId", ""),
        ("listedAt", 0),
        ("listedAt", "2026-01-01"),
        ("listedAt", 10**30),
        ("companyApplyUrl", "jobs.ats.example"),
        ("companyApplyUrl", "https://[jobs"),
        ("expireAt", 1),
        ("listingType", "PREMIUM"),
        ("jobPostingOperationType", "UPGRADE"),
        ("categories", ["a", "b", "c", "d"]),
        ("industries", ["farming"]),
        ("workplaceTypes", ["Remote", "Hybrid"]),
        ("workplaceTypes", ["remote"]),
        ("skillsDescription", "s" * 4_001),
        ("requisitionOwnerEmail", "nobody"),
        ("contract", "5501"),
        ("employmentStatus", "full-time"),
        ("alternateLocations", ["Oslo, Norway"] * 8),
        ("experienceLevel", "senior"),
        ("state", "OPEN"),
        ("countryCode", "SWE"),
        ("companyJobCode", "J" * 201),
        ("requisitionOwnerFirstName", ""),
        ("requisitionOwnerLastName", "L" * 201),
        ("trackingPixelUrl", 5),
        ("workRemoteAllowed", "yes"),
    ],
)
def test_every_documented_limit_holds(connected, field, value):
    (element,) = connected.post(connected.posting(**{field: value})).json()["elements"]

    assert element["status"] == 422
    assert element["error"]["message"].startswith(f"ERROR :: /{field}")


def test_a_job_cannot_be_listed_in_the_future(connected):
    (element,) = connected.post(connected.posting(listedAt=connected.sandbox.now() + 1)).json()["elements"]

    assert "/listedAt" in element["error"]["message"]


def test_a_postal_code_with_its_country_stands_for_a_location(connected):
    posting = connected.posting(location=None, countryCode="se", postalCode="411 21")

    assert [task["status"] for task in connected.tasks(connected.post(posting))] == ["SUCCEEDED"]


def test_good_and_bad_jobs_of_one_batch_are_told_apart(connected):
    posted = connected.post(connected.posting("A"), connected.posting("B", title=None), connected.posting("C"))

    assert [element["status"] for element in posted.json()["elements"]] == [202, 422, 202]


def test_a_location_that_cannot_be_understood_fails_the_task(connected):
    (task,) = connected.tasks(connected.post(connected.posting(location="Downtown")))

    assert task["status"] == "FAILED"
    assert "partnerJobCode=JOB-310" in task["errorMessage"]
    assert "Invalid Field: /city" in task["errorMessage"]
    assert _seen(connected, RHEA_SEAT) == []


@pytest.mark.parametrize("operation", ["UPDATE", "RENEW", "CLOSE"])
def test_only_a_known_job_can_be_changed(connected, operation):
    (task,) = connected.tasks(connected.post(connected.posting(jobPostingOperationType=operation)))

    assert task["status"] == "FAILED"


def test_a_closed_job_leaves_the_list_and_create_brings_it_back(connected):
    connected.post(connected.posting())
    connected.post(connected.posting(jobPostingOperationType="CLOSE"))
    assert _seen(connected, RHEA_SEAT) == []

    (task,) = connected.tasks(connected.post(connected.posting(jobPostingOperationType="UPDATE")))
    assert task["status"] == "FAILED"

    connected.post(connected.posting())
    assert _seen(connected, RHEA_SEAT) == ["JOB-310"]


def test_a_closed_job_of_the_past_can_be_loaded(connected):
    (task,) = connected.tasks(connected.post(connected.posting(state="CLOSED")))

    assert task["status"] == "SUCCEEDED"
    assert _seen(connected, RHEA_SEAT) == []


def test_a_job_expires_after_180_days_and_renewing_adds_30(connected):
    connected.post(connected.posting("kept"), connected.posting("left"))
    connected.sandbox.clock.advance(179 * DAY)
    connected.renew()
    connected.post(connected.posting("kept", jobPostingOperationType="RENEW"))
    connected.post(connected.posting("left", jobPostingOperationType="UPDATE"))

    connected.sandbox.clock.advance(DAY)
    after_180 = _seen(connected, RHEA_SEAT)
    connected.sandbox.clock.advance(30 * DAY)

    assert (after_180, _seen(connected, RHEA_SEAT)) == (["kept"], [])


def test_without_an_operation_the_state_decides(connected):
    def sent(state, **changes):
        return connected.post(connected.posting(jobPostingOperationType=None, state=state, **changes))

    connected.tasks(sent("LISTED"))
    connected.tasks(sent("LISTED", title="Planner"))
    listed = _seen(connected, RHEA_SEAT)
    (closed,) = connected.tasks(sent("CLOSED"))
    neither = sent(None).json()["elements"][0]

    assert (listed, closed["status"], _seen(connected, RHEA_SEAT)) == (["JOB-310"], "SUCCEEDED", [])
    assert (neither["status"], "/jobPostingOperationType" in neither["error"]["message"]) == (422, True)


def test_a_tasks_id_is_forgotten_after_a_day(connected):
    posted = connected.post(connected.posting())
    urn = posted.json()["elements"][0]["id"]
    path = f"/v2/simpleJobPostingTasks?ids={urn}"
    connected.sandbox.clock.advance(DAY - 1)
    connected.renew()
    before = connected.call("GET", path).json()

    connected.sandbox.clock.advance(1)

    assert list(before["results"]) == [urn]
    assert connected.call("GET", path).json()["statuses"] == {urn: 404}


def test_a_job_expires_when_it_says(connected):
    connected.post(connected.posting(expireAt=connected.sandbox.now() + DAY))
    assert _seen(connected, RHEA_SEAT) == ["JOB-310"]

    connected.sandbox.clock.advance(DAY)

    assert _seen(connected, RHEA_SEAT) == []


def test_a_task_can_take_its_time(connected):
    connected.sandbox.switch({"job_task_delay_seconds": 60})
    posted = connected.post(connected.posting())

    assert [task["status"] for task in connected.tasks(posted)] == ["IN_PROGRESS"]
    assert _seen(connected, RHEA_SEAT) == []

    connected.sandbox.clock.advance(60_000)

    assert _seen(connected, RHEA_SEAT) == ["JOB-310"]
    assert [task["status"] for task in connected.tasks(posted)] == ["SUCCEEDED"]


@pytest.mark.parametrize(
    "postings",
    [
        [],
        [{"externalJobPostingId": "A"}, {"externalJobPostingId": "A"}],
        [
            {"externalJobPostingId": "A", "jobPostingOperationType": "CREATE"},
            {"externalJobPostingId": "B", "jobPostingOperationType": "CLOSE"},
        ],
        [{"externalJobPostingId": str(number)} for number in range(101)],
        ["not an object"],
    ],
)
def test_a_malformed_batch_is_refused_whole(connected, postings):
    assert connected.post(*postings).status_code == 400


def test_nothing_can_be_posted_before_the_customer_enables_or_after(vendor):
    vendor.prepare()
    assert vendor.post(vendor.posting()).status_code == 403

    vendor.switch()
    assert vendor.post(vendor.posting()).status_code == 200

    vendor.switch(on=False)
    assert vendor.post(vendor.posting()).status_code == 403


def test_tasks_are_asked_for_by_their_urn(connected):
    unknown = "urn:li:simpleJobPostingTask:00000000-0000-4000-8000-000000000000"

    assert connected.call("GET", "/v2/simpleJobPostingTasks?ids=5").json() == {
        "message": "Batch key parameter value is invalid",
        "status": 400,
    }
    assert connected.call("GET", f"/v2/simpleJobPostingTasks?ids={unknown}").json()["statuses"] == {unknown: 404}


def test_recruiters_find_a_job_by_words_of_its_title_or_by_its_id(connected):
    connected.post(connected.posting("JOB-310"), connected.posting("JOB-311", title="Deckhand", companyJobCode="REQ-9"))

    assert _seen(connected, RHEA_SEAT, "planner MARINE") == ["JOB-310"]
    assert _seen(connected, RHEA_SEAT, "job-311") == ["JOB-311"]
    assert _seen(connected, RHEA_SEAT, "req-9") == ["JOB-311"]
    assert _seen(connected, RHEA_SEAT, "deckhand planner") == []


def test_without_viewers_and_lists_a_job_is_hidden_from_everybody(vendor):
    vendor.prepare()
    vendor.switch()
    vendor.post(vendor.posting())

    assert [_seen(vendor, seat) for seat in (ADA_SEAT, RHEA_SEAT)] == [[], []]


def test_one_list_may_be_open_to_everybody(vendor):
    vendor.prepare()
    vendor.switch()
    vendor.post(vendor.posting("JOB-310"), vendor.posting("JOB-311"))
    _secured(vendor)
    before = _seen(vendor, RHEA_SEAT)

    vendor.sandbox.switch({"everyone_acl_id": "team"})

    assert (before, _seen(vendor, RHEA_SEAT)) == ([], ["JOB-310"])


def test_a_contract_level_shows_jobs_to_the_seats_of_that_contract(vendor):
    vendor.prepare()
    vendor.configure("JOB_POSTING_VIEWERS", "ALL_PRODUCT_USERS")
    vendor.switch(contract_id=5501)
    vendor.post(vendor.posting())

    assert _seen(vendor, RHEA_SEAT) == ["JOB-310"]
    assert _seen(vendor, SAM_SEAT) == []


def _secured(vendor, *members):
    """Job JOB-310 on a list of those members."""
    parts = f"atsEntityAclId=team&dataProvider=ATS&integrationContext={ORGANIZATION}&atsEntityType=JOB_POSTING"
    _put(vendor, "atsEntityAcls", f"atsEntityId=JOB-310&{parts}")
    for member in members:
        _put(vendor, "atsEntityAclAssignees", f"assignee={vendor.person(vendor.member_of_seat(member))}&{parts}")
    return parts


def _put(vendor, resource, key, verb="PUT"):
    query = "&".join(f"ids[0].{part}" for part in key.split("&"))
    body: dict[str, object] | None = {"entities": {key: {}}} if verb == "PUT" else None
    answer = vendor.call(verb, f"/v2/{resource}?{query}", body, method="batch_update" if verb == "PUT" else "")
    assert answer.status_code == 200, answer.text
    return answer.json()


@pytest.fixture
def secured(vendor):
    """Enabled, no viewers: only lists show jobs."""
    vendor.prepare()
    vendor.switch()
    vendor.post(vendor.posting(), vendor.posting("JOB-311"))
    return vendor


def test_an_access_list_shows_its_job_to_its_members(secured):
    _secured(secured, RHEA_SEAT)

    assert _seen(secured, RHEA_SEAT) == ["JOB-310"]
    assert _seen(secured, HAL_SEAT) == []


def test_who_leaves_the_list_sees_the_job_no_more(secured):
    parts = _secured(secured, RHEA_SEAT)
    person = secured.person(secured.member_of_seat(RHEA_SEAT))

    assert _put(secured, "atsEntityAclAssignees", f"assignee={person}&{parts}", "DELETE")["errors"] == {}

    assert _seen(secured, RHEA_SEAT) == []
    again = _put(secured, "atsEntityAclAssignees", f"assignee={person}&{parts}", "DELETE")
    assert [error["status"] for error in again["errors"].values()] == [404]


def test_a_deleted_list_shows_nothing(secured):
    parts = _secured(secured, RHEA_SEAT)

    assert _put(secured, "atsEntityAcls", f"atsEntityId=JOB-310&{parts}", "DELETE")["errors"] == {}

    assert _seen(secured, RHEA_SEAT) == []
    assert _put(secured, "atsEntityAcls", f"atsEntityId=JOB-310&{parts}", "DELETE")["results"] == {}


def test_lists_are_found_by_job_and_by_member(secured):
    _secured(secured, RHEA_SEAT)
    person = secured.person(secured.member_of_seat(RHEA_SEAT))
    criteria = f"q=criteria&dataProvider=ATS&integrationContext={ORGANIZATION}"

    by_job = secured.call(
        "GET", f"/v2/atsEntityAcls?{criteria}&atsEntityType=JOB_POSTING&atsEntityId=JOB-310&start=0&count=5"
    ).json()
    by_member = secured.call("GET", f"/v2/atsEntityAclAssignees?{criteria}&assignee={person}").json()

    assert [element["atsEntityAclId"] for element in by_job["elements"]] == ["team"]
    assert by_job["paging"] == {"start": 0, "count": 5, "links": [], "total": 1}
    assert [element["assignee"] for element in by_member["elements"]] == [person]


def test_a_member_is_on_ten_lists_at_most(secured):
    person = secured.person(secured.member_of_seat(RHEA_SEAT))
    parts = f"assignee={person}&dataProvider=ATS&integrationContext={ORGANIZATION}&atsEntityType=JOB_POSTING"
    for number in range(10):
        assert _put(secured, "atsEntityAclAssignees", f"atsEntityAclId=team-{number}&{parts}")["errors"] == {}

    refused = _put(secured, "atsEntityAclAssignees", f"atsEntityAclId=team-10&{parts}")

    assert [error["status"] for error in refused["errors"].values()] == [422]
    assert _put(secured, "atsEntityAclAssignees", f"atsEntityAclId=team-9&{parts}")["errors"] == {}


def test_lists_hold_known_persons_and_jobs_only(secured):
    context = f"dataProvider=ATS&integrationContext={ORGANIZATION}"
    stranger = f"atsEntityAclId=team&{context}&atsEntityType=JOB_POSTING&assignee=urn:li:person:nobody"
    candidate = f"atsEntityAclId=team&{context}&atsEntityType=CANDIDATE&atsEntityId=C1"

    assert _put(secured, "atsEntityAclAssignees", stranger)["results"] == {}
    assert _put(secured, "atsEntityAcls", candidate)["results"] == {}


def _seen(vendor, seat_id, search=""):
    found = visibility.jobs_for_seat(
        vendor.sandbox, seat_id=seat_id, application_id=vendor.application_id, search=search
    )
    return sorted(job.external_id for job in found)
