"""What each level of agreement is worth, learned from the records themselves, and the probability that follows.

Fellegi and Sunter's model: `m` is how often a level occurs between records of one person, `u` between records of two.
Their ratio is the weight of evidence; the evidence of the fields adds up, and Bayes' rule makes it a probability.
`u` is counted between random records. `m` is what expectation-maximisation finds in the pairs that blocking proposes:
nobody has to say which of them are the same.
"""

import math
import random
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from skaffa.duplicates.comparisons import Comparison, Contribution, Level

Record = Mapping[str, Any]
Pattern = tuple[Level | None, ...]
"""The levels of a pair, field by field."""

_SEEN_ENOUGH = 20  # random pairs in which a level must have occurred before its share is believed
_ROUNDS = 30
_STILL = 1e-4
_SHOWN = 1e-3  # of the pairs of one person, from which share on a level is one that they show
_TRUST = 100  # pairs of the same person, and of two, that what was believed before counts for


@dataclass(frozen=True, slots=True)
class Weights:
    """By field: the share of each level among pairs of the same person (m) and of two (u)."""

    same: Sequence[Mapping[Level, float]]
    different: Sequence[Mapping[Level, float]]
    prior: float
    """How probable it is that two records taken at random are one person."""


class Model:
    """Compares records by these fields; `weights` come from `train`."""

    def __init__(self, comparisons: Sequence[Comparison], weights: Weights) -> None:
        self._comparisons = comparisons
        self.weights = weights
        self._bits = [_worth(*each) for each in zip(self._comparisons, weights.same, weights.different, strict=True)]
        self._prior = math.log2(weights.prior / (1 - weights.prior))

    def contributions(self, one: Record, other: Record) -> list[Contribution]:
        """What each field says that both records have."""
        pattern = pattern_of(self._comparisons, one, other)
        return [
            Contribution(comparison.field, level, bits[level])
            for comparison, bits, level in zip(self._comparisons, self._bits, pattern, strict=True)
            if level is not None
        ]

    def worth(self) -> dict[str, Mapping[Level, float]]:
        """By field, what each level is worth, in bits."""
        return {comparison.field: bits for comparison, bits in zip(self._comparisons, self._bits, strict=True)}

    def probability(self, one: Record, other: Record) -> float:
        """That both are the same person."""
        return self.of_pattern(pattern_of(self._comparisons, one, other))

    def of_pattern(self, pattern: Pattern) -> float:
        bits = 0.0
        for known, level in zip(self._bits, pattern, strict=True):
            if level is not None:
                bits += known[level]
        return self.of_bits(bits)

    def of_bits(self, evidence: float) -> float:
        """What all contributions together make of it."""
        bits = self._prior + evidence
        return float(1 / (1 + 2.0 ** -max(-1_000.0, min(1_000.0, bits))))


def _worth(comparison: Comparison, same: Mapping[Level, float], different: Mapping[Level, float]) -> dict[Level, float]:
    """In bits. What agreement is worth that hardly any pair of one person has shown follows from what others have shown.

    It is no less than that of a commoner value and no more than that of a rarer one, and grows by no more than its rarity.
    """
    bits = {level: math.log2(same[level] / different[level]) for level in same}
    steps = comparison.agreements
    shown = [place for place, level in enumerate(steps) if same[level] >= _SHOWN]
    for place, level in enumerate(steps) if shown else ():
        if place not in shown:
            bits[level] = _between(comparison, bits, shown, place)
    return bits


def _between(comparison: Comparison, bits: Mapping[Level, float], shown: Sequence[int], place: int) -> float:
    steps = comparison.agreements
    commoner = max((one for one in shown if one < place), default=None)
    rarer = min((one for one in shown if one > place), default=None)
    if commoner is None or rarer is None:
        nearest = shown[0] if commoner is None else shown[-1]
        return bits[steps[nearest]] - sum(
            comparison.rarity_below(level) or 0.0 for level in steps[place + 1 : nearest + 1]
        )
    grown = sum(comparison.rarity_below(level) or 0.0 for level in steps[commoner + 1 : place + 1])
    return min(bits[steps[commoner]] + grown, bits[steps[rarer]])


def pattern_of(comparisons: Sequence[Comparison], one: Record, other: Record) -> Pattern:
    return tuple(comparison.level(one[comparison.field], other[comparison.field]) for comparison in comparisons)


def train(
    comparisons: Sequence[Comparison],
    pairs: Iterable[tuple[Record, Record]],
    anybody: Callable[[random.Random], tuple[Record, Record]],
    *,
    of: int,
    samples: int = 300_000,
    seed: int = 1,
    believed: Weights | None = None,
) -> Model:
    """Learn from the `pairs` that blocking proposes out of `of` possible ones; `anybody` draws two records at random.

    The comparisons must have learned their values. Nobody says which pairs are the same. What was `believed` before
    gives way the more there is to learn from: it is the beginning, and counts for some pairs of each kind.
    """
    if believed:
        believed = adapt(comparisons, anybody, believed, samples=samples, seed=seed)
        begun, different = believed.same, believed.different
    else:
        different, _alone = _by_chance(comparisons, anybody, samples=samples, seed=seed)
        begun = [_guess(levels) for levels in different]
    patterns = Counter(pattern_of(comparisons, one, other) for one, other in pairs)
    weights = Weights(begun, different, prior=min(0.5, len(patterns) / of))
    for _round in range(_ROUNDS):
        before = weights.prior
        weights = _improved(Model(comparisons, weights), patterns, of=of, believed=believed)
        if abs(weights.prior - before) < _STILL * before:
            break
    return Model(comparisons, weights)


