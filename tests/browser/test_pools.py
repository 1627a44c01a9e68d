"""Talent pools in a real browser: create one, fill it by hand and from Excel, put somebody on a job, take somebody out."""

import io
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.imports.models import Import
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.pools import actions
from skaffa.pools.models import Contributor, Pool
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_a_pool_is_made_filled_used_and_emptied(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    personas.user("Hal", SecurityRole.HIRING_MANAGER)
    personas.user("Hedda", SecurityRole.HIRING_MANAGER)
    personas.active_job(rhea, "Lamp keeper")
    actions.gather_shared(personas.candidate("Mina", "Okoro", headline="Dental hygienist"), at=personas.START)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        create(desk)
        add_by_hand(desk)
        add_a_colleague(desk)
        add_from_excel(desk)
        add_to_a_job(desk)
        remove_and_undo(desk)
        look_around(desk)

    assert Contributor.objects.get().user.first_name == "Hal"
    assert Application.objects.get().candidate.first_name == "Greta"
    assert Candidate.objects.count() == 5


def create(desk: Desk) -> None:
    """By keyboard to the pools; a contributor is searched for, picked, and saved with the pool."""
    desk.open("/")
    desk.page.keyboard.press("g")
    desk.page.keyboard.press("p")
    expect(desk.page.locator("h1")).to_have_text(desk.words("Talent pools"))
    desk.look("pools-first")
    desk.page.locator("main a", has_text=desk.words("New talent pool")).first.click()
    desk.page.get_by_label(desk.words("Name"), exact=True).fill("Divers of the west coast")
    desk.page.get_by_label(desk.words("Search for a person")).press_sequentially("hal")
    expect(desk.page.locator("#found > li")).to_have_count(1)
    desk.page.get_by_role("button", name=desk.told("Add %(name)s as a contributor", name="Hal Persona")).press("Enter")
    expect(desk.page.locator(".picked li")).to_have_text("Hal Persona")
    desk.look("pool-new")
    desk.page.get_by_label(desk.words("Name"), exact=True).press("Enter")
    desk.says("The talent pool has been created.")
    desk.says("Nobody here yet")
    desk.look("pool-empty")


def add_by_hand(desk: Desk) -> None:
    desk.page.locator(".page-actions a", has_text=desk.words("Add candidate")).click()
    desk.page.get_by_label(desk.words("E-mail")).fill("greta@people.example")
    desk.page.get_by_label(desk.words("First name")).fill("Greta")
    desk.page.get_by_label(desk.words("Last name")).fill("Lind")
    desk.page.get_by_label(desk.words("Headline")).fill("Lamp keeper and diver")
    desk.page.locator("input[type=file]").set_input_files(
        {"name": "Greta.txt", "mimeType": "text/plain", "buffer": b"Knows the tides.\n"}
    )
    desk.look("pool-add")
    desk.press("Add")
    expect(desk.page.locator("#rows > li")).to_have_count(1)


def add_a_colleague(desk: Desk) -> None:
    desk.page.locator(".page-actions a", has_text=desk.words("Add candidate")).click()
    desk.page.get_by_role("link", name=desk.words("Internal candidate"), exact=True).click()
    desk.page.get_by_label(desk.words("E-mail or name")).press_sequentially("hedda@")
    expect(desk.page.locator("#found > li form")).to_have_count(1)
    desk.look("pool-add-internal")
    desk.page.get_by_role("button", name=desk.told("Add %(name)s", name="Hedda Persona")).click()
    expect(desk.page.locator("#rows > li")).to_have_count(2)


def add_from_excel(desk: Desk) -> None:
    """Many at once by the import of candidates, with this pool chosen."""
    desk.page.locator(".page-actions a", has_text=desk.words("Add candidate")).click()
    desk.page.get_by_role("link", name=desk.words("From Excel"), exact=True).click()
    with desk.page.expect_download() as started:
        desk.page.get_by_role("link", name=desk.words("Download template")).click()
    book = load_workbook(io.BytesIO(started.value.path().read_bytes()))
    sheet = book.worksheets[0]
    sheet.append(["Otto", "Berg", "otto@people.example"])
    sheet.append(["Nils", "", "nils@people.example"])
    upload(desk, book)
    expect(desk.page.get_by_label(desk.words("Put everybody into"))).to_have_value(
        f"pool-{Pool.objects.latest('pk').pk}"
    )
    desk.press("Check the whole file")
    reading.read_all(Import.objects.get().pk)
    desk.says("What will happen")
    desk.page.locator("#begin button[type=submit].btn-primary").click()
    desk.says("You can leave this page. You get a notice when everything is in.")
    while taking.take_next(Import.objects.get().pk, at=clock.now()):
        pass
    desk.page.get_by_role("link", name=desk.words("Show the talent pool")).click()
    expect(desk.page.locator("#rows > li")).to_have_count(4)
    desk.look("pool")


def upload(desk: Desk, book) -> None:
    packed = io.BytesIO()
    book.save(packed)
    desk.page.locator("input[type=file]").set_input_files(
        {"name": "people.xlsx", "mimeType": "application/octet-stream", "buffer": packed.getvalue()}
    )
    desk.press("Upload")


def add_to_a_job(desk: Desk) -> None:
    """From the pool to the candidate, by keyboard; the way back leads to the pool from the LinkedIn tab too."""
    desk.page.locator("#member-" + str(Candidate.objects.get(first_name="Greta").pk) + " .row-title").click()
    desk.page.get_by_role("link", name="LinkedIn", exact=True).click()
    expect(desk.page.locator(".breadcrumb-line")).to_have_text("Divers of the west coast")
    desk.ready()  # before our scripts run, the same link leads to a page of its own
    desk.page.get_by_role("link", name=desk.words("Add to job"), exact=True).click()
    expect(desk.page.locator("dialog[open] #found > li form")).to_have_count(1)
    desk.look("add-to-job")
    desk.page.get_by_role("button", name=desk.told("Add to %(job)s", job="Lamp keeper")).press("Enter")
    said = desk.told("%(name)s is a prospect for %(job)s.", name="Greta Lind", job="Lamp keeper")
    expect(desk.page.locator("#toasts")).to_contain_text(said)
    expect(desk.page.locator(".breadcrumb-line")).to_have_text("Divers of the west coast")
    desk.look("candidate-in-pool")
    desk.page.get_by_role("link", name=desk.words("Add to talent pool"), exact=True).first.click()
    desk.says("In this talent pool")
    desk.look("add-to-pool")


def remove_and_undo(desk: Desk) -> None:
    pool = Pool.objects.get(name="Divers of the west coast")
    desk.open(f"/talent-pools/{pool.pk}/")
    otto = Candidate.objects.get(first_name="Otto")
    row = desk.page.locator(f"#member-{otto.pk}")
    remove = desk.told("Remove %(name)s from this talent pool", name="Otto Berg")
    desk.page.get_by_role("button", name=remove).press("Enter")
    undo = desk.page.get_by_role("button", name=desk.told("Put %(name)s back into this talent pool", name="Otto Berg"))
    expect(undo).to_be_focused()
    expect(row).to_have_count(0)
    expect(desk.page.locator("#count-people")).to_have_text("3")
    desk.look("pool-removed")
    undo.press("Enter")
    expect(row).to_have_count(1)
    expect(row.locator(".row-title")).to_be_focused()
    desk.page.get_by_role("button", name=remove).click()
    expect(row).to_have_count(0)


def look_around(desk: Desk) -> None:
    pool = Pool.objects.get(name="Divers of the west coast")
    desk.open(f"/talent-pools/{pool.pk}/access")
    desk.look("pool-access")
    desk.open("/talent-pools/")
    expect(desk.page.locator("#rows > li")).to_have_count(2)
    desk.look("pools")
    desk.page.emulate_media(color_scheme="dark")
    desk.look("pools-dark")
    desk.open(f"/talent-pools/{pool.pk}/")
    desk.page.keyboard.press("j")
    desk.look("pool-dark")
    desk.open(f"/talent-pools/{pool.pk}/delete")
    desk.look("pool-deleting-dark")
