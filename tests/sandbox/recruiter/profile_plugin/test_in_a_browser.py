"""The profile plugin in a real Chromium: a page written to LinkedIn's sample on one site, the sandbox on another."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from flask import Flask, Response
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Frame, FrameLocator, Page, expect

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.linkedin import collecting, inmail, member_notes
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.members import Member
from tests import axe
from tests.sandbox import sync
from tests.sandbox.recruiter.profile_plugin.embedding import CALLBACKS, IN_USE, ONCE, World, register, tag
from tests.sandbox.recruiter.sites import chromium, served
from tests.sandbox.vendor import ADA_SEAT, MINA, ORGANIZATION, RHEA_SEAT, Vendor

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    app = create_app(Config(environment="profile"), transport=httpx.MockTransport(lambda _request: httpx.Response(204)))
    with served(app) as port:
        made = World(Vendor(app).join().connect(), f"http://linkedin-sandbox.localhost:{port}")
        pages = Flask("vendor")
        pages.add_url_rule("/favicon.ico", "icon", lambda: Response(status=204))
        pages.add_url_rule("/callbacks.js", "callbacks", lambda: Response(CALLBACKS, mimetype="text/javascript"))
        pages.add_url_rule("/<name>", "page", made.show)
        with served(pages) as vendor_port:
            made.site = f"http://vendor.localhost:{vendor_port}"
            register(made)
            yield made
    sandbox_of(app).database.close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as found:
        yield found


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[[int], Page]]:
    """A person's browser of that width, on an empty page; its third-party cookies are blocked by SameSite."""
    contexts: list[BrowserContext] = []

    def opened(width: int) -> Page:
        contexts.append(browser.new_context(reduced_motion="reduce", viewport={"width": width, "height": 900}))
        contexts[-1].set_default_timeout(20_000)
        return contexts[-1].new_page()

    yield opened
    for context in contexts:
        context.close()


def sign_in(page: Page, button: str, name: str) -> None:
    """In the window that the plugin opens; the iframe goes on by itself."""
    with page.context.expect_page() as opened:
        page.frame_locator("iframe").get_by_role("link", name=button).click()
    window = opened.value
    window.locator(".accounts button", has_text=name).click()
    window.locator("main .button-primary").click()
    expect(window.locator("main .button-primary")).to_have_count(0)
    window.close()
    expect(page.frame_locator("iframe").locator(".account-bar")).to_be_visible()


def content(page: Page) -> Frame:
    return next(frame for frame in page.frames if "/xdoor/widgets/" in frame.url)


def faults(page: Page) -> list[str]:
    """What axe finds serious in the plugin's document, and whether it is wider than its iframe."""
    inside = content(page)
    wide = inside.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    return axe.faults(inside, serious=True) + (["wider than the iframe"] if wide else [])


def errors_of(page: Page) -> list[str]:
    """What its console shows from now on."""
    shown: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            shown.append(message.text)

    page.on("console", note)
    return shown


def test_a_recruiter_finds_links_writes_and_unlinks_without_leaving_the_ats(
    world: World, visit: Callable[[int], Page]
) -> None:
    sync.taken(sync.candidates(world.vendor, C77=sync.candidate()))
    page = visit(800)
    errors = errors_of(page)
    plugin = page.frame_locator("iframe")
    page.goto(world.page(tag("C77")))
    expect(plugin.get_by_role("heading", name="Sign in to see the profile")).to_be_visible()
    assert faults(page) == []

    sign_in(page, "Sign in to Recruiter", "Rhea Demo")
    find_and_link(plugin)

    expect(page.locator("#told")).to_have_text(f"linked {world.vendor.person(MINA)};")
    page.reload()
    expect(plugin.get_by_text("Linked by hand")).to_be_visible()  # RSC-304, and nobody was asked to sign in again
    expect(page.locator("#told")).to_be_empty()
    write(plugin)
    expect(plugin.get_by_text("Sent to Mina Okoro.")).to_be_visible()
    plugin.get_by_role("button", name="Recruiting activities").press("Enter")
    expect(plugin.get_by_text("Would you plan for us?")).to_be_visible()
    with page.context.expect_page() as opened:
        plugin.get_by_role("link", name="View in Recruiter").press("Enter")
    expect(opened.value.get_by_role("heading", name="Mina Okoro", exact=True)).to_be_visible()
    plugin.get_by_role("button", name="Unlink this profile").press("Enter")
    plugin.get_by_role("button", name="Unlink", exact=True).press("Enter")
    expect(page.locator("#told")).to_have_text(f"unlinked {world.vendor.person(MINA)};")
    assert sync.matched(world.vendor) == ([], None)

    opened.value.locator(".account summary").click()
    opened.value.get_by_role("button", name="Sign out").click()
    page.reload()
    expect(plugin.get_by_role("heading", name="Sign in to see the profile")).to_be_visible()  # RSC-305
    assert page.locator("iframe").get_attribute("width") == "650"
    assert errors == []


def find_and_link(plugin: FrameLocator) -> None:
    plugin.get_by_label("Search people").fill("Okoro")
    plugin.get_by_role("button", name="Search").press("Enter")
    plugin.get_by_role("button", name="Link Mina Okoro").press("Enter")


def write(plugin: FrameLocator) -> None:
    plugin.locator("summary", has_text="Send InMail").press("Enter")
    plugin.get_by_label("Subject").fill("Ferries")
    plugin.get_by_label("Message").fill("Would you plan for us?")
    plugin.get_by_role("button", name="Send", exact=True).press("Enter")


