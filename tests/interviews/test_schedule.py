"""Interviews: scheduled, changed, cancelled, answered; who is told what, and what speaks against a time."""

from dataclasses import replace
from datetime import time, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.interviews import actions as feedback
from skaffa.interviews.availability import actions as availability
from skaffa.interviews.events import (
    InterviewAnswered,
    InterviewCancelled,
    InterviewChanged,
    InterviewScheduled,
    InterviewTold,
    News,
)
from skaffa.interviews.models import Interview, Panelist
from skaffa.interviews.requests import queries as requests
from skaffa.interviews.rules import Opinion, ProspectNotInterviewed
from skaffa.interviews.schedule import actions, queries, rules
from skaffa.interviews.schedule.rules import Kind
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.notify.models import Notice
from tests import personas
from tests.interviews.scheduling import READER, TUESDAY, asked, plan, scheduled
from tests.personas import Watch

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def letters(told: list[InterviewTold]) -> list[tuple[str, tuple[int, ...], bool]]:
    return [(event.news.value, event.interviewer_ids, event.to_candidate) for event in told]


def panel_of(interview: Interview) -> dict[str, str]:
    rows = Panelist.objects.filter(interview=interview).select_related("interviewer")
    return {panelist.interviewer.first_name: panelist.answer for panelist in rows}


def test_a_panel_is_scheduled_and_nobody_is_told_until_somebody_says_so(
    job: Job, rhea: User, hal: User, ivan: User, clock: Watch, heard
):
    told, made = heard(InterviewTold), heard(InterviewScheduled)
    interview = scheduled(personas.applicant(job), ivan, hal, by=rhea, told=False, title="  Second   interview ")

    assert (interview.title, interview.ends_at - interview.starts_at) == ("Second interview", HOUR)
    assert panel_of(interview) == {"Ivan": "none", "Hal": "none"}
    assert (len(made), told) == (1, [])

    actions.tell_interviewers(interview, by=Actor.of(rhea), at=clock.tick())
    actions.tell_candidate(interview, READER, by=Actor.of(rhea), at=clock.tick())

    assert letters(told) == [("invitation", (ivan.pk, hal.pk), False), ("invitation", (), True)]
    assert {notice.user for notice in Notice.objects.filter(kind="InterviewInvitation")} == {ivan, hal}
    assert [one.pk for one in queries.told_to_candidate(interview.application)] == [interview.pk]


def test_without_a_panel_each_interviewer_gets_an_interview_after_the_other(
    job: Job, rhea: User, hal: User, ivan: User, clock: Watch
):
    plans = rules.one_after_another(plan(ivan, hal, minutes=45))

    made = actions.schedule(personas.applicant(job), plans, by=Actor.of(rhea), at=clock.at)

    assert [panel_of(interview) for interview in made] == [{"Ivan": "none"}, {"Hal": "none"}]
    assert made[0].ends_at == made[1].starts_at == TUESDAY + timedelta(minutes=45)


def test_whoever_is_added_joins_the_hiring_team_and_sees_the_applicant(job: Job, rhea: User, stan: User, clock: Watch):
    applicant = personas.applicant(job)
    assert not queries.visible_to(Actor.of(stan)).exists()

    interview = scheduled(applicant, stan, by=rhea)

    assert jobs.team_roles(Actor.of(stan), job) == {"interviewer"}
    assert queries.interview(Actor.of(stan), interview.pk) == interview
    assert list(queries.mine(Actor.of(stan))) == [interview]
    assert not queries.mine(Actor.of(rhea)).exists()


def test_a_change_of_time_tells_everybody_and_asks_anew(
    job: Job, rhea: User, hal: User, ivan: User, stan: User, clock: Watch, heard
):
    interview = scheduled(personas.applicant(job), ivan, hal, by=rhea)
    actions.answer(interview, "accepted", by=Actor.of(ivan), at=clock.tick())
    told, changed = heard(InterviewTold), heard(InterviewChanged)

    later = plan(ivan, stan, starts_at=TUESDAY + HOUR)
    after = actions.change(interview, later, by=Actor.of(rhea), at=clock.tick())
    actions.change(interview, later, by=Actor.of(rhea), at=clock.tick())

    assert (after.sequence, after.starts_at, after.uid) == (1, TUESDAY + HOUR, interview.uid)
    assert panel_of(interview) == {"Ivan": "none", "Stan": "none"}
    assert letters(told) == [
        ("change", (ivan.pk,), True),
        ("invitation", (stan.pk,), False),
        ("cancellation", (hal.pk,), False),
    ]
    assert len(changed) == 1  # the second change changed nothing


