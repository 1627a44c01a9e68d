"""Recruiter and member in a real Chromium: their story, and In ATS by pointer and keyboard."""

from collections.abc import Iterator
from typing import Literal

import httpx
import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from tests import axe
from tests.sandbox.recruiter import sites
from tests.sandbox.recruiter.synced import ats, mina

pytestmark = pytest.mark.browser
PHONE = 360
WIDE = 1280


@pytest.fixture(scope="module")
def origin() -> Iterator[str]:
    """A sandbox with two systems that know Mina."""
    app = create_app(Config(environment="people"), transport=httpx.MockTransport(lambda _request: httpx.Response(200)))
    mina(ats(app, "fir", "Fir ATS"), doNotContact=True)
    mina(ats(app, "elm", "Elm ATS"), url="https://elm.example/c/C77")
    with sites.served(app) as port:
        yield f"http://127.0.0.1:{port}"
    sandbox_of(app).database.close()


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with sites.chromium() as browser:
        yield browser


@pytest.fixture
def faults() -> list[str]:
    """What went wrong on any page: the console's errors, what axe finds, what is wider than a phone."""
    return []


@pytest.fixture
def page(chromium: Browser, origin: str, faults: list[str], request: pytest.FixtureRequest) -> Iterator[Page]:
    context: BrowserContext = chromium.new_context(
        reduced_motion="reduce", base_url=origin, locale=request.param, viewport={"width": WIDE, "height": 900}
    )
    context.set_default_timeout(15_000)
    page = context.new_page()
    page.on("console", lambda message: faults.append(message.text) if _is_fault(message) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    yield page
    context.close()


def _is_fault(message: ConsoleMessage) -> bool:
    """A form that is refused is told of as an error too."""
    return message.type == "error" and "status of 422" not in message.text


def look(page: Page, faults: list[str]) -> None:
    """Judge the page as it stands, then narrow as a phone."""
    faults += axe.faults(page, serious=True)
    page.set_viewport_size({"width": PHONE, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    faults += [f"{page.url} is {width} wide"] if width > PHONE else []
    page.set_viewport_size({"width": WIDE, "height": 900})


def press(page: Page, name: str, *, role: Literal["button", "link"] = "button") -> None:
    page.get_by_role(role, name=name, exact=True).first.click()


@pytest.mark.parametrize("page", ["en-GB"], indirect=True)
def test_a_recruiter_writes_and_the_member_answers_shares_and_leaves(page: Page, faults: list[str]) -> None:
    page.goto("/talent/sign-in")
    press(page, "Sign in as Rhea Demo")

    collect(page, faults)
    write(page, faults)
    answer(page, faults)
    follow(page, faults)
    leave(page, faults)

    assert faults == []


def collect(page: Page, faults: list[str]) -> None:
    """Find Åsa, save her to a new project, note something down."""
    page.goto("/talent/search?keywords=lindqvist")
    press(page, "Åsa Lindqvist", role="link")
    page.get_by_label("Save to a new project").fill("Backend")
    press(page, "Create")
    expect(page.get_by_text("Saved to Backend.")).to_be_visible()
    page.get_by_label("New note").fill(" ")
    press(page, "Save note")
    expect(page.get_by_label("New note")).to_be_focused()
    page.get_by_label("New note").fill("Knows distributed systems.")
    press(page, "Save note")
    expect(page.get_by_text("Note saved: only you see it.")).to_be_in_viewport()
    look(page, faults)


def write(page: Page, faults: list[str]) -> None:
    press(page, "Send InMail", role="link")
    page.get_by_label("Subject").fill("Payments")
    page.get_by_label("Message", exact=True).fill("Would you like to work with us?")
    look(page, faults)
    press(page, "Send InMail")
    look(page, faults)


def answer(page: Page, faults: list[str]) -> None:
    """Two clicks answer; then LinkedIn asks."""
    press(page, "Answer as Åsa Lindqvist")
    press(page, "Send")
    expect(page.get_by_role("heading", name="Share your contact details with Rhea Demo?")).to_be_visible()
    look(page, faults)
    press(page, "Share")
    expect(page.get_by_text("You share with Rhea Demo:")).to_be_visible()
    press(page, "Inbox", role="link")
    look(page, faults)


def follow(page: Page, faults: list[str]) -> None:
    """The recruiter reads what became of it."""
    press(page, "Back to Recruiter", role="link")
    press(page, "Messages", role="link")
    look(page, faults)
    press(page, "Åsa Lindqvist: Payments", role="link")
    expect(page.get_by_text("E-mail: asa.lindqvist@example.org")).to_be_visible()
    press(page, "Projects", role="link")
    look(page, faults)
    press(page, "Backend", role="link")
    look(page, faults)


def leave(page: Page, faults: list[str]) -> None:
    page.goto("/member/account")
    look(page, faults)
    page.get_by_label("Type Åsa Lindqvist to confirm").fill("Åsa Lindqvist")
    press(page, "Close the account")
    expect(page.get_by_text("Åsa Lindqvist has left LinkedIn.")).to_be_visible()
    look(page, faults)


@pytest.mark.parametrize("page", ["sv-SE"], indirect=True)
def test_in_ats_opens_by_pointer_focus_and_click_and_closes_by_escape(page: Page, faults: list[str]) -> None:
    page.goto("/talent/sign-in")
    press(page, "Logga in som Ada Demo")
    press(page, "Fortsätt")
    page.goto("/talent/admin/seats")
    look(page, faults)
    page.goto("/talent/search?keywords=gothenburg")
    page.get_by_label("Återfunna kandidater").check()
    press(page, "Sök")
    expect(page.get_by_text("1 person", exact=True)).to_be_visible()
    look(page, faults)
    press(page, "Mina Okoro", role="link")

    by_pointer(page, faults)
    by_keyboard(page)

    expect(page.locator("#in-ats")).to_contain_text("Knows every valve.")
    page.get_by_role("navigation", name="Ändra ATS").get_by_role("link", name="Elm ATS").click()
    record = page.get_by_role("link", name="Öppna Mina Okoro i Elm ATS")
    expect(record).to_have_attribute("href", "https://elm.example/c/C77")
    assert faults == []


def by_pointer(page: Page, faults: list[str]) -> None:
    panel = page.locator(".peek-panel")
    expect(panel).to_be_hidden()
    page.locator("details[data-peek] > summary").hover()
    expect(panel).to_be_visible()
    panel.hover()
    expect(panel).to_contain_text("Får inte kontaktas")
    look(page, faults)
    page.get_by_role("heading", level=1).hover()
    expect(panel).to_be_hidden()


def by_keyboard(page: Page) -> None:
    summary, panel = page.locator("details[data-peek] > summary"), page.locator(".peek-panel")
    page.get_by_role("link", name="Skicka InMail", exact=True).focus()
    page.keyboard.press("Tab")
    expect(panel).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Escape")
    expect(panel).to_be_hidden()
    expect(summary).to_be_focused()
    page.keyboard.press("Enter")
    expect(panel).to_be_visible()
    page.get_by_role("link", name="Intervjuomdömen 1").press("Enter")
    expect(page.locator("#in-ats-feedback")).to_be_focused()
    expect(panel).to_be_hidden()
