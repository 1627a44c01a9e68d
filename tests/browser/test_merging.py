"""Merging in a real browser: the other record is found, compared and merged; an undo from the message, and a later one."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from skaffa.candidates import queries
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import JobHeld
from skaffa.notes import actions as notes
from skaffa.search import actions as search
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_two_records_become_one_and_two_again(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    job = personas.active_job(rhea, "Lamp keeper")
    held = JobHeld("Harbour Works", "Keeper", "2019 – 2024", is_current=True)
    kept = personas.candidate("Anna", "Berg", headline="Lamp keeper", emails=("anna@people.example",), skills=("Oil",))
    other = personas.candidate(
        "Anna", "Bergh", headline="Keeper of lamps", emails=("anna.b@people.example",), employments=(held,)
    )
    personas.candidate("Berit", "Berg", headline="Diver")
    personas.applicant(job, kept)
    applications.advance(personas.applicant(job, other), by=SYSTEM, at=personas.START)
    for one in (kept, other):
        personas.document(one, name="Anna.txt")
        notes.write(one, text="Calm on the ladder.", by=Actor.of(rhea), at=personas.START)
    search.freshen()
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        find(desk, kept)
        merge(desk)
        undo_at_once(desk)
        desk.open(f"/candidates/{kept.pk}/merge/{other.pk}")
        desk.press("Merge")
        expect(desk.page.locator("h1")).to_contain_text("Anna Berg")
        desk.open(f"/candidates/{other.pk}/activity")
        undo_later(desk, kept)

    assert {str(one) for one in Candidate.objects.all()} == {"Anna Berg", "Anna Bergh", "Berit Berg"}
    assert queries.person(Candidate.objects.get(pk=other.pk)).headline == "Keeper of lamps"


def find(desk: Desk, kept: Candidate) -> None:
    """From the candidate's menu; everybody of the name is there, and more letters find fewer."""
    desk.open(f"/candidates/{kept.pk}/")
    desk.page.get_by_role("button", name=desk.words("More actions")).first.click()
    desk.page.get_by_role("link", name=desk.words("Merge with another record")).click()
    expect(desk.page.get_by_role("searchbox").last).to_have_value("Anna Berg")
    desk.page.get_by_role("searchbox").last.fill("berg")
    expect(desk.page.locator("#found > li")).to_have_count(2)
    desk.look("merge-find")
    desk.page.get_by_role("searchbox").last.fill("anna bergh")
    expect(desk.page.locator("#found > li")).to_have_count(1)
    desk.page.get_by_role("link", name=desk.told("Compare with %(name)s", name="Anna Bergh")).press("Enter")


def merge(desk: Desk) -> None:
    """What differs is chosen by keyboard; what happens is said before."""
    expect(desk.page.locator(".merge-differs")).to_have_count(3)
    desk.look("merge")
    headline = desk.page.locator("input[name=headline]")
    headline.first.focus()
    desk.page.keyboard.press("ArrowRight")
    expect(headline.last).to_be_checked()
    desk.page.keyboard.press("Tab")
    address = desk.page.get_by_role("radio", name=desk.words("Primary e-mail address"))
    expect(address.first).to_be_focused()
    desk.page.keyboard.press("ArrowRight")
    expect(address.last).to_be_checked()
    desk.look("merge-chosen")
    desk.press("Merge")
    expect(desk.page.locator("#toasts")).to_contain_text(
        desk.told("%(name)s has been merged into this record.", name="Anna Bergh")
    )
    expect(desk.page.locator("main")).to_contain_text("Keeper of lamps")
    expect(desk.page.locator("main")).to_contain_text("anna.b@people.example")
    assert primary_email("Anna Berg") == "anna.b@people.example"
    desk.look("merged")


def undo_at_once(desk: Desk) -> None:
    desk.page.keyboard.press("z")
    expect(desk.page.locator("#toasts")).to_contain_text(
        desk.words("The merge has been undone: both records are as they were.")
    )
    expect(desk.page.locator("main")).not_to_contain_text("anna.b@people.example")
    assert primary_email("Anna Berg") == "anna@people.example"


def primary_email(name: str) -> str:
    found = next(one for one in Candidate.objects.all() if str(one) == name)
    return queries.person(found).emails[0]


def undo_later(desk: Desk, kept: Candidate) -> None:
    """The old record's address leads to the kept one's Activity tab, where the merge is listed."""
    assert desk.page.url.endswith(f"/candidates/{kept.pk}/activity")
    desk.says("Merged records")
    desk.look("merges")
    desk.page.get_by_role("button", name=desk.told("Undo the merge with %(name)s", name="Anna Bergh")).press("Enter")
    expect(desk.page.locator("#toasts")).to_contain_text(
        desk.words("The merge has been undone: both records are as they were.")
    )
