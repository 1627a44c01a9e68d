"""Taking a move back: what a slip of the mouse did is undone, and stands in no history."""

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions, queries, rules
from skaffa.applications.events import MoveTakenBack
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from tests import personas
from tests.personas import Watch


def kinds(application):
    return [move.to_stage.kind for move in application.moves.order_by("pk")]


def test_the_latest_move_is_undone_and_leaves_the_history(job: Job, rhea: User, clock: Watch, heard):
    told = heard(MoveTakenBack)
    application = personas.applicant(job)
    interviewed = actions.advance(application, by=Actor.of(rhea), at=clock.tick())

    back = actions.take_back(interviewed, by=Actor.of(rhea), at=clock.tick())

    assert back.stage == application.stage
    assert kinds(back) == ["application"]
    assert back.modified_at == clock.at
    [event] = told
    assert (event.from_stage_id, event.to_stage_id) == (interviewed.stage_id, application.stage_id)
    assert (event.at, event.by_id) == (clock.at, rhea.pk)


def test_one_move_after_the_other_is_undone_down_to_how_somebody_came(job: Job, rhea: User, clock: Watch):
    application = personas.prospect(job)
    for _ in range(2):
        application = actions.advance(application, by=Actor.of(rhea), at=clock.tick())

    for _ in range(2):
        application = actions.take_back(application, by=Actor.of(rhea), at=clock.tick())

    assert kinds(application) == ["prospect"]
    assert application.stage.is_prospect
    assert application.passed_prospect_at is not None  # once past the gate, always past it
    assert queries.last_move(application) is None
    with pytest.raises(rules.NothingToTakeBack):
        actions.take_back(application, by=Actor.of(rhea), at=clock.tick())


def test_back_to_a_prospect_takes_the_right_to_prospects(rhea: User, hal: User, clock: Watch):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=False)
    application = actions.advance(personas.prospect(job), by=Actor.of(rhea), at=clock.tick())

    with pytest.raises(refusals.NotAllowed):
        actions.take_back(application, by=Actor.of(hal), at=clock.tick())

    assert kinds(application) == ["prospect", "application"]


def test_what_is_closed_stays_where_it_is(job: Job, rhea: User, clock: Watch):
    actor = Actor.of(rhea)
    application = actions.advance(personas.applicant(job), by=actor, at=clock.tick())
    rejected = actions.reject(application, reason="other", by=actor, at=clock.tick())
    with pytest.raises(rules.ApplicationIsClosed):
        actions.take_back(rejected, by=actor, at=clock.tick())

    actions.reopen(rejected, by=actor, at=clock.tick())
    jobs.close(job, reason="cancelled", by=actor, at=clock.tick())

    with pytest.raises(rules.ApplicationIsClosed):
        actions.take_back(rejected, by=actor, at=clock.tick())


def test_a_stranger_takes_nothing_back(job: Job, stan: User, ivan: User, clock: Watch):
    application = personas.applicant(job)

    with pytest.raises(queries.ApplicationNotFound):
        actions.take_back(application, by=Actor.of(stan), at=clock.tick())
    with pytest.raises(refusals.NotAllowed):
        actions.take_back(application, by=Actor.of(ivan), at=clock.tick())
