"""Every page of the product under axe: in both languages, in both colour schemes, and on a phone without scrolling sideways.

The pages are the addresses of tests/web/addresses.py that answer with HTML, in one filled world: a new page joins by itself.
"""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Browser

from skaffa.accounts.models import User
from tests.axe import faults
from tests.browser.story import PICTURES
from tests.browser.test_content import Desk
from tests.web import addresses
from tests.web.addresses import Place

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True), pytest.mark.timeout(900)]
CURRENT_TAB_HIDDEN = """(() => {
  const tab = document.querySelector(".tab[aria-current]")?.getBoundingClientRect();
  return tab && (tab.left < 0 || tab.right > innerWidth);
})()"""


def test_no_page_has_a_fault_in_either_language_and_scheme_or_on_a_phone(
    chromium: Browser, live_server, pictures: Path
):
    place = Place()
    pages = list(html_pages(place))
    wrong: list[str] = []

    with Desk(chromium, live_server.url, place.ada, pictures, 1280) as desk:
        for name, address in pages:
            desk.open(address)
            desk.quiet()
            wrong += [f"en light: {fault}" for fault in faults(desk.page)]
            keep(desk, name, "light")
            desk.page.emulate_media(color_scheme="dark")
            wrong += [f"en dark: {fault}" for fault in faults(desk.page, only=("color-contrast",))]
            keep(desk, name, "dark")
            desk.page.emulate_media(color_scheme="light")
    User.objects.filter(pk=place.ada.pk).update(language="sv")
    with Desk(chromium, live_server.url, User.objects.get(pk=place.ada.pk), pictures, 360) as desk:
        for name, address in pages:
            desk.open(address)
            desk.quiet()
            wrong += [f"sv phone: {fault}" for fault in faults(desk.page)]
            keep(desk, name, "phone")
            if desk.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                wrong.append(f"{address} scrolls sideways")
            if desk.page.evaluate(CURRENT_TAB_HIDDEN):
                wrong.append(f"the current tab of {address} is out of sight")

    assert len(pages) > 50
    assert wrong == []


def keep(desk: Desk, name: str, what: str) -> None:
    """A picture of the page, where pictures are what it is all done for."""
    if PICTURES:
        desk.keep(f"page-{name.replace(':', '-')}-{what}")


def html_pages(place: Place) -> Iterator[tuple[str, str]]:
    """What answers a plain GET with a page of its own, by name."""
    client = Client()
    client.force_login(place.ada)
    for address in addresses.every():
        url = reverse(address.name, kwargs=place.kwargs(address))
        answer = client.get(url)
        shown = answer.headers.get("Content-Type", "").startswith("text/html") and answer.status_code == 200
        if shown and b"<html" in answer.content:
            yield address.name, url
