"""Jobs: created, edited, activated, closed, deleted."""

import dataclasses
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.accounts.permissions import Action
from skaffa.applications.rules import NobodyAccepted
from skaffa.core import refusals
from skaffa.jobs import actions, queries, rules
from skaffa.jobs.events import JobActivated, JobClosed, JobCreated, JobDeleted, JobEdited, TeamMemberAdded
from skaffa.jobs.models import CloseReason, Job, JobStatus, TeamRole
from skaffa.jobs.rules import JobDetails
from tests import personas
from tests.at_once import at_once
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def test_a_new_job_is_a_draft_with_a_number_stages_and_its_creator(rhea: User, heard, at):
    told = heard(JobCreated, TeamMemberAdded)

    job = actions.create(personas.details(), role=TeamRole.RECRUITER, by=Actor.of(rhea), at=at)

    assert job.status == JobStatus.DRAFT
    assert int(job.code) >= 1001
    assert [stage.kind for stage in queries.stages(job)] == ["prospect", "application", "screen", "interview", "offer"]
    assert [(member.user, member.role) for member in queries.team(Actor.of(rhea), job)] == [(rhea, "recruiter")]
    assert told == [
        JobCreated(job_id=job.pk, at=at, by_id=rhea.pk),
        TeamMemberAdded(job_id=job.pk, user_id=rhea.pk, role="recruiter", at=at, by_id=rhea.pk),
    ]


def test_numbers_count_up_and_pass_over_those_given_by_hand(rhea: User):
    first = int(personas.draft(rhea).code)
    personas.draft(rhea, code=str(first + 1))

    assert int(personas.draft(rhea).code) == first + 2


def test_a_job_id_is_unique_whatever_its_case(rhea: User):
    personas.draft(rhea, code=" LAMP-1 ")

    with pytest.raises(actions.JobIdTaken):
        personas.draft(rhea, code="lamp-1")
    with pytest.raises(refusals.Invalid):
        personas.draft(rhea, code="x" * 76)
    found = queries.by_code("Lamp-1")
    assert found
    assert found.code == "LAMP-1"


@pytest.mark.parametrize("role", [TeamRole.HIRING_MANAGER, TeamRole.INTERVIEWER, "king"])
def test_the_creator_needs_the_security_role_of_the_team_role(role: str, rhea: User, at):
    with pytest.raises(actions.RoleNotHeld):
        actions.create(personas.details(), role=role, by=Actor.of(rhea), at=at)


@pytest.mark.parametrize("who", ["ada", "ivan", "reed", "stan"])
def test_who_neither_recruits_nor_hires_creates_no_job(who: str, request):
    with pytest.raises(refusals.NotAllowed):
        personas.draft(request.getfixturevalue(who))


def test_the_system_creates_a_job_without_a_team(at):
    job = actions.create(personas.details(), role=TeamRole.RECRUITER, by=SYSTEM, at=at)

    assert (job.created_by, job.team.count()) == (None, 0)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"description": "x" * 25_001}, "description"),
        ({"city": "x" * 121}, "city"),
        ({"country": "XX"}, "country"),
        ({"country": "1"}, "country"),
        ({"openings": 0}, "openings"),
        ({"openings": 10_000}, "openings"),
        ({"employment_type": "slavery"}, "employment_type"),
        ({"seniority": "god"}, "seniority"),
    ],
)
def test_what_cannot_be_stored_is_refused_by_its_field(changes, field: str, rhea: User):
    with pytest.raises(refusals.Invalid) as refusal:
        personas.draft(rhea, **changes)

    assert list(refusal.value.fields) == [field]


@given(
    st.builds(JobDetails, title=st.text(max_size=300), description=st.text(max_size=300), city=st.text(max_size=200))
)
def test_tidying_details_twice_changes_nothing_more(details: JobDetails):
    assert rules.tidied(rules.tidied(details)) == rules.tidied(details)


@pytest.mark.parametrize(
    ("changes", "many"),
    [
        ({}, 0),
        ({"description": "x" * 100}, 0),
        ({"description": "x" * 99}, 1),
        ({"description": "x" * 25_000}, 0),
        ({"description": "x" * 25_001}, 1),
        ({"description": ""}, 1),
        ({"title": "x" * 201}, 1),
        ({"title": ""}, 1),
        ({"city": " ", "country": ""}, 2),
    ],
)
def test_what_linkedin_would_refuse_is_said_beforehand(changes, many: int):
    assert len(rules.shortcomings(dataclasses.replace(personas.details(), **changes))) == many


