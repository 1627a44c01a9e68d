"""Opens a page the way a browser does that runs scripts: with the parts it fetches once it stands."""

import html
import re

from django.test import Client

_PARTS = re.compile(r'\bdata-part\s[^>]*?hx-get="([^"]+)"')


def shown(browser: Client, address: str) -> str:
    """Everything that stands there in the end."""
    page = browser.get(address).content.decode()
    return page + "".join(fetched(browser, part) for part in addresses(page))


def addresses(page: str) -> list[str]:
    """Where the parts of a page come from, in their order."""
    return [html.unescape(address) for address in _PARTS.findall(page)]


def fetched(browser: Client, address: str) -> str:
    """A part as HTMX asks for it."""
    answer = browser.get(address, headers={"HX-Request": "true"})
    assert answer.status_code == 200, address
    return answer.content.decode()
