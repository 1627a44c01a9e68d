"""A load: its totals, its pause, its end, and how long it will take."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.applications import actions as applications
from skaffa.applications import queries as application_queries
from skaffa.core.refusals import NotAllowed
from skaffa.linkedin import progress
from skaffa.linkedin.models import Load, LoadKind, RemoteRecord, SyncItem, SyncKind
from skaffa.linkedin.sync import estimate, load, push
from skaffa.linkedin.sync.estimate import Ahead
from skaffa.notes import actions as notes
from skaffa.notify.models import Notice
from tests import personas
from tests.linkedin.world import World

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


def end(world: World) -> None:
    """What waits is counted only now and then."""
    world.clock.tick(minutes=1)
    load.look(at=world.clock.at)


def seen(user, at):
    found = progress.of(Actor.of(user), at=at)
    assert found is not None
    return found


def greta(**known):
    return personas.candidate("Greta", "Lind", emails=("greta@example.com",), **known)


@pytest.fixture
def history(rhea, job):
    """What was there before LinkedIn enabled us: an applicant with a note, a prospect, a person in no job."""
    application = personas.applicant(job, greta())
    notes.write(application.candidate, application=application, text="Knows it.", by=Actor.of(rhea), at=personas.START)
    personas.prospect(job)
    personas.candidate()
    return application


def test_enabling_begins_a_first_load_that_ends_with_totals_that_agree(world: World, ada, history):
    connection = world.connect(ada)
    end(world)

    [done] = Load.objects.all()
    assert done.kind == LoadKind.FIRST
    assert done.finished_at is not None
    assert done.since == history.created_at
    assert done.outcome == {
        SyncKind.JOB: [1, 1],
        SyncKind.CANDIDATE: [1, 1],
        SyncKind.CANDIDATE_NOTES: [0, 0],
        SyncKind.APPLICATION: [1, 1],
        SyncKind.STAGES: [1, 1],
        SyncKind.APPLICATION_NOTES: [1, 1],
        SyncKind.FEEDBACK: [0, 0],
        SyncKind.ATTACHMENTS: [0, 0],
    }
    assert Notice.objects.get(user=ada, kind="LoadFinished").data == {"balanced": "yes"}
    assert seen(ada, world.clock.at).agrees
    assert connection.loads.count() == 1


def test_while_it_is_paused_only_changes_of_people_are_sent(world: World, ada, connection, job):
    person, other = greta(), personas.candidate("Other", emails=("other@example.com",))
    early = personas.applicant(job, person)
    world.run()
    RemoteRecord.objects.filter(kind=SyncKind.CANDIDATE).update(hash="")  # LinkedIn lost it, and nobody knows
    load.begin(connection, LoadKind.COMPARISON, by_id=ada.pk, at=world.clock.tick())
    progress.pause(by=Actor.of(ada), at=world.clock.at)

    world.run()
    late = personas.applicant(job, other, at=world.clock.tick())
    world.run()

    assert RemoteRecord.objects.get(kind=SyncKind.CANDIDATE, entity_id=person.pk).hash == ""
    assert RemoteRecord.objects.get(kind=SyncKind.APPLICATION, entity_id=late.pk).hash
    assert seen(ada, world.clock.at).ends is None

    progress.resume(by=Actor.of(ada), at=world.clock.tick(minutes=1))
    world.run()
    end(world)

    assert RemoteRecord.objects.get(kind=SyncKind.CANDIDATE, entity_id=person.pk).hash
    assert Load.objects.latest("begun_at").finished_at is not None
    assert early.pk != late.pk


def test_what_linkedin_refuses_keeps_a_load_from_agreeing_but_not_from_ending(world: World, ada, job):
    personas.applicant(job, personas.candidate("Nobody"))  # without an address LinkedIn refuses
    personas.applicant(job, greta())

    world.connect(ada)
    end(world)

    [done] = Load.objects.all()
    assert done.outcome[SyncKind.CANDIDATE] == [2, 1]
    assert done.outcome[SyncKind.APPLICATION] == [2, 1]
    assert Notice.objects.get(user=ada, kind="LoadFinished").data == {"balanced": ""}
    assert SyncItem.objects.filter(needs_attention=True).count() == 1


def test_a_second_load_takes_the_place_of_one_under_way(world: World, ada, connection, history):
    first = load.begin(connection, LoadKind.COMPARISON, by_id=ada.pk, at=world.clock.tick())
    second = load.begin(connection, LoadKind.COMPARISON, by_id=ada.pk, at=world.clock.tick())

    assert not Load.objects.filter(pk=first.pk).exists()
    assert load.current(connection) == second


def test_what_is_past_prospect_counts_whatever_it_looks_like(world: World, ada, connection, job, history):
    application = personas.prospect(job)
    before = load.totals(connection)
    applications.advance(application, by=SYSTEM, at=world.clock.tick())

    after = load.totals(connection)

    assert before[SyncKind.APPLICATION] == [1, 1]
    assert after[SyncKind.APPLICATION] == [2, 2]
    assert after[SyncKind.STAGES] == [2, 3]  # its time as a prospect is told with it
    assert application_queries.visible_to(SYSTEM).count() == 3


def test_what_has_to_be_sent_is_counted_as_the_gate_lets_it_out(world: World, ada, connection, job, history):
    """Two ways to the same number: the query for totals, and what the sender would really send."""
    personas.applicant(job, personas.candidate("Second", emails=("second@example.com",)))
    push.mark_everything(connection, at=world.clock.tick())
    world.run()

    assert {kind: records for kind, (_, records) in load.totals(connection).items()} == load.held(connection)


def test_only_administrators_pause(world: World, rhea, connection):
    with pytest.raises(NotAllowed):
        progress.pause(by=Actor.of(rhea), at=world.clock.at)
    with pytest.raises(NotAllowed):
        progress.of(Actor.of(rhea), at=world.clock.at)


# --- how long it takes ------------------------------------------------------------------------------------------------
def ahead(**changes):
    given = {
        "resource": "v2/atsApplications/stages",
        "requests": 150_000,
        "records": 300_000,
        "requests_a_day": 100_000,
        "records_a_minute": 10_000,
        "records_a_day": None,
    }
    return Ahead(**{**given, **changes})


def test_the_limit_that_binds_is_named():
    ends = estimate.earliest(
        [ahead(), ahead(resource="v2/atsCandidates", requests=1_000, records=100_000)], rate=None, at=NOON
    )

    assert (ends.resource, ends.unit, ends.window, ends.limit) == (
        "v2/atsApplications/stages",
        "requests",
        "day",
        100_000,
    )
    assert ends.at == datetime(2026, 3, 3, tzinfo=UTC)


def test_what_was_used_today_is_not_granted_again():
    ends = estimate.earliest([ahead(requests=150_000, requests_today=60_000)], rate=None, at=NOON)

    assert ends.at == datetime(2026, 3, 4, tzinfo=UTC)


def test_without_a_limit_the_pace_decides():
    ends = estimate.earliest([ahead(requests=10, records=1_000)], rate=10, at=NOON)

    assert (ends.at, ends.resource) == (NOON + timedelta(seconds=100), "")


def test_nothing_ahead_ends_now():
    assert estimate.earliest([], rate=None, at=NOON).at == NOON


@given(amount=st.integers(0, 5_000), used=st.integers(0, 1_500), limit=st.integers(1, 1_000))
def test_so_many_windows_and_no_fewer(amount, used, limit):
    further = estimate.windows(amount, used=used, limit=limit)
    first = max(0, limit - used)

    assert first + further * limit >= amount
    assert further == 0 or first + (further - 1) * limit < amount
