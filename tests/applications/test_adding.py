"""Putting people on a job, by hand and from elsewhere, once and at once."""

from typing import Any

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions, queries
from skaffa.applications.events import ApplicantAdded, ProspectAdded
from skaffa.applications.models import Application, StageMove
from skaffa.applications.rules import JobNotOpen, JobWithoutProspects
from skaffa.candidates.models import Source
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import CloseReason, Job, JobStatus, TeamRole
from tests import personas
from tests.at_once import at_once
from tests.personas import Watch


def test_a_prospect_stands_on_the_prospect_tab_and_nowhere_else(job: Job, rhea: User, clock: Watch):
    greta = personas.candidate("Greta", "Ek")

    added = actions.add_prospect(job, greta, source=Source.LINKEDIN, by=Actor.of(rhea), at=clock.tick())

    assert personas.tab(Actor.of(rhea), job, prospects=True) == [added]
    assert personas.tab(Actor.of(rhea), job, prospects=False) == []
    assert (added.added_by, added.source_id, added.created_at) == (rhea, Source.LINKEDIN, clock.at)
    assert added.passed_prospect_at is None
    assert [(move.from_stage, move.to_stage, move.by) for move in added.moves.all()] == [(None, added.stage, rhea)]


def test_an_applicant_starts_past_the_prospect_stage(job: Job, rhea: User, clock: Watch):
    added = personas.applicant(job, by=rhea, at=clock.tick())

    assert personas.tab(Actor.of(rhea), job, prospects=False) == [added]
    assert personas.tab(Actor.of(rhea), job, prospects=True) == []
    assert added.passed_prospect_at == clock.at


def test_the_same_person_twice_is_one_application(job: Job, rhea: User, clock: Watch):
    greta = personas.candidate()
    first = personas.prospect(job, greta, by=rhea)

    again = actions.add_prospect(job, greta, source=Source.LINKEDIN, by=SYSTEM, at=clock.tick())

    assert again == first
    assert Application.objects.count() == StageMove.objects.count() == 1
    assert (again.source_id, again.added_by, again.modified_at) == (Source.RECRUITER, rhea, first.modified_at)


def test_an_applicant_added_as_a_prospect_stays_an_applicant(job: Job):
    greta = personas.candidate()
    applicant = personas.applicant(job, greta)

    again = personas.prospect(job, greta)

    assert again == applicant
    assert not again.stage.is_prospect


def test_the_same_person_on_another_job_is_a_second_prospect(job: Job, rhea: User):
    greta = personas.candidate()
    other = personas.active_job(rhea, "Buoy painter")

    personas.prospect(job, greta)
    personas.prospect(other, greta)

    assert queries.of_candidate(Actor.of(rhea), greta).count() == 2


def test_somebody_rejected_before_is_offered_for_reopening(job: Job, rhea: User, at):
    greta = personas.candidate()
    rejected = actions.reject(personas.prospect(job, greta), reason="skills", by=Actor.of(rhea), at=at)

    with pytest.raises(actions.RejectedBefore) as refusal:
        actions.add_prospect(job, greta, source=Source.LINKEDIN, by=Actor.of(rhea), at=at)

    assert refusal.value.application == rejected


@pytest.mark.parametrize("add", [actions.add_prospect, actions.add_applicant])
def test_a_draft_takes_nobody(add, rhea: User, at):
    with pytest.raises(JobNotOpen):
        add(personas.draft(rhea), personas.candidate(), source="linkedin", by=Actor.of(rhea), at=at)


@pytest.mark.parametrize("add", [actions.add_prospect, actions.add_applicant])
def test_a_closed_job_takes_nobody(add, job: Job, rhea: User, at):
    jobs.close(job, reason=CloseReason.CANCELLED, by=Actor.of(rhea), at=at)

    with pytest.raises(JobNotOpen):
        add(job, personas.candidate(), source="linkedin", by=Actor.of(rhea), at=at)


def test_a_job_without_prospects_takes_applicants_only(rhea: User, at):
    job = personas.active_job(rhea, enable_prospects=False)

    personas.applicant(job, by=rhea)

    with pytest.raises(JobWithoutProspects):
        actions.receive_prospect(job, personas.candidate(), source="linkedin", by=SYSTEM, at=at)


def test_hiring_managers_add_prospects_only_where_they_handle_them(rhea: User, hal: User, at):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=False)

    with pytest.raises(refusals.NotAllowed):
        personas.prospect(job, by=hal)

    assert personas.applicant(job, by=hal).added_by == hal


def test_what_is_added_is_told_with_its_values(job: Job, rhea: User, heard):
    told = heard(ProspectAdded, ApplicantAdded)

    prospect = personas.prospect(job, by=rhea)
    applicant = personas.applicant(job, by=rhea)

    pair: dict[str, Any] = {"job_id": job.pk, "by_id": rhea.pk, "at": personas.START}
    assert told == [
        ProspectAdded(application_id=prospect.pk, candidate_id=prospect.candidate_id, source="recruiter", **pair),
        ApplicantAdded(application_id=applicant.pk, candidate_id=applicant.candidate_id, source="career_site", **pair),
    ]


def test_a_deleted_job_is_not_found(rhea: User, at):
    job = personas.draft(rhea)
    jobs.delete(job, by=Actor.of(rhea), at=at)

    with pytest.raises(refusals.NotFound):
        actions.receive_prospect(job, personas.candidate(), source="linkedin", by=SYSTEM, at=at)


@pytest.mark.django_db(transaction=True)
def test_ten_exports_of_one_person_at_once_are_one_prospect(at):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    job, greta = personas.active_job(rhea), personas.candidate()

    def add() -> int:
        return actions.add_prospect(job, greta, source=Source.LINKEDIN, by=SYSTEM, at=at).pk

    results = at_once(*[add] * 10)

    assert len(set(results)) == 1
    assert Application.objects.count() == StageMove.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_nobody_is_active_on_a_job_that_closes_at_the_same_moment(at):
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)
    job = personas.active_job(rhea)
    people = [personas.candidate() for _ in range(8)]
    adding = [lambda who=who: actions.add_prospect(job, who, source="linkedin", by=SYSTEM, at=at) for who in people]

    at_once(*adding, lambda: jobs.close(job, reason=CloseReason.CANCELLED, by=Actor.of(rhea), at=at))

    job.refresh_from_db()
    assert job.status == JobStatus.CLOSED
    assert not Application.objects.filter(status="active").exists()
