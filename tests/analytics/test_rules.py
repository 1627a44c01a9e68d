"""Months, and what is made of sums; pure."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.analytics import rules
from skaffa.analytics.rules import Period, Sum

TODAY = date(2026, 3, 15)
YEAR = Period(date(2025, 4, 1), date(2026, 3, 1))
months = st.dates(date(2000, 1, 1), date(2199, 12, 31)).map(lambda day: day.replace(day=1))


@pytest.mark.parametrize(
    ("since", "until", "expected"),
    [
        ("", "", YEAR),
        ("2026-01", "2026-02", Period(date(2026, 1, 1), date(2026, 2, 1))),
        ("", "2024-12", Period(date(2024, 1, 1), date(2024, 12, 1))),
        ("2026-03", "2026-01", YEAR),
        ("2026-13", "soon", YEAR),
        ("0001-01", "9999-12", YEAR),
        ("2026-01-01", "2026-1", YEAR),
    ],
)
def test_a_period_is_whole_months_or_the_last_twelve(since: str, until: str, expected: Period):
    assert rules.period(since, until, today=TODAY) == expected


@given(months, st.integers(-2_000, 2_000))
def test_going_there_and_back_is_where_one_was(month: date, by: int):
    if 2000 <= month.year + by // 12 <= 2190:
        assert rules.shifted(rules.shifted(month, by), -by) == month


@given(months, st.integers(0, 60))
def test_a_period_has_every_month_once(since: date, more: int):
    within = Period(since, rules.shifted(since, more))

    assert len(within.months) == len(set(within.months)) == more + 1
    assert (within.months[0], within.months[-1]) == (within.since, within.until)
    assert within.end == rules.shifted(within.until, 1)


def test_shares_of_nobody_are_unknown():
    assert [(step.many, step.of_all) for step in rules.funnel([])] == [(0, None)] * 6


def test_linkedin_stands_against_all_others_in_every_month():
    within = Period(date(2026, 1, 1), date(2026, 3, 1))
    sums = [
        Sum(date(2026, 1, 1), "linkedin", {"arrived": 3}),
        Sum(date(2026, 3, 1), "referral", {"arrived": 2}),
        Sum(date(2026, 3, 1), "", {"arrived": 1}),
    ]

    assert rules.over_time(sums, within, frozenset({"linkedin"})) == [
        (date(2026, 1, 1), 3, 0),
        (date(2026, 2, 1), 0, 0),
        (date(2026, 3, 1), 0, 3),
    ]