def test_every_state_is_usable_in_swedish_and_in_a_narrow_column(world: World, visit: Callable[[int], Page]) -> None:
    populate(world)
    page = visit(360)
    errors = errors_of(page)
    shown(page, world, "C1")
    sign_in(page, "Logga in i Recruiter", "Rhea Demo")
    shown(page, world, "C1", "Mina Okoro")
    works_in_the_profile(page)
    shown(page, world, "C2", "Möjliga profiler")
    shown(page, world, "C3", "Vem är Nobody Known?")
    shown(page, world, "C404", "Kandidaten finns inte i Recruiter ännu")
    shown(page, world, "C1", "Sidan är felinställd", **{"integration-contract": "urn:li:contract:9"})
    world.vendor.switch(on=False)
    shown(page, world, "C1", "Profiler är inte påslagna")
    world.vendor.switch()
    set_seat(world, "INACTIVE")
    shown(page, world, "C1", "Ingen Recruiter-licens hos Birch & Rowan")
    set_seat(world, "ACTIVE")
    page.frame_locator("iframe").get_by_role("button", name="Logga ut").press("Enter")
    page.context.clear_cookies()
    sign_in(page, "Logga in i Recruiter", "Hal Demo")
    shown(page, world, "C1", "Offentlig profil")
    setup = "no PROFILE_PLUGIN integration of this application has the context"
    assert [error.partition("HcmWidget: ")[2] for error in errors] == [
        f"{setup} {ORGANIZATION} and the contract urn:li:contract:9",
        f"the PROFILE_PLUGIN integration of {ORGANIZATION} is not enabled for this person's contract",
    ]


def set_seat(world: World, state: seats.State) -> None:
    with world.vendor.sandbox.transaction() as tx:
        seats.set_state(tx, RHEA_SEAT, state)


def shown(page: Page, world: World, candidate: str, heading: str = "Logga in för att se profilen", **more: str) -> None:
    page.goto(world.page(tag(candidate, width="320", **more), extension=ONCE, lang="sv"))
    expect(page.frame_locator("iframe").get_by_role("heading", name=heading, exact=True)).to_be_visible()
    assert faults(page) == [], heading


def works_in_the_profile(page: Page) -> None:
    """Open each action, the other tab, and the question before a link is undone."""
    plugin = page.frame_locator("iframe")
    for action in ("Spara i projekt", "Skicka InMail", "Update Me"):
        plugin.locator("summary", has_text=action).press("Enter")
        assert faults(page) == [], action
    for button, heading in (
        ("Rekryteringsaktiviteter", "Avslag"),
        ("Ta bort länken till profilen", "Ta bort länken till Mina Okoro?"),
    ):
        plugin.get_by_role("button", name=button).press("Enter")
        expect(plugin.get_by_role("heading", name=heading)).to_be_visible()
        assert faults(page) == [], heading


def populate(world: World) -> None:
    """Candidates and activity for every state."""
    sandbox, known = world.vendor.sandbox, sync.candidate(emailAddresses=["mina.okoro@example.org"])
    with sandbox.transaction() as tx:
        for number, name in ((800_003, "Elder"), (800_004, "Younger")):
            twin = Member(id=number, slug=name, first_name=name, last_name="Twin", emails=("twin@example.org",))
            members.add(tx, twin)
    twins = sync.candidate(emailAddresses=["twin@example.org"])
    sync.taken(sync.candidates(world.vendor, C1=known, C2=twins, C3=sync.candidate()))
    collecting.begin_project(sandbox, seat_id=ADA_SEAT, name="Planners")
    collecting.turn_down(sandbox, seat_id=RHEA_SEAT, member_id=MINA, reason="Wrong town")
    for seat_id in (ADA_SEAT, RHEA_SEAT):
        inmail.compose(sandbox, seat_id=seat_id, member_id=MINA, subject="Ferries", body="Plan with us")
        member_notes.write(sandbox, seat_id=seat_id, member_id=MINA, text="Knows engines", public=True)


def test_a_page_with_wrong_attributes_is_told_so_in_its_console(world: World, visit: Callable[[int], Page]) -> None:
    page = visit(800)
    errors = errors_of(page)
    page.goto(
        world.page(
            {"width": "320"},
            tag("C1", **{"widget-type": "CRM", "integration-context": "7001", "show-unlink-url": "yes"}),
            tag("C1", **{"integration-contract": "5501"}),
            tag("C1", **{"width": "wide", "applicant-email": "a@example.org"}),
            extension=IN_USE,
        )
    )

    expect(page.locator("iframe")).to_have_count(1)
    said = "Error trying to initialize the widget! Error is : HcmWidget: "
    assert errors == [
        f"{said}data-widget-type is missing",
        f"{said}data-ats-candidate-id is missing",
        f"{said}data-integration-context is missing",
        f"{said}data-widget-type must be ATS, not 'CRM'",
        f"{said}data-integration-context must be a URN such as urn:li:organization:7001",
        f"{said}data-show-unlink-url must be true or false",
        f"{said}data-integration-contract must be a URN such as urn:li:contract:5501",
        "HcmWidget: data-applicant-email belongs to Apply Connect, which this sandbox does not imitate; it is ignored.",
        f"{said.removesuffix('HcmWidget: ')}data-width must be a number of pixels, not 'wide'; the full width is used",
    ]
    assert page.locator("iframe").get_attribute("width") == "100%"


def test_only_the_plugins_own_iframe_can_call_back(world: World, visit: Callable[[int], Page]) -> None:
    page = visit(800)
    page.goto(world.page(tag("C1")))
    expect(page.locator("iframe")).to_have_count(1)

    page.evaluate("""() => new Promise((done) => {
        window.addEventListener("message", (event) => event.data === "last" && done());
        window.postMessage({ from: "rsc-sandbox", kind: "linked", value: "urn:li:person:forged" }, "*");
        window.postMessage("last", "*");
    })""")

    expect(page.locator("#told")).to_be_empty()
