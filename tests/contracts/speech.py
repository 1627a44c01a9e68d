"""Every call of the contract as a Python expression, and a LinkedIn that answers one of them."""

import dataclasses
from collections.abc import Callable
from typing import Any
from urllib.parse import parse_qsl

import httpx

from rsc_client.auth import OAuth
from rsc_client.client import Client, Parent
from rsc_client.generations import Edition, Feature, Generation
from rsc_client.schemas import (
    AclAssigneeKey,
    Availability,
    ConfigurationKey,
    Credentials,
    EntityAclKey,
    IntegrationKey,
    IntegrationType,
    JobOperation,
    JobPosting,
    NewApplication,
    moment,
)
from rsc_client.slices import Window
from rsc_client.synced import (
    Actor,
    Address,
    ApplicationKey,
    Attachment,
    AttachmentKey,
    AttachmentOwner,
    Candidate,
    CandidateKey,
    Evaluation,
    FileType,
    InterviewFeedback,
    InterviewType,
    JobApplication,
    JobRequisitionKey,
    Note,
    PhoneNumber,
    Stage,
)
from rsc_client.transport import Channel
from tests.client.linkedin import CHILD, Clock
from tests.contracts.files import examples

ORG, CONTRACT = "urn:li:organization:7001", "urn:li:contract:5501"
APPLICATION, PERSON = "urn:li:developerApplication:900042", "urn:li:person:pQ7xW2"
TASK = "urn:li:simpleJobPostingTask:0d2f5c34-0000-4000-8000-000000000310"
REQUEST = "6b0c1c1e-2d53-4f0e-9d59-1f6a2f6b7c11"
BACK = "https://ats.example/linkedin/callback"
EXPORT = IntegrationKey(ORG, IntegrationType.ONE_CLICK_EXPORT)
DATA = IntegrationKey(CONTRACT, IntegrationType.CSA_API)
CALLBACK, VIEWERS = ConfigurationKey.CALLBACK_URL, ConfigurationKey.JOB_POSTING_VIEWERS
ACL, ASSIGNEE = EntityAclKey("recruiting", ORG, "JOB-310"), AclAssigneeKey("recruiting", ORG, PERSON)
DESCRIPTION = (
    "Keep our ferries running: plan maintenance with the crews, order parts in time, and write down what was done "
    "and why."
)
PLANNER = JobPosting(
    integration_context=ORG,
    external_job_posting_id="JOB-310",
    job_posting_operation_type=JobOperation.CREATE,
    title="Marine Maintenance Planner",
    description=DESCRIPTION,
    listed_at=1767225600000,
    company_apply_url="https://jobs.ats.example/JOB-310",
    availability=Availability.PRIVATE_TO_ATS_INTEGRATION,
    location="Gothenburg, Sweden",
    company_job_code="JOB-310",
    requisition_owner_first_name="Rhea",
    requisition_owner_last_name="Demo",
    requisition_owner_email="rhea@demo.example",
)
DECKHAND = JobPosting(
    integration_context=ORG,
    external_job_posting_id="JOB-311",
    job_posting_operation_type=JobOperation.CREATE,
    title="Deckhand",
    description=DESCRIPTION,
    listed_at=1767225600000,
    company_apply_url="https://jobs.ats.example/JOB-311",
    availability=Availability.PUBLIC,
    country_code="se",
    postal_code="41121",
)
NEW = NewApplication(
    unique_foreign_id="environment-042",
    name="Skaffa - Birch & Rowan",
    description="Recruiter System Connect for environment 042",
    oauth2_authorized_callback_urls=[BACK],
    valid_js_sdk_domains=["https://birch.ats.example"],
)


@dataclasses.dataclass
class Voices:
    """Everybody who can speak to LinkedIn; `rest` is the client in the versioned generation."""

    client: Client
    rest: Client
    parent: Parent
    oauth: OAuth


