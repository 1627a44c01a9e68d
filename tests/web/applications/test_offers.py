"""Offers over HTTP: from the list, in a dialog or on a page, taken back, and the job that is filled by them."""

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
    return personas.offered_to(job, personas.candidate("Greta", "Lund"))


def page(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def test_the_list_offers_it_from_the_offer_stage_on(client: Client, application: Application, job: Job, hal: User):
    early = personas.applicant(job)
    client.force_login(hal)

    shown = page(client, f"/jobs/{job.pk}/applicants")

    assert f"/applications/{application.pk}/offer?tab=applicants" in shown
    assert f"/applications/{early.pk}/offer" not in shown


def test_a_step_changes_the_list_and_shows_in_it(client: Client, application: Application, hal: User):
    client.force_login(hal)
    dialog = client.get(f"/applications/{application.pk}/offer?tab=applicants", headers=HTMX)
    given = {"offer": "prepared", "decline_reason": "", "comment": "", "tab": "applicants"}

    answer = client.post(f"/applications/{application.pk}/offer", given, headers=HTMX)

    assert "data-dialog-open" in dialog.content.decode()
    assert "1 opening of this job is still available" in " ".join(dialog.content.decode().split())
    assert "Offer prepared" in answer.content.decode()
    assert json.loads(answer["HX-Trigger"])["toast"]["text"] == "Greta Lund: Offer prepared."


def test_a_decline_without_a_reason_keeps_what_was_typed(client: Client, application: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(
        f"/applications/{application.pk}/offer", {"offer": "declined", "comment": "typed with care"}, headers=HTMX
    )

    assert answer.status_code == 422
    assert answer["HX-Retarget"] == "#dialog"
    assert "id_decline_reason_errors" in answer.content.decode()
    assert "typed with care" in answer.content.decode()


def test_a_hire_offers_to_close_the_job_as_filled(client: Client, application: Application, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(
        f"/applications/{application.pk}/offer", {"offer": "accepted", "tab": "applicants"}, headers=HTMX
    )

    assert answer["HX-Redirect"] == f"/jobs/{job.pk}/applicants"
    after = page(client, f"/jobs/{job.pk}/applicants")
    assert "Greta Lund is hired." in after
    assert "every opening of this job is filled" in after
    closing = client.get(f"/jobs/{job.pk}/close", headers=HTMX).content.decode()
    assert closing.index('value="filled"') < closing.index('value="cancelled"')
    assert "Greta Lund" in closing
    client.post(f"/jobs/{job.pk}/close", {"reason": "filled", "comment": ""})
    assert (Job.objects.get(pk=job.pk).close_reason, Application.objects.get().close_reason) == ("filled", "hired")


def test_without_a_hire_a_job_cannot_be_called_filled(client: Client, application: Application, job: Job, rhea: User):
    client.force_login(rhea)

    answer = client.post(f"/jobs/{job.pk}/close", {"reason": "filled", "comment": ""})

    assert answer.status_code == 422
    assert Job.objects.get(pk=job.pk).is_active


def test_a_hire_is_taken_back_by_a_hiring_manager(client: Client, application: Application, job: Job, hal: User):
    client.force_login(hal)
    client.post(f"/applications/{application.pk}/offer", {"offer": "accepted", "tab": "applicants"})
    closed = page(client, f"/jobs/{job.pk}/applicants?show=closed")
    menu = page(client, f"/applications/{application.pk}/menu?tab=applicants&show=closed")
    asked = page(client, f"/applications/{application.pk}/offer?tab=applicants&show=closed")

    answer = client.post(f"/applications/{application.pk}/offer/take-back", {"tab": "applicants"}, follow=True)

    assert "Offer accepted" in closed
    assert f"/applications/{application.pk}/offer?tab=applicants&show=closed" in menu
    assert "Taken back, the offer is extended again" in asked
    assert "Greta Lund: Offer extended, as before." in answer.content.decode()
    assert Application.objects.get().is_active


def test_a_decline_is_read_on_the_list_the_candidate_and_the_timeline(
    client: Client, application: Application, job: Job, rhea: User
):
    client.force_login(rhea)
    given = {"offer": "declined", "decline_reason": "relocation", "comment": "Loves the <sea>", "tab": "candidate"}
    client.post(f"/applications/{application.pk}/offer", given)

    for address in (f"/jobs/{job.pk}/applicants?show=closed", f"/candidates/{application.candidate_id}/"):
        shown = page(client, address)
        assert "Offer declined" in shown
        assert "Relocation" in shown
        assert "Loves the &lt;sea&gt;" in shown
    assert "was closed: Offer declined (Relocation)." in page(client, f"/jobs/{job.pk}/activity")
