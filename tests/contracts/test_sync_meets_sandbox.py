"""Candidates, applications and what LinkedIn tells back: client and sandbox understand one another in both generations."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from rsc_client import errors, urns
from rsc_client.generations import Edition, Feature, Generation
from rsc_client.schemas import AclAssigneeKey, ConfigurationKey, EntityAclKey
from rsc_client.slices import Window, every, windows
from rsc_client.synced import (
    Actor,
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
    Stage,
)
from rsc_sandbox.linkedin import closing, enablement, export, inmail, member_notes
from tests.client.linkedin import NOON
from tests.contracts.customer import (
    DATA,
    EXPORT,
    INDICATOR,
    NORDIC_RECRUITERS_SEAT,
    ORG,
    SOME_MEMBER,
    Customer,
    job,
)

NOW = int(NOON.timestamp() * 1000)
NORDICS, US = urns.contract(5501), urns.contract(5502)
SEAT = urns.seat(NORDIC_RECRUITERS_SEAT)
TODAY = Window(NOON - timedelta(hours=6), NOON + timedelta(hours=6))
MINA, LEE = CandidateKey("C 1 (a)", ORG), CandidateKey("C2", ORG)
MINAS, LEES = ApplicationKey("A(1),'", ORG), ApplicationKey("A2", ORG)


@pytest.fixture(params=Generation)
def customer(request) -> Iterator[Customer]:
    """A customer in each generation, with everything switched on."""
    customer = Customer(Edition(dict.fromkeys(Feature, request.param)))
    customer.enable()
    assert customer.client.name_integrations({DATA: "Birch & Rowan Nordics"}).complete
    enablement.set_level(customer.sandbox, application_id=customer.number, company_id=7001, contract_id=5501, on=True)
    customer.pushed()
    yield customer
    customer.channel.close()


def candidate(**more):
    return Candidate(
        first_name="Mina",
        last_name="Okoro",
        email_addresses=["mina.okoro@example.org"],
        external_profile_url="https://birch.ats.example/c/1",
        created_at=NOW - 2,
        last_modified_at=NOW - 1,
        **more,
    )


def application(candidate_id):
    return JobApplication(
        candidate_id=candidate_id,
        job_posting_id="JOB-1",
        job_posting_name="Deckhand",
        created_at=NOW - 2,
        last_modified_at=NOW - 1,
    )


def synced(customer):
    """Two candidates, a job, two applications."""
    client = customer.client
    assert client.send_jobs([job("JOB-1")]).results
    assert client.put_candidates({MINA: candidate(), LEE: candidate()}).complete
    assert client.put_applications({MINAS: application(MINA.candidate_id), LEES: application("C2")}).complete
    return client


def exported(customer):
    """Somebody pressed Export on a member: the member's URN as our application knows it."""
    export.export(
        customer.sandbox,
        seat_id=NORDIC_RECRUITERS_SEAT,
        member_id=SOME_MEMBER,
        application_id=customer.number,
        job_external_id=None,
    )
    (push,) = customer.pushed()
    (found,) = customer.client.exported_candidates(push).elements
    return found.candidate


def test_a_candidate_is_linked_unlinked_and_deleted(customer):
    client = synced(customer)
    member = exported(customer).member

    assert client.link_candidates({MINA: member}).complete
    assert client.candidates([MINA, LEE]).results[MINA].manual_matched_member == member
    assert client.unlink_candidates([MINA]).complete
    assert client.candidates([MINA]).results[MINA].manual_matched_member is None
    assert client.delete_candidates([MINA]).complete
    gone = client.candidates([MINA, LEE])
    assert (list(gone.results), gone.errors[MINA].status) == ([LEE], 404)


def test_linkedin_recognises_a_candidate_by_the_profile_address(customer):
    person = exported(customer)

    customer.client.put_candidates({MINA: candidate(linked_in_profile_url=person.profile_url)})

    assert customer.client.candidates([MINA]).results[MINA].matched_members == [person.member]


def test_a_candidate_reads_back_field_by_field(customer):
    client = synced(customer)

    whole = client.candidates([MINA], ()).results[MINA]
    some = client.candidates([MINA], ("first_name", "last_modified_at")).results[MINA]

    assert (whole.first_name, whole.email_addresses, whole.created_at) == ("Mina", ["mina.okoro@example.org"], NOW - 2)
    assert (some.first_name, some.last_modified_at, some.last_name) == ("Mina", NOW - 1, None)


