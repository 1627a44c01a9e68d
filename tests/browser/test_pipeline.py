"""A job's pipeline in a real browser: cards are dragged and moved by keyboard, many are selected, moved and brought back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from skaffa.accounts.models import SecurityRole
from skaffa.applications.models import Application
from skaffa.core import clock
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_people_are_moved_on_the_board_and_many_at_once_in_the_list(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER, language=language)
    hal = personas.user("Hal", SecurityRole.HIRING_MANAGER)
    job = personas.active_job(rhea, "Lamp keeper", team=[(hal, TeamRole.HIRING_MANAGER)])
    long_ago = clock.now() - timedelta(days=9)
    personas.prospect(job, personas.candidate("Greta", "Gull", headline="Diver who keeps bees"), by=rhea, at=long_ago)
    for number, name in enumerate(("Bo", "Cleo", "Dag", "Edda")):
        about = {"emails": [f"{name}@example.com"], "headline": "Keeper of lamps, nets and very long headlines"}
        personas.applicant(job, personas.candidate(name, "Sample", **about), at=long_ago + timedelta(minutes=number))
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, rhea, pictures, width) as desk:
        on_the_board(desk, job)
        refused(desk, job)
        in_the_list(desk, job)
        one_after_the_other(desk, job)


def column(desk: Desk, job: Job, kind: str) -> Locator:
    return desk.page.locator(f'[data-column="{job.stages.get(kind=kind).pk}"]')


def carry(desk: Desk, card: Locator, job: Job, kind: str) -> None:
    """By mouse where there is room for two columns, else by the card's menu, as one does on a phone."""
    if desk.is_wide:
        card.drag_to(column(desk, job, kind).locator(".board-title"))
        return
    card.get_by_role("button").last.click()
    card.get_by_role("link", name=desk.words("Move to…")).click()
    dialog = desk.page.locator("dialog[open]")
    dialog.locator(f'input[value="{job.stages.get(kind=kind).pk}"]').check()
    dialog.get_by_role("button", name=desk.words("Move"), exact=True).click()


def on_the_board(desk: Desk, job: Job) -> None:
    """By mouse and back by the toast, then by keyboard; focus stays with the person."""
    desk.open(f"/jobs/{job.pk}/pipeline")
    desk.look("board")
    screen, application = column(desk, job, "screen"), column(desk, job, "application")
    bo = desk.page.locator(".board-card", has_text="Bo Sample")
    carry(desk, bo, job, "screen")
    expect(screen.locator(".board-card")).to_have_text([re.compile("Bo Sample")])
    expect(screen.locator(".tab-count")).to_have_text("1")
    expect(application.locator(".tab-count")).to_have_text("3")
    expect(desk.page.locator("#toasts")).to_contain_text("Bo Sample")
    desk.look("board-moved")
    desk.page.keyboard.press("z")
    expect(screen.locator(".board-card")).to_have_count(0)
    expect(application.locator(".board-card")).to_have_count(4)
    application.locator(".row-title").first.focus()
    name = application.locator(".row-title").first.inner_text()
    desk.page.keyboard.press("m")
    dialog = desk.page.locator("dialog[open]")
    dialog.locator(f'input[value="{job.stages.get(kind="interview").pk}"]').check()
    desk.look("board-move")
    dialog.get_by_role("button", name=desk.words("Move"), exact=True).press("Enter")
    expect(column(desk, job, "interview").locator(".row-title")).to_have_text(name)
    expect(column(desk, job, "interview").locator(".row-title")).to_be_focused()
    desk.page.keyboard.press("e")
    expect(column(desk, job, "offer").locator(".row-title")).to_be_focused()


def refused(desk: Desk, job: Job) -> None:
    """Somebody else was there first: the card goes back, and says why."""
    card = desk.page.locator(".board-card", has_text="Cleo Sample")
    theirs = Application.objects.get(candidate__first_name="Cleo")
    Application.objects.filter(pk=theirs.pk).update(status="closed", close_reason="withdrawn")
    carry(desk, card, job, "screen")
    expect(column(desk, job, "application").locator(".board-card", has_text="Cleo Sample")).to_be_visible()
    where = card if desk.is_wide else desk.page.locator("dialog[open]")
    expect(where.get_by_role("alert")).to_contain_text(desk.words("This application is closed."))
    desk.look("board-refused")
    desk.page.keyboard.press("Escape")
    Application.objects.filter(pk=theirs.pk).update(status="active", close_reason="")


def in_the_list(desk: Desk, job: Job) -> None:
    """Selected by keyboard and with shift, moved together, and brought back."""
    desk.page.get_by_role("button", name=desk.words("List"), exact=True).click()
    rows = desk.page.locator("#people-rows > li")
    expect(rows).to_have_count(5)
    desk.ready()
    desk.look("pipeline-list")
    desk.page.keyboard.press("j")
    desk.page.keyboard.press("x")
    expect(desk.page.locator(".selection-count")).to_have_text(f"{desk.words('Selected')}: 1")
    rows.nth(2).locator(".row-box").click(modifiers=["Shift"])
    expect(desk.page.locator(".row-box:checked")).to_have_count(3)
    desk.look("pipeline-selected")
    desk.page.locator("#selection").get_by_role("button", name=desk.words("Move to…"), exact=True).click()
    dialog = desk.page.locator("dialog[open]")
    dialog.locator("input[type=radio]").nth(2).check()
    desk.look("pipeline-move-many")
    dialog.get_by_role("button", name=desk.words("Move"), exact=True).click()
    screen = job.stages.get(kind="screen")
    expect(desk.page.locator("#toasts [data-undo-at]")).to_be_visible()
    desk.page.locator("select[name=stage]").select_option(str(screen.pk))
    expect(rows).to_have_count(3)
    desk.look("pipeline-moved-many")
    desk.page.locator("#toasts [data-undo-at]").last.click()
    expect(desk.page.locator("#people-list")).to_contain_text(desk.words("Nobody matches"))
    assert Application.objects.filter(stage=screen).count() == 0


def one_after_the_other(desk: Desk, job: Job) -> None:
    desk.open(f"/jobs/{job.pk}/pipeline?view=list&sort=waiting&group=applicants")
    first = desk.page.locator(".row-title").first
    name = first.inner_text()
    first.click()
    expect(desk.page.locator("h1")).to_contain_text(name)
    desk.ready()
    desk.look("candidate-in-list")
    desk.page.keyboard.press("]")
    expect(desk.page.locator("h1")).not_to_contain_text(name)
    desk.ready()
    desk.page.keyboard.press("[")
    expect(desk.page.locator("h1")).to_contain_text(name)
    desk.ready()
    desk.page.keyboard.press("?")
    desk.look("shortcuts")
    desk.page.keyboard.press("Escape")
    desk.page.emulate_media(color_scheme="dark")
    desk.open(f"/jobs/{job.pk}/pipeline?view=board")
    desk.look("board-dark")
    desk.open(f"/jobs/{job.pk}/pipeline?view=list")
    desk.look("pipeline-list-dark")
