"""What the client makes of LinkedIn's answers about candidates, applications, seats and messages, in both generations."""

import json
from urllib.parse import urlsplit

import httpx
import pytest

from rsc_client import signature
from rsc_client.errors import BatchResult, ItemError
from rsc_client.schemas import Done, EntityAclKey
from rsc_client.synced import StoredCandidate, UploadPlace
from tests.contracts.files import examples, read
from tests.contracts.speech import (
    ACL,
    APPLICATION,
    APPLICATION_5,
    APPLICATION_6,
    ASSIGNEE,
    CALLBACK,
    CANDIDATE,
    CONTRACT,
    DATA,
    EXPORT,
    LEE_KEY,
    PERSON,
    REQUISITION,
    RESUME,
    SEAT,
    VIEWERS,
    ask,
    heard,
)

DONE = Done(204)
PARTS = [
    ("atsCandidateNotes", "rest/candidateNotes", "N1", "N2"),
    ("atsApplicationNotes", "rest/applicationNotes", "N1", "N2"),
    ("atsApplicationInterviewFeedback", "rest/applicationInterviewFeedbacks", "F1", "F2"),
    ("atsApplicationStages", "rest/applicationStage", "S1", "S2"),
]
BOTH = pytest.mark.parametrize("prefix", ["", "rest/"])


@pytest.mark.parametrize("resource", ["atsCandidates", "rest/candidates"])
def test_candidates_are_taken_found_and_deleted(resource):
    refused = heard(f"{resource}/batch_update", "refused")
    unknown = heard(f"{resource}/batch_get", "unknown")

    assert heard(f"{resource}/batch_update") == BatchResult({CANDIDATE: DONE, LEE_KEY: DONE}, {})
    assert (refused.results, list(refused.errors)) == ({LEE_KEY: DONE}, [CANDIDATE])
    assert "/firstName" in refused.errors[CANDIDATE].message
    assert heard(f"{resource}/batch_get").results == {
        CANDIDATE: StoredCandidate(matched_members=[PERSON, "urn:li:person:zK9a"], manual_matched_member=PERSON),
        LEE_KEY: StoredCandidate(),
    }
    assert unknown == BatchResult(
        {CANDIDATE: StoredCandidate()}, {LEE_KEY: ItemError(status=404, message="No such candidate")}
    )
    assert heard(f"{resource}/batch_delete").complete


def test_links_are_made_and_taken_away():
    assert heard("atsCandidates/batch_partial_update") == BatchResult({CANDIDATE: DONE}, {})
    assert heard("atsCandidates/batch_partial_update", "refused").errors[CANDIDATE].status == 404
    assert heard("atsCandidates/batch_partial_update_unlink") == BatchResult({CANDIDATE: DONE}, {})


@pytest.mark.parametrize(("v2", "rest", "first", "second"), PARTS)
def test_what_belongs_to_somebody_is_answered_by_our_ids(v2, rest, first, second):
    for resource in (v2, rest):
        refused = heard(f"{resource}/batch_update", "refused")

        assert heard(f"{resource}/batch_update") == BatchResult({first: DONE, second: DONE}, {})
        assert (refused.results, refused.errors[first].status) == ({second: DONE}, 422)
        assert heard(f"{resource}/batch_delete") == BatchResult({first: DONE}, {})


@BOTH
def test_applications_are_taken_and_deleted(prefix):
    both = BatchResult({APPLICATION_5: DONE, APPLICATION_6: DONE}, {})

    assert heard(f"{prefix}atsApplications/batch_update") == both
    assert heard(f"{prefix}atsApplications/batch_update", "refused").errors[APPLICATION_5].status == 422
    assert heard(f"{prefix}atsApplications/batch_delete") == both


@BOTH
def test_seats_are_the_same_in_both_generations(prefix):
    rhea, ada = heard(f"{prefix}seatsV2/find_by_attributes").elements

    assert (rhea.id, rhea.member, rhea.contract, rhea.state) == (88003, "urn:li:person:rH3a", CONTRACT, "ACTIVE")
    assert ada.seat_roles == ["ADMIN_SEAT"]
    assert rhea.created.time == 1764547200000
    assert rhea.created.actor == ("urn:li:person:aD1a" if prefix else None)


def test_the_old_seats_still_tell_e_mail_addresses():
    (rhea,) = heard("seats/find_by_attributes").elements

    assert (rhea.id, rhea.contract_id, rhea.email, rhea.admin) == (88003, 5501, "rhea@demo.example", False)


def test_a_conversation_is_understood():
    asked, replied = heard("conversationEvents/find_by_criteria").elements

    assert asked.thread_urn == replied.thread_urn
    assert (asked.author, asked.recipient.member, asked.mail.subject) == (SEAT, PERSON, "Planner at Birch & Rowan")
    assert (replied.author, replied.recipient.seat, replied.mail.body.text) == (PERSON, SEAT, "Gladly.")
    assert replied.mail.subject is None
    assert heard("conversationEvents/find_by_criteria", "empty").elements == []


def test_recruiters_notes_are_understood_deleted_ones_too():
    (note,) = heard("prospectNotes/find_by_criteria").elements
    (deleted,) = heard("prospectNotes/find_by_criteria", "deleted").elements

    assert (note.id, note.active, note.owner, note.prospect, note.note) == (70021, True, SEAT, PERSON, "Call in May")
    assert (deleted.id, deleted.active, deleted.note) == (70021, False, None)