def test_another_place_keeps_the_answers(job: Job, rhea: User, ivan: User, clock: Watch, heard):
    interview = scheduled(personas.applicant(job), ivan, by=rhea)
    actions.answer(interview, "tentative", word="Perhaps a quarter late.", by=Actor.of(ivan), at=clock.tick())
    told = heard(InterviewTold)

    actions.change(interview, plan(ivan, place="Room 3"), by=Actor.of(rhea), at=clock.tick())

    assert panel_of(interview) == {"Ivan": "tentative"}
    assert letters(told) == [("change", (ivan.pk,), True)]


def test_what_nobody_knows_of_is_changed_and_cancelled_silently(job: Job, rhea: User, ivan: User, clock: Watch, heard):
    interview = scheduled(personas.applicant(job), ivan, by=rhea, told=False)
    told = heard(InterviewTold)

    actions.change(interview, plan(ivan, title="Coffee"), by=Actor.of(rhea), at=clock.tick())
    actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick())

    assert told == []


def test_a_cancellation_reaches_all_who_knew_and_is_for_good(job: Job, rhea: User, ivan: User, clock: Watch, heard):
    interview = scheduled(personas.applicant(job), ivan, by=rhea)
    told, off = heard(InterviewTold), heard(InterviewCancelled)

    cancelled = actions.cancel(interview, word=" Ill. ", by=Actor.of(rhea), at=clock.tick())

    assert (cancelled.status, cancelled.sequence, cancelled.cancel_word) == ("cancelled", 1, "Ill.")
    assert letters(told) == [("cancellation", (ivan.pk,), True)]
    assert [event.comment for event in off] == ["Ill."]
    for act in (
        lambda: actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick()),
        lambda: actions.change(interview, plan(ivan), by=Actor.of(rhea), at=clock.tick()),
        lambda: actions.answer(interview, "accepted", by=Actor.of(ivan), at=clock.tick()),
    ):
        with pytest.raises(rules.InterviewIsOff):
            act()
    assert not queries.mine(Actor.of(ivan)).exists()


def test_the_end_of_an_application_calls_off_what_is_to_come(job: Job, rhea: User, ivan: User, clock: Watch, heard):
    application = personas.applicant(job)
    interview = scheduled(application, ivan, by=rhea)
    question = asked(application, by=rhea)
    told = heard(InterviewTold)

    applications.reject(application, reason="other", by=Actor.of(rhea), at=clock.tick())

    interview.refresh_from_db()
    question.refresh_from_db()
    assert (interview.status, question.status) == ("cancelled", "withdrawn")
    assert letters(told) == [("cancellation", (ivan.pk,), True)]


def test_an_interviewer_answers_and_whoever_scheduled_hears_of_it(
    job: Job, rhea: User, ivan: User, hal: User, clock: Watch, heard
):
    told = heard(InterviewAnswered)
    interview = scheduled(personas.applicant(job), ivan, by=rhea)

    for said in ("tentative", "declined", "declined"):
        actions.answer(interview, said, word="I am away.", by=Actor.of(ivan), at=clock.tick())

    assert [(event.answer, event.comment, event.user_id) for event in told] == [
        ("tentative", "I am away.", ivan.pk),
        ("declined", "I am away.", ivan.pk),
    ]
    assert Notice.objects.filter(kind="InterviewAnswered", user=rhea).count() == 2
    for user in (hal, rhea):
        with pytest.raises(rules.NotInvited):
            actions.answer(interview, "accepted", by=Actor.of(user), at=clock.tick())
    with pytest.raises(rules.NotInvited):
        actions.answer(interview, "accepted", by=SYSTEM, at=clock.tick())
    with pytest.raises(refusals.Invalid):
        actions.answer(interview, "none", by=Actor.of(ivan), at=clock.tick())


