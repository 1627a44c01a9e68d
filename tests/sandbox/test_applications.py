"""Applications, and the notes, stages and interview feedback that hang on them or on a candidate."""

import pytest

from tests.sandbox import sync

REST_APPLICATION = "jobApplicationId:A5,integrationContext:urn%3Ali%3Aorganization%3A7001"


@pytest.fixture
def synced(connected):
    """A job and a candidate are there."""
    connected.post(connected.posting())
    sync.taken(sync.candidates(connected, C77=sync.candidate()))
    return connected


@pytest.fixture
def applied(synced):
    sync.taken(sync.applications(synced, A5=sync.application()))
    return synced


@pytest.mark.parametrize("field", ["atsJobPostingId", "atsJobPostingName", "atsCreatedAt", "atsLastModifiedAt"])
def test_what_linkedin_requires_must_be_there(synced, field):
    refused = sync.refusal(sync.applications(synced, A5=sync.application(**{field: None})))

    assert (refused["status"], f"/{field} " in refused["message"]) == (422, True)


@pytest.mark.parametrize(
    "changes",
    [
        {"atsJobPostingName": ""},
        {"firstName": ""},
        {"candidateEmail": "nobody"},
        {"atsLastModifiedAt": sync.THEN - 1},
        {"stage": "New"},
        {"atsCreatedAt": 1.5},
    ],
)
def test_what_breaks_a_rule_is_refused(synced, changes):
    assert sync.refusal(sync.applications(synced, A5=sync.application(**changes)))["status"] == 422


def test_empty_texts_are_fine_where_linkedin_shows_them_so(synced):
    sync.taken(sync.applications(synced, A5=sync.application(source="", dispositionReason="")))


@pytest.mark.parametrize("unknown", [{"candidate_id": "C99"}, {"job": "JOB-999"}])
def test_what_an_application_names_must_have_come_before(synced, unknown):
    refused = sync.refusal(sync.applications(synced, A5=sync.application(**unknown)))
    synced.sandbox.switch({"unknown_parent": "accept"})

    sync.taken(sync.applications(synced, A5=sync.application(**unknown)))
    assert refused["status"] == 404


def test_a_job_on_its_way_in_counts(synced):
    synced.sandbox.switch({"job_task_delay_seconds": 60})
    synced.post(synced.posting("JOB-311"))

    sync.taken(sync.applications(synced, A5=sync.application(job="JOB-311")))


@pytest.mark.parametrize("parent", ["C99", "A99"])
def test_a_note_of_nobody_is_refused_unless_the_switch_accepts_it(applied, parent):
    refused = sync.refusal(sync.attach(applied, parent, "notes", N1={"note": "Hello"}))
    applied.sandbox.switch({"unknown_parent": "accept"})

    sync.taken(sync.attach(applied, parent, "notes", N1={"note": "Hello"}))
    assert refused["status"] == 404


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("notes", {}),
        ("notes", {"note": "Hi", "author": {"firstName": "Rhea", "lastName": "Demo"}, "atsCreatedAt": 1}),
        ("stages", {"stage": "New", "atsCreatedAt": 1}),
        ("interviewFeedback", {}),
        ("interviewFeedback", {"interviewType": "ONSITE", "evaluations": [{"attribute": "Tact"}], "feedback": "Good"}),
    ],
)
def test_what_hangs_on_an_application_is_taken_and_deleted(applied, what, value):
    sync.taken(sync.attach(applied, "A5", what, X1=value))

    sync.taken(sync.detach(applied, "A5", what, "X1"))

    assert sync.refusal(sync.detach(applied, "A5", what, "X1"))["status"] == 404


