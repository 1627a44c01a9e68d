"""Processes in a real browser: a template with a required activity, approval of a job made from it, an offer accepted."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job
from skaffa.processes.models import ProcessTemplate
from tests import personas
from tests.browser.test_content import Desk

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("sv", 360)])
def test_from_a_template_over_approval_to_a_hire(
    language: str, width: int, chromium: Browser, live_server, pictures: Path
):
    ada = personas.user("Ada", SecurityRole.ADMINISTRATOR, SecurityRole.RECRUITER, language=language)
    hal = personas.user("Hal", SecurityRole.HIRING_MANAGER, language=language)
    pictures.mkdir(parents=True, exist_ok=True)

    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        make_a_template(desk)
        template = ProcessTemplate.objects.get(name="Divers")
        job = jobs.create(
            personas.details("Diver"), role="recruiter", template=template, by=Actor.of(ada), at=personas.START
        )
        send_for_approval(desk, job)
    with Desk(chromium, live_server.url, hal, pictures, width) as desk:
        approve(desk, job)
    jobs.activate(job, by=SYSTEM, at=personas.START)
    applications.advance(personas.applicant(job, personas.candidate("Greta", "Ek")), by=SYSTEM, at=personas.START)
    with Desk(chromium, live_server.url, ada, pictures, width) as desk:
        do_what_is_required(desk, job)
        Application.objects.update(stage=job.stages.get(kind="offer"))
        make_an_offer(desk, job)

    assert Application.objects.get().close_reason == "hired"


def make_a_template(desk: Desk) -> None:
    desk.open("/process-templates/")
    desk.page.get_by_label(desk.words("Template name")).fill("Divers")
    desk.look("templates")
    desk.press("Create template")
    desk.says("The template has been created.")
    desk.page.get_by_label(desk.words("Stage name"), exact=True).last.fill("Trial dive")
    desk.press("Add stage")
    expect(desk.page.locator(".stage")).to_have_count(6)
    stage = desk.page.locator(".stage", has_text="Trial dive")
    stage.locator("summary", has_text=desk.words("Add activity")).click()
    stage.get_by_label(desk.words("Required")).check()
    desk.look("template-activity")
    stage.get_by_role("button", name=desk.words("Add activity")).press("Enter")
    expect(desk.page.locator(".activity")).to_have_count(1)
    for place in (3, 2):
        desk.page.get_by_role("button", name=desk.told("Move %(stage)s up", stage="Trial dive")).press("Enter")
        expect(desk.page.locator(".stage").nth(place)).to_contain_text("Trial dive")
    desk.look("template")


def send_for_approval(desk: Desk, job: Job) -> None:
    desk.open(f"/jobs/{job.pk}/approval")
    desk.page.get_by_role("button", name=desk.told("Add %(name)s as an approver", name="Hal Persona")).click()
    desk.press("Send to approvers")
    desk.says("The job has been sent to its approvers.")
    desk.look("approval-sent")
    desk.open(f"/jobs/{job.pk}/process")
    desk.look("job-process")


def approve(desk: Desk, job: Job) -> None:
    desk.open("/")
    desk.says("Assigned to you")
    desk.look("dashboard-approvals")
    desk.page.locator("main").get_by_role("link", name="Diver", exact=True).click()
    desk.look("approval")
    desk.press("Approve")
    expect(desk.page.locator(".toast, [role=status]").first).to_be_attached()
    assert Job.objects.get(pk=job.pk).status == "approved"


def do_what_is_required(desk: Desk, job: Job) -> None:
    desk.open(f"/jobs/{job.pk}/applicants")
    desk.page.get_by_role("button", name=desk.told("Advance %(name)s", name="Greta Ek")).click()
    refused = desk.told(
        "“%(activity)s” in %(stage)s is required. Complete it before they go on.",
        activity=desk.words("Scheduler"),
        stage="Trial dive",
    )
    expect(desk.page.locator("main")).to_contain_text(refused.partition("Trial dive")[2])
    desk.open(f"/jobs/{job.pk}/applicants")
    desk.page.get_by_role("button", name=desk.told("More about %(name)s", name="Greta Ek")).click()
    desk.page.get_by_role("link", name=desk.words("Activities of the stage")).click()
    expect(desk.page.locator("#activities")).to_be_visible()
    desk.look("activities")
    done = desk.page.get_by_role("button", name=re.compile(f"{desk.words('Completed')}$"))
    done.click()
    expect(desk.page.locator("#activity-list")).to_contain_text(desk.words("Completed"))


def make_an_offer(desk: Desk, job: Job) -> None:
    desk.open(f"/jobs/{job.pk}/applicants")
    desk.page.get_by_role("link", name=desk.told("Offer to %(name)s", name="Greta Ek")).first.click()
    desk.page.get_by_label(desk.words("Offer declined")).check()
    expect(desk.page.get_by_label(desk.words("Why they declined"))).to_be_visible()
    desk.look("offer")
    desk.page.get_by_label(desk.words("Offer accepted")).check()
    expect(desk.page.get_by_label(desk.words("Why they declined"))).to_be_hidden()
    desk.press("Save")
    desk.says("Close job as filled")
    desk.look("offer-filled")