def test_what_is_over_stays_as_it_was(job: Job, rhea: User, ivan: User, clock: Watch):
    interview = scheduled(personas.applicant(job), ivan, by=rhea)
    clock.tick(days=2)

    for act in (
        lambda: actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.at),
        lambda: actions.answer(interview, "accepted", by=Actor.of(ivan), at=clock.at),
        lambda: actions.tell_interviewers(interview, by=Actor.of(rhea), at=clock.at),
    ):
        with pytest.raises(rules.InterviewIsOver):
            act()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": " "}, "title"),
        ({"title": "a" * 121}, "title"),
        ({"starts_at": personas.START}, "time"),
        ({"minutes": 7}, "minutes"),
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"interviewer_ids": ()}, "interviewers"),
        ({"interviewer_ids": tuple(range(13))}, "interviewers"),
        ({"meeting_link": "javascript:alert(1)"}, "meeting_link"),
        ({"meeting_link": "not an address"}, "meeting_link"),
        ({"remind_feedback_after": 5}, "remind_feedback_after"),
    ],
)
def test_what_cannot_be_an_interview_is_refused_beside_its_field(ivan: User, changes: dict[str, Any], field: str):
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked(replace(plan(ivan), **changes), at=personas.START)

    assert list(refused.value.fields) == [field]


def test_prospects_strangers_and_closed_accounts(job: Job, rhea: User, ivan: User, stan: User, ada: User, clock: Watch):
    applicant = personas.applicant(job)

    with pytest.raises(ProspectNotInterviewed):
        scheduled(personas.prospect(job), ivan, by=rhea)
    with pytest.raises(refusals.NotAllowed):
        scheduled(applicant, ivan, by=ivan)
    with pytest.raises(refusals.NotFound):
        scheduled(applicant, ivan, by=stan)
    accounts.deactivate(stan, by=Actor.of(ada), at=clock.tick())
    with pytest.raises(rules.InterviewerGone):
        scheduled(applicant, stan, by=rhea)
    with pytest.raises(rules.NoAddress):
        interview = scheduled(applicant, ivan, by=rhea, told=False)
        actions.tell_candidate(interview, replace(READER, email=""), by=Actor.of(rhea), at=clock.at)
    assert Interview.objects.count() == 1


def kinds(found: list[rules.Conflict]) -> list[tuple[Kind, str]]:
    return [(conflict.kind, conflict.who.first_name if conflict.who else "") for conflict in found]


def test_whoever_is_in_another_interview_is_pointed_out(job: Job, rhea: User, hal: User, ivan: User, clock: Watch):
    first = scheduled(personas.applicant(job), ivan, by=rhea)
    other = personas.applicant(job)

    def against(**changes: Any) -> list[tuple[Kind, str]]:
        return kinds(queries.conflicts(other, [plan(ivan, hal, **changes)]))

    assert against() == [(Kind.INTERVIEWER_TAKEN, "Ivan")]
    assert against(starts_at=TUESDAY + timedelta(minutes=59)) == [(Kind.INTERVIEWER_TAKEN, "Ivan")]
    assert against(starts_at=TUESDAY + HOUR) == []
    assert queries.standing_conflicts(first.application, [queries.loaded(first.pk)]) == {first.pk: []}
    actions.answer(first, "declined", by=Actor.of(ivan), at=clock.tick())
    assert against() == []  # who has declined is free


def test_the_candidate_is_in_one_place_and_comes_when_they_said(
    job: Job, rhea: User, hal: User, ivan: User, clock: Watch
):
    accounts.set_hours(
        ivan, work_begins=time(7), work_ends=time(19), work_days=range(5), by=Actor.of(ivan), at=clock.at
    )
    greta: Candidate = personas.candidate()
    application, elsewhere = (personas.applicant(one, greta) for one in (job, personas.active_job(rhea, "Diver")))
    scheduled(elsewhere, hal, by=rhea)
    question = asked(application, by=rhea)  # 8, 9 and 10 o'clock UTC, Tuesday and Wednesday
    early, late = question.slots.order_by("starts_at")[:2]
    availability.answer(question, [early.pk, late.pk], none_fits=False, time_zone="UTC", word="", at=clock.tick())

    def against(**changes: Any) -> list[Kind]:
        return [conflict.kind for conflict in queries.conflicts(application, [plan(ivan, **changes)])]

    assert against() == [Kind.CANDIDATE_TAKEN]
    assert against(starts_at=TUESDAY - HOUR, minutes=60) == []
    assert against(starts_at=TUESDAY - HOUR, minutes=120) == [Kind.CANDIDATE_TAKEN]  # both of their times, as one
    assert against(starts_at=TUESDAY + HOUR) == [Kind.OUTSIDE_OFFER]


