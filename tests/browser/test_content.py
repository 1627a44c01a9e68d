"""Notes and interview feedback in a real browser: an interviewer and a recruiter at work on one applicant."""

import contextlib
import re
from pathlib import Path
from typing import Self

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, expect
from playwright.sync_api import Error as PlaywrightError

from skaffa.accounts.models import SecurityRole, User
from skaffa.candidates.models import Candidate
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.axe import faults
from tests.browser.story import PATIENCE, PICTURES, Words

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Desk:
    """One user's browser, signed in, or a visitor's of that language; whatever axe or the console finds wrong is kept."""

    def __init__(
        self, browser: Browser, address: str, user: User | str, pictures: Path, width: int, *, script: bool = True
    ) -> None:
        language = user if isinstance(user, str) else user.language
        self.words = Words(language)
        self.context: BrowserContext = browser.new_context(
            reduced_motion="reduce", viewport={"width": width, "height": 900}, java_script_enabled=script
        )
        self.context.set_default_timeout(PATIENCE)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if isinstance(user, User):
            client = Client()
            client.force_login(user)
            cookies[settings.SESSION_COOKIE_NAME] = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.context.add_cookies([{"name": name, "value": value, "url": address} for name, value in cookies.items()])
        self.page: Page = self.context.new_page()
        self.trouble: list[str] = []
        self.page.on("pageerror", lambda error: self.trouble.append(str(error)))
        self.address, self.pictures, self.is_wide = address, pictures, width > 767

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            with contextlib.suppress(PlaywrightError):
                self.keep("failed-" + re.sub(r"\W+", "-", self.page.url))
        self.context.close()
        if kind is None:
            assert self.trouble == []

    def open(self, path: str) -> None:
        self.page.goto(f"{self.address}{path}")

    def ready(self) -> None:
        """A page that something pressed led to: shown is not yet alive, its scripts have run when it is loaded."""
        self.page.wait_for_load_state("load")

    def quiet(self) -> None:
        """Nothing is asked of the server any more, and nothing is being taken into the page."""
        expect(self.page.locator(".htmx-request, .htmx-swapping, .htmx-settling")).to_have_count(0)

    def press(self, english: str) -> None:
        self.page.get_by_role("button", name=self.words(english), exact=True).last.click()

    def says(self, english: str) -> None:
        expect(self.page.get_by_text(self.words(english), exact=True).first).to_be_visible()

    def look(self, name: str) -> None:
        """Note what axe finds, and whether the page is wider than its window; keep a picture where they are wanted."""
        self.ready()
        self.quiet()
        if PICTURES:
            self.keep(name)
        self.trouble += faults(self.page)
        if self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            self.trouble.append(f"{self.page.url} scrolls sideways")

    def keep(self, name: str) -> None:
        self.page.screenshot(path=self.pictures / f"{name}-{self.words.language}.png", full_page=True)

    def told(self, english: str, **values: str) -> str:
        return self.words(english) % values


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

    with Desk(chromium, live_server.url, ivan, pictures, width) as desk:
        desk.open(f"/jobs/{job.pk}/applicants")
        give_feedback(desk)
    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        desk.open(f"/applications/{applicant.pk}/feedback")
        expect(desk.page.locator("#feedback-rows")).to_contain_text("Never afraid of heights.")
        desk.look("feedback")
        desk.open(f"/candidates/{greta.pk}/notes")
        write_notes(desk)
        withdraw(desk, job)
        erase(desk)

    assert not Candidate.objects.exists()


def give_feedback(desk: Desk) -> None:
    desk.page.get_by_role("link", name=desk.told("Feedback on %(name)s", name="Greta Ek")).click()
    desk.says("Yours first")
    desk.page.get_by_label(desk.words("Strengths")).fill("Never afraid of heights.")
    desk.press("Save draft")
    desk.says("Your draft has been saved. Only you see it.")
    desk.press("Submit")
    desk.says("Say whether to continue before you submit.")
    desk.look("feedback-refused")
    desk.page.get_by_label(desk.words("Continue"), exact=True).check()
    desk.press("Submit")
    desk.says("Your feedback has been submitted.")
    desk.look("feedback-interviewer")


def write_notes(desk: Desk) -> None:
    empty = desk.page.get_by_label(re.compile(f"^{desk.words('Note')}$"))
    empty.fill("Ask about the storm.")
    desk.page.get_by_label(desk.words("Only you"), exact=True).check()
    desk.press("Save note")
    desk.says("Only you see this")
    empty.fill("Calm on the ladder.")
    desk.press("Save note")
    rows = desk.page.locator("#note-rows > li")
    expect(rows).to_have_count(2)
    rows.first.get_by_role("link", name=desk.told("Edit the note by %(author)s", author="Rhea Persona")).click()
    field = rows.first.locator("textarea")
    expect(field).to_be_focused()
    desk.look("note-editing")
    field.fill("Calm on the ladder, also at night.")
    desk.press("Save")
    expect(rows.first).to_contain_text("also at night")
    desk.look("notes")
    rows.last.get_by_role("link", name=desk.told("Delete the note by %(author)s", author="Rhea Persona")).click()
    desk.says("Delete this note?")
    desk.press("Delete")
    expect(rows).to_have_count(1)


def withdraw(desk: Desk, job: Job) -> None:
    """After a move to another stage, which is as near."""
    desk.press("More actions")
    desk.page.get_by_role("link", name=desk.words("Move to a stage")).click()
    desk.page.get_by_label(desk.words("Interview"), exact=True).check()
    desk.press("Move")
    expect(desk.page.locator(".state-link").first).to_contain_text(desk.words("Interview"))
    desk.press("More actions")
    desk.page.get_by_role("link", name=desk.words("Candidate withdrew")).click()
    desk.says("They withdrew")
    desk.look("withdrawing")
    desk.press("They withdrew")
    expect(desk.page.get_by_role("button", name=desk.told("Reopen for %(job)s", job=job.title))).to_be_visible()
    desk.look("withdrawn")


def erase(desk: Desk) -> None:
    desk.press("More actions")
    desk.page.get_by_role("link", name=desk.words("Erase this person")).click()
    name = desk.page.get_by_label(desk.words("Type their name to confirm"))
    name.fill("Somebody else")
    desk.press("Erase for good")
    desk.says("This is not the name of the person. Nothing has been erased.")
    desk.look("erasing")
    name.fill("greta ek")
    desk.press("Erase for good")
    desk.says("The person and everything about them has been erased.")
