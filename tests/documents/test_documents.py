"""Documents: who may open, add, change and delete them, what is said about it, and what goes with what."""

import pytest
from django.db import IntegrityError, transaction
from django.db import connection as database
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.activity import queries as timeline
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as people
from skaffa.core import refusals
from skaffa.documents import actions, queries, rules
from skaffa.documents.events import DocumentAdded, DocumentChanged, DocumentDeleted
from skaffa.documents.models import Content, Document, Kind
from skaffa.documents.rules import checked_file
from skaffa.jobs.models import Job
from tests import personas
from tests.at_once import at_once
from tests.documents import files
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def readers(document: Document, *users: User) -> set[str]:
    return {user.first_name for user in users if queries.visible_to(Actor.of(user)).filter(pk=document.pk).exists()}


def test_what_happens_to_a_document_is_said_and_its_bytes_stand_apart(job: Job, rhea: User, clock: Watch, heard):
    told = heard(DocumentAdded, DocumentChanged, DocumentDeleted)
    applicant = personas.applicant(job)
    by = Actor.of(rhea)

    document = actions.add(
        applicant.candidate, application=applicant, file=checked_file("cv.pdf", files.PDF), by=by, at=clock.tick()
    )
    assert queries.content(document) == files.PDF
    actions.change(document, kind=Kind.RESUME, file=checked_file("cv.pdf", files.PDF), by=by, at=clock.tick())
    actions.change(document, kind=Kind.OTHER, file=checked_file("cv.docx", files.docx()), by=by, at=clock.tick())
    changed = Document.objects.get()
    actions.delete(document, by=by, at=clock.tick())

    about = {
        "document_id": document.pk,
        "candidate_id": applicant.candidate_id,
        "application_id": applicant.pk,
        "by_id": rhea.pk,
    }
    moments = [personas.START.replace(second=second) for second in (1, 3, 4)]
    assert told == [
        DocumentAdded(**about, kind="resume", file_name="cv.pdf", at=moments[0]),
        DocumentChanged(**about, kind="other", file_name="cv.docx", at=moments[1]),
        DocumentDeleted(**about, kind="other", file_name="cv.docx", at=moments[2]),
    ]
    assert (changed.file_type, changed.size, changed.uploaded_by) == ("docx", len(files.docx()), rhea)
    assert changed.sha256 != document.sha256
    assert not Document.objects.exists()
    assert not Content.objects.exists()


def test_the_team_opens_the_documents_of_an_application(
    job: Job, rhea: User, hal: User, ivan: User, reed: User, stan: User, ada: User
):
    other = personas.user("Rut", SecurityRole.RECRUITER)
    document = personas.document(personas.applicant(job))

    assert readers(document, rhea, hal, ivan, reed, stan, ada, other) == {"Rhea", "Hal", "Ivan", "Reed", "Ada"}
    assert queries.visible_to(SYSTEM).count() == 1


def test_documents_of_a_confidential_job_stay_with_those_who_see_the_application(rhea: User, hal: User, clock: Watch):
    secret = personas.active_job(rhea, "Secret keeper", is_confidential=True)
    applicant = personas.applicant(secret)
    document = personas.document(applicant, by=rhea)

    assert people.visible_to(Actor.of(hal)).filter(pk=applicant.candidate_id).exists()
    assert readers(document, rhea, hal) == {"Rhea"}
    assert not queries.of_candidate(Actor.of(hal), applicant.candidate).exists()
    told = [line.kind for line in timeline.of_candidate(Actor.of(hal), applicant.candidate).lines]
    assert told == ["CandidateAdded"]
    with pytest.raises(queries.DocumentNotFound):
        actions.delete(document, by=Actor.of(hal), at=clock.at)
    with pytest.raises(queries.DocumentNotFound):
        actions.change(document, kind="other", by=Actor.of(hal), at=clock.at)


def test_a_document_of_a_person_is_for_those_who_see_the_person(job: Job, rhea: User, ivan: User, stan: User):
    unknown, known = personas.candidate(), personas.applicant(job).candidate

    assert readers(personas.document(unknown), rhea, ivan, stan) == {"Rhea"}
    assert readers(personas.document(known), rhea, ivan, stan) == {"Rhea", "Ivan"}


