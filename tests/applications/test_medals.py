"""Silver medalists: who may be one, who says so, and where they are found again (A66)."""

import pytest
from django.test import Client

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions as applications
from skaffa.applications import queries
from skaffa.applications.marks import actions
from skaffa.applications.models import Application
from skaffa.jobs.models import Job, TeamRole
from skaffa.pools import actions as pools
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def at_offer(job: Job, clock: Watch) -> Application:
    one = personas.applicant(job)
    while one.stage.kind != "offer":
        one = applications.advance(one, by=SYSTEM, at=clock.tick())
    return one


def test_only_who_reached_offer_can_be_one(job: Job, hal: User, clock: Watch):
    with pytest.raises(actions.NotAtOffer):
        actions.give_silver_medal(personas.applicant(job), by=Actor.of(hal), at=clock.tick())


def test_who_was_moved_back_or_rejected_keeps_the_chance(job: Job, rhea: User, hal: User, clock: Watch):
    one = at_offer(job, clock)
    applications.reject(one, reason="other", by=Actor.of(rhea), at=clock.tick())

    marked = actions.give_silver_medal(one, by=Actor.of(hal), at=clock.tick())

    assert marked.silver_medal_at == clock.at
    assert list(queries.silver_medalists(Actor.of(rhea))) == [marked]
    actions.take_back_silver_medal(one, by=Actor.of(rhea), at=clock.tick())
    assert not queries.silver_medalists(Actor.of(rhea)).exists()


def test_the_list_marks_and_finds_them_again(client: Client, job: Job, rhea: User, clock: Watch):
    one, other = at_offer(job, clock), personas.applicant(job)
    client.force_login(rhea)
    menu = f"/applications/{one.pk}/menu?tab=applicants"
    assert "Mark as silver medalist" in client.get(menu).content.decode()
    assert "silver medalist" not in client.get(f"/applications/{other.pk}/menu?tab=applicants").content.decode()

    answer = client.post(f"/applications/{one.pk}/medal", {"next": f"/jobs/{job.pk}/applicants"}, follow=True)

    assert answer.redirect_chain == [(f"/jobs/{job.pk}/applicants", 302)]
    assert answer.content.decode().count("Silver medalist") == 1
    found = client.get("/candidates/?show=silver").content.decode()
    assert f"/candidates/{one.candidate_id}/" in found
    assert f"/candidates/{other.candidate_id}/" not in found
    assert "Silver medalist" in client.get(f"/candidates/{one.candidate_id}/").content.decode()
    pool = pools.create("Next time", by=Actor.of(rhea), at=clock.tick())
    pools.add(pool, one.candidate, by=Actor.of(rhea), at=clock.tick())
    assert "Silver medalist" in client.get(f"/talent-pools/{pool.pk}/").content.decode()
    client.post(f"/applications/{one.pk}/medal/back")
    assert not Application.objects.filter(silver_medal_at__isnull=False).exists()


def test_a_medal_of_a_job_one_does_not_see_is_not_shown(client: Client, job: Job, clock: Watch):
    one = at_offer(job, clock)
    actions.give_silver_medal(one, by=SYSTEM, at=clock.tick())
    olga = personas.user("Olga", SecurityRole.RECRUITER)
    personas.active_job(olga, role=TeamRole.RECRUITER)
    client.force_login(olga)

    assert "No silver medalists yet" in client.get("/candidates/?show=silver").content.decode()
    assert "state-accent" not in client.get("/candidates/").content.decode().partition("<main")[2]
