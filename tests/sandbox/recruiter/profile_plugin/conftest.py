"""Two synced candidates, and the plugin opened for them as an embedding page does."""

from urllib.parse import urlencode

import pytest

from tests.sandbox import sync
from tests.sandbox.recruiter.browser import Browser
from tests.sandbox.recruiter.profile_plugin.iframe import PAGE, PLUGIN, Opened, enter, okoro
from tests.sandbox.vendor import ORGANIZATION, Vendor


@pytest.fixture
def opened(connected: Vendor, stan: Browser) -> Opened:
    """Opens the plugin as an embedding page does, in a browser that never sends our cookie."""

    def opens(candidate: str = "C77", browser: Browser = stan, **asked: str) -> Browser:
        page = {"api_key": connected.client_id, "origin": PAGE, "lang": "en"}
        said = {"candidate": candidate, "context": ORGANIZATION, "unlink": "true"}
        browser.open(f"{PLUGIN}?{urlencode({**page, **said, **asked})}")
        return browser

    return opens


@pytest.fixture
def plugin(opened: Opened, rhea: Browser) -> Opened:
    """Opens the plugin and signs Rhea in for it."""

    def opens(candidate: str = "C77", **asked: str) -> Browser:
        return enter(opened(candidate, **asked), rhea)

    return opens


@pytest.fixture
def mina(connected: Vendor) -> str:
    """A synced candidate who is Mina Okoro by e-mail."""
    sync.taken(sync.candidates(connected, C1=okoro()))
    return "C1"


@pytest.fixture
def nobody(connected: Vendor) -> str:
    """A synced candidate whom no rule takes for anybody."""
    sync.taken(sync.candidates(connected, C77=sync.candidate()))
    return "C77"
