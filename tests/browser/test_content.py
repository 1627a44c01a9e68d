"""Notes and interview feedback in a real browser: an interviewer and a recruiter at work on one applicant."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect

from skaffa.accounts.models import SecurityRole, User
from skaffa.candidates.models import Candidate
from skaffa.jobs.models import TeamRole
from tests import personas
from tests.browser.story import PATIENCE, Words
from tests.browser.test_first_light import faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="module", autouse=True)
def _one_thread_for_both() -> Iterator[None]:
    """Playwright keeps an event loop in our thread, in which Django would refuse to ask the database."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        yield


class Desk:
    """One user's browser, signed in; whatever axe or the console finds wrong is kept."""

    def __init__(self, browser: Browser, address: str, user: User, width: int = 1280) -> None:
        self.words = Words(user.language)
        self.context: BrowserContext = browser.new_context(viewport={"width": width, "height": 900})
        self.context.set_default_timeout(PATIENCE)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: session, settings.LANGUAGE_COOKIE_NAME: user.language}
        self.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        self.page: Page = self.context.new_page()
        self.trouble: list[str] = []
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.address = address

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def press(self, english: str) -> None:
        self.page.get_by_role("button", name=self.words(english), exact=True).last.click()

    def says(self, english: str) -> None:
        expect(self.page.get_by_text(self.words(english), exact=True).first).to_be_visible()

    def look(self, picture: Path) -> None:
        """Keep a picture; note what axe finds, and whether the page is wider than its window."""
        self.page.screenshot(path=picture, full_page=True)
        self.trouble += faults(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.trouble.append(f"{self.page.url} scrolls sideways")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_an_interviewer_gives_feedback_and_a_recruiter_writes_notes_and_erases(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, SecurityRole.ADMINISTRATOR, language=language)
    ivan = personas.user("Ivan", language=language)
    job = personas.active_job(rhea, team=[(ivan, TeamRole.INTERVIEWER)])
    greta = personas.candidate("Greta", "Ek", emails=("greta@people.example",), headline="Lamp mender")
    applicant = personas.applicant(job, greta)
    pictures.mkdir(parents=True, exist_ok=True)

    desk = Desk(chromium, live_server.url, ivan, width)
    _ = desk.words
    desk.open(f"/jobs/{job.pk}/applicants")
    desk.page.get_by_role("link", name=_("Feedback on %(name)s") % {"name": "Greta Ek"}).click()
    desk.says("Yours first")
    desk.page.get_by_label(_("Strengths")).fill("Never afraid of heights.")
    desk.press("Save draft")
    desk.says("Your draft has been saved. Only you see it.")
    desk.press("Submit")
    desk.says("Say whether to continue before you submit.")
    desk.look(pictures / f"feedback-refused-{language}.png")
    desk.page.get_by_label(_("Continue"), exact=True).check()
    desk.press("Submit")
    desk.says("Your feedback has been submitted.")
    desk.look(pictures / f"feedback-interviewer-{language}.png")
    assert desk.trouble == []
    desk.context.close()

    desk = Desk(chromium, live_server.url, rhea, width)
    desk.open(f"/applications/{applicant.pk}/feedback")
    expect(desk.page.locator("#feedback-rows")).to_contain_text("Never afraid of heights.")
    desk.look(pictures / f"feedback-{language}.png")
    desk.open(f"/candidates/{greta.pk}/notes")
    desk.look(pictures / f"notes-empty-{language}.png")
    desk.page.get_by_label(re.compile(f"^{_('Note')}$")).fill("Ask about the storm.")
    desk.page.get_by_label(_("Only you"), exact=True).check()
    desk.press("Save note")
    desk.says("Only you see this")
    desk.page.get_by_label(re.compile(f"^{_('Note')}$")).fill("Calm on the ladder.")
    desk.press("Save note")
    rows = desk.page.locator("#note-rows > li")
    expect(rows).to_have_count(2)
    rows.first.get_by_role("link", name=_("Edit the note by %(author)s") % {"author": "Rhea Persona"}).click()
    field = rows.first.locator("textarea")
    expect(field).to_be_focused()
    desk.look(pictures / f"note-editing-{language}.png")
    field.fill("Calm on the ladder, also at night.")
    desk.press("Save")
    expect(rows.first).to_contain_text("also at night")
    desk.look(pictures / f"notes-{language}.png")
    rows.last.get_by_role("link", name=_("Delete the note by %(author)s") % {"author": "Rhea Persona"}).click()
    desk.says("Delete this note?")
    desk.look(pictures / f"note-deleting-{language}.png")
    desk.press("Delete")
    expect(rows).to_have_count(1)

    desk.press("More actions")
    desk.page.get_by_role("link", name=_("Candidate withdrew")).click()
    desk.look(pictures / f"withdrawing-{language}.png")
    desk.press("They withdrew")
    expect(desk.page.get_by_role("button", name=_("Reopen for %(job)s") % {"job": job.title})).to_be_visible()
    desk.look(pictures / f"withdrawn-{language}.png")
    desk.press("More actions")
    desk.page.get_by_role("link", name=_("Erase this person")).click()
    desk.page.get_by_label(_("Type their name to confirm")).fill("Somebody else")
    desk.press("Erase for good")
    desk.says("This is not the name of the person. Nothing has been erased.")
    desk.look(pictures / f"erasing-{language}.png")
    desk.page.get_by_label(_("Type their name to confirm")).fill("greta ek")
    desk.press("Erase for good")
    desk.says("The person and everything about them has been erased.")
    assert desk.trouble == []
    assert not Candidate.objects.exists()
    desk.context.close()
