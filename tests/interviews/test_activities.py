"""The activities Scheduler and Interview of a stage are done by what happens, not by a tick."""

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications.activities import queries
from skaffa.applications.models import Application
from skaffa.interviews import actions as feedback
from skaffa.interviews.rules import Opinion
from skaffa.interviews.schedule import actions
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import TeamRole
from skaffa.processes import rules as processes
from skaffa.processes.rules import PlannedActivity
from tests import personas
from tests.interviews.scheduling import scheduled
from tests.personas import Watch

pytestmark = pytest.mark.django_db
APPLICATION = 1


@pytest.fixture
def application(rhea: User, ivan: User, clock: Watch) -> Application:
    """In a stage that wants an interview appointed, and held."""
    job = personas.draft(rhea)
    jobs.add_team_member(job, ivan, role=TeamRole.INTERVIEWER, by=SYSTEM, at=clock.at)
    before = plan = job_queries.plan(job)
    for kind in ("scheduler", "interview"):
        plan = processes.add_activity(plan, APPLICATION, PlannedActivity(kind, required=True))
    jobs.arrange(job, plan, seen=processes.fingerprint(before), by=SYSTEM, at=clock.at)
    return personas.applicant(jobs.activate(job, by=SYSTEM, at=clock.at))


def left(application: Application) -> str:
    found = queries.left_undone(application, [application.stage])
    return str(found.kind) if found else ""


def test_an_appointed_interview_is_scheduled_and_feedback_after_it_makes_it_held(
    application: Application, rhea: User, ivan: User, clock: Watch
):
    assert left(application) == "scheduler"
    scheduled(application, ivan, by=rhea, at=clock.tick())
    assert left(application) == "interview"
    feedback.submit(application, Opinion("yes"), by=Actor.of(ivan), at=clock.tick())
    assert left(application) == ""


def test_an_interview_that_is_called_off_was_not_scheduled(
    application: Application, rhea: User, ivan: User, clock: Watch
):
    interview = scheduled(application, ivan, by=rhea, at=clock.tick())
    actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick())

    assert left(application) == "scheduler"