def test_one_wrong_candidate_does_not_stop_the_others(customer):
    wrong = Candidate(
        first_name="",
        last_name="Holm",
        email_addresses=["nowhere"],
        external_profile_url="https://birch.ats.example/c/2",
        created_at=NOW,
        last_modified_at=NOW,
    )

    answer = customer.client.put_candidates({MINA: candidate(), LEE: wrong})

    assert list(answer.results) == [MINA]
    assert not answer.errors[LEE].transient


@pytest.mark.parametrize("name", ["N1", "å/(1),:'", "a b&c=d"])
def test_what_belongs_to_a_candidate_or_an_application_is_kept_and_taken_back(customer, name):
    client = synced(customer)
    note = Note(note="Ring på fredag", author=Actor("Rhea", "Demo"), created_at=NOW, last_modified_at=NOW)
    feedback = InterviewFeedback(
        feedback="Good.",
        interviewer=Actor("Ivan", "Demo"),
        interview_type=InterviewType.ONSITE,
        evaluations=[Evaluation("Planning", "4/5"), Evaluation("Swedish")],
        created_at=NOW,
    )

    for put, delete in (
        (lambda: client.put_candidate_notes(MINA, {name: note}), lambda: client.delete_candidate_notes(MINA, [name])),
        (
            lambda: client.put_application_notes(MINAS, {name: note}),
            lambda: client.delete_application_notes(MINAS, [name]),
        ),
        (
            lambda: client.put_interview_feedback(MINAS, {name: feedback}),
            lambda: client.delete_interview_feedback(MINAS, [name]),
        ),
        (
            lambda: client.put_stages(MINAS, {name: Stage(stage="Phone screen", created_at=NOW)}),
            lambda: client.delete_stages(MINAS, [name]),
        ),
    ):
        assert list(put().results) == [name]
        assert list(delete().results) == [name]
        assert delete().errors[name].status == 404


def test_a_note_on_nobody_is_refused(customer):
    answer = customer.client.put_candidate_notes(MINA, {"N1": Note(note="For whom?")})

    assert answer.errors["N1"].status == 404


def test_a_deleted_application_takes_its_stages_along(customer):
    client = synced(customer)
    client.put_stages(MINAS, {"S1": Stage(stage="New", created_at=NOW)})

    assert client.delete_applications([MINAS]).complete

    assert client.delete_stages(MINAS, ["S1"]).errors["S1"].status == 404


@pytest.mark.parametrize("name", ["a b", "a&b=c", "å/(1),:'", "100%", "+"])
def test_no_candidate_id_is_lost_in_a_key(customer, name):
    key = CandidateKey(name, ORG)

    assert list(customer.client.put_candidates({key: candidate()}).results) == [key]
    assert list(customer.client.candidates([key]).results) == [key]
    assert list(customer.client.delete_candidates([key]).results) == [key]


def test_a_hundred_candidates_pass_through_the_tunnel(customer):
    keys = [CandidateKey(f"candidate {number}", ORG) for number in range(100)]

    assert list(customer.client.put_candidates({key: candidate() for key in keys}).results) == keys
    assert list(customer.client.candidates(keys).results) == keys
    assert list(customer.client.delete_candidates(keys).results) == keys


def test_integrations_and_settings_are_the_same(customer):
    found = customer.client.integrations([EXPORT, INDICATOR])
    both = [ConfigurationKey.CALLBACK_URL, ConfigurationKey.APPLICATION_VIEWERS]

    assert [integration.integration_status for integration in found.results.values()] == ["ENABLED", "ENABLED"]
    settings = customer.client.configuration(EXPORT, both)
    assert settings.results == {both[0]: "https://hooks.ats.example/1"}
    assert settings.errors[both[1]].status == 404
    assert customer.client.set_configuration(INDICATOR, {both[1]: "ALL_PRODUCT_USERS"}).complete
    assert customer.client.delete_configuration(INDICATOR, both[1:]).complete


def test_rights_are_the_same(customer):
    member = exported(customer).member
    of_job, of_person = EntityAclKey("crew & mates", ORG, "JOB-1"), AclAssigneeKey("crew & mates", ORG, member)

    assert customer.client.put_entity_acls([of_job]).complete
    assert customer.client.put_acl_assignees([of_person]).complete
    assert [row.key for row in customer.client.entity_acls(ORG, "JOB-1").elements] == [of_job]
    assert [row.key for row in customer.client.acl_assignees(ORG, member).elements] == [of_person]
    assert customer.client.delete_acl_assignees([of_person]).complete
    assert customer.client.delete_entity_acls([of_job]).complete


