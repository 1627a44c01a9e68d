"""Delegates: named for oneself, with the same rights on the job, and what they may not do (A20)."""

import pytest
from django.test import Client

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.accounts.permissions import Action, Scope, scope
from skaffa.jobs import actions, queries, rules
from skaffa.jobs.models import Job, TeamMember, TeamRole
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def member(job: Job, user: User) -> TeamMember:
    return TeamMember.objects.get(job=job, user=user)


def test_a_delegate_has_the_same_rights_on_the_job_and_on_no_other(job: Job, hal: User, stan: User, clock: Watch):
    other = personas.active_job(hal, "Diver", role=TeamRole.HIRING_MANAGER)

    actions.name_delegate(job, stan, by=Actor.of(hal), at=clock.tick())

    team_rights = {action for action in Action if scope(action, SecurityRole.HIRING_MANAGER) is Scope.TEAM}
    assert queries.rights(Actor.of(stan), job) >= team_rights
    assert queries.rights(Actor.of(stan), other) == frozenset()
    assert (member(job, stan).role, member(job, stan).delegate_of) == ("hiring_manager", hal)


def test_nobody_names_delegates_for_others_and_a_delegate_names_none(
    job: Job, hal: User, stan: User, ivan: User, ada: User, reed: User, clock: Watch
):
    actions.name_delegate(job, stan, by=Actor.of(hal), at=clock.tick())

    for user in (ada, stan):
        with pytest.raises(rules.OnlyForOneself):
            actions.name_delegate(job, reed, by=Actor.of(user), at=clock.tick())
    with pytest.raises(rules.OnlyForOneself):
        actions.name_delegate(job, hal, by=Actor.of(hal), at=clock.tick())
    with pytest.raises(actions.AlreadyInTeam):
        actions.name_delegate(job, stan, by=Actor.of(hal), at=clock.tick())


def test_a_delegate_removes_neither_delegates_nor_whom_they_act_for(
    job: Job, hal: User, stan: User, ivan: User, reed: User, clock: Watch
):
    for user in (stan, reed):
        actions.name_delegate(job, user, by=Actor.of(hal), at=clock.tick())

    for user in (reed, hal):
        with pytest.raises(rules.DelegatesStay):
            actions.remove_team_member(member(job, user), by=Actor.of(stan), at=clock.tick())
    actions.remove_team_member(member(job, ivan), by=Actor.of(stan), at=clock.tick())
    actions.remove_team_member(member(job, stan), by=Actor.of(stan), at=clock.tick())
    actions.remove_team_member(member(job, reed), by=Actor.of(hal), at=clock.tick())

    assert not TeamMember.objects.filter(job=job, delegate_of__isnull=False).exists()


def test_delegates_go_with_whom_they_act_for_and_look_after_no_job_alone(
    job: Job, rhea: User, hal: User, stan: User, clock: Watch
):
    actions.name_delegate(job, stan, by=Actor.of(hal), at=clock.tick())
    actions.remove_team_member(member(job, hal), by=Actor.of(rhea), at=clock.tick())
    assert not TeamMember.objects.filter(job=job, user=stan).exists()
    actions.name_delegate(job, stan, by=Actor.of(rhea), at=clock.tick())

    with pytest.raises(actions.LastOfTheTeam):
        actions.remove_team_member(member(job, rhea), by=Actor.of(rhea), at=clock.tick())


def test_one_names_a_delegate_on_the_team_page(client: Client, job: Job, hal: User, stan: User, ada: User):
    client.force_login(hal)
    offered = client.get(f"/jobs/{job.pk}/team?role=delegate&q=stan").content.decode()
    client.post(f"/jobs/{job.pk}/team", {"role": "delegate", "user": stan.pk})
    after = client.get(f"/jobs/{job.pk}/team").content.decode()
    client.force_login(ada)

    assert "Delegate of mine" in offered
    assert "Stan Persona" in offered
    assert "Delegate of Hal Persona" in after
    assert "Delegate of mine" not in client.get(f"/jobs/{job.pk}/team").content.decode()
