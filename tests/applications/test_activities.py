"""Activities of a stage: what is required keeps people there, for whom, and who says that it is done."""

import pytest

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.activities import actions, queries, rules
from skaffa.applications.models import ActivityState, Application
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.interviews import actions as interviews
from skaffa.interviews.rules import Opinion
from skaffa.jobs import actions as jobs
from skaffa.jobs import queries as job_queries
from skaffa.jobs.models import Job, StageActivity
from skaffa.processes import rules as process_rules
from skaffa.processes.rules import PlannedActivity
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db
APPLICATION, SCREEN = 1, 2


def job_with(rhea: User, *activities: tuple[int, PlannedActivity]) -> Job:
    """An active job of rhea's with these activities in these of its stages."""
    job = personas.draft(rhea)
    before = plan = job_queries.plan(job)
    for place, activity in activities:
        plan = process_rules.add_activity(plan, place, activity)
    jobs.arrange(job, plan, seen=process_rules.fingerprint(before), by=SYSTEM, at=personas.START)
    return jobs.activate(job, by=SYSTEM, at=personas.START)


def only(job: Job) -> StageActivity:
    return StageActivity.objects.select_related("stage").get(stage__job=job)


def stage_of(application: Application) -> str:
    return Application.objects.get(pk=application.pk).stage.kind


def test_what_is_required_keeps_people_in_their_stage_until_it_is_done(rhea: User, clock: Watch):
    job, by = job_with(rhea, (APPLICATION, PlannedActivity("interview", "Phone call", required=True))), Actor.of(rhea)
    application = personas.applicant(job)

    with pytest.raises(rules.ActivityNotDone) as refused:
        applications.advance(application, by=by, at=clock.tick())
    assert "“Phone call” in Application is required" in str(refused.value.message)
    with pytest.raises(rules.ActivityNotDone):
        applications.move(application, to=job.stages.get(kind="offer"), by=by, at=clock.tick())
    actions.say(application, only(job), "completed", by=by, at=clock.tick())
    applications.advance(application, by=by, at=clock.tick())

    assert stage_of(application) == "screen"


def test_who_jumps_over_a_stage_has_done_what_it_requires(rhea: User, clock: Watch):
    job, by = job_with(rhea, (SCREEN, PlannedActivity("interview", required=True))), Actor.of(rhea)
    application = personas.applicant(job)

    with pytest.raises(rules.ActivityNotDone):
        applications.move(application, to=job.stages.get(kind="interview"), by=by, at=clock.tick())
    applications.advance(application, by=by, at=clock.tick())
    applications.move(application, to=job.stages.get(kind="application"), by=by, at=clock.tick())

    assert stage_of(application) == "application"  # to go back asks nothing


@pytest.mark.parametrize(("audience", "is_internal", "kept"), [("internal", False, False), ("internal", True, True)])
def test_what_is_for_others_keeps_nobody(rhea: User, clock: Watch, audience: str, is_internal: bool, kept: bool):
    job = job_with(rhea, (APPLICATION, PlannedActivity("interview", audience=audience, required=True)))
    person = personas.candidate()
    Candidate.objects.filter(pk=person.pk).update(is_internal=is_internal)
    application = personas.applicant(job, person)

    if kept:
        with pytest.raises(rules.ActivityNotDone):
            applications.advance(application, by=Actor.of(rhea), at=clock.tick())
    else:
        applications.advance(application, by=Actor.of(rhea), at=clock.tick())
    assert stage_of(application) == ("application" if kept else "screen")


def test_feedback_is_done_by_feedback_since_they_entered_the_stage(rhea: User, clock: Watch):
    job, by = job_with(rhea, (SCREEN, PlannedActivity("feedback", required=True))), Actor.of(rhea)
    application = personas.applicant(job)
    interviews.submit(application, Opinion("yes"), by=by, at=clock.tick())
    applications.advance(application, by=by, at=clock.tick())
    with pytest.raises(rules.ActivityNotDone):
        applications.advance(application, by=by, at=clock.tick())
    with pytest.raises(rules.ReadFromFeedback):
        actions.say(application, only(job), "completed", by=by, at=clock.tick())
    another = personas.user("Ivan")
    jobs.add_team_member(job, another, role="interviewer", by=by, at=clock.tick())

    interviews.submit(application, Opinion("no"), by=Actor.of(another), at=clock.tick())

    [standing] = queries.of_stage(fresh := Application.objects.get(pk=application.pk), fresh.stage)
    assert (standing.is_done, standing.by, standing.possible) == (True, "", ())
    applications.advance(application, by=by, at=clock.tick())
    assert stage_of(application) == "interview"


def test_what_is_required_is_not_skipped_and_what_is_not_may_be(rhea: User, clock: Watch):
    by = Actor.of(rhea)
    job = job_with(rhea, (APPLICATION, PlannedActivity("scheduler")))
    application, activity = personas.applicant(job), only(job)
    state = actions.say(application, activity, "skipped", by=by, at=clock.tick())
    assert (state.status, state.by, state.at) == ("skipped", rhea, clock.at)
    actions.say(application, activity, "planned", by=by, at=clock.tick())
    StageActivity.objects.update(required=True)

    with pytest.raises(rules.RequiredIsNotSkipped):
        actions.say(application, only(job), "skipped", by=by, at=clock.tick())
    actions.say(application, only(job), "cancelled", by=by, at=clock.tick())
    with pytest.raises(rules.ActivityNotDone):
        applications.advance(application, by=by, at=clock.tick())
    assert ActivityState.objects.get().status == "cancelled"


def test_an_activity_of_another_job_and_a_status_of_none_are_refused(rhea: User, clock: Watch):
    by = Actor.of(rhea)
    job, other = (job_with(rhea, (APPLICATION, PlannedActivity("scheduler"))) for _ in range(2))
    application = personas.applicant(job)

    with pytest.raises(rules.ActivityOfAnotherJob):
        actions.say(application, only(other), "completed", by=by, at=clock.tick())
    with pytest.raises(refusals.Invalid):
        actions.say(application, only(job), "danced", by=by, at=clock.tick())
