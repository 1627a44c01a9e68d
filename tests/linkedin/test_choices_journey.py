"""What administrators choose about who sees what, also while the sender is at work: flow B over both worlds."""

import dataclasses

import httpx
import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.candidates import queries as people
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.linkedin import setup, tasks
from skaffa.linkedin.models import Connection, Load, LoadKind, SyncItem, SyncKind
from skaffa.linkedin.sync import load
from tests import personas
from tests.linkedin.test_people_journey import Remote
from tests.linkedin.world import HALS_SEAT, RHEAS_SEAT


@pytest.fixture
def remote(world):
    return Remote(world)


def choose(world, ada, *, visibility="everyone", identity=False):
    setup.change_settings(
        availability="private",
        visibility=visibility,
        export_to="everyone",
        identity_before_application=identity,
        by=Actor.of(ada),
        at=world.clock.at,
    )


def choose_and_send(world, ada, **choice):
    world.clock.tick()
    choose(world, ada, **choice)
    world.run()


def once(world, when, what):
    """Do something in the middle of a round: when LinkedIn first answers so."""

    def heard(said):
        if when in said:
            world.alter = bytes
            what()
        return said

    world.alter = heard


def cut_off(world):
    """LinkedIn has done it, and nobody hears of it."""
    world.down = True
    raise httpx.ReadError("lost")


def conceal(job, world, rhea, *, on):
    said = dataclasses.replace(job_queries.details(job), is_confidential=on)
    jobs.edit(job, said, by=Actor.of(rhea), at=world.clock.tick())
    world.run()


def shown_to_everyone(world):
    with world.sandbox.transaction() as tx:
        return tx.execute("SELECT key FROM configurations WHERE key LIKE '%_VIEWERS'").fetchall()


def test_the_identity_of_who_has_no_member_is_not_sent_and_waits_for_nothing(world, remote, connection, ada, job):
    application = personas.prospect(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))

    choose_and_send(world, ada, identity=True)

    assert remote.candidate(application.candidate) is None
    assert not SyncItem.objects.exists()


def test_who_is_a_prospect_again_leaves_linkedin_where_there_is_no_identity_to_send(
    world, remote, connection, ada, job, rhea
):
    person = personas.candidate("Greta", "Lind", emails=("greta@example.com",))
    applied = personas.applicant(job, person)
    personas.prospect(personas.active_job(rhea, "Diver"), person)
    choose_and_send(world, ada, identity=True)
    assert remote.candidate(person).value["emailAddresses"] == ["greta@example.com"]

    applications.delete(applied, by=SYSTEM, at=world.clock.tick())
    world.run()

    assert remote.candidate(person) is None
    assert not SyncItem.objects.exists()


def test_a_prospect_of_a_confidential_job_stays_here_while_everyone_sees_everything(
    world, remote, exported, ada, rhea, job
):
    choose_and_send(world, ada, identity=True)
    assert remote.candidate(exported.candidate) is not None

    for on in (True, False):
        conceal(job, world, rhea, on=on)
        assert (remote.candidate(exported.candidate) is None) is on


def test_whoever_may_not_stay_leaves_though_it_was_chosen_while_the_sender_was_at_work(
    world, remote, exported, ada, rhea, job
):
    choose_and_send(world, ada, identity=True)
    assert remote.candidate(exported.candidate) is not None
    once(world, b"simpleJobPostingTask", lambda: choose(world, ada, identity=False))
    jobs.edit(job, job_queries.details(job), by=Actor.of(rhea), at=world.clock.tick())
    said = dataclasses.replace(job_queries.details(job), title="Keeper of lamps")
    jobs.edit(job, said, by=Actor.of(rhea), at=world.clock.at)

    world.run()

    assert world.alter is bytes
    assert remote.candidate(exported.candidate) is None


def test_a_prospect_who_changes_while_it_is_being_chosen_is_judged_by_what_was_chosen(world, remote, exported):
    """The choice sees nothing of a change that is under way, and that change nothing of the choice."""
    person = exported.candidate
    known = dataclasses.replace(people.person(person), headline="Keeper of lamps")
    candidates.edit(person, known, by=SYSTEM, at=world.clock.tick())
    Connection.objects.update(identity_before_application=True)

    world.run()

    assert remote.candidate(person) is not None


