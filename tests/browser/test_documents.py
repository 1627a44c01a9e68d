"""Documents in a real browser: a recruiter adds a résumé by keyboard, opens it, changes it and deletes it."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.documents import queries, rules
from skaffa.documents.models import Document, Kind
from skaffa.documents.reading import actions as reading
from tests import personas
from tests.browser.test_content import Desk
from tests.documents import files

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_a_resume_comes_is_opened_changed_and_deleted(
    language: str, width: int, chromium: Browser, live_server, pictures: Path, tmp_path: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    greta = personas.candidate("Greta", "Ek", emails=("greta@people.example",), headline="Lamp mender")
    job = personas.active_job(rhea, "Lamp keeper")
    personas.applicant(job, greta)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        desk.open(f"/candidates/{greta.pk}/documents")
        desk.says("No documents yet")
        desk.look("documents-empty")
        refuse(desk, tmp_path)
        add(desk, tmp_path)
        open_it(desk)
        look_at(desk, greta)
        change(desk)
        delete(desk)

    assert not Document.objects.filter(kind=Kind.OTHER).exists()
    assert Document.objects.count() == 1


def choose(desk: Desk, path: Path, content: bytes) -> None:
    path.write_bytes(content)
    desk.page.locator("input[type=file]").first.set_input_files(path)


def refuse(desk: Desk, folder: Path) -> None:
    """What is too large is noticed before it is sent, what is something else when it has arrived."""
    choose(desk, folder / "large.pdf", files.PDF.ljust(rules.LARGEST + 1))
    said = desk.page.locator("input[type=file]").evaluate("input => input.validationMessage")
    assert said == desk.words("The file is larger than 10 MB. Choose a smaller one.")
    choose(desk, folder / "program.pdf", b"MZ" * 2_000)
    desk.press("Add document")
    told = "The name says %(type)s, but something else is in it. Open the file, save it as a PDF and upload that."
    expect(desk.page.locator(".field-errors")).to_have_text(desk.told(told, type="PDF"))
    desk.look("documents-refused")


def add(desk: Desk, folder: Path) -> None:
    choose(desk, folder / "Greta Ek, CV.pdf", files.PDF)
    desk.page.get_by_role("button", name=desk.words("Add document"), exact=True).press("Enter")
    desk.says("The document has been added.")
    choose(
        desk,
        folder / "Portfolio with a very long name that goes on and on until it has to break somewhere.docx",
        files.docx(),
    )
    desk.page.get_by_label(desk.words("Portfolio: stays here")).check()
    desk.page.get_by_label(desk.words("About"), exact=True).select_option(desk.words("The person, whatever the job"))
    desk.press("Add document")
    expect(desk.page.locator("#document-rows > li")).to_have_count(2)
    desk.look("documents")


def open_it(desk: Desk) -> None:
    link = desk.page.get_by_role("link", name=desk.told("Download %(name)s", name="Greta Ek, CV.pdf"), exact=True)
    with desk.page.expect_download() as started:
        link.press("Enter")
    assert started.value.suggested_filename == "Greta Ek, CV.pdf"
    assert Path(started.value.path()).read_bytes() == files.PDF


def look_at(desk: Desk, greta: Candidate) -> None:
    """A PDF as a picture, a Word file in a frame; scripts that came with them would have been noticed."""
    desk.page.on("dialog", lambda dialog: desk.trouble.append(dialog.message))
    evil = files.paragraph("Calm &lt;script&gt;alert(1)&lt;/script&gt;")
    script = "/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"
    for name, content in (
        ("shown.pdf", files.readable_pdf("Keeper of lamps", catalog=script)),
        ("shown.docx", files.readable_docx(evil)),
    ):
        document = personas.document(greta, content, name=name, kind=Kind.OTHER)
        desk.open(f"/documents/{document.pk}/view")
        desk.says("The document is being prepared. It appears here in a moment, and you can download it already.")
        reading.read(document.pk, now=clock.now)
        shown = desk.page.locator(".document-page img, .document-frame")
        expect(shown).to_be_visible()
        desk.look(f"document-{name.removeprefix('shown.')}")
        if name.endswith("docx"):
            expect(shown.content_frame.get_by_text("Calm <script>alert(1)</script>")).to_be_visible()
        else:
            shown.evaluate("image => image.decode()")
        document.delete()
    desk.open(f"/candidates/{greta.pk}/documents")


def change(desk: Desk) -> None:
    row = desk.page.locator("#document-rows > li", has_text="Greta Ek, CV.pdf")
    row.get_by_role("link", name=desk.told("Change %(name)s", name="Greta Ek, CV.pdf")).click()
    expect(row.locator("form")).to_be_visible()
    desk.look("document-changing")
    row.locator("input[type=file]").set_input_files(
        {"name": "Greta Ek, new.txt", "mimeType": "text/html", "buffer": files.TXT}
    )
    row.get_by_role("button", name=desk.words("Save"), exact=True).click()
    desk.says("The document has been changed.")
    kept = Document.objects.get(kind=Kind.RESUME)
    assert (kept.file_name, queries.content(kept)) == ("Greta Ek, new.txt", files.TXT)


def delete(desk: Desk) -> None:
    row = desk.page.locator("#document-rows > li", has_text="Portfolio")
    row.locator("a[href$=delete]").click()
    desk.says("Delete this document?")
    desk.look("document-deleting")
    desk.press("Delete")
    desk.says("The document has been deleted.")
    expect(desk.page.locator("#document-rows > li")).to_have_count(1)
