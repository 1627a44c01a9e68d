"""Résumés from the Documents tab to LinkedIn, and back out of it: flow B for files, over both worlds."""

import base64
import dataclasses
import json

import pytest
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from rsc_sandbox.store import calls, details
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.documents import actions as documents
from skaffa.documents.models import Kind
from skaffa.documents.rules import checked_file
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.linkedin import sight
from skaffa.linkedin.models import (
    Connection,
    Deletion,
    Quota,
    RemoteRecord,
    RemoteState,
    SyncItem,
    SyncKind,
    Visibility,
)
from skaffa.linkedin.sync import attachments, push
from tests import personas
from tests.documents import files
from tests.linkedin.test_people_journey import everything_stored

ORGANIZATION = "urn:li:organization:7001"
HERS = b"Lamp keeper since the storm of nineteen ninety.\n"


class Remote:
    """What LinkedIn holds of somebody's files, looked at from its inside."""

    def __init__(self, world):
        self.world = world

    def of(self, owner, kind="APPLICATION_ATTACHMENT"):
        """File names with contents."""
        with self.world.sandbox.transaction() as tx:
            place = details.Place(
                application_id=self.world.application.id, context=ORGANIZATION, kind=kind, parent=str(owner.pk)
            )
            found = [kept.value for kept in details.of(tx, place)]
        return {value["externalFileName"]: base64.b64decode(str(value["content"])) for value in found}

    def of_person(self, person):
        return self.of(person, "CANDIDATE_ATTACHMENT")

    def calls(self, path="/rest/attachments"):
        with self.world.sandbox.transaction() as tx:
            return calls.newest(tx, calls.Wanted(path=path), count=1_000)


@pytest.fixture
def remote(world):
    return Remote(world)


def greta():
    return personas.candidate("Greta", "Lind", emails=("greta@example.com",))


@pytest.fixture
def applicant(connection, job):
    return personas.applicant(job, greta())


def replace(document, content, world, name="resume.txt", kind=Kind.RESUME):
    return documents.change(document, kind=kind, file=checked_file(name, content), by=SYSTEM, at=world.clock.tick())


def proved(document_id):
    return Deletion.objects.get(kind=SyncKind.ATTACHMENTS, remote_id=str(document_id), confirmed_at__isnull=False)


def test_the_resumes_of_an_applicant_and_of_the_person_arrive_as_they_are(world, remote, applicant):
    personas.document(applicant, files.PDF, name="Grétas cv.pdf")
    personas.document(applicant.candidate, HERS)

    world.run()

    assert remote.of(applicant) == {"Grétas cv.pdf": files.PDF}
    assert remote.of_person(applicant.candidate) == {"resume.txt": HERS}
    assert not SyncItem.objects.exists()
    assert set(RemoteRecord.objects.filter(kind=SyncKind.ATTACHMENTS).values_list("state", flat=True)) == {"held"}


def test_what_is_told_of_a_file_is_its_name_its_type_and_its_times(world, remote, applicant):
    document = personas.document(applicant, files.docx(), name="cv.docx")
    replace(document, files.PDF, world, name="cv.pdf")

    world.run()

    [call] = remote.calls()
    [(key, told)] = json.loads(call.body)["entities"].items()
    assert f"externalAttachmentId:{document.pk}" in key
    assert "attachmentType:RESUME" in key
    assert (told["externalFileName"], told["fileType"]) == ("cv.pdf", "PDF")
    assert base64.b64decode(told["content"]) == files.PDF
    assert told["externalLastModifiedAt"] - told["externalCreatedAt"] == 1_000


@pytest.mark.parametrize("kind", [kind for kind in Kind if kind is not Kind.RESUME])
def test_documents_of_every_other_kind_stay_here(world, remote, connection, applicant, kind):
    """By themselves, beside a résumé that leaves, and when everything is compared."""
    personas.document(applicant, kind=kind)
    personas.document(applicant.candidate, kind=kind)
    world.run()
    assert not remote.calls()
    assert not SyncItem.objects.exists()

    resume = personas.document(applicant, HERS)
    push.mark_everything(connection, at=world.clock.tick())
    world.run()

    said = "".join(key for call in remote.calls() for key in json.loads(call.body)["entities"])
    assert f"externalAttachmentId:{resume.pk}" in said
    assert said.count("externalAttachmentId:") == 1


