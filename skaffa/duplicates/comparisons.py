"""How far two values of one field agree, as a level: the model learns what each level is worth.

What is missing on either side is no level (None) and counts for nothing.
"""

import math
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

from rapidfuzz.distance import DamerauLevenshtein, JaroWinkler

from skaffa.duplicates.nicknames import STAND_FOR

Level = tuple[int, int]
"""What is shared, the higher the more; and 1 where both sides have something left that the other contradicts."""
NOTHING_IN_COMMON: Level = (0, 1)
"""Of words."""


class Comparison(ABC):
    """One field. `learn` first: what is rare in these records says more when it is shared."""

    def __init__(self, field: str) -> None:
        self.field = field

    def learn(self, values: Iterable[Any]) -> None:  # noqa: B027 -- where nothing is rare there is nothing to learn
        """Look at all values there are of the field."""

    @property
    @abstractmethod
    def levels(self) -> Sequence[Level]:
        """Every level there is, lower ones first."""

    @property
    def agreements(self) -> Sequence[Level]:
        """The levels at which nothing contradicts, each so many bits rarer than the one before; none where none is rarer."""
        return ()

    def rarity_below(self, level: Level) -> float | None:  # noqa: ARG002 -- each kind has its own answer
        """By how many bits it is rarer than the level below it; None where that one is of another kind."""
        return None

    def by_chance(self, level: Level) -> float:  # noqa: ARG002
        """How probable it is that anybody agrees so far with somebody who has just so much; 0 where it is not known."""
        return 0.0

    @abstractmethod
    def level(self, one: Any, other: Any) -> Level | None: ...


class Rarity(Comparison):
    """What is shared is worth -log2 of the share of records that have it, in steps of two bits."""

    BITS_A_STEP: ClassVar[float] = 2.0
    LOWEST: ClassVar[int]
    """The lowest level that counts such steps."""

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self._bits: dict[str, float] = {}
        self._unknown = 1.0

    def know(self, seen: Mapping[str, float], number: int) -> None:
        """About how many of `number` records have each."""
        self._bits = {one: math.log2(number / records) for one, records in seen.items()}
        self._unknown = math.log2(number + 1)

    @property
    def agreements(self) -> Sequence[Level]:
        return [level for level in self.levels if level[0] >= self.LOWEST and not level[1]]

    def rarity_below(self, level: Level) -> float | None:
        return self.BITS_A_STEP if level[0] > self.LOWEST else None

    def by_chance(self, level: Level) -> float:
        steps = level[0] - self.LOWEST
        return 2.0 ** -(self.BITS_A_STEP * (steps + 0.5)) if steps >= 0 and not level[1] else 0.0

    def _worth(self, one: str) -> float:
        return self._bits.get(one, self._unknown)


class Words(Rarity):
    """Names, places, titles, employers: how many bits the shared words are worth, in steps of two.

    A word is worth -log2 of the share of records that have it: to share *Smith* says little, *Englefield* much. Misspelt
    words, abbreviations and, in people's names, nicknames and initials are worth a part of that. The order of words does
    not matter, and words that only one side has contradict nothing.
    """

    LOWEST = 1
    STEPS: ClassVar[int] = 12

    def __init__(self, field: str, *, of_people: bool = False) -> None:
        super().__init__(field)
        self._of_people = of_people

    def learn(self, values: Iterable[tuple[str, ...]]) -> None:
        seen: Counter[str] = Counter()
        number = 0
        for value in values:
            if value:
                number += 1
                seen.update(set(value))
        self.know(seen, number)

    @property
    def levels(self) -> Sequence[Level]:
        return [(step, conflict) for conflict in (0, 1) for step in range(self.STEPS + 1)]

    def know(self, seen: Mapping[str, float], number: int) -> None:
        super().know(seen, number)
        self._agreement = lru_cache(maxsize=2**14)(self._compared)  # few places and titles are most people's

    def level(self, one: tuple[str, ...], other: tuple[str, ...]) -> Level | None:
        return self._agreement(one, other) if one and other else None

    def _compared(self, one: tuple[str, ...], other: tuple[str, ...]) -> Level:
        if one == other:
            return self._step(sum(map(self._worth, one))), 0
        shared, conflict = self._shared(*sorted((one, other), key=len))
        return self._step(shared), int(conflict)

    def _shared(self, fewer: tuple[str, ...], more: tuple[str, ...]) -> tuple[float, bool]:
        """Each word of the one side with the best of the other; whether both have words left over."""
        bits, left, alone = 0.0, list(more), []
        for word in fewer:
            if word in left:
                left.remove(word)
                bits += self._worth(word)
            else:
                alone.append(word)
        unlike = 0
        for word in alone:
            likeness, best = 0.0, ""
            for there in left:
                alike = _likeness(word, there, of_people=self._of_people)
                if alike > likeness:
                    likeness, best = alike, there
            if best:
                left.remove(best)
                bits += likeness * min(self._worth(word), self._worth(best))
            else:
                unlike += 1
        return bits, unlike > 0 and bool(left)

    def _step(self, bits: float) -> int:
        return min(self.STEPS, int(bits / self.BITS_A_STEP) + 1) if bits > 0 else 0


