"""Rights on rows, transcribed from the specification's matrix (A162), asked through queries and actions."""

import pytest

from skaffa.accounts import permissions
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.accounts.permissions import Action
from skaffa.jobs import queries
from skaffa.jobs.models import Job, TeamRole
from tests import personas

pytestmark = pytest.mark.django_db

# Who may do what on a job of theirs; reed, ada and stan are on no team. The line of (r)hea, (h)al, (i)van, (R)eed, (A)da.
ON_THE_TEAM = {
    Action.JOB_VIEW: "rhiRA",
    Action.JOB_EDIT: "rhA",
    Action.JOB_ACTIVATE: "rhA",
    Action.JOB_CLOSE: "rA",
    Action.JOB_DELETE: "rhA",
    Action.TEAM_EDIT: "rhA",
    Action.PROSPECT_VIEW: "rhRA",
    Action.PROSPECT_ADD: "rhA",
    Action.APPLICANT_VIEW: "rhiRA",
    Action.APPLICANT_ADD: "rhA",
    Action.APPLICATION_ADVANCE: "rhA",
    Action.APPLICATION_REJECT: "rA",
    Action.APPLICATION_DELETE: "rA",
    Action.OFFER_MAKE: "rhA",
    Action.APPLICATION_SILVER: "rhA",
    Action.DOCUMENT_EDIT: "rhA",
    Action.NOTE_WRITE: "rhA",
    Action.NOTE_DELETE: "rA",
    Action.INTERVIEW_SCHEDULE: "rhA",
    Action.FEEDBACK_VIEW: "rhRA",
    Action.FEEDBACK_GIVE: "rhiA",
    Action.FEEDBACK_DELETE: "rA",
    Action.ACTIVITY_VIEW: "rhiRA",
    Action.ANALYTICS_VIEW: "rhRA",
    Action.LINKEDIN_EXPORT: "rh",
    Action.LINKEDIN_POST: "rA",
    Action.LINKEDIN_STATE: "rhRA",
    Action.MAIL_TEMPLATES: "rhRA",
    Action.MAIL_SEND: "rhA",
    Action.CANDIDATE_SEARCH: "rhRA",
    Action.CANDIDATE_EDIT: "rhA",
    Action.CANDIDATE_MERGE: "rA",
    Action.CANDIDATE_ERASE: "A",
    Action.LINKEDIN_TAB: "rhA",
    Action.LINKEDIN_LINK: "rhA",
    Action.POOL_CREATE: "rhA",
    Action.POOL_VIEW: "RA",  # recruiters and hiring managers by the pool, whatever the job
    Action.POOL_FILL: "A",
    Action.POOL_EDIT: "A",
    Action.JOB_CREATE: "rh",
    Action.TEMPLATE_MAKE: "A",  # recruiters and hiring managers their own, where administrators let them
    Action.ADMIN_CENTER: "A",
}
PROSPECT_RIGHTS = {Action.PROSPECT_VIEW, Action.PROSPECT_ADD, Action.LINKEDIN_EXPORT}


@pytest.fixture
def everybody(rhea, hal, ivan, reed, ada, stan) -> dict[str, User]:
    return {"r": rhea, "h": hal, "i": ivan, "R": reed, "A": ada, "s": stan}


@pytest.mark.parametrize("action", Action)
def test_rights_on_a_job_are_those_of_the_matrix(action: Action, everybody, job: Job):
    held = {letter for letter, user in everybody.items() if queries.may(Actor.of(user), action, job)}

    assert held == set(ON_THE_TEAM[action])


@pytest.mark.parametrize("action", sorted(PROSPECT_RIGHTS, key=str))
def test_hiring_managers_lose_prospects_where_the_job_says_so(action: Action, rhea: User, hal: User):
    job = personas.active_job(rhea, team=[(hal, TeamRole.HIRING_MANAGER)], hiring_managers_handle_prospects=False)

    assert not queries.may(Actor.of(hal), action, job)
    assert queries.may(Actor.of(rhea), action, job)


def test_recruiters_outside_the_team_do_not_know_of_the_job(job: Job):
    other = Actor.of(personas.user("Olga", SecurityRole.RECRUITER))

    assert list(queries.visible_to(other)) == []
    with pytest.raises(queries.JobNotFound):
        queries.require(other, Action.JOB_EDIT, job)


def test_the_system_may_everything_and_the_deactivated_nothing(job: Job, rhea: User):
    rhea.is_active = False

    assert queries.rights(SYSTEM, job) == frozenset(Action)
    assert queries.rights(Actor.of(rhea), job) == frozenset()
    assert not permissions.allowed(Actor.of(rhea), Action.JOB_VIEW, team_roles=["recruiter"])


def test_rights_on_many_jobs_are_one_question(job: Job, rhea: User, django_assert_num_queries):
    jobs = [job, *(personas.draft(rhea) for _ in range(5))]

    with django_assert_num_queries(1):
        rights = queries.rights_by_job(Actor.of(rhea), jobs)

    assert len(rights) == 6
    assert Action.JOB_CLOSE in rights[job.pk]
