"""From an activated job to Recruiter's export list and back out of it: flow B over both worlds."""

import dataclasses

import pytest
from django.utils import translation

from rsc_client import signature
from rsc_sandbox.linkedin import visibility as remote_visibility
from rsc_sandbox.store import jobs as remote_jobs
from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.choices import actions as choices
from skaffa.choices.actions import Words
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import TeamRole
from skaffa.linkedin import actions, health, queries, setup, tasks
from skaffa.linkedin.models import RemoteRecord, RemoteState, SyncItem, SyncKind, Visibility
from skaffa.linkedin.places import JobPlace
from skaffa.linkedin.sync import push
from skaffa.notify.models import Notice
from tests import personas
from tests.linkedin.world import ADAS_SEAT, HALS_SEAT, RHEAS_SEAT, drain

SANDBOX_JOB = "/v2/simpleJobPostings"


def posting(world, job):
    """What LinkedIn holds of a job."""
    with world.sandbox.transaction() as tx:
        return remote_jobs.by_external_id(
            tx, application_id=world.application.id, context="urn:li:organization:7001", external_id=job.code
        )


def edited(job, by, at, **changes):
    details = dataclasses.replace(job_queries.details(job), **changes)
    return jobs.edit(job, details, by=Actor.of(by), at=at)


def imported_job(title):
    """A job as a file brings it: active, with nobody in its team."""
    job = jobs.create(personas.details(title), role=TeamRole.RECRUITER, by=SYSTEM, at=personas.START)
    return jobs.activate(job, by=SYSTEM, at=personas.START)


def test_an_own_employment_type_reaches_linkedin_as_what_it_counts_as(world, connection, ada, rhea):
    by, at = Actor.of(ada), world.clock.tick()
    words = Words(name_en="Seasonal", name_sv="Säsong", counts_as="temporary")
    choices.add("employment_type", words, by=by, at=at)
    choices.add("seniority", Words(name_en="Apprentice", name_sv="Lärling"), by=by, at=at)
    job = personas.active_job(rhea, employment_type="seasonal", seniority="apprentice")
    world.run()

    kept = posting(world, job).posting
    assert kept["employmentStatus"] == "TEMPORARY"
    assert "experienceLevel" not in kept

    choices.change("employment_type", "seasonal", dataclasses.replace(words, name_en="Summer"), by=by, at=at)
    assert not SyncItem.objects.exists()
    choices.change("employment_type", "seasonal", dataclasses.replace(words, counts_as="contract"), by=by, at=at)
    world.run()
    assert posting(world, job).posting["employmentStatus"] == "CONTRACT"
    choices.change("employment_type", "seasonal", dataclasses.replace(words, counts_as=""), by=by, at=at)
    world.run()
    assert posting(world, job).posting["employmentStatus"] == "OTHER"


def test_an_activated_job_is_found_in_recruiter_by_title_and_job_id(world, connection, job, rhea):
    world.run()

    assert world.jobs_offered(search="lamp keeper") == world.jobs_offered(search=job.code) == [job.code]
    kept = posting(world, job).posting
    assert kept["companyJobCode"] == job.code
    assert kept["companyApplyUrl"] == f"http://skaffa.localhost:8000/careers/{job.code}"
    assert kept["availability"] == "PRIVATE_TO_ATS_INTEGRATION"
    assert kept["requisitionOwnerEmail"] == rhea.email
    assert kept["location"] == "Gothenburg, Sweden"
    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED
    assert not SyncItem.objects.exists()


def test_jobs_that_were_open_before_are_listed_once_linkedin_enables_us(world, ada, job):
    world.connect(ada)

    assert world.jobs_offered() == [job.code]


def test_before_linkedin_enables_us_nothing_leaves(world, ada, rhea):
    setup.connect(by=Actor.of(ada), at=world.clock.at)
    job = personas.active_job(rhea)

    world.run()

    assert SyncItem.objects.filter(kind=SyncKind.JOB, entity_id=job.pk).exists()
    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.WAITING
    with world.sandbox.transaction() as tx:
        assert not remote_jobs.of_application(tx, world.application.id)


def test_an_edit_reaches_recruiter(world, connection, job, rhea):
    world.run()

    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()

    assert posting(world, job).title == "Harbour pilot"
    assert RemoteRecord.objects.get(kind=SyncKind.JOB).operation == "UPDATE"


