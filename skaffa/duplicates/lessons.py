"""What comparing has taught, as it is kept: how rare each word is, and what each agreement is worth.

An environment begins with what ships in `start.json`, and its own records count more and more beside it.
"""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import TypedDict

from skaffa.duplicates import records
from skaffa.duplicates.comparisons import Comparison, Level, Rarity
from skaffa.duplicates.model import Model, Weights


class Field(TypedDict):
    """How many have each word or code, of how many; the share of each level in pairs of one person and of two."""

    number: int
    seen: dict[str, int]
    same: dict[str, float]
    different: dict[str, float]


class Lesson(TypedDict):
    """`doubles`: how many of a person's records there are besides the one, on the average."""

    doubles: float
    fields: dict[str, Field]


@cache
def start() -> Lesson:
    """What every environment begins with; `python -m bench duplicates --write-start` makes it from people made up."""
    told: Lesson = json.loads((Path(__file__).parent / "start.json").read_text(encoding="utf-8"))
    return told


def comparisons(lesson: Lesson) -> list[Comparison]:
    """Those that know what is rare: by these records, and by those of the start as if there were so many more."""
    made = records.comparisons()
    for comparison in made:
        own, first = lesson["fields"][comparison.field], start()["fields"].get(comparison.field)
        seen = dict(own["seen"])
        if first and own is not first:
            for word, many in first["seen"].items():
                seen[word] = seen.get(word, 0) + many
        if isinstance(comparison, Rarity):
            comparison.know(seen, own["number"] + (first["number"] if first and own is not first else 0))
    return made


def weights(lesson: Lesson, made: list[Comparison], *, people: int) -> Weights:
    """For a comparison of one person with so many."""
    fields = [lesson["fields"][comparison.field] for comparison in made]
    return Weights(
        same=[_levels(field["same"]) for field in fields],
        different=[_levels(field["different"]) for field in fields],
        prior=min(0.5, lesson["doubles"] / max(people, 1)),
    )


def model(lesson: Lesson, *, people: int) -> Model:
    made = comparisons(lesson)
    return Model(made, weights(lesson, made, people=people))


def told(
    seen: Mapping[str, tuple[int, dict[str, int]]], made: list[Comparison], found: Weights, *, people: int
) -> Lesson:
    """What was learned, to be kept; `seen` has the number of records with each field, and its frequent values."""
    return {
        "doubles": found.prior * people,
        "fields": {
            comparison.field: {
                "number": seen[comparison.field][0],
                "seen": seen[comparison.field][1],
                "same": _named(same),
                "different": _named(different),
            }
            for comparison, same, different in zip(made, found.same, found.different, strict=True)
        },
    }


def _named(levels: Mapping[Level, float]) -> dict[str, float]:
    return {f"{shared}:{conflict}": share for (shared, conflict), share in levels.items()}


def _levels(named: Mapping[str, float]) -> dict[Level, float]:
    found = {}
    for name, share in named.items():
        shared, _colon, conflict = name.partition(":")
        found[int(shared), int(conflict)] = share
    return found
