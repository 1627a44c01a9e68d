"""Acts on many people: who is meant, what each refusal says, what is left by a worker that died, and what undo takes back."""

from datetime import timedelta

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.applications.rules import StageOfAnotherJob
from skaffa.core import refusals
from skaffa.jobs import actions as job_actions
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, Stage, TeamRole
from skaffa.notes.models import Note
from skaffa.notify.models import Notice
from skaffa.pipeline.bulk import actions
from skaffa.pipeline.events import BulkFinished
from skaffa.pipeline.models import Bulk, BulkRow
from skaffa.pipeline.rules import CannotUndo, NobodySelected, TooMany
from skaffa.pools import actions as pools
from skaffa.pools import queries as pool_queries
from tests import personas
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(job: Job) -> list[Application]:
    return [personas.applicant(job, personas.candidate(name, "Sample")) for name in ("Bo", "Cleo", "Dag")]


@pytest.fixture
def screen(job: Job) -> Stage:
    return job.stages.get(kind="screen")


def run(bulk: Bulk, clock: Watch) -> actions.Progress:
    while actions.do_next(bulk.pk, at=clock.tick()):
        pass
    return actions.progress(Actor.of(bulk.asked_by), bulk.pk)


def ids(people: list[Application]) -> list[int]:
    return [one.pk for one in people]


def stages(people: list[Application]) -> list[str]:
    return [Application.objects.get(pk=one.pk).stage.kind for one in people]


def test_everybody_is_moved_and_who_is_there_already_stays(
    job: Job, rhea: User, people: list[Application], screen: Stage, clock: Watch, heard
):
    by, told = Actor.of(rhea), heard(BulkFinished)
    applications.move(people[0], to=screen, by=by, at=START)

    found = run(actions.move(job, ids(people), to=screen, by=by, at=START), clock)

    assert (found.done, found.same, found.refused, found.waiting) == (2, 1, 0, 0)
    assert stages(people) == ["screen"] * 3
    assert [(event.done, event.same, event.kind) for event in told] == [(2, 1, "move")]


def test_each_refusal_is_kept_in_the_words_of_who_asked(
    job: Job, people: list[Application], clock: Watch, rhea: User, screen: Stage
):
    sven = personas.user("Sven", SecurityRole.RECRUITER, language="sv")
    job_actions.add_team_member(job, sven, role=TeamRole.RECRUITER, by=Actor.of(rhea), at=START)
    applications.reject(people[1], reason="skills", by=Actor.of(rhea), at=START)

    found = run(actions.move(job, ids(people), to=screen, by=Actor.of(sven), at=START), clock)

    [row] = actions.refusals_of(found.bulk)
    assert row.application_id == people[1].pk
    assert row.problem == "Den här ansökan är stängd."
    assert (found.done, found.refused) == (2, 1)


def test_undo_takes_back_whom_nothing_has_happened_to_since(
    job: Job, rhea: User, people: list[Application], screen: Stage, clock: Watch
):
    by = Actor.of(rhea)
    moved = actions.move(job, ids(people), to=screen, by=by, at=START)
    assert run(moved, clock).can_undo
    applications.advance(people[2], by=by, at=clock.tick())

    found = run(actions.undo(moved, by=by, at=clock.tick()), clock)

    assert stages(people) == ["application", "application", "interview"]
    assert (found.done, found.refused) == (2, 1)
    with pytest.raises(CannotUndo):
        actions.undo(moved, by=by, at=clock.tick())
    with pytest.raises(CannotUndo):
        actions.undo(found.bulk, by=by, at=clock.tick())


def test_a_rejection_of_many_is_undone_too(job: Job, rhea: User, people: list[Application], clock: Watch):
    by = Actor.of(rhea)
    rejected = actions.reject(job, ids(people), reason="skills", comment="Too few lamps", by=by, at=START)
    run(rejected, clock)
    assert set(Application.objects.values_list("status", "rejection_comment")) == {("closed", "Too few lamps")}

    run(actions.undo(rejected, by=by, at=clock.tick()), clock)

    assert set(Application.objects.values_list("status", flat=True)) == {"active"}
    assert Bulk.objects.get(pk=rejected.pk).words == ""


def test_people_are_gathered_in_a_pool_and_only_the_new_ones_are_taken_out_again(
    job: Job, rhea: User, people: list[Application], clock: Watch
):
    by = Actor.of(rhea)
    pool = pools.create("Divers", by=by, at=START)
    pools.add(pool, people[0].candidate, by=by, at=START)
    gathered = actions.gather(job, ids(people), pool=pool, by=by, at=START)
    assert run(gathered, clock).same == 1

    run(actions.undo(gathered, by=by, at=clock.tick()), clock)

    assert [one.candidate for one in pool_queries.people(by, pool)] == [people[0].candidate]


