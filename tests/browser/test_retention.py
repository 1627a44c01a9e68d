"""Retention in a real browser: an administrator chooses the rules, keeps one person, erases another, and sees the proof."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.activity.models import Entry
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.retention.models import Hold
from tests import personas
from tests.browser.test_content import Desk
from tests.linkedin.world import drain

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAGE = "/admin-center/retention/"


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_an_administrator_chooses_rules_keeps_one_person_and_erases_another(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, language=language)
    greta, nils, pia = (personas.candidate(name, "Ek") for name in ("Greta", "Nils", "Pia"))
    _long_ago(greta, 400)
    _long_ago(nils, 300)
    _long_ago(pia, 200)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        desk.open(PAGE)
        desk.says("There are no rules yet: everybody is kept until somebody decides.")
        desk.look("retention-empty")
        choose_rules(desk)
        drain()
        desk.open(PAGE)
        expect(desk.page.locator("#rows > li")).to_have_count(3)
        desk.look("retention-due")
        keep(desk)
        erase(desk)
        drain()
        expect(desk.page.locator("#last-run")).not_to_contain_text(desk.words("People are being erased"))
        desk.look("retention-done")
        desk.page.get_by_role("link", name=desk.words("Erased"), exact=True).click()
        expect(desk.page.locator("#people")).to_contain_text(desk.words("LinkedIn never had them"))
        desk.look("retention-erased")

    assert list(Candidate.objects.order_by("pk")) == [greta, pia]
    assert Hold.objects.get().candidate == greta


def _long_ago(person: Candidate, days: int) -> None:
    """As if they had come then: these tests run on the real clock."""
    then = clock.now() - timedelta(days=days)
    Candidate.objects.filter(pk=person.pk).update(created_at=then)
    Entry.objects.filter(candidate=person).update(at=then)


def choose_rules(desk: Desk) -> None:
    """With the keyboard alone; the words beside the form follow."""
    desk.page.get_by_role("link", name=desk.words("Choose the rules")).press("Enter")
    words = desk.page.locator("#plain-words")
    expect(words).to_contain_text(desk.words("People in no job are kept until somebody decides."))
    desk.page.get_by_label(desk.words("People in no job"), exact=True).press("Space")
    months = desk.page.locator("input[name=no_job_months]")
    months.fill("6")
    expect(words).to_contain_text("6")
    expect(words).not_to_contain_text(desk.words("People in no job are kept until somebody decides."))
    desk.page.get_by_label(desk.words("Erase who is due automatically, each night")).press("Space")
    expect(words.locator("li")).to_have_count(6)
    desk.look("retention-rules")
    months.fill("0")
    months.press("Enter")
    expect(desk.page.locator(".field-errors")).to_have_count(1)
    desk.look("retention-rules-refused")
    months.fill("6")
    months.press("Enter")
    desk.says("The rules have been saved.")


def keep(desk: Desk) -> None:
    desk.page.get_by_role("link", name=desk.told("Keep %(name)s on purpose", name="Greta Ek")).click()
    desk.page.locator("input[name=until]").fill(f"{clock.now().year + 1}-06-30")
    desk.page.get_by_label(desk.words("Why")).fill("A dispute about the last offer.")
    desk.look("retention-keeping")
    desk.press("Keep them")
    expect(desk.page.locator("#rows > li")).to_have_count(1)
    desk.look("retention-kept")
    desk.page.get_by_role("link", name=desk.words("Due"), exact=True).click()
    expect(desk.page.locator("#rows > li")).to_have_count(2)


def erase(desk: Desk) -> None:
    desk.page.get_by_label(desk.told("Choose %(name)s", name="Nils Ek")).check()
    desk.press("Erase the chosen")
    typed = desk.page.locator("input[name=people]")
    expect(typed).to_be_focused()
    typed.fill("2")
    typed.press("Enter")
    desk.says("This is not the number of people. Nobody has been erased.")
    desk.look("retention-erasing")
    typed.fill("1")
    typed.press("Enter")
    expect(desk.page.locator("#last-run")).to_contain_text(desk.words("People are being erased"))
    desk.look("retention-running")
