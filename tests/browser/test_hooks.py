"""Webhooks in a real browser: added, its secret copied, tried, switched off; every message with its fate."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.hooks.models import Delivery, Webhook
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_a_webhook_is_added_tried_and_switched_off(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, language=language)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        add(desk)
        try_it(desk)
        switch_off(desk)

    assert Webhook.objects.get().disabled == "by_hand"
    assert Delivery.objects.count() == 1


def add(desk: Desk) -> None:
    """By keyboard; the secret is there once."""
    desk.open("/admin-center/webhooks")
    desk.look("webhooks-none")
    desk.page.get_by_label(desk.words("Address"), exact=True).fill("https://payroll.example.org/hooks/new-hires")
    desk.page.get_by_label(desk.words("Moves from stage to stage")).press("Space")
    desk.page.get_by_role("button", name=desk.words("Add the webhook")).press("Enter")
    secret = desk.page.get_by_label(desk.words("Secret"), exact=True)
    expect(secret).to_be_visible()
    expect(secret).to_have_value(Webhook.objects.get().secret)
    desk.look("webhook-added")


def try_it(desk: Desk) -> None:
    desk.page.get_by_role("link", name=desk.words("Send a test message")).click()
    desk.page.get_by_role("button", name=desk.words("Send a test message")).press("Enter")
    expect(desk.page.locator("#rows")).to_contain_text("webhook.test")
    Delivery.objects.update(attempts=3, last_status=503, last_answer="<html>Service unavailable</html>")
    desk.open(f"/admin-center/webhooks/{Webhook.objects.get().pk}")
    expect(desk.page.locator("#rows")).to_contain_text(desk.words("Tried again later"))
    desk.look("webhook")


def switch_off(desk: Desk) -> None:
    desk.page.get_by_role("button", name=desk.words("Switch off")).press("Enter")
    expect(desk.page.locator(".notice-bad")).to_contain_text(desk.words("Switched off"))
    desk.look("webhook-off")