def test_a_short_description_is_told_but_does_not_forbid_activation(rhea: User):
    job = personas.active_job(rhea, description="Short.")

    assert job.is_active
    assert len(rules.shortcomings(queries.details(job))) == 1


@pytest.mark.parametrize("missing", ["description", "city", "country"])
def test_activation_needs_description_and_location(missing: str, rhea: User, at):
    lacking: dict[str, Any] = {missing: ""}
    job = personas.draft(rhea, **lacking)

    with pytest.raises(rules.JobDetailsMissing) as refusal:
        actions.activate(job, by=Actor.of(rhea), at=at)

    assert list(refusal.value.fields) == [missing]
    job.refresh_from_db()
    assert job.status == JobStatus.DRAFT


def test_an_activated_job_is_active_since_then(rhea: User, clock: Watch, heard):
    told = heard(JobActivated)
    job = personas.draft(rhea)

    active = actions.activate(job, by=Actor.of(rhea), at=clock.tick())

    assert (active.is_active, active.takes_prospects, active.activated_at) == (True, True, clock.at)
    assert told == [JobActivated(job_id=job.pk, at=clock.at, by_id=rhea.pk)]
    with pytest.raises(rules.AlreadyActivated):
        actions.activate(active, by=Actor.of(rhea), at=clock.at)


def test_a_job_without_prospects_has_no_prospect_stage(rhea: User):
    draft = personas.draft(rhea, enable_prospects=False)
    assert "prospect" not in [stage.kind for stage in queries.stages(draft)]

    job = actions.activate(draft, by=Actor.of(rhea), at=personas.START)

    assert "prospect" not in [stage.kind for stage in job.stages.all()]
    assert not job.takes_prospects


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("enable_prospects", False),
        ("hiring_managers_handle_prospects", False),
        ("resume_required", False),
        ("confirm_to", "everybody"),
        ("remind_feedback_after", None),
        ("ask_availability", False),
        ("feedback_from_team", False),
    ],
)
def test_the_process_is_frozen_at_activation(option: str, value: object, rhea: User, at):
    actor, draft = Actor.of(rhea), personas.draft(rhea)
    off: dict[str, Any] = {option: value}
    changed = dataclasses.replace(queries.details(draft), **off)
    edited = actions.edit(draft, changed, by=actor, at=at)
    job = actions.activate(edited, by=actor, at=at)

    with pytest.raises(rules.ProcessFrozen):
        actions.edit(job, personas.details(), by=actor, at=at)


def test_details_of_an_active_job_can_change_but_not_vanish(job: Job, rhea: User, clock: Watch, heard):
    told = heard(JobEdited)
    details = queries.details(job)

    edited = actions.edit(
        job, dataclasses.replace(details, title="Chief lamp keeper"), by=Actor.of(rhea), at=clock.tick()
    )
    actions.edit(edited, queries.details(edited), by=Actor.of(rhea), at=clock.tick())
    with pytest.raises(rules.JobDetailsMissing):
        actions.edit(job, dataclasses.replace(details, description=""), by=Actor.of(rhea), at=clock.at)

    assert [event.changed for event in told] == [("title",)]
    assert queries.job(Actor.of(rhea), job.pk).title == "Chief lamp keeper"


def test_closing_needs_an_active_job_and_a_reason_that_is_true(rhea: User, clock: Watch, heard):
    told = heard(JobClosed)
    actor, draft = Actor.of(rhea), personas.draft(rhea)
    with pytest.raises(rules.NotActive):
        actions.close(draft, reason=CloseReason.CANCELLED, by=actor, at=clock.at)
    job = actions.activate(draft, by=actor, at=clock.at)
    with pytest.raises(refusals.Invalid):
        actions.close(job, reason="bored", by=actor, at=clock.at)
    with pytest.raises(refusals.Invalid):
        actions.close(job, reason="cancelled", comment="x" * 2_001, by=actor, at=clock.at)
    with pytest.raises(NobodyAccepted):
        actions.close(job, reason=CloseReason.FILLED, by=actor, at=clock.at)

    closed = actions.close(job, reason="cancelled", comment=" The pier is gone. ", by=actor, at=clock.tick())

    assert (closed.status, closed.closed_at, closed.close_comment) == ("closed", clock.at, "The pier is gone.")
    assert told == [
        JobClosed(job_id=job.pk, reason="cancelled", comment="The pier is gone.", at=clock.at, by_id=rhea.pk)
    ]
    with pytest.raises(rules.JobIsClosed):
        actions.edit(closed, personas.details("Other"), by=actor, at=clock.at)
    with pytest.raises(rules.AlreadyActivated):
        actions.activate(closed, by=actor, at=clock.at)


