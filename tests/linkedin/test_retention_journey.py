"""From the rule an administrator chose to LinkedIn's confirmation: a synced person is due, and the night erases them."""

import pytest
from django.test import Client

from rsc_sandbox.linkedin import indicator
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.candidates.models import Candidate
from skaffa.linkedin import departures
from skaffa.linkedin.departures import DepartureState
from skaffa.linkedin.models import Deletion, SyncItem, SyncKind
from skaffa.linkedin.sync import push
from skaffa.retention import actions as retention
from skaffa.retention import tasks
from skaffa.retention.models import Erasure, Ground, Outcome
from skaffa.retention.rules import Rules
from tests import personas
from tests.linkedin.world import RHEAS_SEAT, SOMEBODY

BY_ITSELF = Rules(months={Ground.APPLICANT: 12, Ground.NO_JOB: 12}, notice_days=30, erases_by_itself=True)


@pytest.fixture
def rejected(world, connection, job):
    """Somebody from Recruiter who became an applicant, whom LinkedIn has, and who was rejected."""
    world.run()
    world.export(job.code)
    world.run()
    application = applications.advance(job.applications.get(), by=SYSTEM, at=world.clock.tick())
    applications.reject(application, reason="skills", by=SYSTEM, at=world.clock.tick())
    world.run()
    return application.candidate


def in_ats(world):
    return indicator.indicator(world.sandbox, seat_id=RHEAS_SEAT, member_id=SOMEBODY)


def night(world, **later):
    world.clock.tick(**later)
    tasks.nightly()
    world.run()


def test_a_synced_person_who_is_due_is_erased_by_the_night_here_and_at_linkedin(world, rejected, ada):
    number, name = rejected.pk, str(rejected)
    beside = personas.candidate("Nils")
    retention.change_rules(BY_ITSELF, by=Actor.of(ada), at=world.clock.at)
    night(world, days=364)
    assert in_ats(world)
    assert Candidate.objects.filter(pk=number).exists()
    client = Client()
    client.force_login(ada)
    assert name in client.get("/admin-center/retention/").content.decode()

    night(world, days=1)

    assert not Candidate.objects.filter(pk=number).exists()
    assert not in_ats(world)
    assert not SyncItem.objects.exists()
    proved = Deletion.objects.get(kind=SyncKind.CANDIDATE, remote_id=str(number))
    assert proved.confirmed_at == world.clock.at
    assert not Deletion.objects.filter(confirmed_at=None).exists()
    gone = departures.of_candidates(Actor.of(ada), [number, beside.pk])
    assert gone[number].state is DepartureState.CONFIRMED
    assert gone[beside.pk].state is DepartureState.NEVER_THERE
    shown = client.get("/admin-center/retention/?show=erased").content.decode()
    assert f"Person no. {number}" in shown
    assert "LinkedIn has confirmed" in shown
    assert name not in shown


def test_while_linkedin_is_down_the_person_is_gone_here_and_the_page_says_that_it_is_not_confirmed(
    world, rejected, ada
):
    number = rejected.pk
    retention.change_rules(BY_ITSELF, by=Actor.of(ada), at=world.clock.at)
    world.clock.tick(days=364)
    tasks.nightly()
    world.run()
    world.down = True

    night(world, days=1)

    assert Erasure.objects.get(number=number).outcome == Outcome.ERASED
    assert departures.of_candidates(Actor.of(ada), [number])[number].state is DepartureState.WAITING
    world.down = False
    for _try in range(4):
        push.once(at=world.clock.tick(hours=2))
        world.run()
    assert departures.of_candidates(Actor.of(ada), [number])[number].state is DepartureState.CONFIRMED
    assert not in_ats(world)
