"""Moving, rejecting and reopening, by those who may."""

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions, queries, rules
from skaffa.applications.events import (
    ApplicationClosed,
    ApplicationMoved,
    ApplicationRejected,
    ApplicationReopened,
)
from skaffa.applications.models import Application, CloseReason
from skaffa.choices.models import RejectionReason
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job, Stage, TeamRole
from tests import personas
from tests.at_once import at_once
from tests.personas import Watch


def stage(job: Job, kind: str) -> Stage:
    return next(stage for stage in job_queries.stages(job) if stage.kind == kind)


def test_advancing_a_prospect_makes_an_applicant_and_opens_the_gate(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationMoved)
    prospect = personas.prospect(job)

    advanced = actions.advance(prospect, by=Actor.of(rhea), at=clock.tick())

    assert advanced.stage == stage(job, "application")
    assert advanced.passed_prospect_at == advanced.modified_at == clock.at
    assert [(move.from_stage, move.to_stage, move.at) for move in advanced.moves.order_by("pk")] == [
        (None, stage(job, "prospect"), personas.START),
        (stage(job, "prospect"), stage(job, "application"), clock.at),
    ]
    assert told == [
        ApplicationMoved(
            application_id=prospect.pk,
            job_id=job.pk,
            candidate_id=prospect.candidate_id,
            from_stage_id=stage(job, "prospect").pk,
            to_stage_id=stage(job, "application").pk,
            at=clock.at,
            by_id=rhea.pk,
        )
    ]


def test_the_gate_once_passed_stays_open(job: Job, rhea: User, clock: Watch):
    opened = clock.tick()
    applicant = actions.advance(personas.prospect(job), by=Actor.of(rhea), at=opened)

    back = actions.move(applicant, to=stage(job, "prospect"), by=Actor.of(rhea), at=clock.tick())
    again = actions.advance(back, by=Actor.of(rhea), at=clock.tick())

    assert back.passed_prospect_at == again.passed_prospect_at == opened


def test_the_last_stage_is_the_last(job: Job, rhea: User, at):
    offered = actions.move(personas.applicant(job), to=stage(job, "offer"), by=Actor.of(rhea), at=at)

    with pytest.raises(rules.LastStage):
        actions.advance(offered, by=Actor.of(rhea), at=at)


def test_moving_to_the_same_stage_changes_nothing(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationMoved)
    applicant = personas.applicant(job)

    same = actions.move(applicant, to=applicant.stage, by=Actor.of(rhea), at=clock.tick())

    assert (same.modified_at, told) == (personas.START, [])


def test_a_stage_of_another_job_is_refused(job: Job, rhea: User, at):
    other = personas.active_job(rhea, "Buoy painter")

    with pytest.raises(rules.StageOfAnotherJob):
        actions.move(personas.applicant(job), to=stage(other, "offer"), by=Actor.of(rhea), at=at)


def test_a_rejection_has_a_reason_and_a_comment(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationRejected)
    applicant = personas.applicant(job)

    rejected = actions.reject(
        applicant, reason="skills", comment=" Afraid of heights. ", by=Actor.of(rhea), at=clock.tick()
    )

    assert (rejected.status, rejected.close_reason) == ("closed", CloseReason.REJECTED)
    assert (rejected.rejection_reason, rejected.rejection_comment) == (RejectionReason.SKILLS, "Afraid of heights.")
    assert told == [
        ApplicationRejected(
            application_id=applicant.pk,
            job_id=job.pk,
            candidate_id=applicant.candidate_id,
            reason="skills",
            comment="Afraid of heights.",
            at=clock.at,
            by_id=rhea.pk,
        )
    ]


@pytest.mark.parametrize("given", [{"reason": "nose"}, {"reason": "skills", "comment": "x" * 2_001}])
def test_a_rejection_that_cannot_be_stored_is_refused(given, job: Job, rhea: User, at):
    with pytest.raises(refusals.Invalid):
        actions.reject(personas.applicant(job), **given, by=Actor.of(rhea), at=at)


def test_a_rejected_application_stays_until_it_is_reopened_at_its_stage(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationReopened)
    actor = Actor.of(rhea)
    interviewed = actions.move(personas.applicant(job), to=stage(job, "interview"), by=actor, at=clock.at)
    with pytest.raises(rules.ApplicationIsActive):
        actions.reopen(interviewed, by=actor, at=clock.at)
    rejected = actions.reject(interviewed, reason="other", by=actor, at=clock.at)
    for refused in (
        lambda: actions.advance(rejected, by=actor, at=clock.at),
        lambda: actions.reject(rejected, reason="other", by=actor, at=clock.at),
    ):
        with pytest.raises(rules.ApplicationIsClosed):
            refused()

    reopened = actions.reopen(rejected, by=actor, at=clock.tick())

    assert (reopened.is_active, reopened.stage) == (True, stage(job, "interview"))
    assert (reopened.close_reason, reopened.rejection_reason, reopened.rejection_comment) == ("", "", "")
    assert [event.by_id for event in told] == [rhea.pk]


