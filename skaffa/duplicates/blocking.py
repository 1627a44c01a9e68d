"""Which records are worth comparing: those that share a key. Keys that everybody shares lead nowhere and are left out."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from itertools import combinations
from typing import TypeVar

RecordT = TypeVar("RecordT")
Keys = Callable[[RecordT], Iterable[Hashable]]
MOST = 300
"""Records under one key; more have it in common by chance."""


def pairs(records: Sequence[RecordT], keys: Keys[RecordT], *, most: int = MOST) -> Iterator[tuple[int, int]]:
    """The places of two records that share a key, each pair once, the lower first."""
    under: dict[Hashable, list[int]] = defaultdict(list)
    for place, record in enumerate(records):
        for key in set(keys(record)):
            under[key].append(place)
    seen: set[tuple[int, int]] = set()
    for places in under.values():
        if len(places) <= most:
            seen.update(combinations(places, 2))
    yield from seen
