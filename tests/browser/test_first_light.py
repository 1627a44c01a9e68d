"""The reason Skaffa exists, played in a real browser against everything `make demo` starts, in both languages."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests import stack
from tests.axe import faults
from tests.browser.linkedin_tab import MEMBER, Tab
from tests.browser.story import PATIENCE, Words

pytestmark = [pytest.mark.browser, pytest.mark.processes, pytest.mark.timeout(600)]
STEPS_OF_THE_TOUR = 6


@pytest.mark.parametrize("language", ["en", "sv"])
def test_a_recruiter_exports_a_person_and_works_with_their_profile(
    language: str, chromium: Browser, pictures: Path, tmp_path: Path
):
    with stack.running(tmp_path / "demo with spaces", is_migrated=False) as running:
        context = chromium.new_context(
            reduced_motion="reduce",
            viewport={"width": 1280, "height": 900},
            locale="sv-SE" if language == "sv" else "en-GB",
        )
        context.set_default_timeout(PATIENCE)
        story = Tab(running, context, Words(language), pictures)

        wrong = first_light(story) + profile(story)

        assert wrong == []
        assert story.trouble == []
        context.close()


def first_light(story: Tab) -> list[str]:
    """From an empty environment to a person who is past Prospect and seen under In ATS; what axe found."""
    story.sign_in()
    story.connect()
    story.enable()
    story.open_recruiter_data()
    story.connect_own_account()
    story.open_a_job()
    wrong = faults(story.page)
    recruiter = story.export(MEMBER)
    wrong += faults(recruiter)
    story.prospect(MEMBER)
    wrong += faults(story.page)
    prospects = story.page.url
    story.before_the_gate()
    wrong += faults(story.page)
    story.page.goto(prospects)
    story.advance(MEMBER)
    wrong += faults(story.in_ats(recruiter))
    story.candidate(MEMBER)
    wrong += faults(story.page)
    assert story.tour() == STEPS_OF_THE_TOUR
    return wrong


def profile(story: Tab) -> list[str]:
    """Their profile is shown, unlinked and linked again; InMails, notes and the shared profile come in; what axe found."""
    story.open()
    story.sign_in_to_the_plugin()
    wrong = faults(story.page)
    story.save_write_and_ask_for_news()
    story.unlink_in_the_plugin()
    wrong += faults(story.page)
    story.link_again()
    story.member_agrees()
    story.write_a_note_in_recruiter()
    story.histories()
    wrong += faults(story.page)
    story.narrow()
    story.talent_pool()
    return wrong
