"""What a row's or a card's menu holds, which is fetched when it is opened."""

import re

import pytest
from django.test import Client

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions
from skaffa.applications.models import Application
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from tests import personas


@pytest.fixture
def application(job: Job) -> Application:
    return personas.applicant(job)


def entries(client: Client, application: Application, tab: str = "applicants", show: str = "") -> list[str]:
    answer = client.get(f"/applications/{application.pk}/menu?tab={tab}&show={show}")
    assert answer.status_code == 200
    found = re.findall(r'<(?:a|button)\s+class="dropdown-item.*?</(?:a|button)>', answer.content.decode(), re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", entry).split()) for entry in found]


def test_a_recruiter_does_everything(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    assert entries(client, application) == [
        "Notes",
        "Add to talent pool",
        "Feedback",
        "Activities of the stage",
        "Move to a stage",
        "Reject",
        "Candidate withdrew",
        "Delete from this job",
    ]
    assert entries(client, application, "board") == ["Move to… m", "Advance e", "Reject r", "Add to talent pool p"]


def test_who_is_closed_is_not_moved_on(client: Client, application: Application, rhea: User):
    actions.reject(application, reason="other", by=SYSTEM, at=personas.START)
    client.force_login(rhea)

    assert not {"Move to a stage", "Reject", "Candidate withdrew"} & set(entries(client, application, show="closed"))


def test_an_interviewer_reads_and_judges(client: Client, application: Application, job: Job):
    ivy = personas.user("Ivy", SecurityRole.RECRUITER)
    jobs.add_team_member(job, ivy, role=TeamRole.INTERVIEWER, by=SYSTEM, at=personas.START)
    User.objects.filter(pk=ivy.pk).update(roles=[])
    client.force_login(ivy)

    assert entries(client, application) == ["Notes", "Feedback", "Activities of the stage"]
    assert entries(client, application, "board") == []


def test_every_entry_leads_somewhere(client: Client, application: Application, rhea: User):
    client.force_login(rhea)
    for tab in ("applicants", "board"):
        menu = client.get(f"/applications/{application.pk}/menu?tab={tab}").content.decode()
        for address in re.findall(r'href="([^"]+)"', menu):
            assert client.get(address.replace("&amp;", "&")).status_code == 200, address


def test_the_menu_of_somebody_unseen_is_not_there(client: Client, application: Application):
    client.force_login(personas.user("Olof", SecurityRole.RECRUITER))

    assert client.get(f"/applications/{application.pk}/menu?tab=applicants").status_code == 404