Speak = Callable[[Voices], Any]
CALLS: dict[str, Speak] = {
    "oauth/application_token": lambda v: v.oauth.application_token(),
    "oauth/exchange_code": lambda v: v.oauth.exchange_code("AQC-code-1", BACK),
    "oauth/refresh_token": lambda v: v.oauth.refresh("AQR-example-3"),
    "oauth/introspect_token": lambda v: v.oauth.introspect("AQV-example-2"),
    "me/get": lambda v: v.client.me("AQV-member"),
    "provisionedApplications/create": lambda v: v.parent.create_application(NEW),
    "provisionedApplications/update": lambda v: v.parent.update_application(
        APPLICATION, js_domains=["https://birch.ats.example", "http://localhost:5000"]
    ),
    "provisionedApplications/find": lambda v: v.parent.find_application("environment-042"),
    "atsIntegrations/batch_partial_update": lambda v: v.client.name_integrations(
        {EXPORT: "Birch & Rowan LinkedIn One-Click Export"}
    ),
    "atsIntegrations/batch_get": lambda v: v.client.integrations([EXPORT, DATA]),
    "atsIntegrations/find_by_request": lambda v: v.client.integrations_by_request(REQUEST),
    "atsIntegrationConfigurations/batch_update": lambda v: v.client.set_configuration(
        EXPORT, {CALLBACK: "https://hooks.ats.example/linkedin/042", VIEWERS: "ALL_PRODUCT_USERS"}
    ),
    "atsIntegrationConfigurations/batch_get": lambda v: v.client.configuration(EXPORT, [CALLBACK, VIEWERS]),
    "atsIntegrationConfigurations/batch_delete": lambda v: v.client.delete_configuration(EXPORT, [VIEWERS]),
    "simpleJobPostings/batch_create": lambda v: v.client.send_jobs([PLANNER, DECKHAND]),
    "simpleJobPostingTasks/batch_get": lambda v: v.client.job_tasks([TASK]),
    "exportedCandidates/find_by_request": lambda v: v.client.exported_candidates(REQUEST),
    "atsEntityAcls/batch_update": lambda v: v.client.put_entity_acls([ACL]),
    "atsEntityAcls/batch_delete": lambda v: v.client.delete_entity_acls([ACL]),
    "atsEntityAcls/find_by_criteria": lambda v: v.client.entity_acls(ORG, "JOB-310"),
    "atsEntityAclAssignees/batch_update": lambda v: v.client.put_acl_assignees([ASSIGNEE]),
    "atsEntityAclAssignees/batch_delete": lambda v: v.client.delete_acl_assignees([ASSIGNEE]),
    "atsEntityAclAssignees/find_by_criteria": lambda v: v.client.acl_assignees(ORG, PERSON),
}