def test_an_edit_that_linkedin_does_not_see_sends_nothing(world, connection, job, rhea):
    world.run()
    before = RemoteRecord.objects.get(kind=SyncKind.JOB).accepted_at

    edited(job, rhea, world.clock.tick(), openings=7)
    world.run()

    assert RemoteRecord.objects.get(kind=SyncKind.JOB).accepted_at == before
    assert not SyncItem.objects.exists()


def test_a_closed_job_disappears_from_recruiter(world, connection, job, rhea):
    world.run()

    closed = jobs.close(job, reason="cancelled", comment="", by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert not world.jobs_offered()
    assert queries.job_state(Actor.of(rhea), closed).place is JobPlace.CLOSED


def test_a_job_without_prospects_is_not_offered(world, connection, rhea):
    job = personas.active_job(rhea, enable_prospects=False)

    world.run()

    state = queries.job_state(Actor.of(rhea), job)
    assert not world.jobs_offered()
    assert state.place is JobPlace.NOT_OFFERED
    assert state.reason


def test_what_linkedin_refuses_is_shown_with_its_own_words_and_can_be_retried(world, connection, job, rhea, hal, ivan):
    world.run()
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /city"')
    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()
    world.alter = bytes

    state = queries.job_state(Actor.of(rhea), job)
    assert (state.place, state.reason, state.can_retry) == (JobPlace.REFUSED, "Invalid Field: /city", True)
    assert not queries.job_state(Actor.of(hal), job).can_retry
    for who in (hal, ivan):
        with pytest.raises(refusals.NotAllowed):
            actions.retry_job(job, by=Actor.of(who), at=world.clock.at)
    with pytest.raises(refusals.NotAllowed):
        queries.job_state(Actor.of(ivan), job)

    actions.retry_job(job, by=Actor.of(rhea), at=world.clock.at)
    world.run()

    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED
    assert posting(world, job).title == "Harbour pilot"
    with pytest.raises(refusals.Conflict):
        actions.retry_job(job, by=Actor.of(rhea), at=world.clock.at)


def test_a_refused_edit_that_is_taken_back_is_over(world, connection, job, rhea):
    world.run()
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /city"')
    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()
    world.alter = bytes

    edited(job, rhea, world.clock.tick(), title="Lamp keeper")
    world.run()

    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED
    assert posting(world, job).title == "Lamp keeper"


def test_a_job_that_linkedin_refused_and_that_is_closed_waits_for_nobody(world, connection, rhea):
    job = personas.active_job(rhea, "Bad")
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /title"')
    world.run()

    jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert queries.job_state(Actor.of(rhea), job_queries.job(Actor.of(rhea), job.pk)).place is JobPlace.CLOSED
    assert health.health().outbox_refused.number == 0


def test_where_nobody_recruits_for_a_job_others_hear_that_linkedin_refused_it(world, connection, ada, rhea, hal):
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /title"')
    his = personas.active_job(hal, "Bad", role=TeamRole.HIRING_MANAGER)
    imported = imported_job("Imported")
    world.run()

    told = Notice.objects.filter(kind="JobRefusedByLinkedIn").values_list("url", "user")
    assert set(told) == {(f"/jobs/{his.pk}/", hal.pk), (f"/jobs/{imported.pk}/", ada.pk)}


def test_a_job_linkedin_drops_tells_the_recruiter_once(world, connection, rhea):
    job = personas.active_job(rhea, title="T" * 150)
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Invalid Field: /title"')
    world.run()

    assert queries.job_state(Actor.of(rhea), job).reason == "Invalid Field: /title"
    world.clock.tick(days=1)
    tasks.tidy_up()
    world.run()

    assert Notice.objects.filter(user=rhea, kind="JobRefusedByLinkedIn").count() == 1
    assert health.health().outbox_refused.number == 1


def test_an_element_that_linkedin_refuses_does_not_hold_up_the_others(world, connection, rhea):
    good = personas.active_job(rhea, "Good")
    bad = personas.active_job(rhea, "Bad")
    world.alter = lambda said: said.replace(
        b'"status":202', b'"status":422,"error":{"status":422,"message":"/title is wrong"}', 1
    )

    world.run()

    places = {queries.job_state(Actor.of(rhea), job).place for job in (good, bad)}
    assert places == {JobPlace.LISTED, JobPlace.REFUSED}
    assert RemoteRecord.objects.get(state=RemoteState.REFUSED).reason == "/title is wrong"


def test_a_slow_task_is_followed_until_it_is_done(world, connection, job, rhea):
    world.sandbox.switch({"job_task_delay_seconds": 90})
    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()
    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.WAITING

    for _ in range(4):
        world.clock.tick(seconds=60)
        tasks.send_due()
        world.run()

    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED


def test_a_change_during_a_slow_task_is_sent_after_it(world, connection, rhea):
    world.sandbox.switch({"job_task_delay_seconds": 30})
    job = personas.active_job(rhea)
    world.run()
    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()
    assert SyncItem.objects.filter(kind=SyncKind.JOB).exists()

    for _ in range(6):
        world.clock.tick(seconds=60)
        tasks.send_due()
        world.run()

    assert posting(world, job).title == "Harbour pilot"
    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED


def test_a_task_linkedin_has_forgotten_is_begun_anew(world, connection, rhea):
    job = personas.active_job(rhea)
    RemoteRecord.objects.create(
        connection=connection,
        kind=SyncKind.JOB,
        entity_id=job.pk,
        state=RemoteState.WAITING,
        task_urn="urn:li:simpleJobPostingTask:00000000-0000-4000-8000-000000000000",
        task_due_at=world.clock.at,
    )

    tasks.send_due()
    world.run()

    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED


def test_without_linkedin_a_job_waits_and_goes_later(world, connection, rhea):
    world.down = True
    job = personas.active_job(rhea)
    world.run()
    item = SyncItem.objects.get(kind=SyncKind.JOB)
    assert item.attempts == 1
    assert item.last_error

    world.down = False
    world.clock.tick(minutes=1)
    tasks.send_due()
    world.run()

    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED


@pytest.mark.parametrize("status", [429, 503])
def test_a_throttled_batch_goes_again(world, connection, rhea, status):
    world.fault("status", value=status, path=SANDBOX_JOB)
    job = personas.active_job(rhea)
    world.run()
    assert not world.jobs_offered()

    world.clock.tick(days=1, minutes=1)
    tasks.send_due()
    world.run()

    assert world.jobs_offered() == [job.code]


def test_jobs_are_renewed_before_they_expire(world, connection, job):
    world.run()
    first = RemoteRecord.objects.get(kind=SyncKind.JOB).expires_at

    world.clock.tick(days=170)
    tasks.tidy_up()
    world.run()
    world.clock.tick(days=20)

    record = RemoteRecord.objects.get(kind=SyncKind.JOB)
    assert record.operation == "RENEW"
    assert first is not None
    assert record.expires_at is not None
    assert record.expires_at > first
    assert world.jobs_offered() == [job.code]


def test_the_nightly_comparison_sends_nothing_that_linkedin_has(world, connection, job):
    world.run()
    before = RemoteRecord.objects.get(kind=SyncKind.JOB).accepted_at

    world.clock.tick(days=1)
    tasks.tidy_up()
    world.run()

    assert RemoteRecord.objects.get(kind=SyncKind.JOB).accepted_at == before
    assert not SyncItem.objects.exists()


def test_more_than_a_batch_of_jobs_goes_out(world, connection, rhea):
    codes = sorted(personas.active_job(rhea, f"Post {number}").code for number in range(101))

    world.run()

    assert sorted(world.jobs_offered()) == codes
    assert not SyncItem.objects.exists()


def test_linkedin_may_ask_for_jobs_once_more(world, connection, job, client):
    world.run()
    before = RemoteRecord.objects.get(kind=SyncKind.JOB)
    body = b'{"type":"RESYNC_JOBS","syncAllOpenJobs":false,"externalJobPostingIds":["%s"]}' % job.code.encode()

    world.clock.tick(hours=1)
    answer = client.post(
        f"/linkedin/webhooks/{connection.webhook_token}",
        body,
        content_type="application/json",
        headers={signature.HEADER: signature.sign(body, connection.client_secret)},
    )
    world.run()

    assert answer.status_code == 200
    assert RemoteRecord.objects.get(kind=SyncKind.JOB).accepted_at == world.clock.at != before.accepted_at


def test_with_lists_only_connected_recruiters_see_ordinary_jobs(world, with_lists, job, rhea, stan):
    world.consent(rhea, "rhea")
    world.consent(stan, "sam")

    assert world.jobs_offered(RHEAS_SEAT) == [job.code]
    assert not world.jobs_offered(HALS_SEAT)
    assert not world.jobs_offered(ADAS_SEAT)


def test_after_disconnecting_nobody_sees_a_job_until_the_lists_are_sent_again(world, with_lists, job, ada, rhea):
    world.consent(rhea, "rhea")
    world.run()
    assert world.jobs_offered() == [job.code]
    before = world.application.id

    setup.disconnect(by=Actor.of(ada), at=world.clock.at)
    assert not remote_visibility.jobs_for_seat(world.sandbox, seat_id=RHEAS_SEAT, application_id=before)

    world.connect(ada, visibility=Visibility.ACL)
    world.consent(rhea, "rhea")
    assert world.jobs_offered() == [job.code]


def test_a_confidential_job_is_seen_by_its_team_alone(world, with_lists, rhea, hal, ada):
    job = personas.active_job(rhea, is_confidential=True)
    for user, name in ((rhea, "rhea"), (hal, "hal")):
        world.consent(user, name)
    assert world.jobs_offered(RHEAS_SEAT) == [job.code]
    assert not world.jobs_offered(HALS_SEAT)

    jobs.add_team_member(job, hal, role="hiring_manager", by=Actor.of(rhea), at=world.clock.at)
    world.run()

    assert world.jobs_offered(HALS_SEAT) == [job.code]


def test_who_leaves_the_team_loses_sight_of_a_confidential_job(world, with_lists, rhea, hal):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], is_confidential=True)
    world.consent(hal, "hal")
    assert world.jobs_offered(HALS_SEAT) == [job.code]

    member = job.team.get(user=hal)
    jobs.remove_team_member(member, by=Actor.of(rhea), at=world.clock.at)
    world.run()

    assert not world.jobs_offered(HALS_SEAT)


