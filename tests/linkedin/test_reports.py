"""What administrators and operators read about the traffic with LinkedIn."""

import pytest

from skaffa.accounts.actor import Actor
from skaffa.core import refusals
from skaffa.jobs.models import Job
from skaffa.linkedin import health, queries, reports, setup, tasks
from skaffa.linkedin.models import Notification, Outcome, RemoteRecord, RemoteState, SyncKind
from skaffa.linkedin.places import JobPlace
from tests import personas


def traffic(user, world):
    return reports.traffic(Actor.of(user), at=world.clock.at)


def test_before_set_up_there_is_no_traffic(world, ada):
    assert traffic(ada, world) is None
    assert reports.unlisted(Actor.of(ada), most=5) == ()


def test_the_traffic_of_the_day_is_counted(world, connection, ada, job):
    world.run()
    before = traffic(ada, world).pushes.today
    world.export(job.code)
    world.run()

    found = traffic(ada, world)

    assert found.pushes.today == before + 1
    assert found.pushes.last_at == world.clock.at
    assert found.sent.last_at is not None
    assert (found.pushes.waiting, found.pushes.lost, found.pushes.since) == (0, 0, None)
    assert (found.sent.listed, found.sent.refused, found.sent.waiting, found.sent.exports_refused) == (1, 0, 0, 0)
    assert 0 <= found.quota_percent <= 100
    world.clock.tick(days=1)
    assert traffic(ada, world).pushes.today == 0


def test_jobs_that_recruiter_does_not_offer_are_told_with_the_reason_those_refused_first(world, connection, ada, rhea):
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /city"')
    refused = personas.active_job(rhea)
    world.run()
    world.alter = bytes
    listed = personas.active_job(rhea, title="Harbour pilot")
    world.run()
    without = personas.active_job(rhea, title="Ferryman", enable_prospects=False)
    world.run()

    found = reports.unlisted(Actor.of(ada), most=5)

    assert [row.job for row in found] == [refused, without]
    assert found[0].state.reason == "Invalid Field: /city"
    assert found[1].state.place is JobPlace.NOT_OFFERED
    assert listed.code in world.jobs_offered()


def test_only_administrators_read_reports(world, connection, rhea):
    with pytest.raises(refusals.NotAllowed):
        traffic(rhea, world)
    with pytest.raises(refusals.NotAllowed):
        reports.unlisted(Actor.of(rhea), most=5)


def test_counts_name_every_way_in_which_they_can_fail_to_meet(world, connection, job):
    world.run()
    world.export(job.code)
    world.run()
    push = Notification.objects.filter(exports__isnull=False).get()
    Notification.objects.filter(pk=push.pk).update(outcome=Outcome.EXPIRED)
    waiting = {"remote_id": "1", "due_at": world.clock.at, "received_at": world.clock.at}
    Notification.objects.create(connection=connection, type=push.type, **waiting)

    faults = health.counts(told=3).faults

    assert faults == (
        "LinkedIn accepted 3 exports, but announced 2",
        "1 announced exports are not handled yet",
        "1 announced exports could not be fetched",
    )
    assert not health.counts(told=3).balanced


def test_a_task_that_linkedin_never_finishes_is_given_up_and_the_job_sent_anew(world, connection, rhea):
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"IN_PROGRESS"')
    job = personas.active_job(rhea)
    world.run()
    first = RemoteRecord.objects.get(kind=SyncKind.JOB, entity_id=job.pk).task_urn
    assert first

    for _ in range(100):
        world.clock.tick(hours=1)
        tasks.send_due()
        world.run()
        if RemoteRecord.objects.get(kind=SyncKind.JOB, entity_id=job.pk).task_urn != first:
            break
    world.alter = bytes
    world.clock.tick(hours=2)
    tasks.send_due()
    world.run()

    record = RemoteRecord.objects.get(kind=SyncKind.JOB, entity_id=job.pk)
    assert record.task_urn != first
    assert record.state == RemoteState.LISTED


def test_what_the_plugin_tells_and_our_part_go_in_one_step(world, ada):
    by = Actor.of(ada)
    setup.connect(by=by, at=world.clock.at)

    connection = setup.requested(world.request(), by=by, at=world.clock.at)

    assert connection.callback_url
    world.switch(on=True)
    world.run()
    assert queries.is_enabled()


def test_without_a_connection_no_job_is_anywhere(world, rhea):
    job = personas.active_job(rhea)

    assert queries.job_state(Actor.of(rhea), Job.objects.get(pk=job.pk)).place is JobPlace.NOT_CONNECTED