CANDIDATE, LEE_KEY = CandidateKey("C77", ORG), CandidateKey("C78", ORG)
APPLICATION_5, APPLICATION_6 = ApplicationKey("A5", ORG), ApplicationKey("A6", ORG)
REQUISITION = JobRequisitionKey("REQ-31", ORG)
RESUME = AttachmentKey("A5", ORG, "CV-1", AttachmentOwner.APPLICATION)
SEAT = "urn:li:seat:88003"
MORNING = Window(moment(1767225600000), moment(1767268800000))
MINA = Candidate(
    first_name="Mina",
    last_name="Okoro",
    email_addresses=["mina.okoro@example.org"],
    phone_numbers=[PhoneNumber(number="+46 31 555 01 42", extension="7")],
    addresses=[
        Address(
            line1="Algatan 9",
            city="Gothenburg",
            geographic_area="Västra Götaland",
            geographic_area_type="PROVINCE",
            postal_code="41121",
            country="se",
        )
    ],
    created_at=1767225600000,
    last_modified_at=1767229200000,
    external_profile_url="https://birch.ats.example/c/C77",
    linked_in_profile_url="https://www.linkedin.com/in/mina-okoro-x",
    current_company_name="Fir Ferries",
    current_job_title="Planner",
    do_not_contact=False,
)
LEE = Candidate(
    first_name="Lee",
    last_name="Holm",
    email_addresses=[],
    created_at=1767225600000,
    last_modified_at=1767225600000,
    external_profile_url="https://birch.ats.example/c/C78",
    manual_matched_member=PERSON,
)
MINAS_APPLICATION = JobApplication(
    candidate_id="C77",
    job_posting_id="JOB-310",
    job_posting_name="Marine Maintenance Planner",
    candidate_email="mina.okoro@example.org",
    first_name="Mina",
    last_name="Okoro",
    source="Career site",
    disposition_reason="",
    created_at=1767226000000,
    last_modified_at=1767229200000,
)
LEES_APPLICATION = JobApplication(
    candidate_id="C78",
    job_posting_id="JOB-311",
    job_posting_name="Deckhand",
    created_at=1767226000000,
    last_modified_at=1767226000000,
)
NOTES = {
    "N1": Note(
        note="Prefers mornings.",
        author=Actor("Rhea", "Demo"),
        created_at=1767230000000,
        last_modified_at=1767230600000,
    ),
    "N2": Note(note="Called back.", created_at=1767230500000),
}
FEEDBACK = {
    "F1": InterviewFeedback(
        feedback="Knows the engines.",
        interviewer=Actor("Ivan", "Demo"),
        interview_type=InterviewType.PHONE_SCREEN,
        evaluations=[Evaluation("Planning", "4/5"), Evaluation("Swedish")],
        created_at=1767231000000,
    ),
    "F2": InterviewFeedback(feedback="Agreed."),
}
STAGES = {
    "S1": Stage(stage="New", created_at=1767226000000),
    "S2": Stage(stage="Phone screen", created_at=1767231000000),
}
CV = Attachment(
    external_file_name="mina-okoro.txt",
    external_created_at=1767225600000,
    external_last_modified_at=1767225600000,
    file_type=FileType.TXT,
    contract_id="5501",
    content=b"Mina Okoro, planner\n",
)
APPLICATIONS = {APPLICATION_5: MINAS_APPLICATION, APPLICATION_6: LEES_APPLICATION}
CALLS |= {
    "atsCandidates/batch_update": lambda v: v.client.put_candidates({CANDIDATE: MINA, LEE_KEY: LEE}),
    "atsCandidates/batch_get": lambda v: v.client.candidates([CANDIDATE, LEE_KEY]),
    "atsCandidates/batch_partial_update": lambda v: v.client.link_candidates({CANDIDATE: PERSON}),
    "atsCandidates/batch_partial_update_unlink": lambda v: v.client.unlink_candidates([CANDIDATE]),
    "atsCandidates/batch_delete": lambda v: v.client.delete_candidates([CANDIDATE, LEE_KEY]),
    "atsCandidateNotes/batch_update": lambda v: v.client.put_candidate_notes(CANDIDATE, NOTES),
    "atsCandidateNotes/batch_delete": lambda v: v.client.delete_candidate_notes(CANDIDATE, ["N1"]),
    "atsApplications/batch_update": lambda v: v.client.put_applications(APPLICATIONS),
    "atsApplications/batch_delete": lambda v: v.client.delete_applications([APPLICATION_5, APPLICATION_6]),
    "atsApplicationNotes/batch_update": lambda v: v.client.put_application_notes(APPLICATION_5, NOTES),
    "atsApplicationNotes/batch_delete": lambda v: v.client.delete_application_notes(APPLICATION_5, ["N1"]),
    "atsApplicationInterviewFeedback/batch_update": lambda v: v.client.put_interview_feedback(APPLICATION_5, FEEDBACK),
    "atsApplicationInterviewFeedback/batch_delete": lambda v: v.client.delete_interview_feedback(APPLICATION_5, ["F1"]),
    "atsApplicationStages/batch_update": lambda v: v.client.put_stages(APPLICATION_5, STAGES),
    "atsApplicationStages/batch_delete": lambda v: v.client.delete_stages(APPLICATION_5, ["S1"]),
    "seats/find_by_attributes": lambda v: v.client.old_seats([CONTRACT]),
    "seatsV2/find_by_attributes": lambda v: v.client.seats([CONTRACT]),
    "conversationEvents/find_by_criteria": lambda v: v.client.conversation_events(SEAT, MORNING),
    "prospectNotes/find_by_criteria": lambda v: v.client.prospect_notes(CONTRACT, MORNING, owners=[SEAT]),
    "mailStubs/find_by_contract": lambda v: v.client.mail_stubs(CONTRACT, MORNING, owners=[SEAT]),
    "closedCandidateProfiles/find_by_criteria": lambda v: v.client.closed_members(ORG),
    "jobPostingStatus/batch_get": lambda v: v.client.job_statuses(["JOB-310", "JOB-311"]),
    "hireMediaUrl/create": lambda v: v.client.upload_place(CONTRACT, "mina-okoro.pdf", "application/pdf"),
}
CALLS |= {
    "rest/candidates/batch_update": lambda v: v.rest.put_candidates({CANDIDATE: MINA, LEE_KEY: LEE}),
    "rest/candidates/batch_get": lambda v: v.rest.candidates([CANDIDATE, LEE_KEY]),
    "rest/candidates/batch_delete": lambda v: v.rest.delete_candidates([CANDIDATE, LEE_KEY]),
    "rest/candidateNotes/batch_update": lambda v: v.rest.put_candidate_notes(CANDIDATE, NOTES),
    "rest/candidateNotes/batch_delete": lambda v: v.rest.delete_candidate_notes(CANDIDATE, ["N1"]),
    "rest/atsApplications/batch_update": lambda v: v.rest.put_applications(APPLICATIONS),
    "rest/atsApplications/batch_delete": lambda v: v.rest.delete_applications([APPLICATION_5, APPLICATION_6]),
    "rest/applicationNotes/batch_update": lambda v: v.rest.put_application_notes(APPLICATION_5, NOTES),
    "rest/applicationNotes/batch_delete": lambda v: v.rest.delete_application_notes(APPLICATION_5, ["N1"]),
    "rest/applicationInterviewFeedbacks/batch_update": lambda v: v.rest.put_interview_feedback(APPLICATION_5, FEEDBACK),
    "rest/applicationInterviewFeedbacks/batch_delete": lambda v: v.rest.delete_interview_feedback(
        APPLICATION_5, ["F1"]
    ),
    "rest/applicationStage/batch_update": lambda v: v.rest.put_stages(APPLICATION_5, STAGES),
    "rest/applicationStage/batch_delete": lambda v: v.rest.delete_stages(APPLICATION_5, ["S1"]),
    "rest/seatsV2/find_by_attributes": lambda v: v.rest.seats([CONTRACT]),
    "rest/integrations/batch_partial_update": lambda v: v.rest.name_integrations(
        {EXPORT: "Birch & Rowan LinkedIn One-Click Export"}
    ),
    "rest/integrations/batch_get": lambda v: v.rest.integrations([EXPORT, DATA]),
    "rest/integrations/find_by_request": lambda v: v.rest.integrations_by_request(REQUEST),
    "rest/integrationConfigurations/batch_update": lambda v: v.rest.set_configuration(
        EXPORT, {CALLBACK: "https://hooks.ats.example/linkedin/042", VIEWERS: "ALL_PRODUCT_USERS"}
    ),
    "rest/integrationConfigurations/batch_get": lambda v: v.rest.configuration(EXPORT, [CALLBACK, VIEWERS]),
    "rest/atsEntityAcls/batch_update": lambda v: v.rest.put_entity_acls([ACL]),
    "rest/atsEntityAcls/batch_delete": lambda v: v.rest.delete_entity_acls([ACL]),
    "rest/atsEntityAcls/find_by_criteria": lambda v: v.rest.entity_acls(ORG, "JOB-310"),
    "rest/atsEntityAclAssignees/batch_update": lambda v: v.rest.put_acl_assignees([ASSIGNEE]),
    "rest/atsEntityAclAssignees/batch_delete": lambda v: v.rest.delete_acl_assignees([ASSIGNEE]),
    "rest/atsEntityAclAssignees/find_by_criteria": lambda v: v.rest.acl_assignees(ORG, PERSON),
    "rest/exportedCandidates/find_by_request": lambda v: v.rest.exported_candidates(REQUEST),
    "rest/jobRequisitions/batch_update": lambda v: v.client.put_job_requisitions(
        {REQUISITION: {"title": "Marine Maintenance Planner"}}
    ),
    "rest/attachments/batch_update": lambda v: v.client.put_attachments({RESUME: CV}),
    "rest/attachments/batch_delete": lambda v: v.client.delete_attachments([RESUME]),
    "rest/exportedApplicationEvaluations/find_by_request": lambda v: v.client.exported_evaluations(REQUEST),
}

