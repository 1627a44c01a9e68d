"""A LinkedIn whose recruiters write a known number of InMails and notes, and that fails as LinkedIn may.

It knows nothing of the product: it answers the four calls of recruiter data over HTTP, counts them, and refuses what
LinkedIn would refuse. What there is to find is decided by a seed before the first call.
"""

import bisect
import random
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import parse_qsl

import httpx

CONTRACT = "urn:li:contract:5501"
_MINUTE, _DAY = 60_000, 86_400_000
_WINDOW = 12 * 60 * _MINUTE
_LATE = timedelta(minutes=5)
_A_MINUTE = 12  # calls for one seat's InMails


class Killed(BaseException):
    """The worker is gone at once, as by kill -9: nobody hears of it, nothing is tidied up."""


@dataclass(frozen=True)
class Size:
    """How much happens; the first `past` of the days are over before anybody looks."""

    seats: int = 50
    inmails: int = 100_000
    notes: int = 20_000
    days: int = 30
    past: int = 8


@dataclass
class Counted:
    """What LinkedIn saw."""

    calls: Counter[str] = field(default_factory=Counter)
    by_day: Counter[int] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)


@dataclass
class Note:
    """A note and its versions: (moment, text), None when it was deleted."""

    id: int
    seat: int
    member: str
    created: int
    versions: list[tuple[int, str | None]]

    def at(self, now: int) -> tuple[int, str | None] | None:
        """The latest version there is, if there is one yet."""
        found = [version for version in self.versions if version[0] <= now]
        return found[-1] if found else None


