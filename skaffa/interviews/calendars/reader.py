"""Reads a published calendar from standard input and tells when somebody is busy; a program of its own, since it may be hostile.

Of every event only times and what it does to them are looked at. It knows nothing of Django and of no secret.
"""

import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import recurring_ical_events
from icalendar import Calendar

from skaffa.core import apart

SECONDS, MEMORY, WRITTEN = 20, 1_500_000_000, 10_000_000
MOST = 3_000
"""Stretches of one calendar."""
_TOO_OFTEN = {"SECONDLY", "MINUTELY", "HOURLY"}
"""What repeats so often is nobody's day; expanding it may never end."""
_OF_MICROSOFT = {"FREE": "", "TENTATIVE": "tentative", "OOF": "away", "WORKINGELSEWHERE": "elsewhere"}
_OF_FREE_BUSY = {"FREE": "", "BUSY-TENTATIVE": "tentative", "BUSY-UNAVAILABLE": "away"}


class Asked(msgspec.Struct):
    """What to read: times from and until, for whose wall clock; events of this environment are left out."""

    since: datetime
    until: datetime
    zone: str
    ours: str


class Stretch(msgspec.Struct, frozen=True, order=True):
    begin: datetime
    end: datetime
    kind: str


class Told(msgspec.Struct):
    trouble: str = ""
    times: list[Stretch] = []


def main() -> None:
    apart.limit(seconds=SECONDS, memory=MEMORY, written=WRITTEN)
    asked = msgspec.json.decode(sys.argv[1], type=Asked)
    sys.stdout.buffer.write(msgspec.msgpack.encode(read(sys.stdin.buffer.read(), asked)))


def read(content: bytes, asked: Asked) -> Told:
    try:
        calendar = Calendar.from_ical(content)
    except (ValueError, IndexError, KeyError):
        return Told("no_calendar")
    if calendar.name != "VCALENDAR":
        return Told("no_calendar")
    found: set[Stretch] = set()
    for stretch in (*_free_busy(calendar, asked), *_events(calendar, asked)):
        if stretch.begin < asked.until and asked.since < stretch.end and stretch.begin < stretch.end:
            found.add(stretch)
        if len(found) > MOST:
            return Told("too_much")
    return Told(times=sorted(found))


def _free_busy(calendar: Calendar, asked: Asked) -> Iterator[Stretch]:
    for component in calendar.walk("VFREEBUSY"):
        for stated in _several(component.get("FREEBUSY")):
            kind = _OF_FREE_BUSY.get(str(stated.params.get("FBTYPE", "BUSY")).upper(), "busy")
            if kind:
                yield Stretch(_moment(stated.start, asked), _moment(stated.end, asked), kind)


def _events(calendar: Calendar, asked: Asked) -> Iterator[Stretch]:
    for event in [event for event in calendar.walk("VEVENT") if _is_left_out(event, asked)]:
        calendar.subcomponents.remove(event)
    times = recurring_ical_events.of(calendar, skip_bad_series=True).after(asked.since)
    for event in times:
        begin = _moment(event.start, asked)
        if begin >= asked.until:
            return
        if kind := _kind(event):
            yield Stretch(begin, _moment(event.end, asked), kind)


def _is_left_out(event: Any, asked: Asked) -> bool:
    if str(event.get("UID", "")).endswith(asked.ours):
        return True
    return any(set(rule.get("FREQ", [])) & _TOO_OFTEN for rule in _several(event.get("RRULE")))


def _kind(event: Any) -> str:
    """What the event does to the time; empty for nothing."""
    if str(event.get("STATUS", "")).upper() == "CANCELLED":
        return ""
    said = str(event.get("X-MICROSOFT-CDO-BUSYSTATUS", "")).upper()
    if said in _OF_MICROSOFT:
        return _OF_MICROSOFT[said]
    if str(event.get("TRANSP", "")).upper() == "TRANSPARENT":
        return ""
    return "tentative" if str(event.get("STATUS", "")).upper() == "TENTATIVE" else "busy"


def _moment(given: date, asked: Asked) -> datetime:
    """In UTC; a whole day begins, and a time without a zone is, by the wall clock of whose calendar it is."""
    moment = given if isinstance(given, datetime) else datetime.combine(given, time(0))
    return (moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo(asked.zone))).astimezone(UTC)


def _several(given: Any) -> Iterable[Any]:
    return given if isinstance(given, list) else [given] if given is not None else []


if __name__ == "__main__":
    main()
