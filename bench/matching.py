"""How well duplicates are found: precision, recall, F1 and calibration on people whose duplicates are known.

Beside ours, in the same run: Splink, configured as its documentation advises for such data, and what others do, exact
rules. Every learner learns from the unlabelled records themselves. The threshold of each is the one that is best on
FEBRL 2, which is not among the data it is then judged on.
"""

import os
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench import peoples
from bench.peoples import People
from skaffa.duplicates import blocking
from skaffa.duplicates.comparisons import Code, Comparison, Day, Words
from skaffa.duplicates.model import Model, train

Scored = dict[tuple[int, int], float]
"""Probability by pair of places, for those that a method has anything to say about."""

THRESHOLDS = (0.3, 0.5, 0.7, 0.8, 0.9, 0.95, 0.99)
REAL_DATA = "SKAFFA_REAL_DATA"


@dataclass(frozen=True)
class Quality:
    """Of the pairs said to be the same person."""

    precision: float
    recall: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / (self.precision + self.recall) if self.recall else 0.0

    def line(self, name: str) -> str:
        return f"  {name:<22} precision {self.precision:6.4f}  recall {self.recall:6.4f}  F1 {self.f1:6.4f}"


def measure() -> bool:
    """Print the figures; whether our F1 is at least Splink's everywhere."""
    methods: dict[str, Callable[[People], Scored]] = {"Skaffa": ours, "Splink": _splink}
    print("\nThresholds, by the mean F1 on FEBRL 2 in its three shapes:")
    judges = [peoples.febrl(2, shape) for shape in peoples.SHAPES]
    thresholds = {name: _best_threshold(name, method, judges) for name, method in methods.items()}
    met = True
    for people in _judged():
        print(f"\n{people.name}: {len(people.records):,} records, {people.matches:,} pairs that are the same person")
        found = {}
        for name, method in methods.items():
            started = time.perf_counter()
            scored = method(people)
            seconds = time.perf_counter() - started
            found[name] = quality(people, scored, thresholds[name])
            print(f"{found[name].line(name)}  {seconds:5.1f} s")
            print(_calibration(people, scored))
        for name, rule in people.rules.items():
            print(quality(people, dict.fromkeys(_equal(people, rule), 1.0), 0.5).line(name))
        good = found["Skaffa"].f1 >= found["Splink"].f1
        print(
            f"  {'goal met   ' if good else 'GOAL MISSED'} F1 {found['Skaffa'].f1:.4f}, Splink {found['Splink'].f1:.4f}"
        )
        met = met and good
    return met


def ours(people: People) -> Scored:
    """What Skaffa's model says of every pair that shares a key."""
    model, pairs = learned(people)
    records = people.records
    return {(one, other): model.probability(records[one], records[other]) for one, other in pairs}


def learned(people: People) -> tuple[Model, list[tuple[int, int]]]:
    """The model of these records, and the pairs worth comparing."""
    records = people.records
    comparisons = [_comparison(field, kind) for field, kind in people.fields.items()]
    for comparison in comparisons:
        comparison.learn(record[comparison.field] for record in records)
    pairs = [pair for pair in blocking.pairs(records, people.keys) if people.may_match(*pair)]
    proposed = ((records[one], records[other]) for one, other in pairs)
    return train(comparisons, proposed, people.anybody, of=people.possible), pairs


def quality(people: People, scored: Scored, threshold: float) -> Quality:
    said = [pair for pair, probability in scored.items() if probability >= threshold]
    right = sum(people.is_match(*pair) for pair in said)
    return Quality(precision=right / max(1, len(said)), recall=right / people.matches)


def _comparison(field: str, kind: str) -> Comparison:
    made: dict[str, Callable[[], Comparison]] = {
        "name": lambda: Words(field, of_people=True),
        "words": lambda: Words(field),
        "day": lambda: Day(field),
        "code": lambda: Code(field),
    }
    return made[kind]()


def _best_threshold(name: str, method: Callable[[People], Scored], judges: Sequence[People]) -> float:
    scored = [(people, method(people)) for people in judges]
    means = {
        threshold: sum(quality(people, found, threshold).f1 for people, found in scored) / len(scored)
        for threshold in THRESHOLDS
    }
    best = max(means, key=lambda threshold: means[threshold])
    print(f"  {name:<22} {best}  (F1 {means[best]:.4f})")
    return best


def _judged() -> Iterator[People]:
    for number in (3, 4):
        for shape in peoples.SHAPES:
            yield peoples.febrl(number, shape)
    folder = os.environ.get(REAL_DATA)
    if folder:
        yield peoples.historical(Path(folder) / "people-historical.csv")
    else:
        print(f"\nHistorical people: left out; {REAL_DATA} names the folder with people-historical.csv")


def _splink(people: People) -> Scored:
    from bench import splinked  # noqa: PLC0415 -- needs the packages of `make bench`

    return splinked.score(people)


def _equal(people: People, rule: Callable[[dict[str, Any]], Hashable]) -> set[tuple[int, int]]:
    return {
        pair
        for pair in blocking.pairs(people.records, lambda record: _key(rule, record), most=10_000)
        if people.may_match(*pair)
    }


def _key(rule: Callable[[dict[str, Any]], Hashable], record: dict[str, Any]) -> list[Hashable]:
    key = rule(record)
    return [] if key in (None, "", ()) else [key]


def _calibration(people: People, scored: Scored) -> str:
    """Of the pairs said to be the same with about this probability, how many are; and the mean distance of the two."""
    counts: Counter[int] = Counter()
    said: Counter[int] = Counter()
    right: Counter[int] = Counter()
    for pair, probability in scored.items():
        place = min(9, int(probability * 10))
        counts[place] += 1
        said[place] += round(probability * 1_000_000)
        right[place] += people.is_match(*pair)
    shown = " ".join(f"{right[place] / counts[place]:.2f}" if counts[place] > 19 else "  – " for place in range(10))
    apart = sum(abs(said[place] / 1_000_000 - right[place]) for place in counts) / max(1, counts.total())
    return f"    said 0.0-0.1 … 0.9-1.0, true: {shown}   mean distance {apart:.4f}"