def test_without_lists_a_confidential_job_stays_out_of_recruiter(world, connection, rhea):
    job = personas.active_job(rhea, is_confidential=True)

    world.run()

    assert not world.jobs_offered()
    assert queries.job_state(Actor.of(rhea), job).reason


def test_exports_by_the_team_only_means_jobs_seen_by_the_team_only(world, with_lists, ada, rhea, hal):
    job = personas.active_job(rhea)
    world.consent(rhea, "rhea")
    world.consent(hal, "hal")
    assert world.jobs_offered(HALS_SEAT) == [job.code]

    setup.change_settings(
        availability="public",
        visibility="acl",
        export_to="team",
        identity_before_application=False,
        by=Actor.of(ada),
        at=world.clock.tick(),
    )
    world.run()

    assert world.jobs_offered(RHEAS_SEAT) == [job.code]
    assert not world.jobs_offered(HALS_SEAT)
    assert posting(world, job).availability == "PUBLIC"

    jobs.edit(job, personas.details(is_listed=False), by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert posting(world, job).availability == "PRIVATE_TO_ATS_INTEGRATION"


def test_a_deactivated_user_sees_nothing_any_more(world, with_lists, job, hal, ada):
    world.consent(hal, "hal")
    assert world.jobs_offered(HALS_SEAT) == [job.code]

    accounts.deactivate(hal, by=Actor.of(ada), at=world.clock.at)
    world.run()

    assert not world.jobs_offered(HALS_SEAT)


def test_who_loses_the_recruiting_roles_leaves_the_common_list(world, with_lists, rhea, hal, ada):
    personas.active_job(rhea)
    world.consent(hal, "hal")
    assert world.jobs_offered(HALS_SEAT)

    accounts.assign_roles(hal, ["read_only"], by=Actor.of(ada), at=world.clock.at)
    world.run()

    assert not world.jobs_offered(HALS_SEAT)


def test_find_people_leads_over_with_title_and_place(world, connection, job):
    assert queries.find_people_url(job) == (
        "http://127.0.0.1:8010/talent/search?keywords=Lamp+keeper&location=Gothenburg"
    )


def test_two_senders_never_send_at_once(world, connection, job):
    type(connection).objects.update(push_lease_until=world.clock.at + push.LEASE)
    SyncItem.objects.update(attempts=0)

    drain()

    assert SyncItem.objects.filter(kind=SyncKind.JOB, entity_id=job.pk).exists()
    world.clock.tick(minutes=3)
    tasks.send_due()
    assert world.jobs_offered() == [job.code]


@pytest.mark.parametrize("path", ["/v2/atsEntityAcls", "/v2/atsEntityAclAssignees"])
def test_lists_of_rights_go_again_after_a_fault(world, with_lists, rhea, path):
    world.fault("status", value=503, path=path)
    job = personas.active_job(rhea)
    world.consent(rhea, "rhea")
    world.clock.tick(minutes=1)
    tasks.send_due()
    world.run()

    assert world.jobs_offered() == [job.code]
    assert not SyncItem.objects.exists()


@pytest.mark.parametrize(("status", "waits"), [(422, True), (500, False)])
def test_a_list_that_linkedin_refuses_waits_for_attention(world, with_lists, rhea, status, waits):
    refusal = b'"status":%d,"message":"too many lists"' % status
    world.alter = lambda said: (
        said.replace(b'"errors":{}', b'"was":{}')
        .replace(b'"results":', b'"results":{},"errors":')
        .replace(b'"status":204', refusal)
        if b"atsEntityAclId" in said
        else said
    )
    personas.active_job(rhea)

    world.run()

    item = SyncItem.objects.get(kind=SyncKind.ACL)
    assert item.needs_attention is waits
    assert item.last_error == "too many lists"


def open_to_everyone(ada, at):
    return setup.change_settings(
        availability="private",
        visibility="everyone",
        export_to="everyone",
        identity_before_application=False,
        by=Actor.of(ada),
        at=at,
    )


def test_a_confidential_job_is_off_the_list_before_everyone_may_see_it(world, with_lists, ada, rhea):
    open_job, secret = personas.active_job(rhea), personas.active_job(rhea, "Secret", is_confidential=True)
    world.consent(rhea, "rhea")
    assert set(world.jobs_offered()) == {open_job.code, secret.code}
    world.down = True

    open_to_everyone(ada, world.clock.tick())
    world.run()
    assert queries.setup(Actor.of(ada)).opens_later
    world.down = False
    world.sandbox.switch({"job_task_delay_seconds": 90})
    for _ in range(2):
        world.clock.tick(seconds=20)
        tasks.send_due()
        assert secret.code not in world.jobs_offered(HALS_SEAT)
        assert not world.jobs_offered(HALS_SEAT)

    for _ in range(4):
        world.clock.tick(minutes=1)
        tasks.send_due()

    assert world.jobs_offered(HALS_SEAT) == [open_job.code]
    assert not queries.setup(Actor.of(ada)).opens_later


def test_a_round_whose_turn_ran_out_leaves_the_next_ones_turn_alone(world, connection, job):
    def taken_over(said):
        type(connection).objects.update(push_turn="the next one", push_lease_until=world.clock.at + push.LEASE)
        return said

    world.alter = taken_over
    push.once(at=world.clock.at)

    assert type(connection).objects.get().push_turn == "the next one"
    assert type(connection).objects.get().push_lease_until == world.clock.at + push.LEASE


def gone_at_linkedin(world):
    with world.sandbox.transaction() as tx:
        tx.execute("DELETE FROM jobs")


def test_a_job_that_linkedin_has_lost_comes_back_with_the_next_edit(world, connection, job, rhea):
    world.run()
    gone_at_linkedin(world)

    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()

    assert world.jobs_offered() == [job.code]
    assert queries.job_state(Actor.of(rhea), job).place is JobPlace.LISTED


def test_a_job_that_linkedin_has_lost_and_that_is_closed_troubles_nobody(world, connection, job, rhea):
    world.run()
    gone_at_linkedin(world)

    closed = jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=world.clock.tick())
    world.run()

    assert queries.job_state(Actor.of(rhea), closed).place is JobPlace.CLOSED


def test_retry_sends_a_refused_change_as_a_new_posting(world, connection, job, rhea):
    world.run()
    world.alter = lambda said: said.replace(b'"SUCCEEDED"', b'"FAILED","errorMessage":"Something went wrong"')
    edited(job, rhea, world.clock.tick(), title="Harbour pilot")
    world.run()
    world.alter = bytes
    gone_at_linkedin(world)

    actions.retry_job(job, by=Actor.of(rhea), at=world.clock.at)
    world.run()

    assert world.jobs_offered() == [job.code]


def test_stored_reasons_are_told_in_the_readers_language(world, connection, rhea):
    world.down = True
    job = personas.active_job(rhea)
    with translation.override("sv"):
        world.run()

    connection.refresh_from_db()
    assert connection.error == SyncItem.objects.get(kind=SyncKind.JOB).last_error == "LinkedIn could not be reached."
    with translation.override("sv"):
        reason = queries.job_state(Actor.of(rhea), job).reason
        assert reason == connection.trouble != connection.error