class LinkedIn:
    """`now` is the simulated clock of the product; LinkedIn's own differs from it by up to five minutes."""

    def __init__(self, size: Size, start: datetime, now: Callable[[], datetime], *, seed: int, limit: int) -> None:
        self.size, self.limit, self._now = size, limit, now
        self.seen = Counted()
        self.is_calm = False
        self._random = random.Random(seed)
        self._start = _millis(start)
        self._minutes: Counter[tuple[int, int]] = Counter()
        self.inmails = self._written()
        self.notes = self._noted()

    # What there is to find

    def _written(self) -> dict[int, list[tuple[int, int, str]]]:
        """By seat: (moment, when it can be found, id), by moment; one in fifty can be found only minutes later."""
        found: dict[int, list[tuple[int, int, str]]] = {seat: [] for seat in range(1, self.size.seats + 1)}
        for number in range(self.size.inmails):
            at = self._moment()
            late = self._random.randrange(_LATE // timedelta(milliseconds=1)) if number % 50 == 0 else 0
            found[self._random.randint(1, self.size.seats)].append((at, at + late, f"I{number}"))
        return {seat: sorted(events) for seat, events in found.items()}

    def _noted(self) -> list[Note]:
        """One in ten is edited, one in twenty deleted, at any time after it was written."""
        found = []
        for number in range(1, self.size.notes + 1):
            at = self._moment()
            versions: list[tuple[int, str | None]] = [(at, f"Note {number}")]
            if number % 10 == 0:
                versions.append((self._moment(at), f"Note {number}, edited"))
            if number % 20 == 5:
                versions.append((self._moment(at), None))
            seat = self._random.randint(1, self.size.seats)
            found.append(Note(number, seat, _member(number), at, versions))
        return found

    def _moment(self, after: int | None = None) -> int:
        end = self._start + self.size.days * _DAY - 1
        return self._random.randint(after + 1 if after is not None and after < end else self._start, end)

    # What it answers

    def __call__(self, request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/accessToken"):
            return httpx.Response(200, json={"access_token": "bench", "expires_in": 1_800})
        resource = request.url.path.rsplit("/", 1)[-1]
        arguments = parse_qsl(request.url.query.decode())
        refused = self._refused(resource, dict(arguments))
        if refused is not None:
            return refused
        answer = httpx.Response(200, json=self._answer(resource, dict(arguments)))
        if not self.is_calm and self._random.random() < 0.001:
            self.seen.faults["killed after the answer"] += 1
            raise Killed
        return answer

    def _refused(self, resource: str, arguments: dict[str, str]) -> httpx.Response | None:
        now = self._clock()
        self.seen.calls[resource] += 1
        self.seen.by_day[now // _DAY] += 1
        if self.seen.by_day[now // _DAY] > self.limit:
            return httpx.Response(429, json={"status": 429, "message": "The day's quota is used up"})
        if resource == "conversationEvents":
            place = (int(arguments["viewer"].rsplit(":", 1)[-1]), now // _MINUTE)
            self._minutes[place] += 1
            if self._minutes[place] > _A_MINUTE:
                self.seen.faults["429 for a seat's minute"] += 1
                return httpx.Response(429, json={"status": 429, "message": "Too many calls for this viewer"})
        return None if self.is_calm else self._fault()

    def _fault(self) -> httpx.Response | None:
        chance = self._random.random()
        if chance < 0.015:
            self.seen.faults["429"] += 1
            return httpx.Response(429, json={"status": 429, "message": "Slow down"}, headers={"Retry-After": "30"})
        if chance < 0.03:
            self.seen.faults["503"] += 1
            return httpx.Response(503, json={"status": 503, "message": "Not now"})
        if chance < 0.035:
            self.seen.faults["no answer"] += 1
            raise httpx.ReadTimeout("no answer")
        if chance < 0.036:
            self.seen.faults["killed while waiting"] += 1
            raise Killed
        return None

    def _answer(self, resource: str, arguments: dict[str, str]) -> dict[str, Any]:
        found: list[dict[str, Any]] = {
            "seatsV2": self._seats,
            "conversationEvents": self._events,
            "prospectNotes": self._prospect_notes,
            "mailStubs": self._nothing,
        }[resource](arguments)
        start, count = int(arguments.get("start", 0)), int(arguments.get("count", 10))
        page = found[start : start + count]
        if page and not self.is_calm and self._random.random() < 0.01:
            self.seen.faults["told twice"] += 1
            page = [*page, page[-1]] if len(page) < count else page
        return {"elements": page, "paging": {"start": start, "count": count, "total": len(found)}}

    def _seats(self, _arguments: dict[str, str]) -> list[dict[str, Any]]:
        return [
            {
                "id": seat,
                "firstName": "Seat",
                "lastName": str(seat),
                "contract": CONTRACT,
                "member": f"urn:li:person:s{seat}",
                "state": "ACTIVE",
                "seatRoles": ["SOURCER_ADD_PROSPECT"],
            }
            for seat in range(1, self.size.seats + 1)
        ]

    def _events(self, arguments: dict[str, str]) -> list[dict[str, Any]]:
        seat = int(arguments["viewer"].rsplit(":", 1)[-1])
        start, end = _window(arguments, "timeRange.start", "timeRange.end")
        events, now = self.inmails[seat], self._clock()
        first, last = bisect.bisect_left(events, (start,)), bisect.bisect_left(events, (end,))
        return [_event(seat, at, name) for at, visible, name in events[first:last] if visible <= now]

    def _prospect_notes(self, arguments: dict[str, str]) -> list[dict[str, Any]]:
        after, until = _window(arguments, "cutoffDate", "beforeDate")
        now = self._clock()
        found = [(note, note.at(now)) for note in self.notes if note.created <= until]
        there = [(note, version) for note, version in found if version and after < version[0] <= until]
        return [_note(note, *version) for note, version in sorted(there, key=lambda one: (one[1][0], one[0].id))]

    def _nothing(self, arguments: dict[str, str]) -> list[dict[str, Any]]:
        _window(arguments, "createdDateStart", "createdDateEnd")
        return []

    def _clock(self) -> int:
        """Ahead of ours, or behind, by another amount every day."""
        now = _millis(self._now())
        return now + ((now // _DAY) % 11 - 5) * _MINUTE


def _window(arguments: dict[str, str], first: str, last: str) -> tuple[int, int]:
    start, end = int(arguments[first]), int(arguments[last])
    if not start < end <= start + _WINDOW:
        raise AssertionError(f"asked for {end - start} ms at once")
    return start, end


def _event(seat: int, at: int, name: str) -> dict[str, Any]:
    return {
        "id": name,
        "threadUrn": f"urn:li:messagingThread:{name}",
        "createdAt": at,
        "author": f"urn:li:seat:{seat}",
        "recipient": {"member": _member(int(name[1:]))},
        "mail": {"subject": "Hello", "body": {"text": f"InMail {name}"}},
    }


def _note(note: Note, at: int, text: str | None) -> dict[str, Any]:
    return {
        "id": note.id,
        "active": text is not None,
        "contract": CONTRACT,
        "created": note.created,
        "lastModified": at,
        "owner": f"urn:li:seat:{note.seat}",
        "prospect": note.member,
        "note": text or "",
    }


def _member(number: int) -> str:
    return f"urn:li:person:m{number % 5_000}"


def _millis(at: datetime) -> int:
    return round(at.timestamp() * 1_000)
