"""Interviews in a real browser: ask for times, answer as a candidate elsewhere in the world, plan, answer, see one's week."""

from datetime import datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.models import SecurityRole
from skaffa.applications.models import Application
from skaffa.core import clock
from skaffa.interviews.availability import queries as availability
from skaffa.interviews.models import Availability, Interview
from skaffa.interviews.schedule import queries
from skaffa.jobs.models import TeamRole
from tests import personas
from tests.browser.test_content import Desk
from tests.interviews.scheduling import scheduled

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOKYO = "Asia/Tokyo"


def next_tuesday() -> datetime:
    """Ten o'clock in Stockholm on a working day to come, by the system's clock, which the server has too."""
    today = clock.now().date()
    day = today + timedelta(days=7 + (1 - today.weekday()) % 7)
    return datetime.combine(day, time(10), ZoneInfo("Europe/Stockholm"))


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_an_interview_from_the_question_to_the_answer(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language, time_zone="Europe/Stockholm")
    ivan = personas.user("Ivan", language=language, time_zone="Europe/Stockholm")
    job = personas.active_job(rhea, "Lamp keeper", team=[(ivan, TeamRole.INTERVIEWER)])
    applicant = personas.applicant(job, personas.candidate("Greta", "Ek", emails=("greta@people.internal",)))
    scheduled(
        personas.applicant(job, personas.candidate("Nils", "Berg")),
        ivan,
        by=rhea,
        at=clock.now(),
        starts_at=next_tuesday(),
    )
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        ask(desk, applicant)
    with Desk(chromium, live_server.url, language, pictures, width) as desk:
        answer(desk)
    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        plan(desk, applicant)
    with Desk(chromium, live_server.url, language, pictures, width) as desk:
        desk.open(path(queries.candidate_link(applicant)))
        desk.says("Your interviews")
        desk.look("interview-candidate")
    with Desk(chromium, live_server.url, ivan, pictures, width) as desk:
        accept(desk)

    assert Interview.objects.get(application=applicant).panelists.get().answer == "accepted"


def path(link: str) -> str:
    return link[link.index("/careers/") :]


def ask(desk: Desk, applicant: Application) -> None:
    day = f"{next_tuesday():%Y-%m-%d}"
    desk.open(f"/applications/{applicant.pk}/interviews")
    desk.says("No interviews yet")
    desk.look("interviews-none")
    desk.page.get_by_role("link", name=desk.words("Ask when they can come"), exact=True).click()
    desk.page.get_by_label(desk.words("First day")).fill(day)
    desk.page.get_by_label(desk.words("Last day")).fill(day)
    desk.page.get_by_label(desk.words("Message to the candidate")).fill("Ivan shows you the lamps.")
    desk.look("interview-ask")
    desk.press("Ask")
    desk.says("Waiting for an answer")
    desk.look("interviews-asked")


def answer(desk: Desk) -> None:
    """By keyboard, and in another zone than the hiring team's."""
    desk.open(f"{path(availability.link(Availability.objects.get()))}?zone={TOKYO}")
    expect(desk.page.get_by_text("Ivan shows you the lamps.")).to_be_visible()
    slots = desk.page.locator(".slot input")
    slots.nth(1).focus()
    desk.page.keyboard.press("Space")
    slots.nth(2).check()
    desk.page.get_by_label(desk.words("A word to the hiring team")).fill("Mornings suit me.")
    desk.look("availability")
    desk.press("Send")
    desk.says("Thank you! The hiring team has your answer.")
    desk.look("availability-answered")


def plan(desk: Desk, applicant: Application) -> None:
    """The candidate's second time; Ivan is in another interview then, which is told before it is kept."""
    desk.open(f"/applications/{applicant.pk}/interviews")
    expect(desk.page.get_by_text("Mornings suit me.")).to_be_visible()
    desk.look("interviews-answered")
    desk.page.locator(".fitting-times a").first.click()
    desk.page.get_by_label(desk.words("Title")).fill("First interview")
    desk.page.get_by_label("Ivan Persona").check()
    desk.page.get_by_label(desk.words("Place"), exact=False).first.fill("Room 3")
    desk.look("interview-plan")
    desk.press("Schedule")
    desk.says("This speaks against the time:")
    desk.look("interview-conflict")
    desk.press("Schedule all the same")
    expect(desk.page.locator(".interview-row")).to_have_count(1)
    desk.look("interviews")
    desk.page.locator(".interview-row .row-title").click()
    expect(desk.page.get_by_text("Room 3")).to_be_visible()
    desk.look("interview")


def accept(desk: Desk) -> None:
    """From one's own list to the answer; then the week."""
    desk.open("/interviews/")
    expect(desk.page.locator(".interview-row")).to_have_count(2)
    desk.look("my-interviews")
    desk.page.get_by_role("link", name="Greta Ek").click()
    desk.look("interview-mine")
    desk.press("Accept")
    desk.says("You have accepted the interview.")
    desk.open(f"/interviews/?week={next_tuesday():%Y-%m-%d}")
    expect(desk.page.locator(".week-interview")).to_have_count(2)
    desk.look("my-interviews-week")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_a_suggested_time_is_filled_in_by_one_press(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language, time_zone="Europe/Stockholm")
    ivan = personas.user("Ivan", language=language, time_zone="America/New_York")
    job = personas.active_job(rhea, "Lamp keeper", team=[(ivan, TeamRole.INTERVIEWER)])
    applicant = personas.applicant(job, personas.candidate("Greta", "Ek", emails=("greta@people.internal",)))
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        desk.open(f"/applications/{applicant.pk}/interviews/new")
        desk.page.get_by_label(desk.words("Title")).fill("First interview")
        desk.page.get_by_label("Ivan Persona").check()
        first = desk.page.locator("button[name=pick]").first
        expect(first).to_be_visible()
        desk.look("interview-suggested")
        moment = datetime.fromisoformat(first.get_attribute("value") or "").astimezone(ZoneInfo("Europe/Stockholm"))
        first.click()
        expect(desk.page.locator("input[name=day]")).to_have_value(f"{moment:%Y-%m-%d}")
        expect(desk.page.locator("input[name=time]")).to_have_value(f"{moment:%H:%M}")
        expect(desk.page.get_by_label(desk.words("Title"))).to_have_value("First interview")
        desk.press("Schedule")
        expect(desk.page.locator(".interview-row")).to_have_count(1)

    assert Interview.objects.get().starts_at == moment
