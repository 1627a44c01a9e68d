"""Batches, windows and pages: nothing is lost or met twice, and nothing is larger than LinkedIn takes."""

from datetime import UTC, datetime, timedelta

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from rsc_client import errors
from rsc_client.client import Client
from rsc_client.schemas import Page, Paging, millis
from rsc_client.slices import LONGEST_WINDOW, Window, batches, every, windows
from tests.client.linkedin import CHILD, NOON, Clock, LinkedIn, channel_to

MILLISECOND = timedelta(milliseconds=1)
CONTRACT, SEAT = "urn:li:contract:5501", "urn:li:seat:88003"
moments = st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds are naive
LOOKING_BACK = [
    lambda c, window: c.conversation_events(SEAT, window),
    lambda c, window: c.prospect_notes(CONTRACT, window),
    lambda c, window: c.mail_stubs(CONTRACT, window, owners=[SEAT]),
]


@given(moments, st.timedeltas(timedelta(), timedelta(days=10)), st.timedeltas(timedelta(hours=1), LONGEST_WINDOW))
def test_windows_cover_the_time_without_gap_or_overlap(start, length, longest):
    cut = list(windows(start, start + length, longest))

    ends = [start, *(window.end for window in cut)]
    assert [window.start for window in cut] == ends[:-1]
    assert ends[-1] == start + length
    assert all(timedelta() < window.end - window.start <= longest for window in cut)


@pytest.mark.parametrize("longest", [timedelta(), LONGEST_WINDOW + MILLISECOND, -MILLISECOND])
def test_windows_cannot_be_cut_wrongly(longest):
    with pytest.raises(ValueError, match="at most 12 hours"):
        list(windows(NOON, NOON + timedelta(days=1), longest))


@pytest.mark.parametrize("look", LOOKING_BACK)
@pytest.mark.parametrize("length", [timedelta(), -MILLISECOND, LONGEST_WINDOW + MILLISECOND, timedelta(days=1)])
def test_a_window_linkedin_would_refuse_is_not_sent(look, length):
    linkedin = LinkedIn(httpx.Response(200, json={"elements": []}))
    client = Client(channel_to(linkedin), CHILD, clock=Clock())

    with pytest.raises(errors.NotSent, match="at most 12 hours"):
        look(client, Window(NOON, NOON + length))

    assert linkedin.calls == []


@pytest.mark.parametrize("look", LOOKING_BACK)
@pytest.mark.parametrize("length", [MILLISECOND, LONGEST_WINDOW])
def test_the_shortest_and_the_longest_window_are_asked_for(look, length):
    linkedin = LinkedIn(httpx.Response(200, json={"elements": []}))
    client = Client(channel_to(linkedin), CHILD, clock=Clock())

    look(client, Window(NOON, NOON + length))

    query = linkedin.calls[0].url.query.decode()
    assert f"={millis(NOON)}&" in query
    assert f"={millis(NOON + length)}&start=0&count=100" in query


def test_a_window_needs_a_time_zone():
    with pytest.raises(ValueError, match="needs a time zone"):
        _ = Window(NOON.replace(tzinfo=None), NOON.replace(tzinfo=None)).bounds


def test_mail_stubs_are_asked_for_by_seat():
    linkedin = LinkedIn(httpx.Response(200, json={"elements": []}))
    client = Client(channel_to(linkedin), CHILD, clock=Clock())

    with pytest.raises(errors.NotSent, match="by seat"):
        client.mail_stubs(CONTRACT, Window(NOON, NOON + MILLISECOND), owners=[])

    assert linkedin.calls == []


@given(st.dictionaries(st.integers(), st.text(), max_size=30), st.integers(1, 12))
def test_batches_hold_everything_once_in_order(records, most):
    cut = list(batches(records, most))

    assert [pair for batch in cut for pair in batch.items()] == list(records.items())
    assert all(len(batch) == most for batch in cut[:-1])
    assert all(0 < len(batch) <= most for batch in cut)


def test_a_batch_holds_a_hundred_unless_told():
    assert [len(batch) for batch in batches(dict.fromkeys(range(250), ""))] == [100, 100, 50]


@given(st.integers(0, 60), st.integers(1, 20), st.booleans())
def test_walking_all_pages_meets_every_element_once(total, count, told):
    def page_at(start):
        elements = list(range(start, min(start + count, total)))
        return Page(elements, Paging(start, count, total if told else None))

    assert list(every(page_at)) == list(range(total))


def test_pages_that_stand_still_are_malformed():
    def page_at(_):
        return Page(["again"], Paging(0, 1))

    with pytest.raises(errors.MalformedResponse, match="after 1 comes 1"):
        list(every(page_at))


def test_seats_are_walked_to_the_last():
    def linkedin(request):
        start = int(request.url.params["start"])
        seats = [
            {"id": n, "firstName": "R", "lastName": "D", "contract": CONTRACT, "state": "ACTIVE"}
            for n in range(start, min(start + 2, 5))
        ]
        return httpx.Response(200, json={"elements": seats, "paging": {"start": start, "count": 2}})

    client = Client(channel_to(LinkedIn(linkedin)), CHILD, clock=Clock())

    assert [seat.id for seat in every(lambda start: client.seats([CONTRACT], start=start, count=2))] == [0, 1, 2, 3, 4]
