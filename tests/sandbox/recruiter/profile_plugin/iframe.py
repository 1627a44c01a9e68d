"""The plugin's iframe on a vendor's page, as the tests handle it without scripts."""

import html
import json
from collections.abc import Callable

from tests.sandbox import sync
from tests.sandbox.recruiter.browser import Browser

PLUGIN = "/xdoor/widgets/profile"
PAGE = "https://birch.ats.example"
MINA_QUILL = 800_001
Opened = Callable[..., Browser]


def okoro(**changes):
    return sync.candidate(firstName="Mina", lastName="Okoro", emailAddresses=["mina.okoro@example.org"], **changes)


def enter(iframe: Browser, window: Browser) -> Browser:
    code = html.unescape(iframe.page.partition('href="/xdoor/widgets/approve/')[2].partition('"')[0])
    window.open(f"/xdoor/widgets/approve/{code}")
    window.submit(window.address.partition("?")[0])
    iframe.submit(PLUGIN)
    return iframe


def told(iframe: Browser) -> dict[str, str]:
    raw = iframe.page.partition('data-told="')[2].partition('"')[0]
    found: dict[str, str] = json.loads(html.unescape(raw)) if raw else {}
    return found


def secret_of(iframe: Browser) -> str:
    return iframe.values("ticket")[0]
