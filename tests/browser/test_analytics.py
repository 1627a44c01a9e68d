"""Analytics in a real browser: the pictures are drawn, the tables stand beside them, a filter narrows, a file comes."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole
from skaffa.analytics import actions
from skaffa.applications import actions as applications
from skaffa.core import clock
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_figures_are_drawn_read_and_saved(language: str, width: int, chromium: Browser, live_server, pictures: Path):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    job = personas.active_job(rhea, "Lamp keeper")
    now = clock.now()
    for place, source in enumerate(("linkedin", "linkedin", "indeed", "referral", "career_site")):
        one = applications.add_prospect(job, personas.candidate(), source=source, by=SYSTEM, at=now)
        for _ in range(place):
            one = applications.advance(one, by=SYSTEM, at=now)
    while actions.count_next():
        pass
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        look_at_everything(desk)
        look_at_one_source(desk)
        desk.open(f"/jobs/{job.pk}/analytics")
        expect(desk.page.locator("canvas")).to_have_count(6)
        desk.look("analytics-job")


def look_at_everything(desk: Desk) -> None:
    """By keyboard to the page; the pictures hold what the tables say."""
    desk.open("/")
    desk.page.keyboard.press("g")
    desk.page.keyboard.press("a")
    expect(desk.page.locator("h1")).to_have_text(desk.words("Analytics"))
    expect(desk.page.locator("canvas")).to_have_count(8)
    desk.ready()
    drawn = desk.page.locator("#funnel canvas").evaluate("canvas => Chart.getChart(canvas).data.datasets[0].data")
    assert drawn == [5, 4, 3, 2, 1, 0]
    kind = "canvas => [Chart.getChart(canvas).config.type, Chart.getChart(canvas).data.datasets.length]"
    assert desk.page.locator("#stays canvas").evaluate(kind) == ["bar", 2]
    desk.look("analytics")
    desk.page.emulate_media(color_scheme="dark")
    desk.look("analytics-dark")
    desk.page.emulate_media(color_scheme="light")


def look_at_one_source(desk: Desk) -> None:
    """The filter stays in the address, and goes along into the file."""
    desk.page.select_option("#source", "linkedin")
    desk.page.locator(".analytics-filters button[type=submit]").click()
    expect(desk.page.locator("#funnel tbody td").first).to_have_text("2")
    with desk.page.expect_download() as saved:
        desk.page.locator("#funnel a[download]").first.click()
    assert saved.value.suggested_filename == "funnel.csv"
    assert saved.value.path().read_text("utf-8-sig").splitlines()[1].split(",")[1] == "2"
