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
        if isinstance(comparison, Rarity):
            comparison.know(*(_together(own, first) if first and own is not first else (own["seen"], own["number"])))
    return made


def _together(own: Field, first: Field) -> tuple[Mapping[str, float], int]:
    """How many have each word, of how many: here and at the start, but no smaller share than have it here.

    Half of a small company's people may live in a town that hardly anybody of the start has. Two who have a word may be
    one person, so that they say nothing of how rare it is.
    """
    number = own["number"] + first["number"]
    seen: dict[str, float] = dict(first["seen"])
    for word, many in own["seen"].items():
        seen[word] = max(seen.get(word, 0) + many, (many - 2) / own["number"] * number)
    return seen, number


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
