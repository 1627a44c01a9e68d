"""The Notes tab: written and changed in place or without scripts, and read by whom it says."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.jobs.models import Job
from skaffa.notes import actions
from skaffa.notes.models import Note
from tests import personas
from tests.personas import START

pytestmark = pytest.mark.usefixtures("clock")
HTMX = {"HX-Request": "true"}


@pytest.fixture
def applicant(job: Job) -> Application:
    return personas.applicant(job, personas.candidate("Greta", "Lund"))


def tab(applicant: Application) -> str:
    return f"/candidates/{applicant.candidate_id}/notes"


def note(applicant: Application, by: User, text: str = "Calm.", visibility: str = "shared") -> Note:
    return actions.write(
        applicant.candidate, application=applicant, text=text, visibility=visibility, by=Actor.of(by), at=START
    )


def test_a_note_is_written_without_scripts_and_read_on_the_tab(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)
    values = {"text": "Calm.\nBrave.", "about": applicant.pk, "visibility": "private"}

    answer = client.post(tab(applicant), values, follow=True)

    assert answer.redirect_chain == [(tab(applicant), 302)]
    written = Note.objects.get()
    assert (written.text, written.application, written.is_private) == ("Calm.\nBrave.", applicant, True)
    assert "Only you see this" in answer.content.decode()


def test_htmx_gets_the_tab_as_it_is_now_with_an_empty_form(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)
    values = {"text": "Unmistakable", "about": 0, "visibility": "shared"}

    answer = client.post(tab(applicant), values, headers=HTMX)

    assert answer.status_code == 200
    assert "toast" in answer.headers["HX-Trigger"]
    assert answer.content.decode().count("Unmistakable") == 1  # in the list, no longer in the form
    assert "About the person" in answer.content.decode()


def test_a_refused_note_keeps_what_was_typed(client: Client, applicant: Application, rhea: User):
    client.force_login(rhea)

    answer = client.post(tab(applicant), {"text": "Half a th", "about": applicant.pk, "visibility": "everybody"})

    assert answer.status_code == 422
    assert "Half a th" in answer.content.decode()
    assert not Note.objects.exists()


def test_a_note_turns_into_a_form_in_its_place_for_its_author_alone(
    client: Client, applicant: Application, rhea: User, hal: User
):
    written = note(applicant, hal)
    client.force_login(rhea)
    assert client.get(f"/notes/{written.pk}/edit").status_code == 403

    client.force_login(hal)
    form = client.get(f"/notes/{written.pk}/edit").content.decode()
    answer = client.post(f"/notes/{written.pk}/edit", {"text": "Brave.", "visibility": "private"}, headers=HTMX)

    assert f'id="note-{written.pk}-text"' in form
    assert "Brave." in answer.content.decode()
    assert Note.objects.get().is_private


def test_deleting_asks_first(client: Client, applicant: Application, rhea: User):
    written = note(applicant, rhea)
    client.force_login(rhea)

    page, dialog = (client.get(f"/notes/{written.pk}/delete", headers=how) for how in ({}, HTMX))
    assert Note.objects.exists()
    client.post(f"/notes/{written.pk}/delete")

    assert all("is lost for good" in answer.content.decode() for answer in (page, dialog))
    assert (dialog.headers["HX-Retarget"], "<html" in dialog.content.decode()) == ("#dialog", False)
    assert not Note.objects.exists()


def test_an_interviewer_reads_shared_notes_and_has_no_form(
    client: Client, applicant: Application, hal: User, ivan: User
):
    note(applicant, hal, "Calm on ladders")
    note(applicant, hal, "Between me and me", "private")
    client.force_login(ivan)

    shown = client.get(tab(applicant)).content.decode()

    assert "Calm on ladders" in shown
    assert "Between me and me" not in shown
    assert "<textarea" not in shown
    assert client.post(tab(applicant), {"text": "Hm"}).status_code == 403


def test_many_notes_cost_no_more_questions_than_few(
    client: Client, applicant: Application, rhea: User, django_assert_max_num_queries: DjangoAssertNumQueries
):
    for number in range(20):
        note(applicant, rhea, f"Note {number}")
    client.force_login(rhea)

    with django_assert_max_num_queries(26):
        assert client.get(tab(applicant)).status_code == 200
