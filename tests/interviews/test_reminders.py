"""Reminders: rows written with the interview, each said once, whoever dies on the way."""

from datetime import timedelta

import pytest

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.core import events, refusals
from skaffa.interviews import actions as feedback
from skaffa.interviews import tasks
from skaffa.interviews.events import ReminderDue
from skaffa.interviews.models import Reminder
from skaffa.interviews.reminders import actions, rules
from skaffa.interviews.rules import Opinion
from skaffa.interviews.schedule import actions as schedule
from skaffa.jobs.models import Job, TeamRole
from skaffa.notify.models import Notice
from tests import personas
from tests.at_once import at_once
from tests.interviews.scheduling import TUESDAY, plan, scheduled
from tests.personas import Watch

pytestmark = pytest.mark.django_db
FRIDAY = TUESDAY + timedelta(days=3)


def said(told: list[ReminderDue]) -> list[tuple[str, int | None]]:
    return sorted(((event.kind, event.user_id) for event in told), key=repr)


def test_everybody_is_reminded_a_day_before_and_once(job: Job, rhea: User, ivan: User, hal: User, clock: Watch, heard):
    told = heard(ReminderDue)
    scheduled(personas.applicant(job), ivan, hal, by=rhea, starts_at=FRIDAY)

    clock.at = FRIDAY - timedelta(hours=24, seconds=1)
    tasks.remind()
    assert told == []
    clock.at = FRIDAY - timedelta(hours=24)
    tasks.remind()
    tasks.remind()
    clock.tick(hours=1)
    tasks.remind()

    assert said(told) == said_to("before", hal.pk, ivan.pk, None)
    assert set(Notice.objects.filter(kind="ReminderBefore").values_list("user", flat=True)) == {ivan.pk, hal.pk}


def said_to(kind: str, *people: int | None) -> list[tuple[str, int | None]]:
    return sorted(((kind, who) for who in people), key=repr)


def test_who_dies_before_the_end_has_said_nothing_and_the_next_says_it(
    job: Job, rhea: User, ivan: User, clock: Watch, heard
):
    scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY)
    clock.at = FRIDAY - timedelta(hours=23)

    def dies(_event: ReminderDue) -> None:
        raise KeyboardInterrupt

    events.subscribe(ReminderDue, dies)
    with pytest.raises(KeyboardInterrupt):
        actions.say_due(at=clock.at)
    events.unsubscribe(ReminderDue, dies)
    assert not Notice.objects.filter(kind__startswith="Reminder").exists()
    told = heard(ReminderDue)
    tasks.remind()

    assert ("before", ivan.pk) in said(told)
    assert Notice.objects.filter(kind="ReminderBefore").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_say_everything_once(rhea: User, ivan: User, clock: Watch):
    job = personas.active_job(rhea, team=[(ivan, TeamRole.INTERVIEWER)])
    for _ in range(4):
        scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY)
    at = FRIDAY - timedelta(hours=23)

    at_once(lambda: actions.say_due(at=at), lambda: actions.say_due(at=at))
    actions.say_due(at=at)

    assert Notice.objects.filter(kind="ReminderBefore").count() == 4


def test_one_interviewer_is_asked_for_an_answer_every_day_until_there_is_one(
    job: Job, rhea: User, ivan: User, clock: Watch, heard
):
    interview = scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY, remind_feedback_after=None)
    told = heard(ReminderDue)

    days = []
    for _ in range(2):
        clock.tick(days=1)
        tasks.remind()
        days.append(said(told).count(("answer", ivan.pk)))
    schedule.answer(interview, "accepted", by=Actor.of(ivan), at=clock.tick())
    clock.at = FRIDAY
    tasks.remind()

    assert days == [1, 2]
    assert said(told).count(("answer", ivan.pk)) == 2


def test_a_panel_and_whoever_is_not_told_are_not_asked_for_an_answer(
    job: Job, rhea: User, ivan: User, hal: User, clock: Watch, heard
):
    scheduled(personas.applicant(job), ivan, hal, by=rhea, starts_at=FRIDAY)
    scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY, told=False)
    told = heard(ReminderDue)

    clock.tick(days=2)
    tasks.remind()

    assert told == []


