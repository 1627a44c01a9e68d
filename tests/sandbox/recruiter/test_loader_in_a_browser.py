"""The loader and the plugin in a real Chromium, on two sites: a strict vendor's page and the sandbox."""

from collections.abc import Callable, Iterator

import httpx
import pytest
from flask import Flask, Response
from playwright.sync_api import BrowserContext, Page, expect

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.store import applications
from rsc_sandbox.store.applications import NewApplication
from tests.sandbox.recruiter.conftest import BUNDLES, NOON, Receiver
from tests.sandbox.recruiter.sites import chromium, served

pytestmark = pytest.mark.browser
CALLBACK = "window.integrated = (list) => { document.getElementById('told').textContent = JSON.stringify(list); };"


@pytest.fixture
def sandbox_app(receiver: Receiver) -> Iterator[Flask]:
    built = create_app(Config(environment="browser"), transport=httpx.MockTransport(receiver))
    yield built
    sandbox_of(built).database.close()


@pytest.fixture
def sandbox_origin(sandbox_app: Flask) -> Iterator[str]:
    with served(sandbox_app) as port:
        yield f"http://linkedin-sandbox.localhost:{port}"


@pytest.fixture
def vendor_page(sandbox_origin: str) -> Iterator[str]:
    """A page as strict as a vendor's can be: scripts and frames from the sandbox, an opener policy, nothing inline."""
    app = Flask("vendor")
    body = f"""<!doctype html><html lang="sv"><title>Vendor</title><body><script src="/callback.js"></script>
        <script src="{sandbox_origin}/xdoor/scripts/in.js">
        api_key: fir-client
        extensions: ATSIntegrationWidget@{sandbox_origin}/rsc/extensions/onboarding-widget
        </script>
        <script type="IN/ATSIntegrationWidget" data-supported-bundled-integration-types="{",".join(BUNDLES)}"
            data-onintegrate="integrated" data-width="520"></script><p id="told"></p></body></html>"""
    policy = f"default-src 'none'; script-src 'self' {sandbox_origin}; frame-src {sandbox_origin}"
    strict = {"Content-Security-Policy": policy, "Cross-Origin-Opener-Policy": "same-origin"}
    app.add_url_rule("/", "page", lambda: Response(body, headers=strict))
    app.add_url_rule("/callback.js", "callback", lambda: Response(CALLBACK, mimetype="text/javascript"))
    with served(app) as port:
        yield f"http://vendor.localhost:{port}"


@pytest.fixture
def register(sandbox_app: Flask) -> Callable[[str], None]:
    """Let pages of that origin use the key fir-client."""

    def registered(origin: str) -> None:
        new = NewApplication(
            client_id="fir-client",
            client_secret="s",
            unique_foreign_id="f",
            name="Fir ATS - Birch",
            js_domains=(origin,),
        )
        with sandbox_of(sandbox_app).transaction() as tx:
            applications.add(tx, new, parent_id=None, at=NOON)

    return registered


@pytest.fixture
def context() -> Iterator[BrowserContext]:
    with chromium() as browser:
        found = browser.new_context(reduced_motion="reduce")
        found.set_default_timeout(20_000)
        yield found


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def console(page: Page) -> list[str]:
    """What the page's console has shown as errors: a broken policy would be among them."""
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: errors.append(str(error)))
    return errors


def test_an_admin_requests_integrations_although_the_page_and_the_sandbox_share_no_cookie(
    context: BrowserContext, page: Page, console: list[str], vendor_page: str, register: Callable[[str], None]
) -> None:
    register(vendor_page)
    page.goto(vendor_page)
    frame = page.frame_locator("iframe")

    with context.expect_page() as opened:
        frame.get_by_role("link", name="Logga in i Recruiter").click()
    window = opened.value
    window.get_by_role("button", name="Logga in som Ada Demo").click()
    window.get_by_role("button", name="Fortsätt").click()
    expect(window.get_by_role("heading", name="Klar")).to_be_visible()
    window.close()
    frame.get_by_label("Birch & Rowan Nordics").check()
    frame.get_by_label("Birch & Rowan US").check()
    frame.get_by_role("button", name="Fortsätt").press("Enter")  # a mouse would race with the frame's changing height
    frame.get_by_role("button", name="Begär alla").press("Enter")

    expect(page.locator("#told")).to_contain_text("urn:li:contract:5502")
    expect(page.locator("#told")).to_contain_text('"integrationType":"ONE_CLICK_EXPORT"')
    assert page.locator("iframe").get_attribute("width") == "520"
    assert int(page.locator("iframe").get_attribute("height") or 0) > 320
    assert console == []


def test_a_page_that_is_not_registered_shows_nothing_but_an_error_in_the_console(
    page: Page, vendor_page: str, register: Callable[[str], None]
) -> None:
    register("https://elsewhere.example")

    with page.expect_console_message(lambda message: message.type == "error") as shown:
        page.goto(vendor_page)

    assert shown.value.text.startswith(
        "Error trying to initialize the widget! Error is : the origin http://vendor.localhost"
    )
    assert page.locator("iframe").count() == 0
