"""From whom feedback is awaited: the hiring team where the job says so, interviewers, and whoever is asked by name."""

from datetime import datetime, timedelta

import pytest

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.core import refusals
from skaffa.interviews import actions as feedback
from skaffa.interviews.models import FeedbackRequest
from skaffa.interviews.requests import actions, queries
from skaffa.interviews.rules import Opinion, ProspectNotInterviewed
from skaffa.interviews.schedule import actions as interviews
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamMember, TeamRole
from skaffa.mail.models import Email
from skaffa.notify.models import Notice
from tests import personas
from tests.interviews.scheduling import TUESDAY, scheduled
from tests.personas import START, Watch

pytestmark = pytest.mark.django_db
YES = Opinion("yes")


def awaited(application: Application) -> dict[str, bool]:
    return {one.user.first_name: one.has_given for one in queries.participants(application)}


def owed(user: User, at: datetime = START) -> list[tuple[int, str]]:
    return [(one.application_id, one.title) for one in queries.first_owed(Actor.of(user), at=at, many=5)]


@pytest.fixture
def by_name(rhea: User, ivan: User) -> Application:
    """Somebody on a job that does not take everybody on its team."""
    job = personas.active_job(rhea, team=[(ivan, TeamRole.INTERVIEWER)], feedback_from_team=False)
    return personas.applicant(job, personas.candidate("Greta", "Ek"))


def test_the_whole_team_is_asked_and_whoever_else_spoke(
    job: Job, rhea: User, hal: User, ivan: User, ada: User, stan: User, clock: Watch
):
    applicant = personas.applicant(job)
    feedback.save_draft(applicant, YES, by=Actor.of(ivan), at=clock.tick())
    jobs.name_delegate(job, stan, by=Actor.of(hal), at=clock.tick())  # who acts for Hal does not speak for him

    before = awaited(applicant)
    feedback.submit(applicant, YES, by=Actor.of(ada), at=clock.tick())

    assert before == {"Hal": False, "Ivan": False, "Rhea": False}
    assert awaited(applicant) == {"Ada": True, **before}


def test_where_the_team_is_left_out_only_interviewers_and_those_asked_by_name_are(
    by_name: Application, rhea: User, ivan: User, hal: User, clock: Watch
):
    nobody = awaited(by_name)
    interview = scheduled(by_name, ivan, by=rhea)
    interviewer = awaited(by_name)
    actions.ask(by_name, [hal.pk], by=Actor.of(rhea), at=clock.tick())
    interviews.answer(interview, "declined", by=Actor.of(ivan), at=clock.tick())

    assert (nobody, interviewer, awaited(by_name)) == ({}, {"Ivan": False}, {"Hal": False})


def test_a_cancelled_interview_asks_nobody(by_name: Application, rhea: User, ivan: User, clock: Watch):
    interviews.cancel(scheduled(by_name, ivan, by=rhea), word="", by=Actor.of(rhea), at=clock.tick())

    assert awaited(by_name) == {}


def test_who_is_asked_joins_the_team_hears_of_it_and_owes_it_until_they_answer(
    by_name: Application, rhea: User, stan: User, clock: Watch
):
    many = actions.ask(by_name, [stan.pk], by=Actor.of(rhea), at=clock.tick())

    assert many == 1
    assert TeamMember.objects.get(job=by_name.job, user=stan).role == TeamRole.INTERVIEWER
    assert owed(stan) == [(by_name.pk, "")]
    notice, email = Notice.objects.get(user=stan), Email.objects.get(to=stan.email)
    assert (notice.kind, notice.url) == ("FeedbackRequested", f"/applications/{by_name.pk}/feedback")
    assert "Greta Ek" in email.subject
    assert "#{" not in email.text
    assert f"/applications/{by_name.pk}/feedback" in email.text

    feedback.submit(by_name, YES, by=Actor.of(stan), at=clock.tick())
    assert owed(stan) == []
    assert awaited(by_name) == {"Stan": True}


def test_who_asks_themselves_gets_no_letter(by_name: Application, rhea: User, clock: Watch):
    actions.ask(by_name, [rhea.pk], by=Actor.of(rhea), at=clock.tick())

    assert owed(rhea) == [(by_name.pk, "")]
    assert not Notice.objects.filter(user=rhea).exists()
    assert not Email.objects.exists()


def test_somebody_is_asked_once_more_at_most_every_hour_and_never_after_answering(
    by_name: Application, rhea: User, ivan: User, clock: Watch
):
    def ask(later: timedelta) -> int:
        return actions.ask(by_name, [ivan.pk], by=Actor.of(rhea), at=clock.at + later)

    asked = [ask(timedelta(minutes=minutes)) for minutes in (0, 59, 61)]
    feedback.submit(by_name, YES, by=Actor.of(ivan), at=clock.tick())

    assert (asked, ask(timedelta(days=1))) == ([1, 0, 1], 0)
    assert FeedbackRequest.objects.count() == 1
    assert Notice.objects.filter(user=ivan, kind="FeedbackRequested").count() == 2


def test_a_request_is_taken_back(by_name: Application, rhea: User, ivan: User, clock: Watch):
    actions.ask(by_name, [ivan.pk], by=Actor.of(rhea), at=clock.tick())
    request = FeedbackRequest.objects.get()

    with pytest.raises(refusals.NotAllowed):
        actions.take_back(request, by=Actor.of(ivan))
    actions.take_back(request, by=Actor.of(rhea))

    assert (owed(ivan), awaited(by_name)) == ([], {})
    with pytest.raises(queries.RequestNotFound):
        actions.take_back(request, by=Actor.of(rhea))


def test_nothing_is_owed_on_an_application_that_has_ended_or_a_job_one_has_left(
    by_name: Application, rhea: User, ivan: User, hal: User, clock: Watch
):
    actions.ask(by_name, [ivan.pk, hal.pk], by=Actor.of(rhea), at=clock.tick())
    member = TeamMember.objects.get(job=by_name.job, user=hal)
    jobs.remove_team_member(member, by=Actor.of(rhea), at=clock.tick())
    left = (len(owed(ivan)), owed(hal))
    applications.withdraw(by_name, by=Actor.of(rhea), at=clock.tick())

    assert left == (1, [])
    assert owed(ivan) == []


def test_where_an_interview_says_it_already_the_request_does_not(
    by_name: Application, rhea: User, ivan: User, clock: Watch
):
    scheduled(by_name, ivan, by=rhea)
    actions.ask(by_name, [ivan.pk], by=Actor.of(rhea), at=clock.tick())

    before, after = (owed(ivan, TUESDAY + timedelta(hours=hours)) for hours in (0, 2))

    assert (before, after) == ([(by_name.pk, "")], [(by_name.pk, "First interview")])


def test_nobody_and_those_without_an_account_are_refused_and_prospects_are_not_judged(
    by_name: Application, rhea: User, stan: User, ada: User, clock: Watch
):
    accounts.deactivate(stan, by=Actor.of(ada), at=clock.tick())

    for people in ([], [stan.pk], [10**9], list(range(1, 20))):
        with pytest.raises(refusals.Invalid) as refused:
            actions.ask(by_name, people, by=Actor.of(rhea), at=clock.at)
        assert list(refused.value.fields) == ["people"]
    with pytest.raises(ProspectNotInterviewed):
        actions.ask(personas.prospect(by_name.job), [rhea.pk], by=Actor.of(rhea), at=clock.at)