def test_nothing_of_a_prospect_leaves_and_everything_follows_when_they_advance(world, remote, connection, job):
    prospect = personas.prospect(job, greta())
    personas.document(prospect, HERS)
    personas.document(prospect.candidate, files.PDF, name="cv.pdf")
    world.run()
    push.mark_everything(connection, at=world.clock.tick())
    world.run()
    assert not remote.calls()
    assert not SyncItem.objects.exists()

    applications.advance(prospect, by=SYSTEM, at=world.clock.tick())
    world.run()

    assert remote.of(prospect) == {"resume.txt": HERS}
    assert remote.of_person(prospect.candidate) == {"cv.pdf": files.PDF}


def test_a_resume_of_another_application_leaves_with_that_one_alone(world, remote, applicant, rhea):
    prospect = personas.prospect(personas.active_job(rhea, "Harbour pilot"), applicant.candidate)
    personas.document(prospect, HERS)

    world.run()

    assert not remote.calls()
    assert not remote.of(prospect)


def test_identity_before_application_sends_no_resume(world, remote, connection, job):
    Connection.objects.update(identity_before_application=True)
    world.run()
    world.export(job.code)
    world.run()
    prospect = job.applications.get()
    personas.document(prospect, HERS)
    personas.document(prospect.candidate, files.PDF, name="cv.pdf")

    push.mark_everything(Connection.objects.get(), at=world.clock.tick())
    world.run()

    assert RemoteRecord.objects.filter(kind=SyncKind.CANDIDATE).exists()
    assert not remote.calls()


def test_a_confidential_resume_stays_here_while_everyone_sees_everything(world, remote, connection, rhea):
    secret = personas.applicant(personas.active_job(rhea, is_confidential=True), greta())
    personas.document(secret, HERS)
    personas.document(secret.candidate, files.PDF, name="cv.pdf")

    world.run()

    assert not remote.calls()


def test_when_a_job_becomes_confidential_its_resumes_leave_and_come_back_when_it_is_not(
    world, remote, applicant, rhea, job
):
    document = personas.document(applicant, HERS)
    world.run()
    assert remote.of(applicant)

    confidential(job, world, rhea, on=True)
    assert not remote.of(applicant)
    assert not proved(document.pk).cascaded
    confidential(job, world, rhea, on=False)

    assert remote.of(applicant) == {"resume.txt": HERS}


def test_when_everyone_is_to_see_everything_confidential_resumes_leave(world, remote, with_lists, rhea):
    world.consent(rhea, "rhea")
    secret = personas.applicant(personas.active_job(rhea, is_confidential=True), greta())
    personas.document(secret, HERS)
    world.run()
    assert remote.of(secret)

    Connection.objects.update(visibility=Visibility.EVERYONE)
    with_lists.refresh_from_db()
    push.mark_everything(with_lists, at=world.clock.tick())
    world.run()

    assert not remote.of(secret)
    assert Deletion.objects.filter(kind=SyncKind.ATTACHMENTS, confirmed_at__isnull=False).exists()


def confidential(job, world, rhea, *, on):
    changed = dataclasses.replace(job_queries.details(job), is_confidential=on)
    jobs.edit(job, changed, by=Actor.of(rhea), at=world.clock.tick())
    world.run()


def test_changed_content_is_sent_again_and_unchanged_content_never(world, remote, applicant, connection):
    document = personas.document(applicant, HERS)
    world.run()
    before = len(remote.calls())

    push.mark_everything(connection, at=world.clock.tick())
    world.run()
    assert len(remote.calls()) == before
    replace(document, b"Lamp keeper, retired.\n", world)
    world.run()

    assert len(remote.calls()) == before + 1
    assert remote.of(applicant) == {"resume.txt": b"Lamp keeper, retired.\n"}
    assert not SyncItem.objects.exists()


def test_comparing_reads_no_file(world, applicant, connection):
    personas.document(applicant, HERS)
    world.run()
    push.mark_everything(connection, at=world.clock.tick())

    with CaptureQueriesContext(database) as asked:
        world.run()

    said = [query["sql"] for query in asked.captured_queries]
    assert [sql for sql in said if "documents_document" in sql]
    assert not [sql for sql in said if "documents_content" in sql]


