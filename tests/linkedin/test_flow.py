"""The pictures of Integration health: buckets and what falls into them, by plain calls."""

from datetime import UTC, datetime, timedelta

import pytest

from skaffa.linkedin import flow
from skaffa.linkedin.flow import Family, Period, Sum
from skaffa.linkedin.models import SyncKind

NOW = datetime(2026, 3, 2, 9, 41, 7, tzinfo=UTC)


@pytest.mark.parametrize(
    ("period", "first", "until"),
    [
        (Period.HOUR, datetime(2026, 3, 2, 8, 42, tzinfo=UTC), datetime(2026, 3, 2, 9, 42, tzinfo=UTC)),
        (Period.DAY, datetime(2026, 3, 1, 10, tzinfo=UTC), datetime(2026, 3, 2, 10, tzinfo=UTC)),
        (Period.WEEK, datetime(2026, 2, 23, 12, tzinfo=UTC), datetime(2026, 3, 2, 12, tzinfo=UTC)),
    ],
)
def test_a_window_ends_with_the_bucket_of_the_present_moment_and_begins_at_a_round_time(period, first, until):
    found = flow.window(period, NOW)

    assert (found.since, found.until) == (first, until)


def test_every_bucket_is_there_also_where_nothing_happened():
    window = flow.window(Period.HOUR, NOW)

    found = flow.picture(window, [])

    assert [bucket.starts_at for bucket in found.buckets] == [
        window.since + timedelta(minutes=2 * n) for n in range(30)
    ]
    assert found.is_quiet
    assert (found.total, found.longest) == (0, None)


def test_kinds_are_drawn_by_family_and_counted_by_kind():
    window = flow.window(Period.DAY, NOW)
    sums = [
        Sum(window.since, SyncKind.JOB, 2, 0, 0.0, 0.0, None),
        Sum(window.since, SyncKind.ACL, 3, 0, 0.0, 0.0, None),
        Sum(window.since, SyncKind.CANDIDATE_NOTES, 5, 0, 0.0, 0.0, None),
        Sum(window.since, SyncKind.STAGES, 7, 0, 0.0, 0.0, None),
        Sum(window.since + window.step, SyncKind.STAGES, 11, 0, 0.0, 0.0, None),
    ]

    found = flow.picture(window, sums)

    assert found.buckets[0].accepted == {Family.JOBS: 5, Family.CANDIDATES: 5, Family.APPLICATIONS: 7}
    assert found.buckets[1].total == 11
    assert found.accepted[SyncKind.STAGES] == 18
    assert found.total == 28


def test_the_average_wait_is_over_all_kinds_and_a_first_load_has_none():
    window = flow.window(Period.DAY, NOW)
    sums = [
        Sum(window.since, SyncKind.JOB, 1, 1, 2.0, 2.0, None),
        Sum(window.since, SyncKind.STAGES, 3, 3, 10.0, 8.0, 40.0),
        Sum(window.since + window.step, SyncKind.STAGES, 500, 0, 0.0, 0.0, None),
    ]

    first, second, *_ = flow.picture(window, sums).buckets

    assert (first.average, first.longest, first.oldest) == (3.0, 8.0, 40.0)
    assert (second.average, second.longest, second.oldest) == (None, None, None)
    assert not second.is_quiet
    assert flow.picture(window, sums).longest == 40.0
