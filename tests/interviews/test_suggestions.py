"""Suggested times: everybody is free at every one of them, none is left out where there is one, and a few are enough."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.hours import Hours, Span
from skaffa.accounts.models import User
from skaffa.interviews.availability import actions as availability
from skaffa.interviews.schedule import finding, suggestions
from skaffa.interviews.schedule.suggestions import MOST, Meeting
from skaffa.jobs.models import Job
from tests import personas
from tests.interviews.scheduling import TUESDAY, asked, scheduled
from tests.personas import START, Watch

HOUR, QUARTER = timedelta(hours=1), timedelta(minutes=15)
ANNA, BO = 1, 2


def span(begin: float, end: float) -> Span:
    """From and to these hours after Tuesday at nine."""
    return TUESDAY + begin * HOUR, TUESDAY + end * HOUR


def hours(times: object) -> list[float]:
    return [(moment - TUESDAY) / HOUR for moment in times]  # type: ignore[attr-defined]


def test_a_panel_meets_when_all_are_free_and_one_after_another_each_in_their_turn():
    free = {ANNA: [span(0, 2)], BO: [span(1, 3)]}

    together = suggestions.suggest(Meeting((ANNA, BO), 60), candidate=[span(0, 8)], interviewers=free)
    in_turn = suggestions.beginnings(Meeting((ANNA, BO), 60, in_turn=True), [span(0, 8)], free)
    other_way = suggestions.beginnings(Meeting((BO, ANNA), 60, in_turn=True), [span(0, 8)], free)

    assert hours(together.times) == [1.0]
    assert in_turn == [span(0, 1)]  # Anna from nine or ten, then Bo
    assert other_way == []  # Anna is gone when Bo has been there


def test_times_are_spread_and_stand_on_the_half_hour_where_they_can():
    day, odd = span(0.1, 8), (TUESDAY + timedelta(minutes=7), TUESDAY + timedelta(minutes=67))

    spread = suggestions.suggest(Meeting((ANNA,), 60), candidate=[day], interviewers={ANNA: [day]})
    alone = suggestions.suggest(Meeting((ANNA,), 60), candidate=[odd], interviewers={ANNA: [odd]})

    assert hours(spread.times) == [0.5, 1.5, 2.5, 3.5, 4.5, 5.5]
    assert alone.times == [odd[0]]


def test_where_there_is_none_one_learns_without_whom_there_would_be():
    clash = {ANNA: [span(0, 4)], BO: [span(5, 8)]}
    nobody = {ANNA: [span(0, 0.5)], BO: [span(5, 5.5)]}

    found, none = (
        suggestions.suggest(Meeting((ANNA, BO), 60), candidate=[span(0, 8)], interviewers=free)
        for free in (clash, nobody)
    )

    assert (found.times, found.hindered_by) == ((), [ANNA, BO])
    assert (none.times, none.hindered_by) == ((), [])


quarters = st.integers(0, 120)
spans = st.lists(st.tuples(quarters, st.integers(1, 24)), max_size=8).map(
    lambda pairs: [(TUESDAY + begin * QUARTER, TUESDAY + (begin + length) * QUARTER) for begin, length in pairs]
)


def apart(given_spans: list[Span]) -> list[Span]:
    """As everybody's stretches are: what is left of a week when others are taken out."""
    return suggestions.free([(TUESDAY, TUESDAY + 150 * QUARTER)], given_spans)


@given(
    candidate=spans.map(apart),
    anna=spans.map(apart),
    bo=spans.map(apart),
    minutes=st.sampled_from([15, 30, 45, 60, 120]),
    in_turn=st.booleans(),
)
def test_everybody_is_free_at_every_time_and_no_time_is_missed(
    candidate: list[Span], anna: list[Span], bo: list[Span], minutes: int, in_turn: bool
):
    meeting = Meeting((ANNA, BO), minutes, in_turn=in_turn)
    free = {ANNA: anna, BO: bo}

    def fits(moment: datetime) -> bool:
        needs = [(candidate, timedelta(0), meeting.length), (anna, *meeting.turn(0)), (bo, *meeting.turn(1))]
        return all(
            any(first <= moment + begin and moment + end <= last for first, last in stretch)
            for stretch, begin, end in needs
        )

    found = suggestions.suggest(meeting, candidate=candidate, interviewers=free)
    on_quarters = [TUESDAY + number * QUARTER for number in range(200)]
    possible = [moment for moment in on_quarters if fits(moment)]

    assert all(map(fits, found.times))
    assert bool(found.times) == bool(possible)  # everything here lies on quarters
    assert len(found.times) <= MOST
    assert all(later - earlier >= meeting.length for earlier, later in pairwise(found.times))
    starts = suggestions.beginnings(meeting, candidate, free)
    assert possible == [moment for moment in on_quarters if any(begin <= moment <= end for begin, end in starts)]