TOKENS = {"application": "Bearer AQX-child", "parent": "Bearer AQX-parent", "member": "Bearer AQV-member", None: None}
PARENT = Credentials("86parent", "parents-secret")


def ask(speak: Speak, answer: httpx.Response) -> tuple[httpx.Request, Any]:
    """What one call sends, tokens apart, and what it gives back."""
    sent: list[httpx.Request] = []

    answering: dict[str, bool] = {}

    def linkedin(request: httpx.Request) -> httpx.Response:
        fields = dict(parse_qsl(request.content.decode())) if request.url.path.startswith("/oauth") else {}
        if fields.get("grant_type") == "client_credentials" and answering.get("api"):
            token = "AQX-parent" if fields["client_id"] == PARENT.client_id else "AQX-child"
            return httpx.Response(200, json={"access_token": token, "expires_in": 1800})
        sent.append(request)
        return answer

    channel, clock = Channel(transport=httpx.MockTransport(linkedin)), Clock()
    voices = Voices(
        client=Client(channel, CHILD, clock=clock),
        rest=Client(channel, CHILD, clock=clock, edition=Edition(dict.fromkeys(Feature, Generation.REST))),
        parent=Parent(channel, PARENT, clock=clock),
        oauth=OAuth(channel, CHILD, clock=clock),
    )
    answering["api"] = speak is not CALLS["oauth/application_token"]
    result = speak(voices)
    assert len(sent) == 1
    return sent[0], result


def heard(operation: str, case: str = "") -> Any:
    bodies = examples(operation, "response")
    return ask(CALLS[operation], httpx.Response(200, json=bodies[case]) if bodies else httpx.Response(204))[1]