def adapt(
    comparisons: Sequence[Comparison],
    anybody: Callable[[random.Random], tuple[Record, Record]],
    believed: Weights,
    *,
    samples: int,
    seed: int = 1,
) -> Weights:
    """What is believed, by how common everything is among these records; all that can be learned from few of them."""
    different, alone = _by_chance(comparisons, anybody, samples=samples, seed=seed)
    same = [_as_common(*each) for each in zip(comparisons, believed.same, alone, strict=True)]

    def together(
        new: Sequence[Mapping[Level, float]], old: Sequence[Mapping[Level, float]]
    ) -> list[dict[Level, float]]:
        return [_tempered(*each, samples) for each in zip(new, old, strict=True)]

    return Weights(together(same, believed.same), together(different, believed.different), believed.prior)


def _as_common(comparison: Comparison, same: Mapping[Level, float], alone: Counter[Level]) -> dict[Level, float]:
    """Pairs of one person agree as often as before, but on what is as common as records here have it."""
    agreeing, having = sum(same[level] for level in comparison.agreements), alone.total()
    here = {level: agreeing * alone[level] / having for level in comparison.agreements if having}
    return {**same, **here}


def _by_chance(
    comparisons: Sequence[Comparison],
    anybody: Callable[[random.Random], tuple[Record, Record]],
    *,
    samples: int,
    seed: int,
) -> tuple[list[dict[Level, float]], list[Counter[Level]]]:
    """How often each level occurs between two records taken at random; and how far records agree with themselves."""
    draw = random.Random(seed)  # noqa: S311 -- a sample, no secret
    seen: list[Counter[Level]] = [Counter() for _ in comparisons]
    alone: list[Counter[Level]] = [Counter() for _ in comparisons]
    for _ in range(samples):
        one, other = anybody(draw)
        _count(seen, pattern_of(comparisons, one, other))
        _count(alone, pattern_of(comparisons, one, one))
    return [_shares(*each) for each in zip(comparisons, seen, alone, strict=True)], alone


def _count(counters: Sequence[Counter[Level]], pattern: Pattern) -> None:
    for counter, level in zip(counters, pattern, strict=True):
        if level is not None:
            counter[level] += 1


def _shares(comparison: Comparison, seen: Counter[Level], alone: Counter[Level]) -> dict[Level, float]:
    """Of every level; `alone` counts how far records agree with themselves.

    What was seen too seldom follows from the step below it, so many bits rarer, and from how many have so much that
    others share it by chance.
    """
    total, having = max(1, seen.total()), max(1, alone.total())
    found: dict[Level, float] = {}
    for level in comparison.levels:
        rarer = comparison.rarity_below(level)
        if seen[level] < _SEEN_ENOUGH and rarer is not None:
            expected = alone[level] / having * comparison.by_chance(level)
            found[level] = max(found[level[0] - 1, level[1]] / 2**rarer, expected)
        else:
            found[level] = max(seen[level], 0.5) / total
    return found


def _tempered(new: Mapping[Level, float], old: Mapping[Level, float], samples: int) -> dict[Level, float]:
    """Mostly the new shares; of a field that nobody has here, what few samples say is not all of it."""
    return {level: (samples * share + _TRUST * old[level]) / (samples + _TRUST) for level, share in new.items()}


def _guess(different: Mapping[Level, float]) -> dict[Level, float]:
    """Where to begin: the more agreement, the likelier."""
    wanted = {level: (level[0] + 0.1) * (0.3 if level[1] else 1.0) for level in different}
    total = sum(wanted.values())
    return {level: share / total for level, share in wanted.items()}


def _improved(model: Model, patterns: Mapping[Pattern, int], *, of: int, believed: Weights | None = None) -> Weights:
    """One round: who is the same by the weights so far, and the weights that follow from that."""
    expected = 0.0
    seen: list[Counter[Level]] = [Counter() for _ in model.weights.same]
    for pattern, number in patterns.items():
        same = number * model.of_pattern(pattern)
        expected += same
        for counter, level in zip(seen, pattern, strict=True):
            if level is not None:
                counter[level] += same  # type: ignore[assignment]  # Counter of floats
    for counter, levels in zip(seen, believed.same if believed else (), strict=False):
        for level, share in levels.items():
            counter[level] += _TRUST * share  # type: ignore[assignment]
    same_shares = [
        _smoothed(counter, different) for counter, different in zip(seen, model.weights.different, strict=True)
    ]
    return Weights(same_shares, model.weights.different, prior=min(0.5, max(expected, 1e-3) / of))


def _smoothed(seen: Counter[Level], different: Mapping[Level, float]) -> dict[Level, float]:
    """One pair's worth of chance is added, so that a level nobody has shown yet says nothing for certain."""
    least = 1e-3
    total = sum(seen.values()) + 1 + least * len(different)
    return {level: (seen[level] + share + least) / total for level, share in different.items()}
