"""The rules of retention over all combinations, at the edges of months and days, and turned round."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from skaffa.core import refusals
from skaffa.retention import rules
from skaffa.retention.models import Ground
from skaffa.retention.rules import Considered, Facts, Rules

LAST = datetime(2024, 1, 31, 12, tzinfo=UTC)
ALL = Rules(months={Ground.APPLICANT: 12, Ground.PROSPECT: 6, Ground.NO_JOB: 3})
ZONES = ("UTC", "Europe/Stockholm", "America/Los_Angeles", "Pacific/Apia", "America/Sao_Paulo", "Asia/Kathmandu")

MOMENTS = st.integers(0, 18_000 * 24 * 60).map(
    lambda minutes: datetime(1995, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)
)

OPEN_PROSPECT = Considered(is_open=True, passed_prospect=False, was_hired=False)
OPEN_APPLICANT = Considered(is_open=True, passed_prospect=True, was_hired=False)
HIRED = Considered(is_open=False, passed_prospect=True, was_hired=True)
ENDED_APPLICANT = Considered(is_open=False, passed_prospect=True, was_hired=False)
ENDED_PROSPECT = Considered(is_open=False, passed_prospect=False, was_hired=False)
STRONGEST_FIRST = (
    (OPEN_PROSPECT, Ground.OPEN),
    (OPEN_APPLICANT, Ground.OPEN),
    (HIRED, Ground.HIRED),
    (ENDED_APPLICANT, Ground.APPLICANT),
    (ENDED_PROSPECT, Ground.PROSPECT),
)


@pytest.mark.parametrize("many", range(6))
def test_the_strongest_reason_decides_in_every_combination_of_applications(many: int):
    for chosen in itertools.combinations(STRONGEST_FIRST, many):
        expected = chosen[0][1] if chosen else Ground.NO_JOB
        for order in itertools.permutations([application for application, _ in chosen]):
            assert rules.ground(order) is expected


@pytest.mark.parametrize("has_rule", list(itertools.product([True, False], repeat=3)))
@pytest.mark.parametrize("held", [None, date(2024, 2, 1), date(2030, 1, 1)])
@pytest.mark.parametrize("about", [None, OPEN_PROSPECT, OPEN_APPLICANT, HIRED, ENDED_APPLICANT, ENDED_PROSPECT])
def test_every_combination_of_rule_ground_and_hold(
    has_rule: tuple[bool, ...], held: date | None, about: Considered | None
):
    months = {ground: ALL.months[ground] for ground, has in zip(rules.RULED, has_rule, strict=True) if has}
    by_rule = {
        None: (Ground.NO_JOB, date(2024, 4, 30)),
        ENDED_PROSPECT: (Ground.PROSPECT, date(2024, 7, 31)),
        ENDED_APPLICANT: (Ground.APPLICANT, date(2025, 1, 31)),
    }
    ground, day = by_rule.get(about, (Ground.OPEN, date.max))
    expected = day if ground in months else None
    if expected and held == date(2030, 1, 1):
        expected = date(2030, 1, 2)

    facts = Facts(LAST, (about,) if about else (), held)

    assert rules.due_on(Rules(months=months), facts) == expected


def test_without_rules_nobody_is_ever_due():
    assert rules.due_on(Rules(), Facts(LAST)) is None
    assert not rules.is_listed(Rules(), Facts(LAST), LAST + timedelta(days=36_500))


def test_a_person_is_due_from_the_first_moment_of_the_day_where_days_begin():
    wanted = Rules(months={Ground.NO_JOB: 1}, notice_days=0, time_zone="Europe/Stockholm")
    facts = Facts(datetime(2024, 3, 1, 23, 30, tzinfo=UTC))  # 2 March in Stockholm

    assert rules.due_on(wanted, facts) == date(2024, 4, 2)
    assert not rules.is_due(wanted, facts, datetime(2024, 4, 1, 21, 59, 59, tzinfo=UTC))
    assert rules.is_due(wanted, facts, datetime(2024, 4, 1, 22, 0, tzinfo=UTC))  # summer time by now


def test_the_warning_period_puts_them_on_the_list_so_many_days_before():
    wanted = Rules(months={Ground.NO_JOB: 3}, notice_days=30)
    due = datetime(2024, 4, 30, tzinfo=UTC)

    assert not rules.is_listed(wanted, Facts(LAST), due - timedelta(days=30, seconds=1))
    assert rules.is_listed(wanted, Facts(LAST), due - timedelta(days=30))
    assert not rules.is_due(wanted, Facts(LAST), due - timedelta(seconds=1))


def test_a_hold_keeps_to_the_end_of_its_last_day():
    held = Facts(LAST, held_until=date(2025, 6, 10))

    assert not rules.is_due(ALL, held, datetime(2025, 6, 10, 23, 59, tzinfo=UTC))
    assert rules.is_due(ALL, held, datetime(2025, 6, 11, tzinfo=UTC))


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2023, 1, 31), 1, date(2023, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2023, 10, 31), 1, date(2023, 11, 30)),
        (date(2023, 12, 15), 1, date(2024, 1, 15)),
        (date(2023, 12, 31), 14, date(2025, 2, 28)),
    ],
)
def test_months_end_where_the_calendar_ends_them(start: date, months: int, end: date):
    assert rules.months_after(start, months) == end


@given(
    MOMENTS,
    st.integers(1, rules.MOST_MONTHS),
    st.dates(date(1996, 1, 1), date(2055, 1, 1)),
    st.sampled_from(ZONES),
    st.integers(-2, 2),
)
@example(datetime(2026, 1, 30, 12, tzinfo=UTC), 1, date(2026, 2, 28), "UTC", 0)
@example(datetime(2011, 12, 29, 12, tzinfo=UTC), 1, date(2012, 1, 30), "Pacific/Apia", 0)
def test_the_search_finds_whom_the_rule_says(last: datetime, months: int, on: date, zone: str, near: int):
    """Turned round, the rule gives the same verdict, most of all on the day itself and those around it."""
    close = rules.months_after(rules.day(last, zone), months) + timedelta(days=near)
    for day in (on, close):
        is_due = rules.months_after(rules.day(last, zone), months) <= day

        assert (last < rules.silent_before(months, day, zone)) is is_due


@given(st.dates(date(1996, 1, 1), date(2055, 1, 1)), st.sampled_from(ZONES), st.integers(1, 40))
def test_the_search_is_exact_to_the_moment(on: date, zone: str, months: int):
    edge = rules.silent_before(months, on, zone)

    before, after = edge.astimezone(UTC) - timedelta(microseconds=1), edge.astimezone(UTC)
    assert rules.months_after(rules.day(before, zone), months) <= on
    assert rules.months_after(rules.day(after, zone), months) > on


def test_a_changed_rule_warns_before_it_acts():
    wanted = Rules(notice_days=30, time_zone="America/Los_Angeles")
    changed_at = datetime.combine(date(2024, 3, 1), time(23), ZoneInfo("America/Los_Angeles"))

    assert rules.begins_on(wanted, changed_at) == date(2024, 3, 31)


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (Rules(months={Ground.APPLICANT: 0}), "applicant_months"),
        (Rules(months={Ground.NO_JOB: rules.MOST_MONTHS + 1}), "no_job_months"),
        (Rules(notice_days=-1), "notice_days"),
        (Rules(notice_days=rules.MOST_NOTICE + 1), "notice_days"),
        (Rules(time_zone="Europe/Atlantis"), "time_zone"),
        (Rules(most_a_night=0), "most_a_night"),
        (Rules(most_a_night=rules.MOST_A_NIGHT + 1), "most_a_night"),
    ],
)
def test_what_cannot_be_a_rule_is_refused_beside_its_field(wanted: Rules, field: str):
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked(wanted)

    assert set(refused.value.fields) == {field}


@pytest.mark.parametrize(
    ("until", "reason", "field"),
    [
        (date(2024, 5, 1), "  ", "reason"),
        (date(2024, 5, 1), "x" * (rules.REASON + 1), "reason"),
        (date(2024, 4, 30), "A dispute.", "until"),
        (date(2044, 5, 1), "A dispute.", "until"),
    ],
)
def test_a_hold_needs_a_reason_and_a_day_to_come(until: date, reason: str, field: str):
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked_hold(until, reason, date(2024, 5, 1))

    assert set(refused.value.fields) == {field}
