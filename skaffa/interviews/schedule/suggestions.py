"""Pure: at which times everybody could meet (A42).

Everybody has stretches of time in which they are free. An interview may begin wherever each of them is free from then on for
as long as they are needed: for a panel all at once, one after another each in their turn, and the candidate all the time.
Both are stretches again, so that nothing is tried out: what is left is all there is.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from skaffa.accounts.hours import Span

MOST = 6
DAYS = timedelta(days=14)
"""How far ahead we look while nobody knows when the candidate can come."""
_STEPS = (timedelta(minutes=30), timedelta(minutes=15))
_APART = timedelta(hours=4)
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Meeting:
    """Who is needed, and how long; `in_turn`: an interview for each, one after another."""

    interviewer_ids: tuple[int, ...]
    minutes: int
    in_turn: bool = False

    @property
    def length(self) -> timedelta:
        """Of all of it, as long as the candidate is needed."""
        return self._each * (len(self.interviewer_ids) if self.in_turn else 1)

    @property
    def _each(self) -> timedelta:
        return timedelta(minutes=self.minutes)

    def turn(self, place: int) -> tuple[timedelta, timedelta]:
        """From when to when, counted from the beginning, the interviewer in this place is needed."""
        begin = self._each * place if self.in_turn else timedelta(0)
        return begin, begin + self._each


@dataclass(frozen=True, slots=True)
class Suggestions:
    """Times to begin at, the first one first; when there is none, without whom there would be one."""

    times: Sequence[datetime]
    hindered_by: Sequence[int] = ()


def suggest(meeting: Meeting, *, candidate: Sequence[Span], interviewers: Mapping[int, Sequence[Span]]) -> Suggestions:
    """A few times to begin at, spread over the days; everybody's stretches are in order and apart from each other."""
    starts = beginnings(meeting, candidate, interviewers)
    if times := _spread(starts, meeting.length):
        return Suggestions(times)
    alone = [who for who in meeting.interviewer_ids if beginnings(meeting, candidate, interviewers, without=who)]
    return Suggestions((), alone)


def beginnings(
    meeting: Meeting,
    candidate: Sequence[Span],
    interviewers: Mapping[int, Sequence[Span]],
    *,
    without: int | None = None,
) -> list[Span]:
    """All stretches in which the meeting may begin, their ends too; with nobody minding about `without`."""
    found = _shifted(candidate, timedelta(0), meeting.length)
    for place, who in enumerate(meeting.interviewer_ids):
        if who != without:
            found = _common(found, _shifted(interviewers[who], *meeting.turn(place)))
    return found


def free(spans: Iterable[Span], taken: Iterable[Span]) -> list[Span]:
    """What is left of stretches when others are taken out of them."""
    left = sorted(spans)
    for begin, end in sorted(taken):
        left = [part for first, last in left for part in _without(first, last, begin, end)]
    return left


def _without(first: datetime, last: datetime, begin: datetime, end: datetime) -> list[Span]:
    if end <= first or last <= begin:
        return [(first, last)]
    return [part for part in ((first, begin), (end, last)) if part[0] < part[1]]


def _shifted(spans: Iterable[Span], begin: timedelta, end: timedelta) -> list[Span]:
    """When one may begin so that what lies from `begin` to `end` after it is free."""
    return [(first - begin, last - end) for first, last in spans if last - first >= end - begin]


def _common(some: Sequence[Span], others: Sequence[Span]) -> list[Span]:
    """What both have, single moments too."""
    pairs = ((max(one[0], other[0]), min(one[1], other[1])) for one in some for other in others)
    return sorted((begin, end) for begin, end in pairs if begin <= end)


def _spread(starts: Sequence[Span], length: timedelta) -> list[datetime]:
    """At most MOST of them, on the half hour where one can: first far apart, then, where there is room, one after another."""
    chosen: list[datetime] = []
    for apart in (max(_APART, length), length):
        for begin, end in starts:
            moment = _on_the_clock(begin, end)
            while moment <= end and len(chosen) < MOST:
                if all(abs(moment - other) >= apart for other in chosen):
                    chosen.append(moment)
                moment += _STEPS[0]
    return sorted(chosen)


def _on_the_clock(begin: datetime, end: datetime) -> datetime:
    """The first full or half hour of the stretch, else the first quarter, else its beginning."""
    return next((at for step in _STEPS if (at := begin + (_EPOCH - begin) % step) <= end), begin)
