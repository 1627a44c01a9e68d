"""The hiring team: who joins in which role, and who stays."""

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.core import refusals
from skaffa.jobs import actions, queries
from skaffa.jobs.events import TeamMemberRemoved
from skaffa.jobs.models import Job, TeamMember, TeamRole
from tests import personas

pytestmark = pytest.mark.django_db


def test_the_team_is_listed_recruiters_first(job: Job, rhea: User, hal: User, ivan: User):
    assert [member.user for member in queries.team(Actor.of(ivan), job)] == [rhea, hal, ivan]
    assert queries.members_in(job, TeamRole.HIRING_MANAGER) == [hal.pk]


@pytest.mark.parametrize("role", [TeamRole.RECRUITER, TeamRole.HIRING_MANAGER])
def test_a_team_role_needs_the_security_role(role: TeamRole, job: Job, rhea: User, stan: User, at):
    with pytest.raises(actions.RoleNotHeld):
        actions.add_team_member(job, stan, role=role, by=Actor.of(rhea), at=at)

    assert stan not in queries.addable_users(Actor.of(rhea), job, role)


def test_anybody_may_interview_once(job: Job, rhea: User, stan: User, at):
    assert stan in queries.addable_users(Actor.of(rhea), job, TeamRole.INTERVIEWER)
    actions.add_team_member(job, stan, role=TeamRole.INTERVIEWER, by=Actor.of(rhea), at=at)

    assert stan not in queries.addable_users(Actor.of(rhea), job, TeamRole.INTERVIEWER)
    with pytest.raises(actions.AlreadyInTeam):
        actions.add_team_member(job, stan, role=TeamRole.INTERVIEWER, by=Actor.of(rhea), at=at)


def test_a_deactivated_user_joins_no_team(job: Job, rhea: User, stan: User, at):
    User.objects.filter(pk=stan.pk).update(is_active=False)

    with pytest.raises(actions.RoleNotHeld):
        actions.add_team_member(job, stan, role=TeamRole.INTERVIEWER, by=Actor.of(rhea), at=at)


def test_an_unknown_role_is_refused(job: Job, rhea: User, stan: User, at):
    with pytest.raises(refusals.Invalid):
        actions.add_team_member(job, stan, role="king", by=Actor.of(rhea), at=at)


def test_somebody_who_leaves_sees_the_job_no_more(job: Job, rhea: User, hal: User, at, heard):
    told = heard(TeamMemberRemoved)
    member = TeamMember.objects.get(job=job, user=hal)

    actions.remove_team_member(member, by=Actor.of(rhea), at=at)
    actions.remove_team_member(member, by=Actor.of(rhea), at=at)

    assert told == [TeamMemberRemoved(job_id=job.pk, user_id=hal.pk, role="hiring_manager", at=at, by_id=rhea.pk)]
    with pytest.raises(queries.JobNotFound):
        queries.job(Actor.of(hal), job.pk)


def test_somebody_looks_after_a_job_always(job: Job, rhea: User, hal: User, ivan: User, at):
    members = {member.user_id: member for member in TeamMember.objects.filter(job=job)}
    actions.remove_team_member(members[hal.pk], by=Actor.of(rhea), at=at)

    with pytest.raises(actions.LastOfTheTeam):
        actions.remove_team_member(members[rhea.pk], by=Actor.of(rhea), at=at)

    actions.remove_team_member(members[ivan.pk], by=SYSTEM, at=at)
    assert [member.user for member in queries.team(SYSTEM, job)] == [rhea]


def test_one_user_may_hold_two_roles(rhea: User, at):
    both = personas.user("Bo", SecurityRole.RECRUITER, SecurityRole.HIRING_MANAGER)
    job = personas.draft(both)

    actions.add_team_member(job, both, role=TeamRole.HIRING_MANAGER, by=Actor.of(both), at=at)

    assert queries.team_roles(Actor.of(both), job) == {"recruiter", "hiring_manager"}