def test_closing_a_job_closes_what_is_open_and_keeps_what_is_closed(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationClosed)
    actor = Actor.of(rhea)
    rejected = actions.reject(personas.applicant(job), reason="other", by=actor, at=clock.at)
    prospect, applicant = personas.prospect(job), personas.applicant(job)

    jobs.close(job, reason="cancelled", by=actor, at=clock.tick())

    reasons = dict(Application.objects.values_list("pk", "close_reason"))
    assert reasons == {rejected.pk: "rejected", prospect.pk: "job_cancelled", applicant.pk: "job_cancelled"}
    assert [(event.application_id, event.reason, event.by_id) for event in told] == [
        (prospect.pk, "job_cancelled", rhea.pk),
        (applicant.pk, "job_cancelled", rhea.pk),
    ]
    with pytest.raises(rules.JobNotOpen):
        actions.reopen(Application.objects.get(pk=prospect.pk), by=actor, at=clock.at)


@pytest.mark.parametrize("who", ["hal", "ivan", "reed"])
def test_only_recruiters_of_the_team_and_administrators_reject(who: str, job: Job, request, ada: User, at):
    applicant = personas.applicant(job)
    actor = Actor.of(request.getfixturevalue(who))

    with pytest.raises(refusals.NotAllowed):
        actions.reject(applicant, reason="other", by=actor, at=at)
    rejected = actions.reject(applicant, reason="other", by=Actor.of(ada), at=at)
    with pytest.raises(refusals.NotAllowed):
        actions.reopen(rejected, by=actor, at=at)


@pytest.mark.parametrize("who", ["ivan", "reed"])
def test_who_only_looks_on_moves_nobody(who: str, job: Job, request, at):
    with pytest.raises(refusals.NotAllowed):
        actions.advance(personas.applicant(job), by=Actor.of(request.getfixturevalue(who)), at=at)


@pytest.mark.parametrize("who", ["stan", "olga"])
def test_a_stranger_does_not_even_know_of_the_application(who: str, job: Job, stan: User, at):
    actor = Actor.of(stan if who == "stan" else personas.user("Olga", SecurityRole.RECRUITER))
    applicant = personas.applicant(job)

    with pytest.raises(queries.ApplicationNotFound):
        actions.advance(applicant, by=actor, at=at)
    with pytest.raises(refusals.NotFound):
        actions.add_prospect(job, personas.candidate(), source="other", by=actor, at=at)


def test_hiring_managers_without_prospects_move_applicants_only(rhea: User, hal: User, at):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=False)
    applicant = personas.applicant(job)

    with pytest.raises(queries.ApplicationNotFound):
        actions.advance(personas.prospect(job), by=Actor.of(hal), at=at)
    with pytest.raises(refusals.NotAllowed):
        actions.move(applicant, to=stage(job, "prospect"), by=Actor.of(hal), at=at)
    assert actions.advance(applicant, by=Actor.of(hal), at=at).stage == stage(job, "screen")


@pytest.mark.django_db(transaction=True)
def test_three_who_advance_at_the_same_moment_each_advance_and_lose_nothing(at):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    prospect = personas.prospect(personas.active_job(rhea))

    results = at_once(*[lambda: actions.advance(prospect, by=Actor.of(rhea), at=at)] * 3)

    assert {result.stage.kind for result in results} == {"application", "screen", "interview"}
    prospect.refresh_from_db()
    assert prospect.stage.kind == "interview"
    assert prospect.moves.count() == 4


@pytest.mark.django_db(transaction=True)
def test_moves_and_a_closing_job_never_lock_each_other_out(at):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    job = personas.active_job(rhea)
    people = [personas.prospect(job) for _ in range(6)]
    moves = [lambda who=who: actions.advance(who, by=Actor.of(rhea), at=at) for who in people]

    results = at_once(*moves, lambda: jobs.close(job, reason="cancelled", by=Actor.of(rhea), at=at))

    refused = (rules.ApplicationIsClosed, rules.JobNotOpen)
    assert all(isinstance(result, Application | Job | refused[0] | refused[1]) for result in results)
    assert not Application.objects.filter(status="active").exists()