def test_only_a_job_nobody_was_considered_for_is_deleted(rhea: User, at, heard):
    told = heard(JobDeleted)
    actor = Actor.of(rhea)
    job = personas.active_job(rhea)
    personas.prospect(job)
    with pytest.raises(rules.ActiveJobStays):
        actions.delete(job, by=actor, at=at)
    closed = actions.close(job, reason="cancelled", by=actor, at=at)
    with pytest.raises(rules.JobHasApplications):
        actions.delete(closed, by=actor, at=at)
    draft = personas.draft(rhea)
    pk = draft.pk

    actions.delete(draft, by=actor, at=at)

    assert told == [JobDeleted(job_id=pk, code=draft.code, at=at, by_id=rhea.pk)]
    with pytest.raises(queries.JobNotFound):
        queries.job(actor, pk)


def test_somebody_deleted_it_first(rhea: User, at):
    draft = personas.draft(rhea)
    stale = Job.objects.get(pk=draft.pk)
    actions.delete(draft, by=SYSTEM, at=at)

    with pytest.raises(queries.JobNotFound):
        actions.edit(stale, personas.details("New"), by=SYSTEM, at=at)


def test_jobs_are_filtered_by_status_team_and_words(job: Job, rhea: User, ada: User):
    other = personas.draft(rhea, "Buoy painter", code="BUOY")
    mine, everything = Actor.of(rhea), Actor.of(ada)

    assert set(queries.filtered(mine, status="draft")) == {other}
    assert set(queries.filtered(mine, search="buoy")) == set(queries.filtered(mine, search="PAINT")) == {other}
    assert set(queries.filtered(mine, search="lamp gothenburg")) == {job}
    assert list(queries.filtered(mine, status="nonsense")) == []
    assert list(queries.filtered(everything, mine=True)) == []
    assert set(queries.filtered(everything)) == {job, other}


def test_anybody_may_read_an_active_job_that_is_not_confidential(job: Job, rhea: User):
    hidden = personas.active_job(rhea, is_confidential=True)
    draft = personas.draft(rhea)

    assert queries.public_job(job.code.lower()) == job
    for code in (hidden.code, draft.code, "", "\0", "nonsense"):
        with pytest.raises(queries.JobNotFound):
            queries.public_job(code)


def test_roles_to_create_with_follow_the_security_roles(rhea: User, hal: User, ada: User):
    assert queries.roles_to_create_with(Actor.of(rhea)) == ["recruiter"]
    assert queries.roles_to_create_with(Actor.of(hal)) == ["hiring_manager"]
    assert queries.roles_to_create_with(Actor.of(ada)) == []


def test_losing_the_security_role_keeps_the_team_but_no_new_jobs(job: Job, rhea: User, ada: User, at):
    accounts.assign_roles(rhea, [], by=Actor.of(ada), at=at)
    actor = Actor.of(User.objects.get(pk=rhea.pk))

    assert queries.may(actor, Action.JOB_EDIT, job)
    with pytest.raises(refusals.NotAllowed):
        actions.create(personas.details(), role=TeamRole.RECRUITER, by=actor, at=at)


def test_a_deactivated_member_sees_nothing(job: Job, rhea: User, ada: User, at):
    accounts.deactivate(rhea, by=Actor.of(ada), at=at)

    assert list(queries.visible_to(Actor.of(User.objects.get(pk=rhea.pk)))) == []


@pytest.mark.django_db(transaction=True)
def test_jobs_created_at_once_have_different_numbers():
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)

    jobs = at_once(*[lambda: personas.draft(rhea)] * 6)

    assert len({job.code for job in jobs}) == 6


@pytest.mark.django_db(transaction=True)
def test_one_job_id_given_twice_at_once_is_one_job():
    rhea = personas.user("Rhea", SecurityRole.RECRUITER)

    results = at_once(*[lambda: personas.draft(rhea, code="LAMP")] * 3)

    assert [type(result) for result in results].count(actions.JobIdTaken) == 2
