"""The LinkedIn tab says exactly what LinkedIn sees of a person, what it does not, and why."""

import pytest

from skaffa.accounts.actor import SYSTEM
from skaffa.accounts.models import SecurityRole
from skaffa.applications import actions as applications
from tests import personas
from tests.linkedin.world import browser_of


def tab(user, candidate):
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


def test_without_a_connection_the_tab_has_no_such_panel(world, job, rhea, greta):
    personas.applicant(job, greta)

    assert "What LinkedIn sees" not in tab(rhea, greta)