def test_a_resume_that_is_deleted_or_is_none_any_more_leaves_linkedin(world, remote, applicant):
    gone, relabelled = personas.document(applicant, HERS), personas.document(applicant, files.PDF, name="cv.pdf")
    world.run()
    assert len(remote.of(applicant)) == 2
    number = gone.pk

    documents.delete(gone, by=SYSTEM, at=world.clock.tick())
    documents.change(relabelled, kind=Kind.PORTFOLIO, by=SYSTEM, at=world.clock.tick())
    world.run()

    assert not remote.of(applicant)
    for pk in (number, relabelled.pk):
        assert (proved(pk).attempts, proved(pk).cascaded) == (1, False)
    assert not RemoteRecord.objects.filter(kind=SyncKind.ATTACHMENTS).exists()


def test_resumes_leave_before_their_application_and_each_is_proved(world, remote, applicant, rhea):
    document = personas.document(applicant, HERS)
    kept = personas.document(applicant.candidate, files.PDF, name="cv.pdf")
    personas.applicant(personas.active_job(rhea, "Harbour pilot"), applicant.candidate)  # so that the person stays
    world.run()

    applications.delete(applicant, by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert not proved(document.pk).cascaded
    said = [
        (call.method, call.path) for call in remote.calls("") if call.method == "DELETE" or "batch_delete" in call.query
    ]
    paths = [path for _method, path in said]
    assert paths.index("/v2/atsApplications") < paths.index("/rest/attachments")  # newest first
    assert remote.of_person(applicant.candidate) == {"cv.pdf": kept.content.data}


def test_erasing_a_person_takes_every_resume_out_of_linkedin_and_out_of_every_table(world, remote, applicant, ada):
    first = personas.document(applicant, HERS, name="Lind lamp keeper.txt")
    second = personas.document(applicant.candidate, files.PDF, name="Lind cv.pdf")
    world.run()
    person, numbers = applicant.candidate, [first.pk, second.pk]
    assert "Lind lamp keeper" in everything_stored()

    candidates.erase(person, by=Actor.of(ada), at=world.clock.tick())
    world.run()

    assert not remote.of(applicant)
    assert not remote.of_person(person)
    assert all(proved(number) for number in numbers)
    stored = everything_stored()
    assert "Lind lamp keeper" not in stored
    assert HERS.hex() not in stored


def test_a_deletion_whose_answer_is_lost_is_asked_for_until_it_is_confirmed(world, remote, applicant):
    document = personas.document(applicant, HERS)
    world.run()
    number = document.pk
    world.alter = lambda said: b"{" if b'"results"' in said else said
    documents.delete(document, by=SYSTEM, at=world.clock.tick())
    world.run()
    assert Deletion.objects.get(kind=SyncKind.ATTACHMENTS).confirmed_at is None

    world.alter = bytes
    world.clock.tick(minutes=2)
    push.once(at=world.clock.at)

    assert proved(number).attempts == 2
    assert not SyncItem.objects.exists()


def test_what_was_taken_back_while_an_answer_was_lost_does_not_stay(world, remote, applicant):
    """LinkedIn may have it although we never heard so."""
    world.run()
    world.alter = lambda said: b"{" if b'"results"' in said else said
    document = personas.document(applicant, HERS)
    world.run()
    world.alter = bytes
    assert remote.of(applicant)

    documents.delete(document, by=SYSTEM, at=world.clock.tick())
    world.clock.tick(minutes=2)
    push.once(at=world.clock.at)

    assert not remote.of(applicant)


def test_a_refused_resume_says_why_and_is_sent_again_when_asked(world, applicant, rhea):
    world.run()
    world.alter = refusing
    personas.document(applicant, HERS)
    world.run()

    item = SyncItem.objects.get()
    assert (item.kind, item.needs_attention, item.last_error) == (SyncKind.ATTACHMENTS, True, "No such fonts, please")
    assert RemoteRecord.objects.get(kind=SyncKind.ATTACHMENTS).state == RemoteState.REFUSED

    world.alter = bytes
    sight.retry(applicant.candidate, by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert RemoteRecord.objects.get(kind=SyncKind.ATTACHMENTS).state == RemoteState.HELD
    assert not SyncItem.objects.exists()


def refusing(said):
    """LinkedIn takes none of the files."""
    answer = json.loads(said) if b"externalAttachmentId" in said else {}
    if not answer.get("results"):
        return said
    reason = {"status": 422, "message": "No such fonts, please"}
    return json.dumps({"results": {}, "errors": dict.fromkeys(answer["results"], reason)}).encode()


def test_what_linkedin_lost_is_sent_again_before_its_resume(world, remote, applicant):
    world.run()
    with world.sandbox.transaction() as tx:
        tx.execute("DELETE FROM job_applications")

    personas.document(applicant, HERS)
    world.run()
    world.clock.tick(minutes=1)
    push.once(at=world.clock.at)
    world.run()

    assert remote.of(applicant) == {"resume.txt": HERS}


def test_where_linkedin_takes_no_files_at_all_everything_else_goes_on(world, remote, connection, job, rhea):
    world.fault("status", value=403, path="/rest/attachments", times=99)
    first = personas.applicant(job, greta())
    personas.document(first, HERS)
    world.run()
    personas.document(first, files.PDF, name="cv.pdf")

    second = personas.applicant(job, personas.candidate("Signe", "Holm", emails=("signe@example.com",)))
    world.run()

    assert remote.calls("/rest/attachments")
    assert RemoteRecord.objects.filter(kind=SyncKind.APPLICATION, entity_id=second.pk, state=RemoteState.HELD).exists()
    waiting = SyncItem.objects.filter(kind=SyncKind.ATTACHMENTS)
    assert set(waiting.values_list("needs_attention", flat=True)) == {False}
    seen = sight.of(Actor.of(rhea), first.candidate)
    assert seen is not None
    [resume, other] = seen.applications[0].resumes
    assert {resume.standing, other.standing} == {sight.Standing.WAITING}
    assert "LinkedIn does not allow this" in resume.reason


def test_a_spent_quota_stops_resumes_and_nothing_else(world, remote, applicant, connection):
    day = world.clock.at.replace(hour=0, minute=0, second=0, microsecond=0)
    Quota.objects.create(
        client_id=connection.client_id, resource="rest/attachments", window="day", starts_at=day, requests=100_000
    )
    personas.document(applicant, HERS)

    world.run()

    assert RemoteRecord.objects.filter(kind=SyncKind.APPLICATION, state=RemoteState.HELD).exists()
    assert not remote.calls()
    assert SyncItem.objects.get().due_at == day.replace(day=day.day + 1)


def test_at_most_ten_files_and_ten_megabytes_go_in_one_call(world, remote, applicant):
    for number in range(23):
        personas.document(applicant, b"%d" % number, name=f"{number}.txt")
    world.run()
    sizes = [len(json.loads(call.body)["entities"]) for call in remote.calls()]
    assert sorted(sizes) == [3, 10, 10]

    large = files.PDF.ljust(attachments.BYTES // 2)
    for number in range(3):
        personas.document(applicant, large + b"%d" % number * 9, name=f"{number}.pdf")
    world.run()

    assert len(remote.of(applicant)) == 26
    assert len(remote.calls()) == 3 + 3


def test_a_file_that_changes_while_it_is_sent_is_sent_as_it_is_then(world, remote, applicant):
    world.run()
    document = personas.document(applicant, HERS)
    changes = [b"Changed in between.\n"]

    def change(said):
        if changes and b'"results"' in said:
            replace(document, changes.pop(), world)
        return said

    world.alter = change
    world.run()

    assert remote.of(applicant) == {"resume.txt": b"Changed in between.\n"}
    assert not SyncItem.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_resume_that_its_owner_left_behind_is_marked_in_a_transaction_of_its_own(at):
    connection = Connection.objects.create(
        kind="own", world="sandbox", client_id="1", client_secret="s", created_at=at, modified_at=at
    )
    about = {"connection": connection, "kind": SyncKind.ATTACHMENTS, "state": RemoteState.HELD, "parent_id": 7}
    RemoteRecord.objects.create(entity_id=1, parent_kind=SyncKind.APPLICATION, **about)
    RemoteRecord.objects.create(entity_id=2, parent_kind=SyncKind.CANDIDATE, **about)

    attachments.owner_gone(connection, SyncKind.APPLICATION, [7], at=at)

    assert list(SyncItem.objects.values_list("kind", "entity_id")) == [(SyncKind.ATTACHMENTS, 1)]
