"""The certification console in a real Chromium: read, unfolded by keyboard, on a phone, in print, and by axe."""

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from tests.axe import faults
from tests.sandbox import certification_stories as stories
from tests.sandbox.conftest import NOON
from tests.sandbox.recruiter import sites
from tests.sandbox.vendor import Inbox, Vendor

pytestmark = pytest.mark.browser
WIDE, NARROW = ViewportSize(width=1100, height=900), ViewportSize(width=360, height=800)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sites.chromium() as browser:
        yield browser


@pytest.fixture(scope="module")
def console() -> Iterator[str]:
    """The console of a vendor who has met some rules, broken one, and has a second customer."""
    app = create_app(Config(environment="browser"), real_clock=lambda: NOON, transport=httpx.MockTransport(Inbox()))
    story = stories.Story(app, Vendor(app).join(), Inbox())
    stories.export_and_link(story)
    stories.say_no_method(story)
    Vendor(app).join("tenant-043")
    with sites.served(app) as port:
        yield f"http://127.0.0.1:{port}/_sandbox/certification"
    sandbox_of(app).database.close()


@pytest.fixture
def page(chromium: Browser) -> Iterator[Page]:
    context = chromium.new_context(reduced_motion="reduce", viewport=WIDE, locale="en")
    yield context.new_page()
    context.close()


def test_a_vendor_reads_what_is_met_what_is_broken_and_what_comes_next(page: Page, console: str) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(console)

    broken = page.locator("details[open]")
    expect(broken).to_have_count(1)
    expect(broken).to_contain_text("ENG-04")
    expect(broken).to_contain_text("The header was missing.")

    rule = page.locator("details", has_text="RSC-303")
    rule.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(rule.get_by_text("Next:")).to_be_visible()

    assert faults(page) == []
    assert complaints == []

    page.get_by_role("link", name="tenant-043").click()
    expect(page.locator("h2#application + p")).to_contain_text("tenant-043")

    page.get_by_role("button", name="Begin afresh").click()
    expect(page.locator("h2#application + p")).to_contain_text("tenant-043")
    expect(page.get_by_text("begun 5 Jan 2026")).to_be_visible()


def test_the_checklist_fits_a_phone_and_prints_unfolded(page: Page, console: str) -> None:
    page.set_viewport_size(NARROW)
    page.goto(f"{console}?lang=sv&open=")

    assert page.evaluate("document.documentElement.scrollWidth") == NARROW["width"]
    expect(page.locator("details:not([open])")).to_have_count(0)
    assert faults(page) == []

    page.emulate_media(media="print")
    expect(page.locator(".masthead")).to_be_hidden()
    expect(page.get_by_text("Visa LinkedIn för hand:").first).to_be_visible()
