"""Interview feedback: draft, submit, change; who reads whose, and who is told."""

import pytest
from django.db import IntegrityError, transaction

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.applications.rules import ApplicationIsClosed
from skaffa.core import refusals
from skaffa.interviews import actions, queries, rules
from skaffa.interviews.events import FeedbackChanged, FeedbackDeleted, FeedbackSubmitted
from skaffa.interviews.models import Feedback, FeedbackStatus
from skaffa.interviews.rules import Opinion
from skaffa.jobs.models import Job, TeamRole
from skaffa.notify.models import Notice
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db
YES, NO = Opinion("yes", "onsite", strengths="Calm."), Opinion("no")


def read_by(user: User, application: Application) -> set[str]:
    rows = queries.of_application(Actor.of(user), application)
    return {feedback.author.first_name for feedback in rows}


def test_a_draft_is_its_authors_alone_until_it_is_submitted(job: Job, rhea: User, ivan: User, clock: Watch, heard):
    told = heard(FeedbackSubmitted, FeedbackChanged, FeedbackDeleted)
    applicant, by = personas.applicant(job), Actor.of(ivan)

    draft = actions.save_draft(applicant, Opinion(strengths=" Calm. "), by=by, at=clock.tick())

    assert (draft.strengths, draft.status, draft.submitted_at) == ("Calm.", FeedbackStatus.DRAFT, None)
    assert queries.own(by, applicant) == draft
    assert not queries.visible_to(Actor.of(rhea)).exists()
    assert told == []

    submitted = actions.submit(applicant, YES, by=by, at=clock.tick())

    assert submitted.pk == draft.pk
    assert submitted.submitted_at == clock.at
    assert read_by(rhea, applicant) == {"Ivan"}
    ids = {"feedback_id": draft.pk, "application_id": applicant.pk, "candidate_id": applicant.candidate_id}
    assert told == [FeedbackSubmitted(**ids, at=clock.at, by_id=ivan.pk)]


def test_an_interviewer_reads_others_only_after_submitting_their_own(job: Job, rhea: User, ivan: User, clock: Watch):
    applicant = personas.applicant(job)
    actions.submit(applicant, NO, by=Actor.of(rhea), at=clock.tick())

    before = read_by(ivan, applicant)
    actions.save_draft(applicant, YES, by=Actor.of(ivan), at=clock.tick())
    drafted = read_by(ivan, applicant)
    actions.submit(applicant, YES, by=Actor.of(ivan), at=clock.tick())

    assert (before, drafted, read_by(ivan, applicant)) == (set(), set(), {"Rhea", "Ivan"})


def test_the_jobs_option_shows_others_feedback_at_once(rhea: User, ivan: User, stan: User, clock: Watch):
    team = [(ivan, TeamRole.INTERVIEWER)]
    applicant = personas.applicant(personas.active_job(rhea, team=team, feedback_shown_before_own=True))
    actions.submit(applicant, NO, by=Actor.of(rhea), at=clock.tick())

    assert read_by(ivan, applicant) == {"Rhea"}
    assert read_by(stan, applicant) == set()


def test_those_who_lead_or_read_everything_always_read_all(
    job: Job, ivan: User, hal: User, rhea: User, reed: User, ada: User, clock: Watch
):
    applicant = personas.applicant(job)
    actions.submit(applicant, YES, by=Actor.of(ivan), at=clock.tick())

    assert all(read_by(user, applicant) == {"Ivan"} for user in (hal, rhea, reed, ada))
    assert queries.visible_to(SYSTEM).count() == 1


def test_what_was_submitted_changes_only_where_the_job_allows(rhea: User, clock: Watch, heard):
    told = heard(FeedbackChanged)
    by = Actor.of(rhea)
    free = personas.applicant(personas.active_job(rhea))
    fixed = personas.applicant(personas.active_job(rhea, feedback_editable=False))

    changed = actions.change(actions.submit(free, YES, by=by, at=clock.tick()), NO, by=by, at=clock.tick())
    actions.change(changed, NO, by=by, at=clock.tick())

    assert changed.recommendation == "no"
    assert [event.feedback_id for event in told] == [changed.pk]
    with pytest.raises(rules.FeedbackFixed):
        actions.change(actions.submit(fixed, YES, by=by, at=clock.tick()), NO, by=by, at=clock.tick())
    for again in (actions.submit, actions.save_draft):
        with pytest.raises(rules.AlreadySubmitted):
            again(free, YES, by=by, at=clock.tick())


