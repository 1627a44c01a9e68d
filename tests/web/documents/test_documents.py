"""The Documents tab: files come in and go out, nothing in them runs, and every no stands beside its field."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.models import SecurityRole, User
from skaffa.applications.models import Application
from skaffa.documents import queries, rules
from skaffa.documents.models import Document
from skaffa.jobs.models import Job
from tests import personas
from tests.documents import files

pytestmark = pytest.mark.usefixtures("clock")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund"))


def tab(applicant: Application) -> str:
    return f"/candidates/{applicant.candidate_id}/documents"


def sent(name: str, content: bytes, about: int = 0, content_type: str = "text/html") -> dict[str, object]:
    return {"file": SimpleUploadedFile(name, content, content_type), "kind": "resume", "about": about}


def test_a_file_is_added_without_scripts_and_comes_back_byte_for_byte(
    client: Client, applicant: Application, rhea: User
):
    client.force_login(rhea)

    answer = client.post(tab(applicant), sent("Grétas cv.pdf", files.PDF, applicant.pk), follow=True)

    assert answer.redirect_chain == [(tab(applicant), 302)]
    document = Document.objects.get()
    assert (document.application, document.uploaded_by, document.is_resume) == (applicant, rhea, True)
    assert "Grétas cv.pdf" in answer.content.decode()
    assert client.get(f"/documents/{document.pk}").content == files.PDF


@pytest.mark.parametrize(
    ("name", "content", "content_type"),
    [
        ("cv.pdf", files.PDF, "application/pdf"),
        ("cv.doc", files.DOC, "application/msword"),
        ("cv.docx", files.docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("cv.txt", b"<script>alert(document.domain)</script>", "text/plain"),
    ],
)
def test_nothing_in_a_file_can_run(
    client: Client, applicant: Application, rhea: User, name: str, content: bytes, content_type: str
):
    client.force_login(rhea)
    client.post(tab(applicant), sent(name, content, content_type="text/html"))

    answer = client.get(f"/documents/{Document.objects.get().pk}")

    assert answer.headers["Content-Type"].split(";")[0] == content_type
    assert answer.headers["Content-Disposition"] == f'attachment; filename="{name}"'
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert answer.headers["Cache-Control"] == "private, no-store"


def test_no_name_breaks_out_of_its_header(client: Client, applicant: Application, rhea: User):
    document = personas.document(applicant, name='å";\r\nX-Evil: 1.txt')
    client.force_login(rhea)

    answer = client.get(f"/documents/{document.pk}")

    assert "X-Evil" not in answer.headers
    assert answer.headers["Content-Disposition"].startswith("attachment; filename*=utf-8''%C3%A5")


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("cv.exe", b"MZ", "Choose a PDF, a Word document (DOC or DOCX) or plain text (TXT)."),
        ("cv.pdf", b"MZ" * 2000, "something else is in it"),
        ("cv.pdf", b"", "The file is empty."),
        ("cv.pdf", files.PDF.ljust(rules.LARGEST + 1), "The file is larger than 10 MB."),
        ("cv.pdf", files.PDF.ljust(3 * rules.LARGEST), "The file is larger than 10 MB."),
    ],
    ids=["a program", "a program under another name", "nothing", "a byte too many", "far too many"],
)
def test_a_file_that_is_not_taken_says_why_beside_its_field(
    client: Client, applicant: Application, rhea: User, name: str, content: bytes, said: str
):
    client.force_login(rhea)

    answer = client.post(tab(applicant), sent(name, content), headers=HTMX)

    assert answer.status_code == 422
    shown = answer.content.decode()
    assert said in shown.split('id="id_file_errors"')[1].split("</p>")[0]
    assert not Document.objects.exists()


def test_a_form_without_a_file_asks_for_one(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(tab(applicant), {"kind": "resume", "about": 0})

    assert answer.status_code == 422
    assert "Choose a file first." in answer.content.decode()


def test_what_is_much_too_large_is_not_even_read(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(tab(applicant), sent("cv.pdf", bytes(4 * rules.LARGEST)), headers=HTMX)

    assert answer.status_code == 413
    assert "too large for one form" in answer.content.decode()


def test_several_files_in_one_form_are_refused(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(tab(applicant), {"file": [personas.text_file("a"), personas.text_file("b")], "kind": "resume"})

    assert answer.status_code == 400
    assert not Document.objects.exists()


def test_htmx_gets_the_tab_as_it_is_now(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(tab(applicant), sent("cv.txt", files.TXT), headers=HTMX)

    assert answer.status_code == 200
    assert "toast" in answer.headers["HX-Trigger"]
    assert "About the person" in answer.content.decode()


def test_the_same_file_again_is_refused_beside_the_field(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)
    client.post(tab(applicant), sent("cv.txt", files.TXT))

    answer = client.post(tab(applicant), sent("other name.txt", files.TXT))

    assert "This very file is there already." in answer.content.decode()
    assert Document.objects.count() == 1


def test_a_document_is_changed_in_its_place_and_keeps_its_file_unless_another_is_chosen(
    client: Client, applicant: Application, rhea: User
):
    document = personas.document(applicant)
    client.force_login(rhea)
    address = f"/documents/{document.pk}/edit"

    form = client.get(address, headers=HTMX).content.decode()
    client.post(address, {"kind": "other"}, headers=HTMX)
    document.refresh_from_db()
    assert (document.kind, document.file_name) == ("other", "resume.txt")
    refused = client.post(address, {"kind": "other", "file": SimpleUploadedFile("cv.pdf", b"No")}, headers=HTMX)
    client.post(address, {"kind": "resume", "file": SimpleUploadedFile("cv.pdf", files.PDF)}, headers=HTMX)
    document.refresh_from_db()

    assert f'id="document-{document.pk}-kind_0"' in form
    assert refused.status_code == 422
    assert (document.kind, document.file_name) == ("resume", "cv.pdf")
    assert queries.content(document) == files.PDF


@pytest.mark.parametrize(
    ("kind", "language", "words"),
    [
        ("cover_letter", "en", "Cover letter · Plain text"),
        ("cover_letter", "sv", "Personligt brev · Ren text"),
        ("portfolio", "en", "Portfolio · Plain text"),
        ("portfolio", "sv", "Portfolio · Ren text"),
    ],
)
def test_every_kind_is_chosen_and_shown_by_its_name(
    client: Client, applicant: Application, kind: str, language: str, words: str
):
    client.force_login(personas.user("Rut", SecurityRole.RECRUITER, language=language))
    form = client.get(tab(applicant)).content.decode()

    answer = client.post(tab(applicant), sent("mine.txt", files.TXT) | {"kind": kind}, follow=True)
    document = Document.objects.get()

    assert f'name="kind" value="{kind}"' in form
    assert document.kind == kind
    for page in (answer, client.get(f"/documents/{document.pk}/view")):
        assert words in page.content.decode()
    assert "LinkedIn" not in client.get(f"/documents/{document.pk}/delete", headers=HTMX).content.decode()


def test_a_kind_nobody_knows_is_refused(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)

    assert client.post(tab(applicant), sent("cv.txt", files.TXT) | {"kind": "diploma"}).status_code == 422
    assert not Document.objects.exists()


def test_deleting_asks_first_and_says_that_linkedin_forgets_it_too(client: Client, applicant: Application, rhea: User):
    document = personas.document(applicant)
    client.force_login(rhea)

    page, dialog = (client.get(f"/documents/{document.pk}/delete", headers=how) for how in ({}, HTMX))
    assert Document.objects.exists()
    client.post(f"/documents/{document.pk}/delete")

    assert all("resume.txt is lost for good." in answer.content.decode() for answer in (page, dialog))
    assert "deleted there too" in dialog.content.decode()
    assert dialog.headers["HX-Retarget"] == "#dialog"
    assert not Document.objects.exists()


def test_an_interviewer_opens_documents_and_has_no_form(client: Client, applicant: Application, ivan: User):
    document = personas.document(applicant)
    client.force_login(ivan)

    shown = client.get(tab(applicant)).content.decode()

    assert f"/documents/{document.pk}" in shown
    assert 'type="file"' not in shown
    assert client.post(tab(applicant), sent("cv.pdf", files.PDF)).status_code == 403
    for act in ("edit", "delete"):
        assert client.get(f"/documents/{document.pk}/{act}").status_code == 403


def test_the_activity_tells_of_documents(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)
    client.post(tab(applicant), sent("a&b.txt", files.TXT))

    shown = client.get(f"/candidates/{applicant.candidate_id}/activity").content.decode()

    assert "Rhea Persona added the document a&amp;b.txt." in shown


def test_nobody_has_documents_yet_says_what_to_do(client: Client, applicant: Application, rhea: User, ivan: User):
    client.force_login(rhea)
    assert "Add the person’s résumé, so that everybody" in client.get(tab(applicant)).content.decode()

    client.force_login(ivan)
    assert "Recruiters and hiring managers of the team add them." in client.get(tab(applicant)).content.decode()


def test_many_documents_cost_no_more_questions_than_few(
    client: Client, applicant: Application, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(20):
        personas.document(applicant, b"%d" % number)
    client.force_login(rhea)

    with django_assert_max_num_queries(26):
        assert client.get(tab(applicant)).status_code == 200