def test_contact_details_and_closed_accounts_are_understood():
    (stub,) = heard("mailStubs/find_by_contract").elements
    (closed,) = heard("closedCandidateProfiles/find_by_criteria").elements

    assert (stub.member, stub.owner, stub.email_address) == (PERSON, SEAT, "mina.okoro@example.org")
    assert heard("mailStubs/find_by_contract", "empty").elements == []
    assert (closed.member, closed.profile_url) == (PERSON, "https://www.linkedin.com/in/mina-okoro-x")
    assert heard("closedCandidateProfiles/find_by_criteria", "empty").elements == []


def test_integrations_in_rest_read_as_in_v2():
    for operation, case in (("batch_get", ""), ("batch_get", "partly"), ("find_by_request", "")):
        v2, rest = heard(f"atsIntegrations/{operation}", case), heard(f"rest/integrations/{operation}", case)
        found_v2 = v2.elements if operation.startswith("find") else v2.results.values()
        found_rest = rest.elements if operation.startswith("find") else rest.results.values()

        assert [(i.key, i.integration_name, i.integration_status) for i in found_rest] == [
            (i.key, i.integration_name, i.integration_status) for i in found_v2
        ]
        assert found_rest
    assert heard("rest/integrations/batch_get", "partly").errors == {
        DATA: ItemError(status=404, message="No such integration")
    }
    assert heard("rest/integrations/batch_partial_update") == BatchResult({EXPORT: DONE}, {})


def test_settings_in_rest_are_answered_by_name():
    found = heard("rest/integrationConfigurations/batch_get")
    refused = heard("rest/integrationConfigurations/batch_update", "refused")

    assert found.results == {CALLBACK: "https://hooks.ats.example/linkedin/042"}
    assert found.errors == {VIEWERS: ItemError(status=404, message="Not set")}
    assert (list(refused.results), refused.errors[CALLBACK].status) == ([VIEWERS], 422)


def test_rights_in_rest_read_as_in_v2():
    (job,) = heard("rest/atsEntityAcls/find_by_criteria").elements
    (person,) = heard("rest/atsEntityAclAssignees/find_by_criteria").elements

    assert (job.key, person.key) == (ACL, ASSIGNEE)
    assert isinstance(job.key, EntityAclKey)
    assert heard("rest/atsEntityAcls/batch_update") == BatchResult({ACL: DONE}, {})
    assert heard("rest/atsEntityAcls/batch_delete") == BatchResult({ACL: DONE}, {})
    assert heard("rest/atsEntityAclAssignees/batch_update") == BatchResult({ASSIGNEE: DONE}, {})
    assert heard("rest/atsEntityAclAssignees/batch_delete") == BatchResult({ASSIGNEE: DONE}, {})


@pytest.mark.parametrize("case", ["", "enhanced", "without_job", "expired"])
def test_exports_in_rest_read_as_in_v2(case):
    operation = "exportedCandidates/find_by_request"

    assert heard(f"rest/{operation}", case) == heard(operation, case)


def test_the_state_of_jobs_is_understood():
    statuses = heard("jobPostingStatus/batch_get").results

    assert (statuses["JOB-310"].listing_status, statuses["JOB-310"].linked_in_apply_status) == ("LISTED", "NOT_ENABLED")
    assert statuses["JOB-310"].job_posting_info["visibilityTag"] == "PRIVATE"
    assert statuses["JOB-310"].linked_in_apply_status_detail.error_code is None
    dropped = statuses["JOB-311"].listing_status_detail
    assert (dropped.error_code, dropped.error_type) == (422, "CUSTOMER_ERROR")
    assert [statuses[job].raw_location for job in ("JOB-310", "JOB-311")] == ["Gothenburg, Sweden", "41121, se"]


def test_what_only_rest_has_is_understood():
    assert heard("rest/jobRequisitions/batch_update") == BatchResult({REQUISITION: DONE}, {})
    assert heard("rest/attachments/batch_update") == BatchResult({RESUME: DONE}, {})
    assert heard("rest/attachments/batch_update", "refused").errors[RESUME].status == 422
    assert heard("rest/attachments/batch_delete") == BatchResult({RESUME: DONE}, {})
    evaluations = heard("rest/exportedApplicationEvaluations/find_by_request")
    assert evaluations.elements == [{"externalJobApplicationId": "A5"}]
    assert heard("rest/exportedApplicationEvaluations/find_by_request", "empty").elements == []


def test_a_file_goes_where_linkedin_said():
    place, call = heard("hireMediaUrl/create"), read("hireMediaUrl/upload", "call.json")

    request, result = ask(lambda v: v.client.upload(place, b"%PDF-1", "application/pdf"), httpx.Response(201))

    assert place == UploadPlace(str(request.url), "urn:li:media:sandbox-1")
    url = urlsplit(str(request.url))
    assert (request.method, url.netloc, url.path) == (call["verb"], "www.linkedin.com", call["path"])
    assert url.query == call["query"]
    assert {name: request.headers[name] for name in call["headers"]} == call["headers"]
    assert (request.headers["authorization"], request.content, result) == ("Bearer AQX-child", b"%PDF-1", None)


def test_a_request_for_jobs_is_believed_and_understood():
    bodies = examples("push/job_resync", "request")
    body = json.dumps(bodies[""], separators=(",", ":")).encode()

    some = signature.read_job_resync(body)
    everything = signature.read_job_resync(json.dumps(bodies["all"]).encode())

    signed = read("push/job_resync", "call.json")["headers"]["x-li-signature"]
    assert signature.is_genuine(body, signed, "s3cr=t/parent")
    assert (some.developer_application_urn, some.sync_all_open_jobs) == (APPLICATION, False)
    assert some.external_job_posting_ids == ["JOB-310", "JOB-311"]
    assert (everything.sync_all_open_jobs, everything.external_job_posting_ids) == (True, [])