def test_lists_decide_though_they_were_chosen_while_linkedin_was_told_of_everyone(world, with_lists, ada, rhea):
    world.consent(rhea, "rhea")
    secret = personas.active_job(rhea, "Secret", is_confidential=True)
    world.run()
    assert world.jobs_offered(RHEAS_SEAT) == [secret.code]
    once(world, b"_VIEWERS", lambda: choose(world, ada, visibility="acl"))

    choose_and_send(world, ada, visibility="everyone")

    assert world.alter is bytes
    assert not shown_to_everyone(world)
    assert world.jobs_offered(RHEAS_SEAT) == [secret.code]
    assert not world.jobs_offered(HALS_SEAT)


def test_nothing_confidential_is_sent_until_linkedin_has_said_that_lists_decide(world, remote, connection, ada, rhea):
    world.consent(rhea, "rhea")
    secret = personas.active_job(rhea, "Secret", is_confidential=True)
    application = personas.applicant(secret, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    once(world, b"_VIEWERS", lambda: cut_off(world))
    choose_and_send(world, ada, visibility="acl")
    assert Connection.objects.get().everyone_sees
    assert (world.jobs_offered(RHEAS_SEAT), remote.application(application)) == ([], None)

    world.down = False
    world.clock.tick(minutes=2)
    tasks.send_due()
    world.run()

    assert world.jobs_offered(RHEAS_SEAT) == [secret.code]
    assert remote.application(application) is not None
    assert not shown_to_everyone(world)


def test_a_load_agrees_with_linkedin_while_identities_go_first(world, remote, exported, ada, job):
    personas.prospect(job, personas.candidate("Greta", "Lind", emails=("greta@example.com",)))
    choose_and_send(world, ada, identity=True)
    connection = Connection.objects.get()
    load.begin(connection, LoadKind.COMPARISON, by_id=None, at=world.clock.tick())
    world.run()
    world.clock.tick(minutes=1)
    load.look(at=world.clock.at)

    outcome = Load.objects.get(kind=LoadKind.COMPARISON).outcome
    assert outcome[SyncKind.CANDIDATE] == [1, 1]
    assert outcome[SyncKind.APPLICATION] == [0, 0]


def test_whether_everyone_sees_things_is_not_known_after_disconnecting_from_a_linkedin_that_is_down(
    world, connection, ada
):
    assert connection.viewers_open
    world.down = True
    setup.disconnect(by=Actor.of(ada), at=world.clock.tick())

    assert Connection.objects.get().viewers_open is None


def test_a_job_leaves_a_list_of_which_nobody_heard_that_linkedin_has_it(world, with_lists, ada, rhea, hal):
    world.consent(rhea, "rhea")
    world.consent(hal, "hal")
    job = personas.active_job(rhea)
    once(world, b"recruiting", lambda: cut_off(world))
    world.run()
    assert world.jobs_offered(HALS_SEAT) == [job.code]

    world.down = False
    conceal(job, world, rhea, on=True)
    come_back(world)

    assert world.jobs_offered(RHEAS_SEAT) == [job.code]
    assert not world.jobs_offered(HALS_SEAT)


def test_a_job_comes_back_to_a_list_of_which_nobody_heard_that_it_has_left(world, with_lists, ada, rhea, hal):
    world.consent(rhea, "rhea")
    world.consent(hal, "hal")
    job = personas.active_job(rhea)
    world.run()
    once(world, b"user-", lambda: once(world, b"recruiting", lambda: cut_off(world)))
    conceal(job, world, rhea, on=True)
    assert not world.jobs_offered(HALS_SEAT)

    world.down = False
    conceal(job, world, rhea, on=False)
    come_back(world)

    assert world.jobs_offered(RHEAS_SEAT) == world.jobs_offered(HALS_SEAT) == [job.code]


def test_whoever_was_another_member_for_a_while_is_on_no_list_as_that_one(world, with_lists, job, rhea):
    world.consent(rhea, "rhea")
    world.run()
    once(world, world.person_urn("hal").encode(), lambda: cut_off(world))
    world.consent(rhea, "hal")
    assert world.jobs_offered(HALS_SEAT) == [job.code]

    world.down = False
    world.consent(rhea, "rhea")
    come_back(world)

    assert world.jobs_offered(RHEAS_SEAT) == [job.code]
    assert not world.jobs_offered(HALS_SEAT)
    assert not SyncItem.objects.exists()


def come_back(world):
    """LinkedIn answers again, and what had to wait is due."""
    world.clock.tick(minutes=5)
    tasks.send_due()
    world.run()
