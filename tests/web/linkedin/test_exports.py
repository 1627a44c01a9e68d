"""What people see and do of exports: the job's line, the Prospect tab, the candidate's LinkedIn tab."""

import pytest
from django.test import Client

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import CloseReason, Job
from skaffa.linkedin.models import Connection, ExportedProfile, ExportStatus, RemoteRecord, RemoteState
from tests import personas
from tests.linkedin.world import World


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def read(user: User, address: str) -> str:
    return signed_in(user).get(address).content.decode()


@pytest.fixture
def shut(connection: Connection, rhea: User, world: World) -> Job:
    """A job without prospects, to which somebody was exported all the same."""
    job = personas.active_job(rhea, "Rope maker", enable_prospects=False)
    world.announce(job.code)
    world.run()
    return job


@pytest.fixture
def stray(connection: Connection, world: World) -> ExportedProfile:
    """Somebody exported to a Job ID that nobody here knows."""
    world.announce("NOWHERE-1")
    world.run()
    return ExportedProfile.objects.get()


def test_the_jobs_line_follows_it_to_recruiter(connection: Connection, rhea: User, job: Job, world: World):
    assert "LinkedIn: on its way" in read(rhea, f"/jobs/{job.pk}/")

    world.run()

    assert "LinkedIn: listed for export" in read(rhea, f"/jobs/{job.pk}/")


def test_the_jobs_line_says_when_linkedin_is_not_connected(rhea: User, job: Job):
    assert "LinkedIn is not connected" in read(rhea, f"/jobs/{job.pk}/")


def test_a_refused_job_shows_linkedins_reason_and_is_sent_again(
    connection: Connection, rhea: User, job: Job, world: World
):
    world.run()
    RemoteRecord.objects.update(state=RemoteState.REFUSED, reason="The city is unknown")

    page = read(rhea, f"/jobs/{job.pk}/")
    assert "The city is unknown" in page
    assert "Send again" in page

    assert signed_in(rhea).post(f"/jobs/{job.pk}/linkedin/send").status_code == 302
    assert "The city is unknown" not in read(rhea, f"/jobs/{job.pk}/")


def test_an_interviewer_reads_the_reason_but_cannot_send(connection: Connection, ivan: User, job: Job, world: World):
    world.run()
    RemoteRecord.objects.update(state=RemoteState.REFUSED, reason="The city is unknown")

    assert "Send again" not in read(ivan, f"/jobs/{job.pk}/")
    assert signed_in(ivan).post(f"/jobs/{job.pk}/linkedin/send").status_code == 403


def test_the_prospect_tab_leads_to_recruiter_with_title_and_place(
    connection: Connection, rhea: User, job: Job, world: World
):
    assert "keywords=Lamp+keeper" in read(rhea, f"/jobs/{job.pk}/prospects")


def test_an_exported_person_stands_on_the_prospect_tab(connection: Connection, rhea: User, job: Job, world: World):
    world.run()
    world.export(job.code)
    world.run()

    assert "LinkedIn export" in read(rhea, f"/jobs/{job.pk}/prospects")


def test_a_refused_export_says_why_and_offers_another_job(
    connection: Connection, rhea: User, job: Job, world: World, at
):
    closed = personas.active_job(rhea, "Rope maker")
    jobs.close(closed, reason=CloseReason.CANCELLED, comment="", by=Actor.of(rhea), at=at)
    world.announce(closed.code)
    world.run()
    export = ExportedProfile.objects.get()
    name = f"{export.profile['firstName']} {export.profile['lastName']}"

    page = read(rhea, f"/jobs/{closed.pk}/prospects")
    assert name in page
    assert "The job is not active." in page
    assert "Retry" not in page

    chosen = signed_in(rhea).post(f"/exports/{export.pk}/job", {"job": job.pk})
    assert chosen["Location"] == f"/jobs/{job.pk}/prospects"
    assert name in read(rhea, f"/jobs/{job.pk}/prospects")
    assert name not in read(rhea, f"/jobs/{closed.pk}/prospects")


def test_the_choice_of_a_job_is_searchable(stray: ExportedProfile, ada: User, rhea: User, job: Job):
    personas.active_job(rhea, "Rope maker")

    page = read(ada, f"/exports/{stray.pk}/job?q=rope")

    assert "Rope maker" in page
    assert "Lamp keeper" not in page


