"""The reason Skaffa exists, played in a real browser against everything `make demo` starts, in both languages."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests import stack
from tests.browser.story import PATIENCE, Story, Words

pytestmark = [pytest.mark.browser, pytest.mark.processes]
MEMBER = "Mina Okoro"
STEPS_OF_THE_TOUR = 6


def faults(page: Page) -> list[str]:
    """What axe finds wrong with a page, serious or worse, one line each."""
    found = Axe().run(page).response["violations"]
    return [
        f"{page.url}: {fault['id']} {[node['target'] for node in fault['nodes']]}"
        for fault in found
        if fault["impact"] in {"serious", "critical"}
    ]


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_recruiter_exports_a_person_and_finds_them_on_the_prospect_tab(
    language: str, chromium: Browser, pictures: Path, tmp_path: Path
):
    with stack.running(tmp_path / "demo with spaces") as running:
        context = chromium.new_context(
            reduced_motion="reduce",
            viewport={"width": 1280, "height": 900},
            locale="sv-SE" if language == "sv" else "en-GB",
        )
        context.set_default_timeout(PATIENCE)
        story = Story(running, context, Words(language), pictures)

        story.sign_in()
        story.connect()
        story.enable()
        story.connect_own_account()
        story.open_a_job()
        wrong = faults(story.page)
        recruiter = story.export(MEMBER)
        wrong += faults(recruiter)
        story.prospect(MEMBER)
        wrong += faults(story.page)
        story.advance(MEMBER)
        wrong += faults(story.in_ats(recruiter))
        story.candidate(MEMBER)
        wrong += faults(story.page)

        assert story.tour() == STEPS_OF_THE_TOUR
        assert wrong == []
        assert story.trouble == []
        context.close()
