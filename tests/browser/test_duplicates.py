"""Who is here twice, in a real browser: gone through by keyboard, told apart, undone, merged."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import JobHeld, Person
from skaffa.duplicates import actions
from skaffa.duplicates.models import Pair, PairState
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_the_queue_is_gone_through(language: str, width: int, chromium: Browser, live_server, pictures: Path):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    for first, also, last, place in (
        ("Margareta", "Greta", "Engelfält", "Visby"),
        ("Robert", "Bob", "Strandquist", "Kiruna"),
    ):
        held = (JobHeld(f"{place} Fyr", "Lamp keeper", "2019 –", is_current=True),)
        mail, site = (f"{also}@people.example".lower(),), (f"https://{also}.example".lower(),)
        known = Person(first, last, location=f"{place}, Sweden", emails=mail, employments=held)
        stub = Person(also, last, f"Lamp keeper at {place} Fyr", place, links=site)
        for person in (known, stub):
            candidates.add(person, source=Source.OTHER, by=SYSTEM, at=personas.START)
    while actions.freshen(at=personas.START):
        pass
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        look_at_the_queue(desk)
        tell_apart_and_undo(desk)
        merge_both(desk)

    assert Candidate.objects.count() == 2
    assert not Pair.objects.filter(state=PairState.DIFFERENT).exists()


def look_at_the_queue(desk: Desk) -> None:
    """By keyboard to the queue; the mark in the list of candidates leads to the pair."""
    desk.open("/candidates/")
    expect(desk.page.locator("main").get_by_text(desk.words("Maybe known already"))).to_have_count(4)
    desk.look("duplicates-marked")
    desk.page.keyboard.press("g")
    desk.page.keyboard.press("u")
    expect(desk.page.locator("h1")).to_have_text(desk.words("Duplicates"))
    expect(desk.page.locator("#rows > li")).to_have_count(2)
    desk.look("duplicates")
    desk.page.emulate_media(color_scheme="dark")
    desk.look("duplicates-dark")
    desk.page.emulate_media(color_scheme="light")


def tell_apart_and_undo(desk: Desk) -> None:
    """From row to row, into the first pair, "n", and back by "z"."""
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("h1")).to_contain_text(desk.words("One person or two?"))
    desk.look("duplicate")
    first = desk.page.url
    desk.page.keyboard.press("s")
    expect(desk.page).not_to_have_url(first)
    desk.ready()
    desk.page.keyboard.press("n")
    expect(desk.page.locator("#toasts [data-undo-at]")).to_have_count(1)
    expect(desk.page).to_have_url(first)
    desk.ready()
    desk.page.keyboard.press("z")
    expect(desk.page).not_to_have_url(first)
    desk.says("Undone: they may be the same person again.")
    desk.page.emulate_media(color_scheme="dark")
    desk.look("duplicate-dark")
    desk.page.emulate_media(color_scheme="light")


def merge_both(desk: Desk) -> None:
    """ "m" merges and goes on with the next pair, until nobody waits."""
    desk.page.keyboard.press("m")
    expect(desk.page.locator("#toasts [data-undo-at]")).to_have_count(1)
    expect(desk.page.locator("h1")).to_contain_text(desk.words("One person or two?"))
    desk.ready()
    desk.page.keyboard.press("m")
    desk.says("Nobody seems to be here twice")
    desk.look("duplicates-empty")
