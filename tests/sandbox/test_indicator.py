"""In ATS: what Recruiter shows of a member, and whom it does not show it to."""

import pytest

from rsc_sandbox.linkedin import closing, indicator
from rsc_sandbox.linkedin.refusals import NotFound
from tests.sandbox import sync
from tests.sandbox.vendor import HAL_SEAT, MINA, ORGANIZATION, RHEA_SEAT, SAM_SEAT, Vendor

ASA = 1002
MAIL = {"emailAddresses": ["mina.okoro@example.org"]}


def shown(vendor, seat=RHEA_SEAT, member=MINA):
    return indicator.indicator(vendor.sandbox, seat_id=seat, member_id=member)


def marked(vendor, seat=RHEA_SEAT):
    return indicator.in_ats(vendor.sandbox, seat_id=seat, member_ids=[MINA, ASA, 999_999])


def fill(vendor):
    """A candidate that is Mina, with an application on a job and everything that hangs on both."""
    vendor.post(vendor.posting())
    sync.taken(sync.candidates(vendor, C77=sync.candidate(**MAIL)))
    sync.taken(sync.applications(vendor, A5=sync.application(source="Fair", dispositionReason="")))
    sync.taken(sync.attach(vendor, "C77", "notes", N1={"note": "Prefers mornings.", "atsCreatedAt": 10}))
    author = {"firstName": "Rhea", "lastName": "Demo"}
    sync.taken(sync.attach(vendor, "A5", "notes", N2={"note": "Called.", "author": author, "atsCreatedAt": 20}))
    stages = {"S2": {"stage": "Interview", "atsCreatedAt": 9}, "S1": {"stage": "New", "atsCreatedAt": 5}}
    sync.taken(sync.attach(vendor, "A5", "stages", **stages))
    feedback = {"interviewer": author, "evaluations": [{"attribute": "Tact", "result": "4/5"}], "feedback": "Yes."}
    sync.taken(sync.attach(vendor, "A5", "interviewFeedback", F1={**feedback, "interviewType": "ONSITE"}))


def open_to_all(vendor):
    vendor.configure("APPLICATION_VIEWERS", "ALL_PRODUCT_USERS", kind="IN_ATS_INDICATOR")


def acl(vendor, verb, what, **parts):
    query = "&".join(f"ids[0].{name}={value}" for name, value in {**parts, "dataProvider": "ATS"}.items())
    key = "&".join(f"{name}={value}" for name, value in {**parts, "dataProvider": "ATS"}.items())
    body: dict[str, object] | None = {"entities": {key: {}}} if verb == "PUT" else None
    return sync.taken(vendor.call(verb, f"/v2/{what}?{query}", body, method="batch_update" if body else ""))


def group(vendor, verb, seat):
    """Put a seat holder on the list that secures JOB-310, or take them off."""
    person = vendor.person(vendor.member_of_seat(seat))
    parts = {"atsEntityAclId": "team", "integrationContext": ORGANIZATION, "atsEntityType": "JOB_POSTING"}
    if verb == "PUT":
        acl(vendor, "PUT", "atsEntityAcls", **parts, atsEntityId="JOB-310")
    acl(vendor, verb, "atsEntityAclAssignees", **parts, assignee=person)


@pytest.fixture
def filled(connected):
    open_to_all(connected)
    fill(connected)
    return connected


def test_jobs_feedback_and_notes_come_from_what_was_synced(filled):
    (found,) = shown(filled)

    assert (found.name, found.application_id) == ("Ours IN_ATS_INDICATOR", filled.application_id)
    assert [(row.external_id, row.url, row.by_hand) for row in found.records] == [
        ("C77", "https://birch.ats.example/c/C77", False)
    ]
    (job,) = found.jobs
    assert (job.job_id, job.job_title, job.job_open, job.source) == (
        "JOB-310",
        "Marine Maintenance Planner",
        True,
        "Fair",
    )
    assert [stage.name for stage in job.stages] == ["New", "Interview"]
    (feedback,) = found.feedback
    assert (feedback.interviewer, feedback.interview_type, feedback.text) == ("Rhea Demo", "ONSITE", "Yes.")
    assert [(row.attribute, row.result) for row in feedback.evaluations] == [("Tact", "4/5")]
    assert [(note.text, note.author, note.job_title) for note in found.notes] == [
        ("Called.", "Rhea Demo", "Marine Maintenance Planner"),
        ("Prefers mornings.", "", None),
    ]