def test_seats_are_walked_page_by_page(customer):
    client = customer.client

    whole = client.seats([NORDICS]).elements
    walked = list(every(lambda start: client.seats([NORDICS], start=start, count=1)))

    assert walked == whole
    assert len(whole) > 1
    rhea = next(seat for seat in whole if seat.id == NORDIC_RECRUITERS_SEAT)
    assert (rhea.first_name, rhea.contract, rhea.state) == ("Rhea", NORDICS, "ACTIVE")
    assert rhea.member is not None
    assert rhea.created is not None
    old = client.old_seats([NORDICS]).elements
    assert {seat.id for seat in old} == {seat.id for seat in whole}


def test_a_contract_that_was_not_switched_on_tells_nothing(customer):
    with pytest.raises(errors.Forbidden):
        customer.client.seats([US])


def test_a_conversation_is_read_back_and_contact_details_after_consent(customer):
    client, sandbox = customer.client, customer.sandbox
    thread = inmail.compose(
        sandbox, seat_id=NORDIC_RECRUITERS_SEAT, member_id=SOME_MEMBER, subject="Hej", body="Kan vi talas vid?"
    )
    inmail.reply(sandbox, thread_id=thread.id, body="Gärna!")
    assert client.mail_stubs(NORDICS, TODAY, owners=[SEAT]).elements == []
    inmail.answer_consent(sandbox, thread_id=thread.id, share=True, email="mina@example.org", phone="+46 31 1")

    asked, replied = client.conversation_events(SEAT, TODAY).elements
    (stub,) = client.mail_stubs(NORDICS, TODAY, owners=[SEAT]).elements

    assert (asked.author, asked.mail.subject, asked.mail.body.text) == (SEAT, "Hej", "Kan vi talas vid?")
    assert (replied.author, replied.recipient.seat, replied.mail.body.text) == (stub.member, SEAT, "Gärna!")
    assert asked.thread_urn == replied.thread_urn
    assert (stub.owner, stub.email_address, stub.phone_number) == (SEAT, "mina@example.org", "+46 31 1")


def test_recruiters_notes_and_their_deletion_are_read_back(customer):
    note = member_notes.write(
        customer.sandbox, seat_id=NORDIC_RECRUITERS_SEAT, member_id=SOME_MEMBER, text="Ring i maj", public=True
    )
    window = Window(NOON - timedelta(seconds=1), NOON + timedelta(hours=1))

    (written,) = customer.client.prospect_notes(NORDICS, window, owners=[SEAT]).elements
    member_notes.delete(customer.sandbox, note_id=note.id, seat_id=NORDIC_RECRUITERS_SEAT)
    (deleted,) = customer.client.prospect_notes(NORDICS, window).elements

    assert (written.id, written.active, written.note, written.owner) == (note.id, True, "Ring i maj", SEAT)
    assert (deleted.id, deleted.active) == (note.id, False)


def test_a_week_is_asked_for_window_by_window(customer):
    member_notes.write(
        customer.sandbox, seat_id=NORDIC_RECRUITERS_SEAT, member_id=SOME_MEMBER, text="Once", public=True
    )
    week = windows(NOON - timedelta(days=6), NOON + timedelta(days=1))

    found = [note for window in week for note in customer.client.prospect_notes(NORDICS, window).elements]

    assert [note.note for note in found] == ["Once"]


def test_an_exported_member_who_leaves_is_told_of(customer):
    member = exported(customer).member
    assert customer.client.closed_members(ORG).elements == []

    closing.close_account(customer.sandbox, member_id=SOME_MEMBER)

    (closed,) = customer.client.closed_members(ORG).elements
    assert closed.member == member


def test_the_state_of_a_job_is_told(customer):
    customer.client.send_jobs([job("JOB-1")])

    told = customer.client.job_statuses(["JOB-1", "JOB-2"])

    assert told.results["JOB-1"].listing_status == "LISTED"
    assert told.errors["JOB-2"].status == 404


def test_a_file_is_put_and_attached(customer):
    client = synced(customer)

    place = client.upload_place(NORDICS, "cv.pdf", "application/pdf")
    client.upload(place, b"%PDF-1", "application/pdf")
    with pytest.raises(errors.Rejected):
        client.upload(place, b"%PDF-1", "application/pdf")

    key = AttachmentKey("C2", ORG, "CV-1", AttachmentOwner.CANDIDATE)
    file = Attachment(
        external_file_name="cv.pdf",
        external_created_at=NOW,
        external_last_modified_at=NOW,
        file_type=FileType.PDF,
        content=b"%PDF-1",
    )
    assert client.put_attachments({key: file}).complete
    assert client.delete_attachments([key]).complete


def test_a_requisition_is_taken(customer):
    key = JobRequisitionKey("REQ 1", ORG)

    assert list(customer.client.put_job_requisitions({key: {"title": "Deckhand"}}).results) == [key]
