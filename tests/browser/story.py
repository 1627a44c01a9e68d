"""The first-light story, told once and played in any language: both products, one real browser."""

import contextlib
import json
import os
from pathlib import Path

from django.utils import translation
from playwright.sync_api import BrowserContext, ConsoleMessage, FrameLocator, Locator, Page, expect
from playwright.sync_api import Error as PlaywrightError

import rsc_sandbox
from tests.stack import Stack

SANDBOX_WORDS = Path(rsc_sandbox.__file__).parent / "locale"
PICTURES = "SKAFFA_TEST_PICTURES" in os.environ  # as scripts/pictures.py does
PATIENCE = 30_000  # milliseconds; a busy machine is not a broken product
DESCRIPTION = (
    "You keep the greenhouse alive: irrigation, climate and the people who depend on both. You plan the seasons, mend what "
    "breaks and teach the summer crew. Experience with sensors helps; curiosity is required."
)
TITLE = "Irrigation technician"


class Words:
    """What the controls of both products are called in one language."""

    def __init__(self, language: str) -> None:
        self.language = language
        file = SANDBOX_WORDS / f"{language}.json"
        self._sandbox: dict[str, str] = json.loads(file.read_text(encoding="utf-8")) if file.exists() else {}

    def __call__(self, english: str) -> str:
        with translation.override(self.language):
            return translation.gettext(english)

    def sandbox(self, english: str, **values: str) -> str:
        return self._sandbox.get(english, english).format(**values)