def test_search_marks_who_is_in_the_ats(filled):
    assert marked(filled) == {MINA}


def test_without_viewers_and_lists_nobody_sees_anything(connected):
    fill(connected)

    assert (shown(connected), marked(connected)) == ([], frozenset())


def test_a_list_shows_a_secured_application_to_its_members_only(connected):
    fill(connected)

    group(connected, "PUT", RHEA_SEAT)
    on_the_list = [bool(shown(connected, seat)) for seat in (RHEA_SEAT, HAL_SEAT)]
    group(connected, "DELETE", RHEA_SEAT)
    removed = bool(shown(connected)), marked(connected)
    group(connected, "PUT", RHEA_SEAT)

    assert (on_the_list, removed) == ([True, False], (False, frozenset()))
    assert [len(found.notes) for found in shown(connected)] == [2]
    assert marked(connected) == {MINA}


def test_an_application_on_the_list_for_everybody_is_seen_by_everybody(connected):
    fill(connected)
    group(connected, "PUT", RHEA_SEAT)

    connected.sandbox.switch({"everyone_acl_id": "team"})

    assert [bool(shown(connected, seat)) for seat in (RHEA_SEAT, HAL_SEAT)] == [True, True]


def test_applications_on_other_jobs_stay_hidden_under_lists(connected):
    fill(connected)
    connected.post(connected.posting("JOB-311"))
    sync.taken(sync.applications(connected, A6=sync.application(job="JOB-311")))
    sync.taken(sync.attach(connected, "A6", "notes", N3={"note": "Secret."}))

    group(connected, "PUT", RHEA_SEAT)

    (found,) = shown(connected)
    assert [job.external_id for job in found.jobs] == ["A5"]
    assert "Secret." not in [note.text for note in found.notes]


def test_a_seat_that_the_integration_does_not_reach_sees_nothing(vendor):
    vendor.prepare()
    open_to_all(vendor)
    vendor.switch(contract_id=5501)
    fill(vendor)

    assert (len(shown(vendor)), shown(vendor, SAM_SEAT), marked(vendor, SAM_SEAT)) == (1, [], frozenset())


def test_a_disabled_integration_shows_nothing(filled):
    filled.switch(on=False)

    assert (shown(filled), marked(filled)) == ([], frozenset())


def test_two_systems_are_told_apart(filled, app):
    other = Vendor(app).join("tenant-043").connect()
    open_to_all(other)
    sync.taken(sync.candidates(other, C1=sync.candidate(**MAIL)))

    assert [[row.external_id for row in found.records] for found in shown(filled)] == [["C77"], ["C1"]]


def test_a_link_by_hand_moves_the_candidate_to_the_other_member(filled):
    asa = filled.sandbox.person_urn(application_id=filled.application_id, member_id=ASA)

    sync.taken(sync.link(filled, "C77", asa))

    assert (shown(filled), marked(filled)) == ([], {ASA})
    assert shown(filled, member=ASA)[0].records[0].by_hand


def test_what_is_deleted_vanishes_one_after_the_other(filled):
    def counts():
        return [(len(found.jobs[0].stages), len(found.feedback), len(found.notes)) for found in shown(filled)]

    before = counts()
    sync.detach(filled, "A5", "stages", "S1")
    sync.detach(filled, "A5", "interviewFeedback", "F1")
    sync.detach(filled, "C77", "notes", "N1")
    after = counts()
    sync.remove(filled, "A5", what="atsApplications")
    (without,) = shown(filled)
    sync.remove(filled, "C77")

    assert (before, after) == ([(2, 1, 2)], [(1, 0, 1)])
    assert (without.jobs, without.notes) == ((), ())
    assert (shown(filled), marked(filled)) == ([], frozenset())


def test_a_closed_job_is_shown_as_closed(filled):
    filled.post(filled.posting(jobPostingOperationType="CLOSE"))

    assert not shown(filled)[0].jobs[0].job_open


def test_a_member_who_left_has_no_indicator(filled):
    closing.close_account(filled.sandbox, member_id=MINA)

    assert (shown(filled), marked(filled)) == ([], frozenset())


def test_a_seat_that_is_not_there_is_refused(filled):
    with pytest.raises(NotFound):
        shown(filled, seat=1)
