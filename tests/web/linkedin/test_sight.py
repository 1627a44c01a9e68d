"""The LinkedIn tab says exactly what LinkedIn sees of a person, what it does not, and why."""

import re

import pytest

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from skaffa.documents.models import Kind
from tests import personas
from tests.documents import files
from tests.linkedin.test_attachments_journey import refusing
from tests.linkedin.world import browser_of


def tab(user, candidate):
    """The panel as a page of its own; the tab asks for it once it is there."""
    assert f"/candidates/{candidate.pk}/linkedin/sight" in the_tab(user, candidate)
    return browser_of(user).get(f"/candidates/{candidate.pk}/linkedin/sight").content.decode()


def the_tab(user, candidate):
    return browser_of(user).get(f"/candidates/{candidate.pk}/linkedin").content.decode()


@pytest.fixture
def greta():
    return personas.candidate("Greta", "Lind", emails=("greta@example.com",))


def test_of_a_prospect_nothing_is_sent_and_the_tab_says_why(world, connection, job, rhea, greta):
    personas.prospect(job, greta)
    world.run()

    shown = tab(rhea, greta)

    assert "What LinkedIn sees" in shown
    assert "Nothing of a prospect is sent." in shown
    assert "Exactly what is sent" not in shown


def test_of_an_applicant_every_field_is_shown_as_it_was_sent(world, connection, job, rhea, greta):
    application = personas.prospect(job, greta)
    world.run()
    applications.advance(application, by=SYSTEM, at=world.clock.tick())
    world.run()

    shown = tab(rhea, greta)

    assert "LinkedIn has it" in shown
    assert "Exactly what is sent" in shown
    assert shown.count("greta@example.com") >= 2
    assert f"{job.title} ({job.code})" in shown


def test_what_linkedin_refused_says_so_and_can_be_sent_again(world, connection, job, rhea):
    nameless = personas.candidate("Greta", "Lind")
    personas.applicant(job, nameless)
    world.run()

    shown = tab(rhea, nameless)

    assert "LinkedIn wants a last name, and an e-mail address" in shown
    assert "Send again" in shown
    answer = browser_of(rhea).post(f"/candidates/{nameless.pk}/linkedin/send")
    assert answer.status_code == 302
    assert "Send again" not in tab(rhea, nameless)  # it waits for its turn now


def test_an_application_on_a_job_the_reader_may_not_see_is_not_told(world, connection, job, greta, hal):
    secret = personas.active_job(personas.user("Rut", SecurityRole.RECRUITER), "Secret keeper", is_confidential=True)
    personas.applicant(secret, greta)
    world.run()

    assert "Secret keeper" not in tab(hal, greta)


def test_a_resume_is_named_with_how_far_it_has_come(world, connection, job, rhea, greta):
    personas.document(greta, name="Grétas cv.txt")
    application = personas.prospect(job, greta)
    personas.document(application, files.PDF, name="for the lamp.pdf")
    personas.document(application, files.docx(), name="portfolio.docx", kind=Kind.PORTFOLIO)
    world.run()
    assert "Grétas cv.txt" not in tab(rhea, greta)

    world.alter = refusing
    applications.advance(application, by=SYSTEM, at=world.clock.tick())
    world.run()
    refused = tab(rhea, greta)
    world.alter = bytes
    answer = browser_of(rhea).post(f"/candidates/{greta.pk}/linkedin/send")
    waiting = tab(rhea, greta)
    world.run()
    sent = tab(rhea, greta)

    assert answer.status_code == 302
    assert standing(refused, "Grétas cv.txt") == standing(refused, "for the lamp.pdf") == "Refused"
    assert "No such fonts, please" in refused
    assert standing(waiting, "for the lamp.pdf") == "Waiting"
    assert standing(sent, "Grétas cv.txt") == standing(sent, "for the lamp.pdf") == "LinkedIn has it"
    assert "portfolio.docx" not in sent


def standing(shown, file_name):
    """The badge behind a file's name."""
    [badge] = re.findall(rf"<bdi>{re.escape(file_name)}</bdi>\s*<span class=\"state [^>]+>([^<]+)", shown)
    return badge


def test_a_resume_for_a_job_the_reader_may_not_see_is_not_named(world, with_lists, greta, hal):
    rut = personas.user("Rut", SecurityRole.RECRUITER)
    secret = personas.applicant(personas.active_job(rut, "Secret keeper", is_confidential=True), greta)
    personas.document(secret, name="secret cv.txt")
    personas.document(greta, files.PDF, name="open cv.pdf")
    world.run()

    assert "secret cv.txt" in tab(rut, greta)
    assert "secret cv.txt" not in tab(hal, greta)
    assert "open cv.pdf" in tab(hal, greta)


def test_without_a_connection_the_tab_has_no_such_panel(world, job, rhea, greta):
    personas.applicant(job, greta)

    assert "What LinkedIn sees" not in the_tab(rhea, greta)
    alone = browser_of(rhea).get(f"/candidates/{greta.pk}/linkedin/sight", headers={"HX-Request": "true"})
    assert (alone.status_code, alone.content) == (200, b"")