@lru_cache(maxsize=2**18)
def _likeness(one: str, other: str, *, of_people: bool) -> float:
    """How much of a word's worth this likeness keeps: from a property of languages, not of the records."""
    if one == other:
        return 1.0
    if of_people and other in STAND_FOR.get(one, ()):
        return 0.85
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == 1:
        return 0.25 if of_people and longer.startswith(shorter) else 0.0
    return _as_spelt(shorter, longer) if len(shorter) > 2 else 0.0  # noqa: PLR2004


def _as_spelt(shorter: str, longer: str) -> float:
    edits = DamerauLevenshtein.distance(shorter, longer, score_cutoff=2)
    size = len(shorter)
    if edits == 1:
        return 0.8 if size > 3 else 0.5  # noqa: PLR2004
    if edits == 2 and size > 5:  # noqa: PLR2004
        return 0.7
    close = longer.startswith(shorter) or JaroWinkler.similarity(shorter, longer) > 0.9  # noqa: PLR2004
    return 0.6 if size > 3 and close else 0.0  # noqa: PLR2004


class Day(Comparison):
    """A date as `yyyymmdd`: equal, mistyped, a part of it, or far away. 1 January often means that the day is unknown."""

    KINDS: ClassVar[tuple[str, ...]] = (
        *("far", "other", "decade", "year", "two_edits", "two_parts", "one_edit", "turned", "equal_vague", "equal"),
    )

    @property
    def levels(self) -> Sequence[Level]:
        return [(kind, 0) for kind in range(len(self.KINDS))]

    def level(self, one: str, other: str) -> Level | None:
        if not one or not other:
            return None
        return self.KINDS.index(_days(*sorted((one, other)))), 0


@lru_cache(maxsize=2**18)
def _days(one: str, other: str) -> str:
    if one == other:
        return "equal_vague" if one.endswith("0101") else "equal"
    year, month, day = one[:4], one[4:6], one[6:]
    if other == year + day + month:
        return "turned"
    edits = DamerauLevenshtein.distance(one, other, score_cutoff=2)
    if edits == 1:
        return "one_edit"
    if (year == other[:4]) + (month == other[4:6]) + (day == other[6:]) == 2:  # noqa: PLR2004
        return "two_parts"
    if edits == 2:  # noqa: PLR2004
        return "two_edits"
    return _years(year, other[:4])


def _years(one: str, other: str) -> str:
    if not (one.isdecimal() and other.isdecimal()):
        return "far"
    apart = abs(int(one) - int(other))
    return "year" if apart == 0 else "decade" if apart <= 10 else "other"  # noqa: PLR2004


class Code(Rarity):
    """What is equal or not: numbers of telephones, houses and post, identity numbers; a digit may be mistyped.

    Equal ones are worth the more the rarer they are, as in `Words`.
    """

    LOWEST = EQUAL = 3
    STEPS: ClassVar[int] = 8

    def learn(self, values: Iterable[str]) -> None:
        seen = Counter(value for value in values if value)
        self.know(seen, seen.total())

    @property
    def levels(self) -> Sequence[Level]:
        return [(kind, 0) for kind in range(self.EQUAL + self.STEPS + 1)]

    def level(self, one: str, other: str) -> Level | None:
        if not one or not other:
            return None
        if one == other:
            return self.EQUAL + min(self.STEPS, int(self._worth(one) / self.BITS_A_STEP)), 0
        edits = DamerauLevenshtein.distance(one, other, score_cutoff=2)
        return (2 if edits == 1 else 1 if edits == 2 and len(one) > 4 else 0), 0  # noqa: PLR2004


class Several(Rarity):
    """Codes of which one may have several, such as e-mail addresses: the two that agree best count."""

    LOWEST = Code.EQUAL

    def __init__(self, field: str) -> None:
        super().__init__(field)
        self._code = Code(field)

    def learn(self, values: Iterable[tuple[str, ...]]) -> None:
        every = [value for value in values if value]
        self.know(Counter(code for value in every for code in set(value)), len(every))

    def know(self, seen: Mapping[str, float], number: int) -> None:
        self._code.know(seen, number)

    @property
    def levels(self) -> Sequence[Level]:
        return self._code.levels

    def level(self, one: tuple[str, ...], other: tuple[str, ...]) -> Level | None:
        if not one or not other:
            return None
        levels = [self._code.level(mine, theirs) for mine in one for theirs in other]
        return max((level for level in levels if level is not None), default=None)


class Contribution(NamedTuple):
    """What one field says, in bits: above 0 for the same person, below 0 against."""

    field: str
    level: Level
    bits: float