def test_the_same_note_is_written_about_each_and_cannot_be_undone(
    job: Job, rhea: User, people: list[Application], clock: Watch
):
    found = run(actions.note(job, ids(people), text=" Ask about boats ", by=Actor.of(rhea), at=START), clock)

    assert sorted(Note.objects.values_list("application", "text")) == [(pk, "Ask about boats") for pk in ids(people)]
    assert not found.can_undo


def test_whoever_is_on_another_job_or_not_to_be_seen_is_not_meant(
    job: Job, rhea: User, hal: User, people: list[Application], screen: Stage
):
    theirs = personas.applicant(personas.active_job(hal, "Diver", role=TeamRole.HIRING_MANAGER))

    bulk = actions.move(job, [*ids(people), theirs.pk, 10**12], to=screen, by=Actor.of(rhea), at=START)

    assert bulk.rows.count() == 3
    with pytest.raises(NobodySelected):
        actions.move(job, [theirs.pk], to=screen, by=Actor.of(rhea), at=START)
    with pytest.raises(TooMany):
        actions.move(job, [*ids(people), *range(10**9, 10**9 + 5_000)], to=screen, by=Actor.of(rhea), at=START)


def test_a_stage_of_another_job_is_refused(job: Job, rhea: User, people: list[Application]):
    other = jobs.stages(personas.active_job(rhea, "Diver"))[1]

    with pytest.raises(StageOfAnotherJob):
        actions.move(job, ids(people), to=other, by=Actor.of(rhea), at=START)


@pytest.mark.parametrize("who", ["ivan", "reed", "stan"])
def test_nobody_does_to_many_what_they_may_not_do_to_one(
    job: Job, people: list[Application], screen: Stage, request: pytest.FixtureRequest, who: str
):
    by = Actor.of(request.getfixturevalue(who))

    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        actions.move(job, ids(people), to=screen, by=by, at=START)
    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        actions.reject(job, ids(people), reason="skills", by=by, at=START)
    with pytest.raises((refusals.NotAllowed, refusals.NotFound)):
        actions.note(job, ids(people), text="No", by=by, at=START)
    assert not Bulk.objects.exists()


def test_a_hiring_manager_moves_many_and_rejects_none(job: Job, hal: User, people: list[Application], screen: Stage):
    actions.move(job, ids(people), to=screen, by=Actor.of(hal), at=START)

    with pytest.raises(refusals.NotAllowed):
        actions.reject(job, ids(people), reason="skills", by=Actor.of(hal), at=START)


def test_a_right_that_is_lost_on_the_way_stops_what_is_left(
    job: Job, hal: User, people: list[Application], screen: Stage, clock: Watch, rhea: User
):
    bulk = actions.move(job, ids(people), to=screen, by=Actor.of(hal), at=START)
    actions.do_next(bulk.pk, at=clock.tick())
    job_actions.remove_team_member(job.team.get(user=hal), by=Actor.of(rhea), at=START)

    while actions.do_next(bulk.pk, at=clock.tick()):
        pass

    assert stages(people) == ["screen", "application", "application"]
    assert BulkRow.objects.filter(outcome="refused").count() == 2


def test_only_who_asked_sees_it(job: Job, rhea: User, hal: User, people: list[Application], screen: Stage):
    bulk = actions.move(job, ids(people), to=screen, by=Actor.of(rhea), at=START)

    with pytest.raises(actions.BulkNotFound):
        actions.progress(Actor.of(hal), bulk.pk)


def test_what_a_dead_worker_left_is_taken_up_and_given_up_after_three_attempts(
    job: Job, rhea: User, people: list[Application], screen: Stage, clock: Watch
):
    bulk = actions.move(job, ids(people[:2]), to=screen, by=Actor.of(rhea), at=START)
    BulkRow.objects.filter(application=people[0]).update(attempts=1, lease_until=START + timedelta(seconds=30))
    assert actions.left(at=START) == []
    BulkRow.objects.filter(application=people[1]).update(attempts=3, lease_until=START)

    assert actions.left(at=clock.tick(seconds=31)) == [bulk.pk]
    found = run(bulk, clock)

    assert (found.done, found.refused) == (1, 1)
    assert [row.problem for row in actions.refusals_of(found.bulk)] == [""]
    assert actions.left(at=clock.tick(minutes=2)) == []


def test_of_many_the_end_is_told_by_a_notice(job: Job, rhea: User, clock: Watch, screen: Stage):
    people = [personas.applicant(job) for _ in range(21)]

    run(actions.move(job, ids(people), to=screen, by=Actor.of(rhea), at=START), clock)

    notice = Notice.objects.get(kind="BulkFinished")
    assert (notice.user, notice.data) == (rhea, {"job": "Lamp keeper", "done": 21, "refused": 0})