@pytest.mark.parametrize(
    ("what", "value"),
    [
        ("notes", {"author": {"firstName": "Rhea"}}),
        ("notes", {"author": {"firstName": "Rhea", "lastName": ""}}),
        ("notes", {"text": "Hi"}),
        ("notes", {"externalLastModifiedAt": 1}),
        ("notes", {"atsLastModifiedAt": 1}),
        ("stages", {"stage": "New"}),
        ("stages", {"atsCreatedAt": 1}),
        ("stages", {"stage": "", "atsCreatedAt": 1}),
        ("stages", {"stage": "Not Available", "atsCreatedAt": 1}),
        ("stages", {"stage": "New", "atsCreatedAt": 0}),
        ("interviewFeedback", {"interviewType": "LUNCH"}),
        ("interviewFeedback", {"evaluations": [{"result": "3/5"}]}),
    ],
)
def test_what_breaks_a_rule_below_an_application_is_refused(applied, what, value):
    answer = sync.attach(
        applied, "A5", what, X1=value, X2={"stage": "Offer", "atsCreatedAt": 5} if what == "stages" else {}
    )

    assert sync.refusal(answer)["status"] == 422
    assert answer.json()["results"] == {"X2": {"status": 204}}


def test_feedback_may_leave_its_method_unsaid_and_notes_may_not(applied):
    def put(what):
        return applied.call("PUT", f"{sync.below('A5')}/{what}?ids=X1", {"entities": {"X1": {}}}).status_code

    assert (put("interviewFeedback"), put("notes")) == (200, 400)


def test_a_deleted_application_takes_everything_with_it(applied):
    for what, value in (("notes", {}), ("stages", {"stage": "New", "atsCreatedAt": 1}), ("interviewFeedback", {})):
        sync.taken(sync.attach(applied, "A5", what, X1=value))

    sync.taken(sync.remove(applied, "A5", what="atsApplications"))
    sync.taken(sync.applications(applied, A5=sync.application()))

    for what in ("notes", "stages", "interviewFeedback"):
        assert sync.refusal(sync.detach(applied, "A5", what, "X1"))["status"] == 404


@pytest.mark.parametrize(("cascades", "status"), [(False, 204), (True, 404)])
def test_whether_a_candidates_applications_go_too_is_a_switch(applied, cascades, status):
    applied.sandbox.switch({"candidate_delete_cascades": cascades})

    sync.taken(sync.remove(applied, "C77"))

    answer = sync.remove(applied, "A5", what="atsApplications").json()
    assert next(iter({**answer["results"], **answer["errors"]}.values()))["status"] == status


@pytest.mark.parametrize(
    ("resource", "key", "value"),
    [
        (
            "applicationNotes",
            f"externalJobA{REST_APPLICATION[4:]},externalNoteId:X1",
            {"note": "Hi", "atsCreatedAt": 1},
        ),
        ("applicationStage", f"{REST_APPLICATION},jobApplicationStageId:X1", {"stage": "New", "atsCreatedAt": 1}),
        ("applicationInterviewFeedbacks", f"{REST_APPLICATION},interviewFeedbackId:X1", {"feedback": "Good"}),
    ],
)
def test_the_versioned_generation_has_keys_of_its_own(applied, resource, key, value):
    path, v2 = f"/rest/{resource}?ids=List(({key}))", {"applicationNotes": "notes", "applicationStage": "stages"}

    written = applied.call("PUT", path, {"entities": {f"({key})": value}}, method="batch_update", headers=sync.REST)

    assert written.json() == {"results": {f"({key})": {"status": 204}}, "errors": {}}
    sync.taken(sync.detach(applied, "A5", v2.get(resource, "interviewFeedback"), "X1"))
    gone = applied.call("DELETE", path, headers=sync.REST)
    assert gone.json()["errors"][f"({key})"]["status"] == 404


def test_a_note_of_the_versioned_generation_says_when_it_was_changed(synced):
    key = "(externalCandidateId:C77,integrationContext:urn%3Ali%3Aorganization%3A7001,externalNoteId:N1)"

    def put(value):
        path = f"/rest/candidateNotes?ids=List({key})"
        return synced.call("PUT", path, {"entities": {key: value}}, method="batch_update", headers=sync.REST)

    sync.taken(put({"note": "Hi", "externalCreatedAt": 1, "externalLastModifiedAt": 2}))

    assert sync.refusal(put({"note": "Hi", "atsCreatedAt": 1}))["status"] == 422
    assert sync.refusal(sync.attach(synced, "C77", "notes", N2={"atsLastModifiedAt": 2}))["status"] == 422
