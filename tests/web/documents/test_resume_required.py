"""A39: nobody applies without the résumé that a job asks for, and whoever is added without one is marked until it is there."""

import re

import pytest
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.documents import actions as documents
from skaffa.documents.models import Kind
from skaffa.jobs.models import Job
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.usefixtures("clock")
MARK = "No résumé yet"


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund"))


def marks(client: Client, application: Application) -> dict[str, bool]:
    """On which pages the application is marked."""
    job, person = application.job_id, application.candidate_id
    pages = {
        "board": f"/jobs/{job}/pipeline?view=board",
        "list": f"/jobs/{job}/pipeline?view=list",
        "tab": f"/jobs/{job}/{'prospects' if application.stage.is_prospect else 'applicants'}",
        "profile": f"/candidates/{person}/",
    }
    return {name: MARK in client.get(address).content.decode() for name, address in pages.items()}


def everywhere(*, marked: bool) -> dict[str, bool]:
    return dict.fromkeys(("board", "list", "tab", "profile"), marked)


def test_an_applicant_without_a_resume_is_marked_until_it_is_uploaded(
    client: Client, applicant: Application, rhea: User
):
    client.force_login(rhea)
    before = marks(client, applicant)
    page = client.get(f"/jobs/{applicant.job_id}/applicants").content.decode()
    way = re.search(r'class="no-resume"[^>]*href="([^"]+)"', page)
    assert way
    form = client.get(way[1]).content.decode()

    personas.document(applicant)

    assert before == everywhere(marked=True)
    assert f'<option value="{applicant.pk}" selected>' in form
    assert "No résumé yet: add one for Greta Lund" in page
    assert marks(client, applicant) == everywhere(marked=False)


def test_a_resume_of_the_person_counts_and_one_for_another_job_or_another_document_does_not(
    client: Client, applicant: Application, rhea: User, clock: Watch
):
    client.force_login(rhea)
    elsewhere = personas.applicant(personas.active_job(rhea, "Diver"), applicant.candidate)
    personas.document(elsewhere)
    for kind in set(Kind) - {Kind.RESUME}:
        personas.document(applicant, f"A {kind}.\n".encode(), kind=kind)
    still = marks(client, applicant)

    of_the_person = personas.document(applicant.candidate, b"Lamp keeper for twenty years.\n")
    now = marks(client, applicant)
    documents.delete(of_the_person, by=Actor.of(rhea), at=clock.tick())

    assert (still["board"], still["tab"]) == (True, True)
    assert now == everywhere(marked=False)
    assert marks(client, applicant)["tab"]


def test_prospects_are_not_incomplete_and_become_so_when_they_advance(client: Client, job: Job, rhea: User):
    client.force_login(rhea)
    prospect = personas.prospect(job, personas.candidate("Greta", "Lund"))
    before = marks(client, prospect)

    advanced = applications.advance(prospect, by=Actor.of(rhea), at=personas.START)

    assert before == everywhere(marked=False)
    assert marks(client, advanced) == everywhere(marked=True)


def test_where_the_job_asks_for_none_and_where_it_has_ended_nobody_is_marked(client: Client, rhea: User):
    client.force_login(rhea)
    relaxed = personas.applicant(personas.active_job(rhea, "Diver", resume_required=False))
    rejected = personas.applicant(personas.active_job(rhea, "Pilot"))
    applications.reject(rejected, reason="other", by=SYSTEM, at=personas.START)

    assert marks(client, relaxed) == everywhere(marked=False)
    assert MARK not in client.get(f"/jobs/{rejected.job_id}/applicants?show=closed").content.decode()


def test_whoever_may_not_open_the_application_is_not_told(client: Client, applicant: Application):
    other = personas.user("Rhoda", SecurityRole.RECRUITER)
    client.force_login(other)

    assert MARK not in client.get(f"/candidates/{applicant.candidate_id}/").content.decode()