def test_feedback_is_asked_for_as_long_after_as_was_chosen_from_who_has_not_given_it(
    job: Job, rhea: User, ivan: User, hal: User, clock: Watch, heard
):
    applicant = personas.applicant(job)
    interview = scheduled(applicant, ivan, hal, rhea, by=rhea, remind_feedback_after=48)
    schedule.answer(interview, "declined", by=Actor.of(hal), at=clock.tick())
    clock.at = interview.ends_at
    feedback.submit(applicant, Opinion("yes"), by=Actor.of(rhea), at=clock.tick())
    told = heard(ReminderDue)

    clock.at = interview.ends_at + timedelta(hours=47)
    tasks.remind()
    before = said(told)
    clock.tick(hours=1)
    tasks.remind()

    assert ("feedback", ivan.pk) not in before
    assert [one for one in said(told) if one[0] == "feedback"] == [("feedback", ivan.pk)]


def test_a_new_time_has_reminders_of_its_own_and_a_cancelled_interview_none(
    job: Job, rhea: User, ivan: User, clock: Watch, heard
):
    interview = scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY, remind_feedback_after=None)
    clock.at = FRIDAY - timedelta(hours=24)
    tasks.remind()
    told = heard(ReminderDue)
    later = plan(ivan, starts_at=FRIDAY + timedelta(days=3), remind_feedback_after=None)
    schedule.change(interview, later, by=Actor.of(rhea), at=clock.tick())
    schedule.answer(interview, "accepted", by=Actor.of(ivan), at=clock.tick())

    clock.at = FRIDAY + timedelta(days=2)
    tasks.remind()
    schedule.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick())

    assert said(told) == said_to("before", ivan.pk, None)
    assert not Reminder.objects.filter(settled_at=None).exists()


def test_after_an_outage_nobody_is_told_that_what_is_over_begins_soon(
    job: Job, rhea: User, ivan: User, clock: Watch, heard
):
    told = heard(ReminderDue)
    scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY, remind_feedback_after=24)

    clock.at = FRIDAY + timedelta(days=5)
    tasks.remind()

    assert said(told) == [("feedback", ivan.pk)]
    assert not Reminder.objects.filter(settled_at=None).exists()


def test_many_are_said_portion_by_portion(job: Job, rhea: User, ivan: User, clock: Watch):
    interview = scheduled(personas.applicant(job), ivan, by=rhea, starts_at=FRIDAY)
    Reminder.objects.all().delete()
    Reminder.objects.bulk_create(
        Reminder(interview=interview, interviewer=ivan, kind="answer", due_at=clock.at + timedelta(seconds=number))
        for number in range(120)
    )
    clock.tick(hours=1)

    assert [actions.say_due(at=clock.at) for _ in range(4)] == [50, 50, 20, 0]


def test_feedback_is_asked_for_by_hand_at_most_once_an_hour(
    job: Job, rhea: User, ivan: User, hal: User, clock: Watch, heard
):
    applicant = personas.applicant(job)
    interview = scheduled(applicant, ivan, hal, by=rhea, remind_feedback_after=None)
    with pytest.raises(rules.NotOver):
        actions.ask_for_feedback(interview, by=Actor.of(rhea), at=clock.at)
    clock.at = interview.ends_at
    feedback.submit(applicant, Opinion("yes"), by=Actor.of(hal), at=clock.tick())
    told = heard(ReminderDue)

    many = [actions.ask_for_feedback(interview, by=Actor.of(rhea), at=clock.tick(minutes=40)) for _ in range(3)]

    assert many == [1, 0, 1]
    assert [(event.user_id, event.by_id) for event in told] == [(ivan.pk, rhea.pk)] * 2
    with pytest.raises(refusals.NotAllowed):
        actions.ask_for_feedback(interview, by=Actor.of(ivan), at=clock.tick(hours=2))