def test_nobody_speaks_for_somebody_else(job: Job, rhea: User, ivan: User, reed: User, clock: Watch):
    applicant = personas.applicant(job)
    draft = actions.save_draft(applicant, YES, by=Actor.of(ivan), at=clock.tick())

    with pytest.raises(rules.FeedbackOfSomebodyElse):
        actions.change(draft, NO, by=Actor.of(rhea), at=clock.tick())
    with pytest.raises(rules.NotSubmitted):
        actions.change(draft, NO, by=Actor.of(ivan), at=clock.tick())
    for actor in (Actor.of(reed), SYSTEM):
        with pytest.raises(refusals.NotAllowed):
            actions.submit(applicant, YES, by=actor, at=clock.tick())


def test_one_deletes_ones_own_draft_and_a_recruiter_anything(
    job: Job, rhea: User, hal: User, ivan: User, clock: Watch, heard
):
    told = heard(FeedbackDeleted)
    applicant, by = personas.applicant(job), Actor.of(ivan)
    actions.delete(actions.save_draft(applicant, YES, by=by, at=clock.tick()), by=by, at=clock.tick())
    submitted = actions.submit(applicant, YES, by=by, at=clock.tick())

    for user in (ivan, hal):
        with pytest.raises(refusals.NotAllowed):
            actions.delete(submitted, by=Actor.of(user), at=clock.tick())
    actions.delete(submitted, by=Actor.of(rhea), at=clock.tick())

    assert [event.feedback_id for event in told] == [submitted.pk]  # nobody had heard of the draft
    assert not Feedback.objects.exists()


def test_a_closed_application_asks_for_no_more_feedback(job: Job, rhea: User, ivan: User, clock: Watch):
    applicant = personas.applicant(job)
    applications.withdraw(applicant, by=Actor.of(rhea), at=clock.tick())

    with pytest.raises(ApplicationIsClosed):
        actions.save_draft(applicant, YES, by=Actor.of(ivan), at=clock.tick())
    assert not Feedback.objects.exists()


@pytest.mark.parametrize(
    ("opinion", "field"),
    [
        (Opinion(), "recommendation"),
        (Opinion("maybe"), "recommendation"),
        (Opinion("yes", "by pigeon"), "interview_type"),
        (Opinion("yes", comment="a" * 5_001), "comment"),
    ],
)
def test_what_cannot_be_submitted_is_refused_beside_its_field(job: Job, ivan: User, clock: Watch, opinion, field):
    with pytest.raises(refusals.Invalid) as refused:
        actions.submit(personas.applicant(job), opinion, by=Actor.of(ivan), at=clock.at)

    assert list(refused.value.fields) == [field]


def test_the_database_itself_refuses_a_submission_without_recommendation(job: Job, ivan: User, clock: Watch):
    draft = actions.save_draft(personas.applicant(job), Opinion(), by=Actor.of(ivan), at=clock.at)

    with pytest.raises(IntegrityError, match="submitted_feedback_recommends"), transaction.atomic():
        Feedback.objects.filter(pk=draft.pk).update(status="submitted", submitted_at=clock.at)


def test_those_who_lead_the_job_are_told_except_the_one_who_wrote(job: Job, rhea: User, hal: User, clock: Watch):
    applicant = personas.applicant(job, personas.candidate("Greta", "Ek"))

    actions.submit(applicant, YES, by=Actor.of(hal), at=clock.tick())

    notice = Notice.objects.get(kind="FeedbackSubmitted")
    assert (notice.user, notice.url) == (rhea, f"/applications/{applicant.pk}/feedback")
    assert notice.data == {"candidate": "Greta Ek", "candidate_id": applicant.candidate_id, "job": "Lamp keeper"}
