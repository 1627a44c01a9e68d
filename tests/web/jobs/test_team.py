"""The hiring team: finding people, adding them in a role, taking a role away."""

import pytest
from django.test import Client

from skaffa.accounts.models import SecurityRole, User
from skaffa.jobs.models import Job
from tests import personas


def test_somebody_is_found_by_name_and_added(client: Client, job: Job, rhea: User, stan: User):
    client.force_login(rhea)

    found = client.get(f"/jobs/{job.pk}/team?role=interviewer&q=sta").content.decode()
    client.post(f"/jobs/{job.pk}/team", {"role": "interviewer", "user": stan.pk})

    assert "Add Stan Persona as Interviewer" in found
    assert job.team.filter(user=stan, role="interviewer").exists()


def test_only_recruiters_are_offered_as_recruiters(client: Client, job: Job, rhea: User, stan: User):
    rut = personas.user("Rut", SecurityRole.RECRUITER)
    client.force_login(rhea)

    offered = client.get(f"/jobs/{job.pk}/team?role=recruiter").context["people"]

    assert offered == [rut]


@pytest.mark.parametrize("given", [{}, {"role": "boss", "user": "1"}, {"role": "recruiter", "user": "abc"}])
def test_nonsense_adds_nobody(client: Client, job: Job, rhea: User, given: dict[str, str]):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/team", given)

    assert answer.status_code == 422
    assert job.team.count() == 3


def test_a_stranger_cannot_be_made_recruiter(client: Client, job: Job, rhea: User, stan: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/team", {"role": "recruiter", "user": stan.pk})

    assert answer.status_code == 403
    assert not job.team.filter(user=stan).exists()


def test_a_role_is_taken_away(client: Client, job: Job, rhea: User, ivan: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/team/{job.team.get(user=ivan).pk}/remove")

    assert answer["Location"] == f"/jobs/{job.pk}/team"
    assert not job.team.filter(user=ivan).exists()


def test_the_last_who_looks_after_the_job_stays(client: Client, rhea: User):
    job = personas.draft(rhea)
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/team/{job.team.get().pk}/remove", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "at least one recruiter or hiring manager" in answer.content.decode()


def test_who_removes_themselves_goes_back_to_the_list(client: Client, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/team/{job.team.get(user=rhea).pk}/remove")

    assert answer["Location"] == "/jobs/"


def test_a_member_of_another_job_is_not_found_here(client: Client, job: Job, rhea: User):
    other = personas.draft(rhea)
    client.force_login(rhea)

    assert client.post(f"/jobs/{job.pk}/team/{other.team.get().pk}/remove").status_code == 404


@pytest.mark.parametrize("who", ["ivan", "reed"])
def test_readers_see_the_team_and_cannot_change_it(
    client: Client, job: Job, hal: User, request: pytest.FixtureRequest, who: str
):
    client.force_login(request.getfixturevalue(who))

    shown = client.get(f"/jobs/{job.pk}/team").content.decode()

    assert "Hal Persona" in shown
    assert "Add to the team" not in shown
    assert client.post(f"/jobs/{job.pk}/team/{job.team.get(user=hal).pk}/remove").status_code == 403
