"""Lists and words in a real browser: an own employment type is added and used, functions and skills are typed."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from skaffa.accounts.models import SecurityRole
from skaffa.choices.models import Choice
from skaffa.jobs.models import Job
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_an_own_employment_type_is_added_and_chosen_and_words_are_typed(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER, language=language)
    job = personas.draft(ada, functions=["sales"])
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        add_an_entry(desk)
        desk.open(f"/jobs/{job.pk}/edit")
        desk.page.get_by_label(desk.words("Employment type")).select_option("seasonal")
        write_functions(desk)
        write_skills(desk)
        desk.look("job-kind-of-work")
        desk.press("Save")
        desk.page.wait_for_url(f"**/jobs/{job.pk}/")
        expect(desk.page.get_by_text("Rope access, First aid", exact=True)).to_be_visible()
        desk.look("job-with-skills")

    saved = Job.objects.get(pk=job.pk)
    assert (saved.employment_type, saved.functions) == ("seasonal", ["Lamps", "engineering"])
    assert saved.skills == ["Rope access", "First aid"]
    assert Choice.objects.get().counts_as == "temporary"


def test_without_a_script_the_words_are_a_text_with_commas(chromium: Browser, live_server, pictures: Path):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    job = personas.draft(rhea, skills=["Knots"])

    with Desk(chromium, live_server.url, rhea, pictures, 360, script=False) as desk:
        desk.open(f"/jobs/{job.pk}/edit")
        field = desk.page.locator("[name=skills]")
        expect(field).to_have_value("Knots")
        field.fill("Knots, Rope access")
        desk.press("Save")

    assert Job.objects.get().skills == ["Knots", "Rope access"]


def add_an_entry(desk: Desk) -> None:
    """By keyboard."""
    desk.open("/admin-center/lists")
    desk.look("lists")
    desk.page.locator("#employment_type a").press("Enter")
    desk.page.get_by_label(desk.words("Name in English")).fill("Seasonal")
    desk.page.get_by_label(desk.words("Name in Swedish")).fill("Säsong")
    desk.page.get_by_label(desk.words("Counts as")).select_option("temporary")
    desk.look("list-entry")
    desk.press("Save")
    row = desk.page.locator("#employment_type [data-row]").first
    expect(row).to_contain_text("Säsong")
    desk.look("lists-with-entry")


def write_functions(desk: Desk) -> None:
    """One of the list is taken away with its button, one of one's own added with Enter, one of the list with a comma."""
    field = _field(desk, "Job functions")
    desk.page.get_by_role("button", name=f"{desk.words('Remove')} {desk.words('Sales')}", exact=True).press("Enter")
    expect(field).to_be_focused()
    field.press_sequentially("Lamps")
    field.press("Enter")
    field.press_sequentially(f"{desk.words('Engineering')},")
    expect(_words(desk, "Job functions")).to_have_text(["Lamps", desk.words("Engineering")])


def write_skills(desk: Desk) -> None:
    """What others have written is proposed; Backspace takes the last away, and what is not finished yet is not lost."""
    field = _field(desk, "Skills")
    field.press_sequentially("pyth")
    expect(desk.page.locator("#skills-known option").first).to_have_attribute("value", "Python")
    field.fill("Python")
    field.press("Enter")
    field.press("Backspace")
    expect(_words(desk, "Skills")).to_have_count(0)
    field.press_sequentially("Rope access,rope ACCESS,First aid")
    expect(_words(desk, "Skills")).to_have_text(["Rope access"])
    expect(desk.page.locator("#announcer")).to_have_text(f"{desk.words('Added')}: Rope access")


def _field(desk: Desk, label: str) -> Locator:
    return desk.page.get_by_role("combobox", name=desk.words(label))


def _words(desk: Desk, label: str) -> Locator:
    return desk.page.get_by_role("list", name=desk.words(label), exact=True).locator("li > span")
