"""Process templates and a job's process over HTTP: made, changed step by step, copied, frozen, and refused."""

import re

import pytest
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job
from skaffa.processes import actions, queries
from skaffa.processes.models import ProcessTemplate
from skaffa.processes.rules import PlannedActivity, fingerprint
from tests import personas

HTMX = {"HX-Request": "true"}
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def seen(shown: str) -> str:
    found = re.search(r'name="seen" value="(\w+)"', shown)
    assert found
    return found[1]


def test_an_administrator_makes_a_template_step_by_step(client: Client, ada: User):
    client.force_login(ada)
    client.post("/process-templates/", {"name": "Divers"})
    template = ProcessTemplate.objects.get(name="Divers")
    page, process = f"/process-templates/{template.pk}/", f"/process-templates/{template.pk}/process"
    mark = seen(client.get(page).content.decode())

    shown = client.post(
        process, {"act": "add_stage", "seen": mark, "name": "Trial dive", "kind": "interview"}, headers=HTMX
    ).content.decode()
    given = {"kind": "web_content", "audience": "external", "url": "https://example.com/safety", "required": "on"}
    shown = client.post(
        process, {"act": "add_activity", "seen": seen(shown), "stage": 4, **given}, headers=HTMX
    ).content.decode()
    shown = client.post(process, {"act": "stage_up", "seen": seen(shown), "stage": 4}, headers=HTMX).content.decode()

    assert "<html" not in shown
    assert [stage.name or stage.kind for stage in queries.plan(template)] == [
        *("prospect", "application", "screen", "Trial dive", "interview", "offer")
    ]
    assert queries.plan(template)[3].activities == (
        PlannedActivity("web_content", "", "external", True, "https://example.com/safety"),
    )
    for word in ("Trial dive", "External candidates", "Required", "https://example.com/safety"):
        assert word in shown


def test_what_somebody_else_has_changed_meanwhile_is_not_overwritten(client: Client, ada: User):
    client.force_login(ada)
    template = ProcessTemplate.objects.get()
    process = f"/process-templates/{template.pk}/process"
    mark = fingerprint(queries.plan(template))
    client.post(process, {"act": "remove_stage", "seen": mark, "stage": 2})

    answer = client.post(process, {"act": "remove_stage", "seen": mark, "stage": 2}, headers=HTMX)

    assert answer.status_code == 409
    assert "Somebody else has changed this process" in answer.content.decode()
    assert len(queries.plan(template)) == 4


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"act": "remove_stage", "stage": 0}, "part of every process"),
        ({"act": "stage_up", "stage": 2}, "begins with Prospect and Application"),
        ({"act": "add_stage", "name": "", "kind": "screen"}, "This field is required"),
        ({"act": "add_activity", "stage": 2, "kind": "web_content", "audience": "all", "url": "no"}, "web address"),
        ({"act": "dance"}, "What was given cannot be used."),
    ],
)
def test_a_step_that_cannot_be_says_why(client: Client, ada: User, given: dict[str, object], words: str):
    client.force_login(ada)
    template = ProcessTemplate.objects.get()
    before = queries.plan(template)

    answer = client.post(
        f"/process-templates/{template.pk}/process", {"seen": fingerprint(before), **given}, headers=HTMX
    )

    assert answer.status_code in {409, 422}
    assert words in answer.content.decode()
    assert queries.plan(template) == before


def test_templates_are_copied_made_the_default_and_deleted(client: Client, ada: User):
    client.force_login(ada)
    first = ProcessTemplate.objects.get()
    for _ in range(2):
        client.post(f"/process-templates/{first.pk}/duplicate")
    copy, second = ProcessTemplate.objects.exclude(pk=first.pk).order_by("pk")
    assert (copy.name, second.name) == ("Copy of Standard", "Copy of Standard 2")

    client.post(f"/process-templates/{copy.pk}/default")
    client.post(f"/process-templates/{first.pk}/delete")
    client.post(
        f"/process-templates/{second.pk}/", {"name": "Divers", "enable_prospects": "on", "confirm_to": "nobody"}
    )
    listed = client.get("/process-templates/").content.decode()

    assert set(ProcessTemplate.objects.values_list("name", "is_default")) == {
        ("Copy of Standard", True),
        ("Divers", False),
    }
    divers = ProcessTemplate.objects.get(name="Divers")
    assert (divers.hiring_managers_make_offers, divers.confirm_to) == (False, "nobody")
    assert "Divers" in listed


