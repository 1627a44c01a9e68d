"""Documents shown on a page: their words and pictures are there, and nothing that came with them can run."""

import re

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.core import clock
from skaffa.documents.models import Document
from skaffa.documents.reading import actions
from skaffa.jobs.models import Job
from tests import personas
from tests.documents import files

EVIL = "<script>alert(1)</script><svg onload=alert(1)>"
PDF_WITH_SCRIPT = files.readable_pdf(
    "Keeper of lamps", catalog="/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
)


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund"))


def shown(client: Client, document: Document) -> str:
    actions.read(document.pk, now=clock.now)
    answer = client.get(f"/documents/{document.pk}/view")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_pdf_is_shown_as_pictures_and_words_and_never_given_to_the_browser(
    client: Client, applicant: Application, rhea: User
):
    client.force_login(rhea)
    document = personas.document(applicant, PDF_WITH_SCRIPT, name="cv.pdf")

    page = shown(client, document)
    picture = client.get(f"/documents/{document.pk}/pages/1")

    assert "Keeper of lamps" in page
    assert f'src="/documents/{document.pk}/pages/1"' in page
    assert not re.search(r"<(iframe|embed|object)", page)
    assert (picture["Content-Type"], picture.content[:4], picture.content[8:12]) == ("image/webp", b"RIFF", b"WEBP")
    assert picture["Content-Security-Policy"].startswith("sandbox; default-src 'none'")
    assert client.get(f"/documents/{document.pk}/pages/2").status_code == 404


def test_a_word_file_is_shown_in_a_frame_that_runs_loads_and_sends_nothing(
    client: Client, applicant: Application, rhea: User
):
    client.force_login(rhea)
    escaped = EVIL.replace("<", "&lt;").replace(">", "&gt;")
    document = personas.document(applicant, files.readable_docx(files.paragraph(f"Calm {escaped}")), name="cv.docx")

    page = shown(client, document)
    inside = client.get(f"/documents/{document.pk}/words")

    assert re.search(rf'<iframe[^>]*src="/documents/{document.pk}/words"[^>]*sandbox', page)
    assert "Calm &lt;script&gt;" in inside.content.decode()
    assert "<script" not in inside.content.decode()
    assert "<svg" not in inside.content.decode()
    policy = inside["Content-Security-Policy"]
    assert policy.startswith("sandbox; default-src 'none'; style-src 'sha256-")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert inside["X-Frame-Options"] == "SAMEORIGIN"


def test_a_text_file_full_of_html_is_shown_as_the_text_it_is(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)
    document = personas.document(applicant, EVIL.encode(), name="cv.txt")

    page = shown(client, document)

    assert "&lt;script&gt;alert(1)&lt;/script&gt;&lt;svg onload=alert(1)&gt;" in page
    assert "<svg onload" not in page
    assert client.get(f"/documents/{document.pk}/words").status_code == 404


def test_what_waits_and_what_cannot_be_shown_says_what_to_do(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)
    waiting = personas.document(applicant, files.readable_pdf("Calm"), name="cv.pdf")
    old = personas.document(applicant, files.DOC, name="cv.doc")
    broken = personas.document(applicant, b"%PDF-1.7 nothing", name="broken.pdf")

    assert 'hx-trigger="every 2s"' in client.get(f"/documents/{waiting.pk}/view").content.decode()
    assert "of the old kind" in shown(client, old)
    assert "damaged" in shown(client, broken)
    assert "ask for it as a PDF" in shown(client, broken)


def test_only_those_who_may_open_a_document_see_it(client: Client, applicant: Application, rhea: User, stan: User):
    document = personas.document(applicant, files.readable_pdf("Calm"), name="cv.pdf")
    actions.read(document.pk, now=clock.now)
    client.force_login(stan)

    addresses = [f"/documents/{document.pk}/{part}" for part in ("view", "words", "pages/1")]

    assert [client.get(address).status_code for address in addresses] == [404, 404, 404]
