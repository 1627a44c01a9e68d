"""Asking a candidate when they can come: which times, across clock changes too; one link, until it is over."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import actions as applications
from skaffa.applications.rules import ApplicationIsClosed
from skaffa.core import refusals, zones
from skaffa.interviews.availability import actions, queries, rules
from skaffa.interviews.events import AvailabilityAnswered, AvailabilityAsked
from skaffa.interviews.models import AvailabilityStatus, Slot
from skaffa.interviews.rules import ProspectNotInterviewed
from skaffa.jobs.models import Job
from skaffa.notify.models import Notice
from tests import personas
from tests.interviews.scheduling import QUESTION, asked
from tests.personas import START, Watch

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def local(moment: datetime, zone: str) -> str:
    return f"{moment.astimezone(ZoneInfo(zone)):%m-%d %H:%M}"


def test_times_fill_the_hours_of_each_working_day():
    question = replace(QUESTION, first_day=date(2026, 3, 6), last_day=date(2026, 3, 9), minutes=90)

    found = rules.slots(question, at=START)

    begins = [local(begin, "Europe/Stockholm") for begin, _end in found]
    assert begins == ["03-06 09:00", "03-06 10:30", "03-09 09:00", "03-09 10:30"]
    assert all(end - begin == timedelta(minutes=90) for begin, end in found)
    assert len(rules.slots(replace(question, weekends=True), at=START)) == 8


def test_the_same_hour_stays_the_same_hour_when_the_clocks_change():
    """Sweden changes on 29 March 2026, New York did on 8 March."""
    question = replace(QUESTION, first_day=date(2026, 3, 27), last_day=date(2026, 3, 30), latest=time(10))

    before, after = (begin for begin, _end in rules.slots(question, at=START))

    assert (before.hour, after.hour) == (8, 7)  # UTC
    assert (local(before, "Europe/Stockholm"), local(after, "Europe/Stockholm")) == ("03-27 09:00", "03-30 09:00")
    assert (local(before, "America/New_York"), local(after, "America/New_York")) == ("03-27 04:00", "03-30 03:00")


@pytest.mark.parametrize(
    ("day", "real_hours"), [(date(2026, 3, 29), 4), (date(2026, 10, 25), 6), (date(2026, 10, 24), 5)]
)
def test_the_night_of_a_change_has_as_many_times_as_real_hours(day: date, real_hours: int):
    question = replace(
        QUESTION, first_day=day, last_day=day, earliest=time(0), latest=time(5), weekends=True, minutes=60
    )

    begins = [begin for begin, _end in rules.slots(question, at=LONG_AGO)]

    assert len(begins) == len(set(begins)) == real_hours


@given(
    day=st.dates(date(2025, 1, 1), date(2027, 12, 31)),
    zone=st.sampled_from(["Europe/Stockholm", "America/New_York", "Australia/Lord_Howe", "Asia/Kolkata"]),
    minutes=st.sampled_from(rules.LENGTHS),
)
def test_times_never_overlap_and_never_leave_their_hours(day: date, zone: str, minutes: int):
    question = replace(
        QUESTION,
        first_day=day,
        last_day=day + timedelta(days=3),
        earliest=time(0),
        latest=time(23, 59),
        minutes=minutes,
        time_zone=zone,
        weekends=True,
    )

    try:
        found = rules.slots(question, at=LONG_AGO)
    except refusals.Invalid:
        assert minutes == 30  # too many to read
        return

    assert all(one[1] <= other[0] for one, other in pairwise(found))
    assert {begin.astimezone(ZoneInfo(zone)).date() for begin, _end in found} == {
        day + timedelta(days=number) for number in range(4)
    }


def test_a_wall_clock_is_read_as_its_zone_reads_it():
    assert zones.moment(date(2026, 3, 30), time(9), "Europe/Stockholm") == datetime(2026, 3, 30, 7, tzinfo=UTC)
    assert zones.moment(date(2026, 10, 25), time(2, 30), "Europe/Stockholm") == datetime(
        2026, 10, 25, 0, 30, tzinfo=UTC
    )
    with pytest.raises(zones.NoSuchTime):
        zones.moment(date(2026, 3, 29), time(2, 30), "Europe/Stockholm")


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": date(2026, 3, 2)}, "last_day"),
        ({"last_day": date(2026, 5, 2)}, "last_day"),
        ({"latest": time(9)}, "latest"),
        ({"minutes": 7}, "minutes"),
        ({"time_zone": "Nowhere/Here"}, "time_zone"),
        ({"message": "a" * 2_001}, "message"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_cannot_be_asked_is_refused_beside_its_field(changes: dict[str, Any], field: str):
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked(replace(QUESTION, **changes))

    assert list(refused.value.fields) == [field]


def test_days_without_a_time_left_and_more_than_anybody_reads_are_refused():
    for question in (
        replace(QUESTION, first_day=date(2026, 2, 27), last_day=date(2026, 2, 27)),
        replace(QUESTION, last_day=date(2026, 4, 1), latest=time(18), minutes=30),
    ):
        with pytest.raises(refusals.Invalid):
            rules.slots(question, at=START)


@pytest.mark.django_db
class TestAsking:
    """With rows."""

    def test_a_candidate_answers_by_their_link_and_the_one_who_asked_hears_of_it(
        self, job: Job, rhea: User, clock: Watch, heard
    ):
        told = heard(AvailabilityAsked, AvailabilityAnswered)
        question = asked(personas.applicant(job), by=rhea)
        token = queries.link(question).rsplit("/", 1)[1]
        opened = queries.opened(token, at=clock.tick())
        first, second = list(opened.slots.order_by("pk"))[:2]

        answered = actions.answer(
            opened, [first.pk, second.pk], none_fits=False, time_zone="Asia/Tokyo", word=" Mornings. ", at=clock.tick()
        )

        assert (answered.status, answered.candidate_time_zone, answered.word) == ("answered", "Asia/Tokyo", "Mornings.")
        assert [slot.pk for slot in queries.fitting(queries.of_application(question.application))] == [
            first.pk,
            second.pk,
        ]
        assert [(type(event).__name__, getattr(event, "fitting", None)) for event in told] == [
            ("AvailabilityAsked", None),
            ("AvailabilityAnswered", 2),
        ]
        notice = Notice.objects.get(kind="AvailabilityAnswered")
        assert (notice.user, notice.data["fits"]) == (rhea, 2)

    def test_an_answer_can_be_changed_to_none_and_says_something(self, job: Job, rhea: User, clock: Watch):
        question = asked(personas.applicant(job), by=rhea)
        ids = list(question.slots.values_list("pk", flat=True))
        said: dict[str, Any] = {"time_zone": "Mars/Base", "word": "", "at": clock.tick()}
        actions.answer(question, ids, none_fits=False, **said)

        with pytest.raises(rules.NothingChosen):
            actions.answer(question, [], none_fits=False, **said)
        none = actions.answer(question, ids, none_fits=True, **said)

        assert (none.status, none.candidate_time_zone) == ("none_fits", "Europe/Stockholm")
        assert not Slot.objects.filter(fits=True).exists()

    def test_nobody_ticks_somebody_elses_time_or_one_that_is_over(self, job: Job, rhea: User, clock: Watch):
        question, other = (asked(personas.applicant(job), by=rhea) for _ in range(2))
        foreign = other.slots.order_by("pk")[0]
        over = question.slots.order_by("starts_at")[0]

        with pytest.raises(rules.NothingChosen):
            actions.answer(
                question, [foreign.pk, over.pk], none_fits=False, time_zone="UTC", word="", at=over.starts_at
            )

        assert not foreign.fits

    def test_a_link_ends_with_its_times_with_a_newer_question_and_with_the_application(
        self, job: Job, rhea: User, clock: Watch
    ):
        application = personas.applicant(job)
        old = asked(application, by=rhea)
        new = asked(application, by=rhea, at=clock.tick())
        tokens = [queries.link(question).rsplit("/", 1)[1] for question in (old, new)]

        assert queries.opened(tokens[1], at=clock.at) == new
        for token, at in [
            (tokens[0], clock.at),
            (tokens[1], new.expires_at),
            (tokens[1] + "x", clock.at),
            ("", clock.at),
        ]:
            with pytest.raises(queries.LinkNotValid):
                queries.opened(token, at=at)
        applications.withdraw(application, by=Actor.of(rhea), at=clock.tick())
        with pytest.raises(queries.LinkNotValid):
            queries.opened(tokens[1], at=clock.at)
        with pytest.raises(queries.LinkNotValid):
            actions.answer(new, [], none_fits=True, time_zone="UTC", word="", at=clock.at)

    def test_a_question_is_withdrawn_and_asked_without_an_address(self, job: Job, rhea: User, clock: Watch):
        application = personas.applicant(job)
        question = asked(application, by=rhea, email="")

        withdrawn = actions.withdraw(question, by=Actor.of(rhea), at=clock.tick())

        assert (withdrawn.status, withdrawn.email) == (AvailabilityStatus.WITHDRAWN, "")
        assert queries.of_application(application) is None

    def test_prospects_closed_applications_and_those_without_the_right(
        self, job: Job, rhea: User, ivan: User, reed: User, clock: Watch
    ):
        prospect, applicant = personas.prospect(job), personas.applicant(job)

        with pytest.raises(ProspectNotInterviewed):
            asked(prospect, by=rhea)
        for user in (ivan, reed):
            with pytest.raises(refusals.NotAllowed):
                asked(applicant, by=user)
        applications.withdraw(applicant, by=Actor.of(rhea), at=clock.tick())
        with pytest.raises(ApplicationIsClosed):
            asked(applicant, by=rhea)


def test_a_job_that_does_without_the_question_asks_nobody_and_lets_what_was_asked_be_answered(rhea: User, clock: Watch):
    applicant = personas.applicant(personas.active_job(rhea))
    before = asked(applicant, by=rhea)
    Job.objects.update(ask_availability=False)
    applicant.job.refresh_from_db()

    with pytest.raises(rules.NotAskedHere):
        asked(applicant, by=rhea)
    first = before.slots.order_by("starts_at")[0]
    actions.answer(before, [first.pk], none_fits=False, time_zone="UTC", word="", at=clock.tick())

    assert [slot.pk for slot in queries.fitting(queries.of_application(applicant))] == [first.pk]