@pytest.mark.parametrize("given", ["", "x", "0", "99999999999999999999", "\0"])
def test_a_job_that_does_not_exist_is_refused_in_words(stray: ExportedProfile, ada: User, given: str):
    answer = signed_in(ada).post(f"/exports/{stray.pk}/job", {"job": given})

    assert answer.status_code == 422
    assert "notice-bad" in answer.content.decode()


def test_administrators_find_exports_to_unknown_jobs(stray: ExportedProfile, ada: User):
    page = read(ada, "/admin-center/linkedin")

    assert "Exports that wait for a decision" in page
    assert "There is no job with this Job ID." in page
    assert "NOWHERE-1" in page


@pytest.mark.parametrize("who", ["rhea", "hal", "ivan", "reed", "stan"])
@pytest.mark.parametrize("act", ["retry", "job", "reopen"])
def test_a_stray_export_is_the_administrators(request, stray: ExportedProfile, who: str, act: str):
    user = request.getfixturevalue(who)

    assert signed_in(user).post(f"/exports/{stray.pk}/{act}").status_code == 404
    assert ExportedProfile.objects.get().status == ExportStatus.REFUSED


def test_retrying_what_still_cannot_be_says_why(shut: Job, ada: User):
    export = ExportedProfile.objects.get()

    answer = signed_in(ada).post(f"/exports/{export.pk}/retry", headers={"HX-Request": "true"})

    assert answer.status_code == 409
    assert "The job does not take prospects." in answer.content.decode()


def test_somebody_rejected_before_is_reopened(connection: Connection, rhea: User, job: Job, world: World, at):
    world.run()
    world.export(job.code)
    world.run()
    application = Application.objects.get()
    applications.reject(application, reason="experience", comment="", by=Actor.of(rhea), at=at)
    world.export(job.code)
    world.run()
    export = ExportedProfile.objects.get(status=ExportStatus.REFUSED)

    assert "Reopen" in read(rhea, f"/jobs/{job.pk}/prospects")
    signed_in(rhea).post(f"/exports/{export.pk}/reopen")

    application.refresh_from_db()
    assert application.is_active


def test_the_linkedin_tab_shows_what_was_delivered(connection: Connection, rhea: User, job: Job, world: World):
    world.run()
    world.export(job.code)
    world.run()
    candidate = Application.objects.get().candidate
    kept = ExportedProfile.objects.get().profile

    page = read(rhea, f"/candidates/{candidate.pk}/linkedin")

    assert kept["firstName"] in page
    assert "Open in Recruiter" in page
    assert "LinkedIn did not say who exported." in page
    assert "Your own LinkedIn account is not connected." in page


def test_the_linkedin_tab_names_the_administrators_before_the_set_up(ada: User, rhea: User, job: Job):
    application = personas.prospect(job)

    page = read(rhea, f"/candidates/{application.candidate_id}/linkedin")

    assert "not set up" in page
    assert "Ada Persona" in page


def test_nothing_is_missing_once_one_is_connected(connection: Connection, rhea: User, job: Job, world: World):
    world.consent(rhea, "rhea")
    application = personas.prospect(job)

    page = read(rhea, f"/candidates/{application.candidate_id}/linkedin")

    assert "not connected" not in page
    assert "not set up" not in page


@pytest.mark.parametrize("who", ["ivan", "reed"])
def test_interviewers_and_readers_have_no_linkedin_tab(request, job: Job, who: str):
    application = personas.applicant(job)
    user = request.getfixturevalue(who)

    assert signed_in(user).get(f"/candidates/{application.candidate_id}/linkedin").status_code == 403
    assert f"/{application.candidate_id}/linkedin" not in read(user, f"/candidates/{application.candidate_id}/")


def test_many_refused_exports_cost_no_more_queries(
    connection: Connection, rhea: User, job: Job, world: World, django_assert_max_num_queries
):
    for number in range(8):
        world.announce(personas.active_job(rhea, f"Other {number}", enable_prospects=False).code)
    world.run()
    ExportedProfile.objects.update(job=job)

    with django_assert_max_num_queries(40):
        read(rhea, f"/jobs/{job.pk}/prospects")
