"""The search in a real browser: from anywhere by keyboard, words, filters, more of them."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Route, expect

from skaffa.accounts.models import SecurityRole
from skaffa.candidates.rules import JobHeld, Study
from skaffa.search import actions
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_somebody_is_searched_for_and_found(language: str, width: int, chromium: Browser, live_server, pictures: Path):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    fill(personas.active_job(rhea))
    while actions.freshen():
        pass
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        desk.open("/")
        if width > 768:
            desk.page.keyboard.press("/")
            desk.page.keyboard.type("diver")
            desk.look("search-top")
            desk.page.keyboard.press("Enter")
        else:
            desk.page.get_by_role("link", name=desk.words("Search"), exact=True).click()
            desk.page.get_by_role("searchbox").fill("diver")
        rows = desk.page.locator("#rows > li")
        expect(desk.page).to_have_url(re.compile("q=diver"))  # everybody is shown before that, as many of them
        expect(rows).to_have_count(26)  # with "Load more"
        expect(rows.first).to_contain_text("Göran Diver")
        desk.look("search")
        filters(desk)
        desk.page.get_by_role("searchbox").fill("zeppelin")
        desk.says("Nobody matches")
        desk.look("search-nobody")


def test_what_is_typed_before_the_scripts_have_come_is_searched(chromium: Browser, live_server, pictures: Path):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    fill(personas.active_job(rhea))
    while actions.freshen():
        pass
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    with Desk(chromium, live_server.url, rhea, pictures, 1280) as desk:
        desk.page.route("**/htmx.min*.js", hold)
        desk.page.goto(f"{live_server.url}/search", wait_until="commit")
        desk.page.locator("main").get_by_role("searchbox").fill("diver")
        expect(desk.page.locator("#rows > li")).to_have_count(26)
        while not held:
            desk.page.wait_for_timeout(20)
        held.pop().continue_()
        expect(desk.page).to_have_url(re.compile("q=diver"))
        expect(desk.page.locator("#rows > li").first).to_contain_text("Göran Diver")


def fill(job) -> None:
    for number in range(30):
        held = JobHeld("Harbour Works", "Diver", "", is_current=True)
        known = personas.candidate("Anna", f"Berg {number}", location="Oslo", employments=(held,), skills=("Rope",))
    personas.applicant(job, known)
    goran = personas.candidate(
        "Göran",
        "Diver",
        headline="Deep sea diver and <welder>",
        location="Göteborg",
        emails=("goran@people.example",),
        educations=(Study("Chalmers school of divers", "Welding"),),
        skills=("C++", "Rope"),
    )
    personas.prospect(job, goran)


def filters(desk: Desk) -> None:
    """One filter narrows, another widens again; the focus stays where it was pressed."""
    summary = desk.page.locator("summary", has_text=desk.words("Filters"))
    narrow = desk.page.viewport_size is not None and desk.page.viewport_size["width"] < 992
    if narrow:
        summary.click()
    value = desk.page.locator("#facet-location-goteborg")
    value.press("Enter")
    expect(desk.page.locator("#rows > li")).to_have_count(1)
    if narrow:
        summary.click()
    desk.page.emulate_media(color_scheme="dark")
    desk.look("search-filtered-dark")
    desk.page.emulate_media(color_scheme="light")
    desk.page.get_by_role("link", name=desk.words("Clear filters")).click()
    expect(desk.page.locator("#rows > li")).to_have_count(26)
    desk.page.wait_for_load_state()  # before its scripts have come, the link leads to a page of its own
    desk.page.get_by_role("link", name=desk.words("Load more")).press("Enter")
    expect(desk.page.locator("#rows > li")).to_have_count(31)
