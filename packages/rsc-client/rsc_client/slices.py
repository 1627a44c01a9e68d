"""Cuts work into what one call may hold: batches of records, windows of time, pages of an answer."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime, timedelta
from itertools import islice
from typing import TypeVar

import msgspec

from rsc_client.application import MOST_RECORDS
from rsc_client.errors import MalformedResponse, NotSent
from rsc_client.schemas import Page, millis

KeyT = TypeVar("KeyT")
ValueT = TypeVar("ValueT")
LONGEST_WINDOW = timedelta(hours=12)
"""For InMail history and prospect notes [D:inmail-history] [D:prospect-notes]; for mail stubs [INF]."""


class Window(msgspec.Struct, frozen=True):
    """A stretch of time to ask about; a time without zone is a ValueError. Which end belongs to it, the call says."""

    start: datetime
    end: datetime

    @property
    def bounds(self) -> tuple[str, str]:
        """Both ends in milliseconds. NotSent when it is empty or longer than LinkedIn answers for."""
        start, end = millis(self.start), millis(self.end)
        if not 0 < end - start <= LONGEST_WINDOW // timedelta(milliseconds=1):
            raise NotSent(f"a window lasts more than nothing and at most 12 hours, not {self.end - self.start}")
        return str(start), str(end)


def windows(start: datetime, end: datetime, longest: timedelta = LONGEST_WINDOW) -> Iterator[Window]:
    """Windows that follow one another from start to end, none longer than allowed."""
    if not timedelta() < longest <= LONGEST_WINDOW:
        raise ValueError("a window lasts more than nothing and at most 12 hours")
    while start < end:
        stop = min(start + longest, end)
        yield Window(start, stop)
        start = stop


def batches(records: Mapping[KeyT, ValueT], most: int = MOST_RECORDS) -> Iterator[dict[KeyT, ValueT]]:
    """The records in their order, at most so many at a time: to be sent one batch after the other."""
    rest = iter(records.items())
    while batch := dict(islice(rest, most)):
        yield batch


def every(page_at: Callable[[int], Page[ValueT]]) -> Iterator[ValueT]:
    """What all pages hold: `every(lambda start: client.seats(contracts, start=start))`.

    MalformedResponse when the pages do not go forward.
    """
    start: int | None = 0
    while start is not None:
        page, asked = page_at(start), start
        yield from page.elements
        start = page.next_start
        if start is not None and start <= asked:
            raise MalformedResponse("paging", f"after {asked} comes {start}")
