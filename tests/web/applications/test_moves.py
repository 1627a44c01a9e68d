"""Advance, move, reject, reopen: from the job's lists, from the candidate's page, with and without HTMX."""

import json

import pytest
from django.test import Client

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.jobs.models import Job
from tests import personas

HTMX = {"HX-Request": "true"}


@pytest.fixture
def application(job: Job) -> Application:
    return personas.prospect(job, personas.candidate("Greta", "Lund"))


def stage(application: Application) -> str:
    return Application.objects.select_related("stage").get(pk=application.pk).stage.kind


def test_advancing_answers_with_the_changed_list(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/applications/{application.pk}/advance", {"tab": "prospects"}, headers=HTMX)

    shown = answer.content.decode()
    events = json.loads(answer["HX-Trigger"])
    assert "<html" not in shown
    assert "No prospects yet" in shown
    assert 'id="count-applicants" hx-swap-oob="true">1<' in shown
    assert events["application-moved"] == {"application": application.pk}
    assert events["toast"]["text"] == "Greta Lund is now in Application."
    assert stage(application) == "application"


def test_where_an_e_mail_is_going_to_tell_them_one_knows(client: Client, rhea: User):
    job = personas.active_job(rhea, confirm_to="everybody")
    known, unknown = personas.candidate("Greta", "Lund", emails=("greta@example.com",)), personas.candidate("Bo", "Ek")
    client.force_login(rhea)

    def said(path: str, **form: str) -> str:
        return str(json.loads(client.post(path, form, headers=HTMX)["HX-Trigger"])["toast"]["text"])

    told = said(f"/applications/{personas.prospect(job, known).pk}/advance", tab="prospects")
    untold = said(f"/applications/{personas.prospect(job, unknown).pk}/advance", tab="prospects")
    added = client.post(
        f"/jobs/{job.pk}/applicants/add",
        {"first_name": "Ada", "email": "ada.ek@example.com", "source": "recruiter"},
        follow=True,
    )

    assert told == "Greta Lund is now in Application. An e-mail tells them in ten minutes."
    assert untold == "Bo Ek is now in Application."
    assert "Ada has been added. An e-mail tells them in ten minutes." in added.content.decode()


def test_advancing_without_javascript_leads_to_where_the_person_is_now(
    client: Client, application: Application, rhea: User
):
    client.force_login(rhea)

    answer = client.post(f"/applications/{application.pk}/advance", {"tab": "prospects"}, follow=True)

    assert answer.redirect_chain[0][0] == f"/jobs/{application.job_id}/applicants"
    assert "Greta Lund is now in Application." in answer.content.decode()


def test_from_the_candidates_page_one_stays_there(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/applications/{application.pk}/advance", {"tab": "candidate"}, headers=HTMX)

    assert answer["HX-Redirect"] == f"/candidates/{application.candidate_id}/"


def test_the_last_stage_is_the_end(client: Client, application: Application, rhea: User):
    client.force_login(rhea)
    for _ in range(4):
        client.post(f"/applications/{application.pk}/advance")

    answer = client.post(f"/applications/{application.pk}/advance", {"tab": "applicants"}, headers=HTMX)

    assert stage(application) == "offer"
    assert answer.status_code == 409
    assert "This is the last stage." in answer.content.decode()
    assert f"advance-{application.pk}" not in client.get(f"/jobs/{application.job_id}/applicants").content.decode()


def test_one_can_move_somebody_back(client: Client, application: Application, rhea: User, job: Job):
    client.force_login(rhea)
    client.post(f"/applications/{application.pk}/advance")
    first = job.stages.get(kind="prospect")

    dialog = client.get(f"/applications/{application.pk}/move?tab=applicants", headers=HTMX)
    client.post(f"/applications/{application.pk}/move", {"stage": first.pk, "tab": "applicants"}, headers=HTMX)

    assert "data-dialog-open" in dialog.content.decode()
    assert stage(application) == "prospect"


@pytest.mark.parametrize("given", ["", "abc", "999999", "-1"])
def test_a_stage_of_elsewhere_is_refused(client: Client, application: Application, rhea: User, given: str):
    client.force_login(rhea)

    answer = client.post(f"/applications/{application.pk}/move", {"stage": given}, headers=HTMX)

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#dialog"
    assert stage(application) == "prospect"


def test_a_rejection_needs_a_reason_and_keeps_the_comment(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/applications/{application.pk}/reject", {"comment": "typed with care"}, headers=HTMX)

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#dialog"
    assert "id_reason_errors" in shown
    assert "typed with care" in shown


def test_the_rejected_stay_readable_and_can_be_reopened(client: Client, application: Application, rhea: User, job: Job):
    client.force_login(rhea)
    client.post(f"/applications/{application.pk}/reject", {"reason": "skills", "comment": "Afraid of <heights>"})

    active = client.get(f"/jobs/{job.pk}/prospects").content.decode()
    closed = client.get(f"/jobs/{job.pk}/prospects?show=closed").content.decode()
    client.post(f"/applications/{application.pk}/reopen?show=closed", {"tab": "prospects"}, headers=HTMX)
    reopened = client.get(f"/jobs/{job.pk}/prospects").content.decode()

    assert f'id="application-{application.pk}"' not in active
    assert "Skill set" in closed
    assert "Afraid of &lt;heights&gt;" in closed
    assert f"/applications/{application.pk}/reopen" in closed
    assert f'id="application-{application.pk}"' in reopened


def test_a_hiring_manager_advances_and_cannot_reject(client: Client, application: Application, hal: User, job: Job):
    client.force_login(hal)

    shown = client.get(f"/jobs/{job.pk}/prospects").content.decode()

    assert f"/applications/{application.pk}/reject" not in shown
    assert client.get(f"/applications/{application.pk}/reject").status_code == 403
    assert client.post(f"/applications/{application.pk}/reject", {"reason": "skills"}).status_code == 403
    assert client.post(f"/applications/{application.pk}/advance").status_code == 302


@pytest.mark.parametrize("action", ["advance", "move", "reject", "reopen"])
@pytest.mark.parametrize(("who", "status"), [("stan", 404), ("ivan", 404), ("reed", 403)])
def test_others_change_nothing(
    client: Client, application: Application, request: pytest.FixtureRequest, who: str, status: int, action: str
):
    client.force_login(request.getfixturevalue(who))

    answer = client.post(f"/applications/{application.pk}/{action}", {"reason": "skills", "stage": "1"})

    assert answer.status_code == status
    assert stage(application) == "prospect"


def test_an_interviewer_reads_the_applicants_and_is_offered_only_feedback(
    client: Client, application: Application, rhea: User, ivan: User, job: Job
):
    client.force_login(rhea)
    client.post(f"/applications/{application.pk}/advance")
    client.force_login(ivan)

    shown = client.get(f"/jobs/{job.pk}/applicants").content.decode()

    assert "Greta Lund" in shown
    acts = ("advance", "move", "reject", "withdraw", "delete")
    assert [act for act in acts if f"/applications/{application.pk}/{act}" in shown] == []
    assert f"/applications/{application.pk}/feedback" in shown


def test_an_applicant_is_added_by_hand(client: Client, job: Job, hal: User):
    client.force_login(hal)

    answer = client.post(
        f"/jobs/{job.pk}/applicants/add", {"first_name": "Nils", "source": "career_site"}, headers=HTMX
    )

    assert answer["HX-Redirect"] == f"/jobs/{job.pk}/applicants"
    assert Application.objects.get().stage.kind == "application"


def test_what_cannot_be_done_is_not_a_get(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    assert client.get(f"/applications/{application.pk}/advance").status_code == 405
    assert client.get(f"/applications/{application.pk}/reopen").status_code == 405


def test_a_move_is_taken_back_where_moves_are_made(client: Client, application: Application, rhea: User):
    client.force_login(rhea)
    assert "Take back to" not in client.get(f"/applications/{application.pk}/move").content.decode()
    client.post(f"/applications/{application.pk}/advance", {"tab": "prospects"})
    asked = client.get(f"/applications/{application.pk}/move?tab=applicants", headers=HTMX).content.decode()

    answer = client.post(f"/applications/{application.pk}/take-back", {"tab": "applicants"}, headers=HTMX)

    assert "Take back to Prospect" in asked
    assert "The move to Application leaves the history, here and at LinkedIn." in asked
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Greta Lund is in Prospect again."
    assert stage(application) == "prospect"
    told = client.get(f"/jobs/{application.job_id}/activity").content.decode()
    assert "took back the move of" in told


def test_where_there_is_no_move_the_page_says_so(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/applications/{application.pk}/take-back", {"tab": "prospects"}, headers=HTMX)

    assert answer.status_code == 409
    assert "There is no move to take back." in answer.content.decode()