def test_interviewers_and_readers_only_read(job: Job, ivan: User, reed: User, clock: Watch):
    applicant = personas.applicant(job)
    documents = [personas.document(applicant), personas.document(applicant.candidate)]

    for user in (ivan, reed):
        by = Actor.of(user)
        assert queries.editable(by, documents) == frozenset()
        assert not queries.writable(by, applicant.candidate)
        for document in documents:
            with pytest.raises(refusals.NotAllowed):
                actions.delete(document, by=by, at=clock.at)
            with pytest.raises(refusals.NotAllowed):
                actions.change(document, kind="other", by=by, at=clock.at)
        for about in (applicant, None):
            with pytest.raises(refusals.NotAllowed):
                actions.add(
                    applicant.candidate,
                    application=about,
                    file=checked_file("cv.pdf", files.PDF),
                    by=by,
                    at=clock.at,
                )


def test_a_document_is_about_one_person(job: Job, clock: Watch):
    applicant, other = personas.applicant(job), personas.candidate()

    with pytest.raises(rules.ApplicationOfSomebodyElse):
        actions.add(other, application=applicant, file=checked_file("cv.pdf", files.PDF), by=SYSTEM, at=clock.at)


def test_who_may_not_know_of_a_person_adds_nothing_to_them(stan: User, clock: Watch):
    with pytest.raises(people.CandidateNotFound):
        actions.add(personas.candidate(), file=checked_file("cv.pdf", files.PDF), by=Actor.of(stan), at=clock.at)


def test_the_same_file_is_kept_once_at_one_place(job: Job, clock: Watch):
    applicant = personas.applicant(job)
    personas.document(applicant)
    other = personas.document(applicant, files.PDF, name="cv.pdf")
    personas.document(applicant.candidate)  # of the person: another place

    with pytest.raises(rules.FileIsThereAlready) as refused:
        personas.document(applicant)
    with pytest.raises(rules.FileIsThereAlready):
        actions.change(
            other,
            kind="resume",
            file=checked_file("a.txt", b"Lamp keeper for ten years.\n"),
            by=SYSTEM,
            at=clock.at,
        )

    assert set(refused.value.fields) == {"file"}
    assert Document.objects.count() == 3
    double = Document.objects.get(pk=other.pk)
    double.pk, double.sha256 = None, other.sha256
    with pytest.raises(IntegrityError, match="document_once"), transaction.atomic():
        double.save()


def test_one_person_has_a_bounded_number_of_documents():
    person = personas.candidate()
    for number in range(rules.MOST):
        personas.document(person, b"%d" % number)

    with pytest.raises(rules.TooManyDocuments, match="50"):
        personas.document(person, b"One more")


@pytest.mark.django_db(transaction=True)
def test_the_same_file_sent_twice_at_once_is_one_document(job: Job, rhea: User):
    person = personas.candidate()

    def add() -> object:
        try:
            return personas.document(person, by=rhea)
        except rules.FileIsThereAlready as refusal:
            return refusal

    outcomes = at_once(add, add)

    assert Document.objects.count() == 1
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Document", "FileIsThereAlready"]


def test_a_document_goes_with_its_application_and_the_persons_with_the_person(job: Job, ada: User, clock: Watch):
    applicant = personas.applicant(job)
    personas.document(applicant)
    kept = personas.document(applicant.candidate, files.PDF, name="cv.pdf")

    applications.delete(applicant, by=Actor.of(ada), at=clock.tick())
    assert list(Document.objects.all()) == [kept]
    assert Content.objects.count() == 1
    candidates.erase(applicant.candidate, by=Actor.of(ada), at=clock.tick())

    assert not Document.objects.exists()
    assert not Content.objects.exists()


def test_neither_listing_nor_erasing_reads_what_is_in_the_files(job: Job, ada: User, clock: Watch):
    person = personas.applicant(job).candidate
    personas.document(person)
    by = Actor.of(ada)

    with CaptureQueriesContext(database) as asked:
        assert [document.file_name for document in queries.of_candidate(by, person)] == ["resume.txt"]
        candidates.erase(person, by=by, at=clock.tick())

    about_content = [query["sql"] for query in asked.captured_queries if "documents_content" in query["sql"]]
    assert about_content
    assert [sql for sql in about_content if not sql.startswith("DELETE")] == []
