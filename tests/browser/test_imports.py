"""Imports in a real browser: jobs of a real file where one is given, then candidates; checked, decided, imported, undone."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.imports.models import Import, State
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.imports.undoing import actions as undoing
from skaffa.jobs.models import Job
from skaffa.notes import actions as notes
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MADE_UP = (
    "Job ID,Business Title,# Of Positions,Full-Time/Part-Time indicator,Job Description\n"
    '1,Lamp keeper,1,F,"You look after the lamps of the harbour and mend what the storm broke, in every weather there is."\n'
    "2,Buoy painter,2,P,\n"
    "1,Lamp keeper,1,F,\n"
    "3,,1,F,Nobody knows.\n"
)
PEOPLE = (
    "E-post;Förnamn;Efternamn;Mobil;Ort;Hundens namn\n"
    "greta@people.example;Greta;Åberg;070-123 45 67;Umeå;Karo\n"
    "otto@people.example;Otto;Berg;;Lund;\n"
    "ingen adress;Nils;Öman;;Malmö;\n"
    "britta@people.example;Britta;Ek;;Örebro;Fido\n"
)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_jobs_and_candidates_come_in_from_files_and_go_again(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, SecurityRole.ADMINISTRATOR, language=language)
    personas.candidate("Otto", "Berg", emails=("otto@people.example",))
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        import_jobs(desk)
        import_people(desk)
        notes.write(Candidate.objects.get(first_name="Greta"), text="Calm.", by=Actor.of(rhea), at=clock.now())
        undo(desk)
        look_around(desk)

    assert sorted(Candidate.objects.values_list("first_name", flat=True)) == ["Otto"]
    assert Candidate.objects.get().location == ""
    assert Job.objects.exists()


def jobs_file() -> bytes:
    """A hundred of a city's own postings, if they are there."""
    folder = os.environ.get("SKAFFA_REAL_DATA")
    if not folder:
        return MADE_UP.encode()
    return b"".join(Path(folder, "jobs-nyc.csv").read_bytes().splitlines(keepends=True)[:101])


def upload(desk: Desk, name: str, content: bytes) -> None:
    desk.page.locator("input[type=file]").set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    desk.press("Upload")
    desk.says("What the columns mean")


def import_jobs(desk: Desk) -> None:
    desk.open("/jobs/")
    desk.page.locator(".page-actions a", has_text=desk.words("Import")).click()
    desk.look("import-jobs")
    upload(desk, "jobs.csv", jobs_file())
    desk.page.locator("[name=city]").fill("New York")
    desk.page.locator("[name=country]").select_option("US")
    expect(desk.page.locator("#preview")).to_contain_text("New York")
    desk.look("import-jobs-columns")
    read(desk)
    desk.look("import-jobs-ready")
    take(desk)
    desk.look("import-jobs-done")


def import_people(desk: Desk) -> None:
    """In an office's own encoding, which is noticed; what a heading does not say is chosen, and shown at once."""
    desk.open("/candidates/")
    desk.page.locator(".page-actions a", has_text=desk.words("Import")).click()
    upload(desk, "personer.csv", PEOPLE.encode("cp1252"))
    expect(desk.page.locator(".notice-waiting")).to_be_visible()
    expect(desk.page.locator("#preview")).to_contain_text("Greta Åberg")
    desk.page.get_by_label("Hundens namn").select_option("skills")
    expect(desk.page.locator("#preview")).to_contain_text("Karo")
    desk.look("import-columns")
    read(desk)
    expect(desk.page.locator("#known")).to_contain_text(desk.words("the same e-mail address"))
    choice = desk.page.get_by_label(desk.told("What becomes of row %(number)s", number="3"))
    choice.select_option("skip")
    expect(desk.page.locator("#toasts")).to_contain_text(desk.words("Saved for row %(number)d.") % {"number": 3})
    with desk.page.expect_response(lambda answer: answer.request.method == "POST"):  # it says the same as before
        choice.select_option("fill")
    desk.quiet()
    desk.look("import-ready")
    with desk.page.expect_download():
        desk.page.get_by_role("link", name=desk.words("Download these rows")).click()
    take(desk)
    desk.look("import-done")
    assert Candidate.objects.get(first_name="Otto").location == "Lund"


def read(desk: Desk) -> None:
    desk.press("Check the whole file")
    desk.says("The file is being read")
    reading.read_all(Import.objects.get(state=State.READING).pk)
    desk.says("What will happen")


def take(desk: Desk) -> None:
    """The worker does it; the page notices by itself."""
    desk.page.locator("#begin button[type=submit].btn-primary").click()
    desk.says("You can leave this page. You get a notice when everything is in.")
    run = Import.objects.get(state=State.RUNNING)
    while taking.take_next(run.pk, at=clock.now()):
        pass
    expect(desk.page.get_by_role("button", name=desk.words("Undo this import"))).to_be_visible()


def undo(desk: Desk) -> None:
    """By keyboard; who was worked with since is kept, and decided about."""
    desk.page.get_by_role("button", name=desk.words("Undo this import")).press("Enter")
    desk.says("Undo this import?")
    desk.look("import-undo")
    desk.press("Undo the import")
    run = Import.objects.get(state=State.UNDOING)
    while undoing.undo_next(run.pk, at=clock.now()):
        pass
    desk.says("Something else has happened to this person since.")
    desk.look("import-undone")
    desk.page.get_by_role("button", name=desk.told("Undo it for %(name)s all the same", name="Greta Åberg")).click()
    expect(desk.page.locator("#import")).to_contain_text(desk.words("Everything has been undone."))


def look_around(desk: Desk) -> None:
    desk.open("/imports/")
    expect(desk.page.locator("#rows > li")).to_have_count(2)
    desk.look("imports")
    desk.page.emulate_media(color_scheme="dark")
    desk.look("imports-dark")
    run = Import.objects.get(file_name="jobs.csv")
    desk.open(f"/imports/{run.pk}/")
    desk.look("import-jobs-done-dark")
    desk.open("/candidates/import")
    upload(desk, "personer.csv", PEOPLE.encode("cp1252"))
    desk.look("import-columns-dark")
