"""The tour: six steps, ticked only by what has really happened."""

import re

import pytest
from django.conf import settings
from django.test import Client

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.candidates.models import Source
from skaffa.jobs.models import Job
from skaffa.web.tour import steps
from tests import personas
from tests.personas import Watch


@pytest.fixture
def demo(monkeypatch: pytest.MonkeyPatch) -> None:
    """This environment is a demo."""
    monkeypatch.setattr(settings, "SKAFFA", settings.SKAFFA.model_copy(update={"demo": True}))


def _done(user: User) -> list[bool]:
    return [step.is_done for step in steps.steps(Actor.of(user)).steps]


def test_at_first_nothing_is_ticked(rhea: User):
    assert _done(rhea) == [False] * 6


def test_a_job_of_ones_own_ticks_the_third_step(rhea: User):
    personas.draft(rhea)
    before = _done(rhea)
    personas.active_job(rhea)

    assert before[2] is False
    assert _done(rhea)[2] is True


def test_somebody_elses_job_ticks_nothing(rhea: User, hal: User, job: Job):
    assert _done(hal)[2] is False


def test_advancing_an_exported_person_ticks_the_fifth_step(rhea: User, job: Job, clock: Watch):
    by = Actor.of(rhea)
    by_hand = personas.prospect(job)
    applications.advance(by_hand, by=by, at=clock.at)
    before = _done(rhea)[4]
    exported = applications.add_prospect(job, personas.candidate(), source=Source.LINKEDIN, by=by, at=clock.at)
    applications.advance(exported, by=by, at=clock.at)

    assert before is False
    assert _done(rhea)[4] is True


def test_the_last_step_waits_for_somebody_whom_linkedin_shows(client: Client, rhea: User):
    client.force_login(rhea)

    page = client.get("/tour").content.decode()

    assert "It takes an exported person whom you have advanced." in page
    assert "0 of 6 steps done." in page


def test_a_step_for_somebody_else_says_whose_it_is_and_has_no_button(client: Client, rhea: User):
    client.force_login(rhea)

    page = client.get("/tour").content.decode()

    assert "sign in as Ada" in page
    assert "/admin-center/" not in page


def test_the_next_step_of_an_administrator_is_to_connect(ada: User):
    tour = steps.steps(Actor.of(ada))

    assert tour.next
    assert str(tour.next.title) == "Connect LinkedIn for everyone"


def test_the_first_page_offers_the_tour_in_a_demo_until_it_is_put_away(client: Client, rhea: User, demo: None):
    client.force_login(rhea)

    before = client.get("/").content.decode()
    client.post("/tour/dismiss")
    after = client.get("/").content.decode()

    assert "See the whole story in a few minutes" in before
    assert "See the whole story in a few minutes" not in after
    assert 'href="/tour"' in after


def test_outside_a_demo_nobody_is_offered_the_tour(client: Client, rhea: User):
    client.force_login(rhea)

    assert "See the whole story" not in client.get("/").content.decode()


def test_the_door_of_a_demo_lists_its_accounts(client: Client, db: None, demo: None):
    page = client.get("/accounts/login/").content.decode()

    assert len(re.findall(r"data-fill=", page)) == 4
    assert "ada@demo.example" in page


def test_the_door_of_any_other_environment_lists_none(client: Client, db: None):
    assert "data-fill=" not in client.get("/accounts/login/").content.decode()
