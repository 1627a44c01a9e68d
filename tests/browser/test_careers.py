"""The career site in a real browser: a visitor finds a job, applies, looks how it stands, and withdraws."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, FilePayload, expect

from skaffa.accounts.models import SecurityRole
from skaffa.applications.models import Application
from skaffa.mail.models import Email
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_a_visitor_applies_and_withdraws(language: str, width: int, chromium: Browser, live_server, pictures: Path):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    personas.active_job(rhea, "Lamp keeper", employment_type="full_time")
    personas.active_job(rhea, "Rope maker", city="Bergen", country="NO")
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, language, pictures, width) as desk:
        desk.open("/careers/")
        desk.look("careers-jobs")
        find_the_job(desk)
        apply(desk)
        found = re.search(r"/careers/status/\S+", Email.objects.get().secret)
        assert found
        desk.open(found[0])
        desk.look("careers-status")
        withdraw(desk)

    application = Application.objects.get()
    assert application.candidate.first_name == "Greta"
    assert application.close_reason == "withdrawn"


def find_the_job(desk: Desk) -> None:
    """With the keyboard alone; the city stays when the language is switched, and an empty list leads back."""
    city = desk.page.get_by_label(desk.words("City"), exact=True)
    city.select_option("Bergen,NO")
    expect(desk.page.locator(".careers-job")).to_have_count(1)
    desk.page.wait_for_url("**place=Bergen%2CNO*")
    with desk.page.expect_navigation():
        desk.page.locator(".switcher [aria-current]").press("Enter")
    expect(city).to_have_value("Bergen,NO")
    expect(desk.page.locator(".careers-job")).to_have_count(1)
    desk.look("careers-city")
    desk.page.get_by_label(desk.words("Search by words or place")).fill("gothen")
    expect(desk.page.get_by_role("link", name=desk.words("Search in all cities"))).to_be_visible()
    desk.look("careers-city-empty")
    desk.page.get_by_role("link", name=desk.words("Show all jobs")).press("Enter")
    expect(desk.page.locator(".careers-job")).to_have_count(2)
    desk.page.get_by_label(desk.words("Search by words or place")).fill("gothen")
    expect(desk.page.locator(".careers-job")).to_have_count(1)
    desk.page.get_by_role("link", name="Lamp keeper").press("Enter")
    expect(desk.page.get_by_role("heading", name="Lamp keeper")).to_be_visible()
    desk.look("careers-job")
    desk.page.get_by_role("link", name=desk.words("Apply"), exact=True).first.press("Enter")


def apply(desk: Desk) -> None:
    """What is missing is said first; nobody who fills in a form is faster than the form expects."""
    expect(desk.page.get_by_role("button", name=desk.words("Send application"), exact=True)).to_be_visible()
    desk.page.wait_for_timeout(2_500)
    desk.press("Send application")
    expect(desk.page.get_by_text(desk.words("Tick this box to send your application."))).to_be_visible()
    desk.look("careers-apply")
    desk.page.locator("input[name=first_name]").fill("Greta")
    desk.page.locator("input[name=last_name]").fill("Lind")
    desk.page.locator("input[name=email]").fill("greta@people.example")
    resume: FilePayload = {"name": "resume.txt", "mimeType": "text/plain", "buffer": b"Ten years."}
    desk.page.locator("input[name=resume]").set_input_files(files=[resume])
    letter: FilePayload = {"name": "letter.txt", "mimeType": "text/plain", "buffer": b"I like lamps."}
    desk.page.get_by_label(desk.words("Cover letter")).set_input_files(files=[letter])
    desk.page.get_by_label(desk.words("I agree"), exact=True).press("Space")
    desk.press("Send application")
    expect(desk.page.get_by_role("heading", name=desk.words("Thank you"))).to_be_visible()
    desk.look("careers-arrived")


def withdraw(desk: Desk) -> None:
    expect(desk.page.get_by_role("heading", name=desk.words("Received"))).to_be_visible()
    desk.page.get_by_text(desk.words("Withdraw my application")).click()
    desk.press("Withdraw")
    expect(desk.page.get_by_role("heading", name=desk.words("Withdrawn"))).to_be_visible()


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_an_administrator_chooses_what_applicants_read_and_makes_a_key(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, language=language)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        desk.open("/admin-center/career-site")
        desk.page.get_by_label(desk.words("What applicants agree to, in English")).fill("We may keep it for a year.")
        desk.press("Save")
        expect(desk.page.locator("p[lang=en]")).to_have_text("We may keep it for a year.")
        desk.look("careers-settings")
        desk.open("/admin-center/api-keys")
        desk.page.get_by_label(desk.words("Name"), exact=True).fill("Payroll")
        desk.page.get_by_label(desk.words("Read jobs"), exact=True).press("Space")
        desk.press("Make the key")
        expect(desk.page.get_by_label(desk.words("API key"), exact=True)).to_have_value(re.compile("^skaffa_"))
        desk.look("api-keys")
        desk.page.locator("[data-row] button").first.click()
        desk.press("Revoke")
        expect(desk.page.locator("[data-row]")).to_contain_text(desk.words("Revoked"))