def test_recruiters_find_templates_once_the_switch_is_on(client: Client, ada: User, rhea: User):
    client.force_login(rhea)
    before = (
        client.get("/process-templates/").status_code,
        "/process-templates/" in client.get("/jobs/").content.decode(),
    )
    actions.manage(own_templates=True, by=Actor.of(ada), at=personas.START)

    shown = client.get("/process-templates/").content.decode()
    standard = client.get(f"/process-templates/{ProcessTemplate.objects.get().pk}/").content.decode()

    assert before == (403, False)
    assert 'href="/process-templates/"' in client.get("/jobs/").content.decode()
    assert "Template management" not in shown
    assert "Only its owner and administrators change this template." in standard
    assert 'name="act"' not in standard


def test_a_job_is_made_from_the_chosen_template(client: Client, rhea: User):
    template = actions.create("Divers", by=SYSTEM, at=personas.START)
    plan = queries.plan(template)
    actions.arrange(template, (*plan[:2], plan[-1]), seen=fingerprint(plan), by=SYSTEM, at=personas.START)
    client.force_login(rhea)

    client.post("/jobs/new", {"title": "Diver", "role": "recruiter", "template": template.pk})
    client.post("/jobs/new", {"title": "Sailor", "role": "recruiter"})

    kinds = {job.title: [stage.kind for stage in job_queries.plan(job)] for job in Job.objects.all()}
    assert kinds["Diver"] == ["prospect", "application", "offer"]
    assert len(kinds["Sailor"]) == 5


def test_a_jobs_process_is_changed_on_its_tab_and_frozen_after_activation(client: Client, rhea: User):
    job = personas.draft(rhea)
    client.force_login(rhea)
    address = f"/jobs/{job.pk}/process"
    mark = seen(client.get(address).content.decode())

    client.post(address, {"act": "rename_stage", "seen": mark, "stage": 2, "name": "First call"})
    after = client.get(address).content.decode()
    jobs.activate(job, by=SYSTEM, at=personas.START)
    refused = client.post(address, {"act": "remove_stage", "seen": seen(after), "stage": 2}, headers=HTMX)
    frozen = client.get(address).content.decode()

    assert "First call" in after
    assert refused.status_code == 409
    assert "First call" in frozen
    assert 'name="act"' not in frozen


def test_an_activity_is_done_from_the_list_and_the_refusal_names_it(client: Client, rhea: User):
    job = personas.draft(rhea)
    plan = job_queries.plan(job)
    stage = plan[1].__class__("application", "", (PlannedActivity("interview", "Phone call", required=True),))
    jobs.arrange(job, (plan[0], stage, *plan[2:]), seen=fingerprint(plan), by=SYSTEM, at=personas.START)
    jobs.activate(job, by=SYSTEM, at=personas.START)
    application = personas.applicant(job)
    address = f"/applications/{application.pk}/activities"
    client.force_login(rhea)

    refused = client.post(f"/applications/{application.pk}/advance", {"tab": "applicants"}, headers=HTMX)
    dialog = client.get(address, headers=HTMX).content.decode()
    activity = re.search(r'name="activity" value="(\d+)"', dialog)
    assert activity
    done = client.post(address, {"activity": activity[1], "status": "completed"}, headers=HTMX).content.decode()

    assert refused.status_code == 409
    assert "“Phone call” in Application is required" in refused.content.decode()
    assert "Phone call" in client.get(address).content.decode()
    assert "Completed" in done
    assert client.post(f"/applications/{application.pk}/advance").status_code == 302
    for wrong in ({"activity": "x", "status": "completed"}, {"activity": activity[1], "status": "danced"}):
        assert client.post(address, wrong, headers=HTMX).status_code == 422
