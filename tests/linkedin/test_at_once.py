"""Several workers at the same moment: one person stays one candidate, one job stays one posting."""

import pytest

from rsc_sandbox import delivery
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import by_hand
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.linkedin import health, inbox, tasks
from skaffa.linkedin.models import ExportedProfile, ExportStatus, Notification
from tests import personas
from tests.at_once import at_once
from tests.linkedin.world import SOMEBODY_ELSE

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def waiting(world, ada, job):
    """Exports are announced but not yet handled."""
    world.connect(ada)
    world.run()

    def announce(*exports):
        for more in exports:
            world.export(job.code, **more)
        delivery.deliver_due(world.sandbox)
        rows = Notification.objects.filter(handled_at__isnull=True).order_by("pk")
        return [lambda pk=pk: inbox.handle(pk, at=world.clock.at) for pk in rows.values_list("pk", flat=True)]

    return announce


def test_simultaneous_exports_of_one_person_make_one_candidate(waiting, job):
    assert at_once(*waiting({}, {}, {}, {})) == [None] * 4

    assert Candidate.objects.count() == 1
    assert len(personas.tab(SYSTEM, job, prospects=True)) == 1
    assert ExportedProfile.objects.filter(status=ExportStatus.ACCEPTED).count() == 4
    assert health.counts().balanced


def test_simultaneous_exports_of_two_people_with_one_address_stay_two(waiting, job):
    shared = {"emails": ("shared@example.com",)}

    assert at_once(*waiting(shared, {**shared, "member": SOMEBODY_ELSE})) == [None] * 2

    assert Candidate.objects.count() == 2


def test_somebody_exported_and_typed_in_at_once_is_one_candidate(waiting, job, rhea, at):
    greta = Person("Greta", "Ek", emails=["greta@example.com"])

    def typed() -> None:
        by_hand.add_prospect(job, greta, source=Source.RECRUITER, by=Actor.of(rhea), at=at)

    assert at_once(*waiting({"emails": ("greta@example.com",)}), typed, typed) == [None] * 3

    assert Candidate.objects.count() == 1


def test_one_notification_handled_by_four_workers_is_handled_once(waiting, job):
    [handle] = waiting({})

    assert at_once(*[handle] * 4) == [None] * 4

    assert ExportedProfile.objects.count() == 1
    assert len(personas.tab(SYSTEM, job, prospects=True)) == 1


def test_four_senders_send_each_job_once(world, ada, rhea):
    world.connect(ada)
    codes = sorted(personas.active_job(rhea, f"Post {number}").code for number in range(8))

    assert at_once(*[tasks.send_due] * 4) == [None] * 4

    with world.sandbox.transaction() as tx:
        sent = tx.execute("SELECT external_id FROM tasks").fetchall()
    assert sorted(row["external_id"] for row in sent) == sorted(world.jobs_offered()) == codes