def test_a_working_day_is_the_interviewers_own_also_after_the_clocks_have_changed(job: Job, rhea: User, clock: Watch):
    kim = personas.user("Kim", time_zone="America/New_York")
    applicant = personas.applicant(job)

    def against(**changes: Any) -> list[Kind]:
        return [conflict.kind for conflict in queries.conflicts(applicant, [plan(kim, **changes)])]

    friday, monday = (TUESDAY + timedelta(days=days, hours=4.5) for days in (3, 6))  # 13:30 UTC
    assert against(starts_at=friday) == [Kind.ODD_HOUR]  # 8:30 in New York
    assert against(starts_at=monday) == []  # 9:30, since New York went forward on Sunday
    assert against(starts_at=friday + timedelta(days=1, hours=3)) == [Kind.ODD_HOUR]  # a Saturday
    assert against(starts_at=monday + timedelta(hours=7)) == [Kind.ODD_HOUR]  # until 17:30

    accounts.set_hours(kim, work_begins=time(12), work_ends=time(20), work_days=[5], by=Actor.of(kim), at=clock.at)
    assert against(starts_at=monday + timedelta(hours=3)) == [Kind.ODD_HOUR]
    assert against(starts_at=friday + timedelta(days=1, hours=4)) == []  # Kim's own Saturday


def test_feedback_is_owed_by_who_was_there_and_has_not_given_it(
    job: Job, rhea: User, hal: User, ivan: User, clock: Watch
):
    interview = scheduled(personas.applicant(job), ivan, hal, by=rhea)
    actions.answer(interview, "declined", by=Actor.of(hal), at=clock.tick())

    def owed(user: User) -> list[int]:
        return [one.application_id for one in requests.first_owed(Actor.of(user), at=clock.at, many=5)]

    assert owed(ivan) == []
    clock.tick(days=2)
    assert (owed(ivan), owed(hal), owed(rhea)) == ([interview.application_id], [], [])
    feedback.submit(interview.application, Opinion("yes"), by=Actor.of(ivan), at=clock.tick())
    assert owed(ivan) == []


def test_the_database_holds_what_must_hold(job: Job, rhea: User, ivan: User, clock: Watch):
    interview = scheduled(personas.applicant(job), ivan, by=rhea)

    for wrong in (
        lambda: Interview.objects.filter(pk=interview.pk).update(ends_at=interview.starts_at),
        lambda: Interview.objects.filter(pk=interview.pk).update(candidate_email=""),
        lambda: Panelist.objects.create(interview=interview, interviewer=ivan),
        lambda: Panelist.objects.filter(interview=interview).update(answer="accepted"),
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            wrong()


def test_news_have_names_that_notices_know():
    assert {news.value for news in News} == {"invitation", "change", "cancellation"}


def test_a_candidate_who_cannot_come_says_so_until_there_is_another_time(
    job: Job, rhea: User, ivan: User, clock: Watch
):
    interview = scheduled(personas.applicant(job), ivan, by=rhea)

    said = actions.say_unsuitable(interview, " I travel. ", at=clock.tick())

    assert (said.unsuitable_at, said.unsuitable_word, said.status) == (clock.at, "I travel.", "planned")
    assert Notice.objects.get(kind="InterviewUnsuitable").user == rhea
    actions.change(interview, plan(ivan, place="Room 3"), by=Actor.of(rhea), at=clock.tick())
    assert Interview.objects.get().unsuitable_at
    actions.change(interview, plan(ivan, starts_at=TUESDAY + HOUR), by=Actor.of(rhea), at=clock.tick())
    assert Interview.objects.get().unsuitable_at is None
    actions.cancel(interview, word="", by=Actor.of(rhea), at=clock.tick())
    with pytest.raises(rules.InterviewIsOff):
        actions.say_unsuitable(interview, "", at=clock.tick())
