"""The Feedback tab, from the applicants list of an interviewer to the list the team reads."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications.models import Application
from skaffa.interviews import actions
from skaffa.interviews.models import Feedback, FeedbackRequest
from skaffa.interviews.rules import Opinion
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.interviews.scheduling import scheduled
from tests.personas import START

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund"))


def tab(applicant: Application) -> str:
    return f"/applications/{applicant.pk}/feedback"


def submitted(applicant: Application, by: User, comment: str = "") -> Feedback:
    return actions.submit(applicant, Opinion("yes", comment=comment), by=Actor.of(by), at=START)


def test_an_interviewer_finds_the_form_from_the_applicants_list(
    client: Client, applicant: Application, job: Job, ivan: User
):
    client.force_login(ivan)
    assert f'href="{tab(applicant)}"' in client.get(f"/jobs/{job.pk}/applicants").content.decode()

    client.post(tab(applicant), {"strengths": "Calm", "act": "save"})
    draft = client.get(f"/candidates/{applicant.candidate_id}/feedback").content.decode()
    refused = client.post(tab(applicant), {"strengths": "Calm", "act": "submit"})
    client.post(tab(applicant), {"recommendation": "no", "strengths": "Calm", "act": "submit"})

    assert "Only you see it until you submit." in draft
    assert refused.status_code == 422
    assert "Say whether to continue before you submit." in refused.content.decode()
    given = Feedback.objects.get()
    assert (given.is_submitted, given.recommendation, given.strengths) == (True, "no", "Calm")


def test_a_draft_from_an_older_page_is_not_published_by_what_was_submitted_since(
    client: Client, applicant: Application, ivan: User
):
    submitted(applicant, ivan, "Meant for all")
    client.force_login(ivan)

    refused = client.post(tab(applicant), {"recommendation": "no", "comment": "Not yet for all", "act": "save"})

    assert refused.status_code == 422
    assert "You have submitted your feedback already." in refused.content.decode()
    assert "Not yet for all" in refused.content.decode()
    assert Feedback.objects.get().comment == "Meant for all"


def test_what_the_others_think_waits_for_ones_own(client: Client, applicant: Application, rhea: User, ivan: User):
    submitted(applicant, rhea, "Dives well")
    client.force_login(ivan)
    before = client.get(tab(applicant)).content.decode()

    client.post(tab(applicant), {"recommendation": "yes", "act": "submit"})

    assert "Dives well" not in before
    assert "once you have submitted your own" in before
    after = client.get(tab(applicant)).content.decode()
    assert "Dives well" in after
    assert "2 of 3 have answered" in after


def test_submitted_feedback_is_changed_where_the_job_allows(client: Client, rhea: User):
    free, fixed = (
        personas.applicant(personas.active_job(rhea, title, feedback_editable=editable))
        for title, editable in (("Diver", True), ("Keeper", False))
    )
    client.force_login(rhea)
    for applicant in (free, fixed):
        submitted(applicant, rhea)

    answers = [client.post(tab(applicant), {"recommendation": "no"}).status_code for applicant in (free, fixed)]

    assert answers == [302, 422]
    assert [Feedback.objects.get(application=each).recommendation for each in (free, fixed)] == ["no", "yes"]
    assert (
        "On this job feedback stays as it was submitted"
        in client.post(tab(fixed), {"recommendation": "no"}).content.decode()
    )
    assert "feedback stays as it was submitted" in client.get(tab(fixed)).content.decode()


def test_a_reader_sees_all_and_writes_nothing(client: Client, applicant: Application, rhea: User, reed: User):
    given = submitted(applicant, rhea, "Dives well")
    client.force_login(reed)

    shown = client.get(tab(applicant)).content.decode()

    assert "Dives well" in shown
    assert "<textarea" not in shown
    assert f"/feedback/{given.pk}/delete" not in shown
    assert client.post(tab(applicant), {"recommendation": "yes"}).status_code == 403


def test_the_one_with_several_applications_chooses(client: Client, applicant: Application, rhea: User):
    second = personas.applicant(personas.active_job(rhea, "Diver"), applicant.candidate)
    client.force_login(rhea)

    shown = client.get(f"/candidates/{applicant.candidate_id}/feedback").content.decode()

    assert all(f'href="{tab(each)}"' in shown for each in (applicant, second))


def test_somebody_on_no_job_has_no_feedback_yet(client: Client, rhea: User):
    client.force_login(rhea)

    assert "On no job yet" in client.get(f"/candidates/{personas.candidate().pk}/feedback").content.decode()


def test_a_recruiter_deletes_feedback_once_asked(client: Client, applicant: Application, rhea: User, ivan: User):
    given = submitted(applicant, ivan)
    client.force_login(rhea)

    asked = client.get(f"/feedback/{given.pk}/delete").content.decode()
    client.post(f"/feedback/{given.pk}/delete")

    assert "Ivan Persona wrote is lost for good" in asked
    assert not Feedback.objects.exists()


def test_the_jobs_options_are_frozen_with_its_process(client: Client, rhea: User):
    draft = personas.draft(rhea)
    client.force_login(rhea)
    values = {"title": "Diver", "openings": 1, "country": "", "feedback_shown_before_own": "on", "confirm_to": "nobody"}
    client.post(f"/jobs/{draft.pk}/edit", values)
    chosen = Job.objects.get(pk=draft.pk)
    active = personas.active_job(rhea)
    client.post(
        f"/jobs/{active.pk}/edit",
        {"title": "Diver", "openings": 1, "country": "SE", "city": "Lund", "description": personas.DESCRIPTION},
    )
    kept = Job.objects.get(pk=active.pk)

    assert (chosen.feedback_shown_before_own, chosen.feedback_editable) == (True, False)
    assert (kept.title, kept.feedback_shown_before_own, kept.feedback_editable) == ("Diver", False, True)


def test_many_answers_cost_no_more_questions_than_few(
    client: Client, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    authors = [personas.user(f"Ivan{number}", SecurityRole.RECRUITER) for number in range(8)]
    team = [(author, TeamRole.INTERVIEWER) for author in authors]
    applicant = personas.applicant(personas.active_job(rhea, team=team))
    for author in authors:
        submitted(applicant, author)
    client.force_login(rhea)

    with django_assert_max_num_queries(30):
        assert client.get(tab(applicant)).status_code == 200


def test_somebody_found_by_name_is_asked_for_feedback_and_finds_it_among_their_own(
    client: Client, job: Job, rhea: User, stan: User
):
    applicant = personas.applicant(job, personas.candidate("Greta", "Ek"))
    address = f"/applications/{applicant.pk}/feedback/ask"
    client.force_login(rhea)

    found = client.post(address, {"who": "Stan"}).content.decode()
    nobody = client.post(address, {"act": "ask"})
    done = client.post(address, {"act": "ask", "people": stan.pk}, follow=True).content.decode()
    client.force_login(stan)
    lists = [client.get(path).content.decode() for path in ("/", "/interviews/")]
    client.force_login(rhea)
    client.post(f"/feedback-requests/{FeedbackRequest.objects.get().pk}/take-back")

    assert f'value="{stan.pk}"' in found
    assert nobody.status_code == 422
    assert "1 person has been asked." in done
    assert "0 of 4 have answered" in done
    assert all(f'href="/applications/{applicant.pk}/feedback"' in page for page in lists)
    assert not FeedbackRequest.objects.exists()


def test_where_the_team_is_left_out_the_page_says_who_is_asked(client: Client, rhea: User, ivan: User):
    applicant = personas.applicant(personas.active_job(rhea, feedback_from_team=False))
    client.force_login(rhea)

    before = client.get(f"/applications/{applicant.pk}/feedback").content.decode()
    scheduled(applicant, ivan, by=rhea)
    after = client.get(f"/applications/{applicant.pk}/feedback").content.decode()

    assert "Nobody is asked yet" in before
    assert "0 of 0 have answered" in before
    assert "0 of 1 have answered" in after