class Story:
    """One administrator and recruiter, from an empty environment to a prospect; each step leaves a picture where they are wanted."""

    def __init__(self, stack: Stack, context: BrowserContext, words: Words, pictures: Path) -> None:
        self.stack, self.context, self.words, self.pictures = stack, context, words, pictures
        self.page = context.new_page()
        self.trouble: list[str] = []
        context.on("weberror", lambda error: self.trouble.append(str(error.error)))
        context.on("console", self._hear)
        pictures.mkdir(parents=True, exist_ok=True)

    def picture(self, name: str, page: Page | None = None) -> None:
        shown = page or self.page
        shown.bring_to_front()
        shown.wait_for_load_state()
        if not PICTURES:
            return
        path = self.pictures / f"{name}-{self.words.language}.png"
        for _attempt in range(3):  # Chromium takes no picture of a page that is just being replaced
            with contextlib.suppress(PlaywrightError):
                shown.screenshot(path=path)
                return
            shown.wait_for_timeout(500)
        shown.screenshot(path=path)

    def sign_in(self) -> None:
        _ = self.words
        self.page.goto(f"{self.stack.skaffa}/accounts/login/")
        self.page.locator("input[name=login]").fill("ada@demo.example")
        self.page.locator("input[name=password]").fill("demo")
        self.page.locator("main form button[type=submit]").first.click()
        self.page.wait_for_url(f"{self.stack.skaffa}/")
        if _.language != "en":
            self.page.get_by_role("button", name="Settings", exact=True).click()
            self.page.get_by_role("button", name="Svenska").click()
        expect(self.page.locator("html")).to_have_attribute("lang", _.language)
        self.picture("01-first-page")

    def connect(self) -> None:
        """The administrator connects the environment and requests; the plugin stands in a frame within a frame."""
        _ = self.words
        self.page.goto(f"{self.stack.skaffa}/admin-center/linkedin")
        self.page.get_by_role("button", name=_("Connect"), exact=True).first.click()
        widget = self._widget()
        with self.context.expect_page() as opened:
            widget.get_by_role("link", name=_.sandbox("Sign in to Recruiter")).click()
        window = opened.value
        with window.expect_navigation():
            window.get_by_role("button", name=_.sandbox("Sign in as {name}", name="Ada Demo")).click()
        self.picture("02-plugin-window", window)
        window.locator("main form button[type=submit]").first.click()
        widget.get_by_role("checkbox").first.check()
        widget.locator("form button[type=submit]").first.press("Enter")
        self.picture("03-plugin")
        widget.get_by_role("button", name=_.sandbox("Request all")).press("Enter")  # the frame's height is changing
        self._expect_state(_("Partner ready"))
        self.picture("04-partner-ready")

    def enable(self) -> None:
        """Recruiter's administrator turns on company level access; Skaffa notices."""
        _ = self.words
        admin = self.context.new_page()
        admin.goto(f"{self.stack.linkedin}/talent/admin/ats")
        self._choose_contract(admin)
        admin.get_by_role("switch").first.click()
        self.picture("05-recruiter-admin", admin)
        admin.close()
        self._expect_state(_("Enabled"))
        self.picture("06-enabled")

    def connect_own_account(self) -> None:
        _ = self.words
        self.page.goto(f"{self.stack.skaffa}/settings/connections")
        self.page.get_by_role("button", name=_("Connect"), exact=True).click()
        self.page.get_by_role("button", name=_.sandbox("Allow")).click()
        expect(self.page.locator("main")).to_contain_text("Ada Demo")
        self.picture("07-connected")

    def open_a_job(self) -> None:
        _ = self.words
        self.page.goto(f"{self.stack.skaffa}/jobs/new")
        self.page.locator("input[name=title]").fill(TITLE)
        self.page.locator("main form button[type=submit]").click()
        self.page.locator("textarea[name=description]").fill(DESCRIPTION)
        self.page.locator("input[name=city]").fill("Gothenburg")
        self.page.locator("select[name=country]").select_option("SE")
        self.page.locator("main form.form button[type=submit], main form button[type=submit]").last.click()
        self.picture("08-draft")
        self.page.get_by_role("button", name=_("Activate")).first.click()
        self.page.get_by_role("dialog").get_by_role("button", name=_("Activate")).click()
        self.page.wait_for_url("**/prospects")
        expect(self.page.get_by_text(_("LinkedIn: listed for export")).first).to_be_visible(timeout=60_000)
        self.picture("09-no-prospects-yet")

    def export(self, member: str) -> Page:
        """Find somebody in Recruiter and press Export; the open Prospect tab is left alone."""
        _ = self.words
        recruiter = self.context.new_page()
        recruiter.goto(f"{self.stack.linkedin}/talent/search?keywords={member}")
        self._choose_contract(recruiter)
        recruiter.get_by_role("link", name=member).first.click()
        recruiter.get_by_label(_.sandbox("Find a job")).fill(TITLE[:10])
        recruiter.get_by_role("radio", name=TITLE).check()
        self.picture("10-contact-card", recruiter)
        recruiter.get_by_role("button", name=_.sandbox("Export to ATS")).click()
        recruiter.wait_for_load_state()
        self.picture("11-exported", recruiter)
        return recruiter

    def prospect(self, member: str) -> Locator:
        """The person's line on the Prospect tab, which appears without anybody touching the page."""
        line = self.page.locator("[data-row]", has_text=member).or_(self.page.locator("li, tr").filter(has_text=member))
        expect(line.first).to_be_visible(timeout=15_000)
        self.picture("12-prospect")
        return line.first

    def _expect_state(self, state: str) -> None:
        """The page turns by itself, when LinkedIn's side has been told or has told us."""
        expect(self.page.get_by_role("main").locator(".state", has_text=state).first).to_be_visible()

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.trouble.append(f"{message.text} ({message.location})")

    def advance(self, member: str) -> None:
        _ = self.words
        line = self.prospect(member)
        line.get_by_role("button", name=_("Advance")).click()
        expect(self.page.locator("#people-list")).not_to_contain_text(member)

    def in_ats(self, recruiter: Page) -> Page:
        """Recruiter shows the job and its stages beside the person, as soon as the pointer rests on In ATS."""
        address = recruiter.url.partition("?")[0]
        marker = recruiter.locator("[data-peek]")
        for _look in range(30):
            recruiter.goto(address)
            if marker.get_by_text("Application").count():
                break
            recruiter.wait_for_timeout(500)
        marker.hover()
        expect(marker.get_by_role("link", name=self.words.sandbox("Jobs & Statuses"))).to_be_visible()
        expect(marker).to_contain_text(TITLE)
        expect(marker).to_contain_text("Application")
        self.picture("13-in-ats", recruiter)
        return recruiter

    def candidate(self, member: str) -> None:
        """What the export told stands on the candidate's LinkedIn tab, with the way back to Recruiter."""
        _ = self.words
        self.find(member)
        self.page.get_by_role("navigation").get_by_role("link", name="LinkedIn", exact=True).click()
        expect(self.page.get_by_role("link", name=_("Open in Recruiter")).first).to_be_visible()
        self.picture("14-candidate")

    def find(self, member: str) -> None:
        """By the search, which takes a moment to learn of somebody."""
        person = self.page.get_by_role("main").get_by_role("link", name=member)
        for _look in range(30):
            self.page.goto(f"{self.stack.skaffa}/search?q={member}")
            if person.count():
                break
            self.page.wait_for_timeout(500)
        person.first.click()

    def tour(self) -> int:
        """How many steps are ticked."""
        self.page.goto(f"{self.stack.skaffa}/tour")
        self.picture("15-tour")
        return self.page.locator(".tour-tick.is-done").count()

    def _widget(self) -> FrameLocator:
        return self.page.frame_locator("iframe").frame_locator("iframe")

    def _choose_contract(self, page: Page) -> None:
        button = page.get_by_role("button", name=self.words.sandbox("Continue"))
        if page.get_by_role("radio").count() and button.count():
            page.get_by_role("radio").first.check()
            button.click()
            page.wait_for_load_state()
