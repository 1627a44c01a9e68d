"""Pure: months, and from sums per month and source to what the pages show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

STEPS = ("arrived", "applied", "screened", "interviewed", "offered", "hired")
"""The funnel: each holds who came so far or farther, whatever happened to them then."""
YEAR = 12
_EARLIEST, _LATEST = date(2000, 1, 1), date(2199, 12, 1)


class Period(NamedTuple):
    """Whole months: from the first day of `since` to the end of the month that begins with `until`."""

    since: date
    until: date

    @property
    def months(self) -> list[date]:
        return [shifted(self.since, place) for place in range(self.length)]

    @property
    def length(self) -> int:
        return (self.until.year - self.since.year) * YEAR + self.until.month - self.since.month + 1

    @property
    def end(self) -> date:
        """The first day after it."""
        return shifted(self.until, 1)


class Sum(NamedTuple):
    """The applications of one source (empty: nobody has said it) that arrived in one month, by column of Count."""

    month: date
    source: str
    many: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Step:
    """One step of the funnel; shares are None where there is nobody to compare with."""

    name: str
    many: int
    of_all: float | None
    of_previous: float | None


def shifted(month: date, by: int) -> date:
    """The first day of the month so many months later, or earlier."""
    place = month.year * YEAR + month.month - 1 + by
    return date(place // YEAR, place % YEAR + 1, 1)


def period(since: str, until: str, *, today: date) -> Period:
    """The months that somebody wrote as 2026-03; what is no month, or the wrong way round, is the last twelve."""
    this = today.replace(day=1)
    last = _month(until) or this
    first = _month(since) or shifted(last, 1 - YEAR)
    return Period(first, last) if first <= last else Period(shifted(this, 1 - YEAR), this)


def funnel(sums: Iterable[Sum]) -> list[Step]:
    """How many came how far, of all and of those one step before."""
    many = totals(sums)
    steps: list[Step] = []
    for name in STEPS:
        previous = steps[-1].many if steps else 0
        steps.append(Step(name, many[name], share(many[name], many["arrived"]), share(many[name], previous)))
    return steps


def totals(sums: Iterable[Sum]) -> dict[str, int]:
    found: dict[str, int] = dict.fromkeys((*STEPS, "prospects", "withdrawn"), 0)
    for one in sums:
        for name, many in one.many.items():
            found[name] = found.get(name, 0) + many
    return found


def by_source(sums: Iterable[Sum]) -> dict[str, dict[str, int]]:
    """The sums of each source, the one that brought most people first."""
    grouped: dict[str, list[Sum]] = {}
    for one in sums:
        grouped.setdefault(one.source, []).append(one)
    found = {source: totals(rows) for source, rows in grouped.items()}
    return dict(sorted(found.items(), key=lambda item: (-item[1]["arrived"], item[0])))


def over_time(sums: Sequence[Sum], within: Period, chosen: frozenset[str]) -> list[tuple[date, int, int]]:
    """Per month: how many came by the chosen sources, and by the others; months without anybody too."""
    found = {month: [0, 0] for month in within.months}
    for one in sums:
        found[one.month][one.source not in chosen] += one.many["arrived"]
    return [(month, ours, others) for month, (ours, others) in found.items()]


def share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _month(said: str) -> date | None:
    try:
        found = date.fromisoformat(f"{said}-01")
    except ValueError:
        return None
    return found if _EARLIEST <= found <= _LATEST else None