@given(given_spans=spans, taken=spans)
def test_what_is_free_is_what_is_there_and_not_taken(given_spans: list[Span], taken: list[Span]):
    left = suggestions.free(given_spans, taken)

    def among(moment: datetime, some: list[Span]) -> int:
        return sum(begin <= moment < end for begin, end in some)

    for number in range(150):
        moment = TUESDAY + number * QUARTER
        assert among(moment, left) == (0 if among(moment, taken) else among(moment, given_spans))


@given(
    day=st.dates(datetime(2025, 1, 1).date(), datetime(2027, 1, 1).date()),  # noqa: DTZ001 - days
    zone=st.sampled_from(["Europe/Stockholm", "America/New_York", "Asia/Kolkata", "Pacific/Auckland"]),
    length=st.integers(0, 20),
)
def test_working_hours_are_those_of_the_wall_whatever_the_clocks_do(day, zone: str, length: int):
    wall = ZoneInfo(zone)
    begin = datetime.combine(day, time(0), wall).astimezone(UTC)
    found = Hours(time(9), time(17), (0, 2, 4), zone).between(begin, begin + timedelta(days=length, hours=12))

    for first, last in found:
        assert first.astimezone(wall).time() == time(9)
        assert last.astimezone(wall).time() == time(17)
        assert first.astimezone(wall).weekday() in {0, 2, 4}
    wanted = [day + timedelta(days=number) for number in range(length + 1)]
    assert [first.astimezone(wall).date() for first, _last in found] == [
        one for one in wanted if one.weekday() in {0, 2, 4}
    ]


def test_a_time_is_covered_by_one_days_hours():
    office = Hours(time(9), time(17), (0, 1, 2, 3, 4), "UTC")

    assert office.cover(*span(0, 8))
    assert not any(office.cover(*span(*wrong)) for wrong in ((-0.5, 1), (7.5, 8.5), (0, 25), (96, 97)))  # a Saturday


@pytest.mark.django_db
class TestFinding:
    def found(self, applicant, *people: User, **more) -> finding.Found:
        meeting = Meeting(tuple(user.pk for user in people), more.pop("minutes", 60))
        return finding.suggested(applicant, meeting, zone="UTC", at=more.pop("at", START), **more)

    def test_without_the_candidates_times_it_is_the_interviewers_hours_from_tomorrow_on(
        self, job: Job, ivan: User, clock: Watch
    ):
        kim = personas.user("Kim", time_zone="America/New_York")  # nine there is fourteen here

        found = self.found(personas.applicant(job), ivan, kim)

        assert hours(found.times[:1]) == [5.0]
        assert all(13 <= moment.hour < 17 for moment in found.times)
        assert not found.is_offered

    def test_within_the_candidates_times_around_what_everybody_has_already(
        self, job: Job, rhea: User, ivan: User, clock: Watch
    ):
        applicant, other = personas.applicant(job), personas.applicant(job)
        question = asked(applicant, by=rhea)  # 8, 9 and 10 o'clock UTC, Tuesday and Wednesday
        slots = question.slots.order_by("starts_at")[:3]
        availability.answer(
            question, [slot.pk for slot in slots], none_fits=False, time_zone="UTC", word="", at=clock.tick()
        )
        before = self.found(applicant, ivan)
        taken = scheduled(other, ivan, by=rhea)  # Tuesday at nine

        found, late = self.found(applicant, ivan), self.found(applicant, ivan, at=TUESDAY + 9 * HOUR)

        assert (hours(before.times), hours(found.times)) == ([0.0, 1.0], [1.0])
        assert found.is_offered
        assert hours(self.found(applicant, ivan, besides=taken).times) == [0.0, 1.0]
        assert (late.times, late.is_late) == ((), True)

    def test_who_hinders_is_named(self, job: Job, ivan: User, clock: Watch):
        kim = personas.user("Kim", time_zone="Asia/Tokyo")  # at home when Ivan begins
        accounts.set_hours(
            kim, work_begins=time(9), work_ends=time(17), work_days=[5, 6], by=Actor.of(kim), at=clock.at
        )

        found = self.found(personas.applicant(job), ivan, kim)

        assert (found.times, found.hindered_by) == ((), [ivan, kim])

    def test_it_takes_as_many_questions_for_many_as_for_few(
        self, job: Job, rhea: User, ivan: User, hal: User, clock: Watch, django_assert_max_num_queries
    ):
        applicant = personas.applicant(job)
        for number in range(5):
            scheduled(personas.applicant(job), ivan, hal, by=rhea, starts_at=TUESDAY + number * HOUR)

        with django_assert_max_num_queries(4):
            found = self.found(applicant, ivan, hal, rhea)
        assert hours(found.times)[0] == 5.0
