"""Offers: who may note them and when, what an answer does to the application and the job, and every step back."""

import pytest
from django.db import IntegrityError, transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications import queries
from skaffa.applications.events import ApplicationClosed, ApplicationReopened, OfferMade, OfferTakenBack
from skaffa.applications.models import Application, OfferStatus
from skaffa.applications.offers import actions, rules
from skaffa.applications.rules import ApplicationIsClosed, JobNotOpen, NobodyAccepted
from skaffa.core import refusals
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import CloseReason, Job, JobStatus
from tests import personas
from tests.personas import Watch

pytestmark = pytest.mark.django_db


def fresh(application: Application) -> Application:
    return Application.objects.get(pk=application.pk)


def test_an_offer_goes_its_way_and_an_accepted_one_is_a_hire(job: Job, hal: User, clock: Watch, heard):
    told = heard(OfferMade, ApplicationClosed)
    application, by = personas.offered_to(job), Actor.of(hal)

    actions.note(application, "prepared", by=by, at=clock.tick())
    actions.note(application, "extended", by=by, at=clock.tick())
    hired = actions.note(application, "accepted", comment=" From May. ", by=by, at=clock.tick())

    assert (hired.status, hired.close_reason, hired.offer) == ("closed", "hired", "accepted")
    assert (hired.offer_at, hired.rejection_comment, hired.decline_reason) == (clock.at, "From May.", "")
    assert [getattr(event, "offer", None) for event in told] == ["prepared", "extended", None]
    closed = told[-1]
    assert isinstance(closed, ApplicationClosed)
    assert (closed.reason, closed.comment, closed.by_id) == ("hired", "From May.", hal.pk)


def test_a_declined_offer_says_why(job: Job, rhea: User, clock: Watch, heard):
    told = heard(ApplicationClosed)
    application, by = personas.offered_to(job), Actor.of(rhea)
    with pytest.raises(refusals.Invalid) as refused:
        actions.note(application, "declined", by=by, at=clock.tick())
    assert list(refused.value.fields) == ["decline_reason"]

    actions.note(application, "declined", decline_reason="relocation", comment="Too far.", by=by, at=clock.tick())

    after = fresh(application)
    assert (after.status, after.close_reason, after.decline_reason) == ("closed", "offer_declined", "relocation")
    [event] = told
    assert isinstance(event, ApplicationClosed)
    assert (event.reason, event.decline_reason, event.comment) == ("offer_declined", "relocation", "Too far.")


@pytest.mark.parametrize("answer", ["accepted", "declined"])
def test_an_answer_is_taken_back_and_every_step_before_it(job: Job, hal: User, clock: Watch, heard, answer: str):
    application, by = personas.offered_to(job), Actor.of(hal)
    actions.note(application, answer, decline_reason="other", by=by, at=clock.tick())
    told = heard(ApplicationReopened, OfferTakenBack)

    steps = [actions.take_back(application, by=by, at=clock.tick()) for _ in range(3)]

    assert [(step.status, step.offer) for step in steps] == [
        ("active", "extended"),
        ("active", "prepared"),
        ("active", ""),
    ]
    after = fresh(application)
    assert (after.close_reason, after.decline_reason, after.rejection_comment, after.offer_at) == ("", "", "", None)
    assert [type(event) for event in told] == [ApplicationReopened, OfferTakenBack, OfferTakenBack]
    with pytest.raises(rules.NoOffer):
        actions.take_back(application, by=by, at=clock.tick())


def test_who_is_reopened_after_an_answer_has_an_open_offer(job: Job, rhea: User, clock: Watch):
    application, by = personas.offered_to(job), Actor.of(rhea)
    actions.note(application, "accepted", by=by, at=clock.tick())

    after = applications.reopen(application, by=by, at=clock.tick())

    assert (after.status, after.offer) == ("active", "extended")


def test_an_offer_is_for_who_has_reached_the_offer_stage(job: Job, rhea: User, clock: Watch):
    with pytest.raises(rules.NotAtOffer):
        actions.note(personas.applicant(job), "prepared", by=Actor.of(rhea), at=clock.tick())


def test_each_step_is_noted_once_and_none_goes_back_by_itself(job: Job, rhea: User, clock: Watch):
    application, by = personas.offered_to(job), Actor.of(rhea)
    actions.note(application, "extended", by=by, at=clock.tick())

    for step in ("prepared", "extended"):
        with pytest.raises(rules.OfferStandsSo):
            actions.note(application, step, by=by, at=clock.tick())
    with pytest.raises(refusals.Invalid):
        actions.note(application, "signed", by=by, at=clock.tick())
    actions.note(application, "accepted", by=by, at=clock.tick())
    with pytest.raises(ApplicationIsClosed):
        actions.note(application, "declined", decline_reason="other", by=by, at=clock.tick())


def test_a_rejected_applicant_keeps_the_offer_they_had_and_nothing_is_taken_back(job: Job, rhea: User, clock: Watch):
    application, by = personas.offered_to(job), Actor.of(rhea)
    actions.note(application, "extended", by=by, at=clock.tick())
    applications.reject(application, reason="other", by=by, at=clock.tick())

    with pytest.raises(ApplicationIsClosed):
        actions.take_back(application, by=by, at=clock.tick())
    assert queries.openings(job).offered == 0
    assert applications.reopen(application, by=by, at=clock.tick()).offer == "extended"
    assert queries.openings(job).offered == 1


def test_openings_are_taken_by_offers_and_hires_and_given_back(rhea: User, clock: Watch):
    job, by = personas.active_job(rhea, openings=2), Actor.of(rhea)
    first, second, third = (personas.offered_to(job) for _ in range(3))

    actions.note(first, "prepared", by=by, at=clock.tick())
    assert (queries.openings(job).available, queries.openings(job).offered) == (1, 1)
    actions.note(first, "accepted", by=by, at=clock.tick())
    actions.note(second, "declined", decline_reason="other", by=by, at=clock.tick())
    found = queries.openings(job)
    assert (found.available, found.hired, found.are_filled) == (1, 1, False)
    actions.note(second := actions.take_back(second, by=by, at=clock.tick()), "accepted", by=by, at=clock.tick())
    actions.note(third, "extended", by=by, at=clock.tick())
    found = queries.openings(job)
    assert (found.available, found.hired, found.are_filled) == (0, 2, True)
    actions.take_back(second, by=by, at=clock.tick())
    assert not queries.openings(job).are_filled


def test_a_job_is_filled_only_by_somebody_who_accepted(job: Job, rhea: User, clock: Watch):
    by = Actor.of(rhea)
    hired, other = personas.offered_to(job), personas.offered_to(job)
    actions.note(hired, "extended", by=by, at=clock.tick())
    with pytest.raises(NobodyAccepted):
        jobs.close(job, reason=CloseReason.FILLED, by=by, at=clock.tick())
    assert Job.objects.get(pk=job.pk).status == JobStatus.ACTIVE
    actions.note(hired, "accepted", by=by, at=clock.tick())

    jobs.close(job, reason=CloseReason.FILLED, by=by, at=clock.tick())

    assert (fresh(hired).close_reason, fresh(other).close_reason) == ("hired", "job_filled")
    with pytest.raises(JobNotOpen):
        actions.take_back(hired, by=by, at=clock.tick())


def test_the_database_keeps_offer_and_ending_together(job: Job):
    application = personas.offered_to(job)
    for wrong in ({"offer": OfferStatus.ACCEPTED}, {"decline_reason": "other"}, {"offer": "declined"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Application.objects.filter(pk=application.pk).update(**wrong)
