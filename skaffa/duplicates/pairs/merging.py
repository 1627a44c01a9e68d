"""Pairs that turn out to be one person: merged one by one or many at once; the older record is kept."""

from collections.abc import Sequence
from datetime import datetime

from skaffa.accounts.actor import Actor
from skaffa.candidates.merging import actions as merging
from skaffa.candidates.models import Merge
from skaffa.duplicates.models import Pair
from skaffa.duplicates.pairs import queries

MOST_AT_ONCE = 25


def merge(pair: Pair, *, by: Actor, at: datetime) -> Merge:
    """Both records as one, and where they contradict one another, what the older one says."""
    both = queries.pair(by, pair.pk)
    return merging.merge(both.one, both.other, {}, by=by, at=at)


def merge_likeliest(least: float, *, by: Actor, at: datetime) -> Sequence[Merge]:
    """Those that wait with at least this probability, as many as fit a moment; each can be undone by itself.

    Who has been merged a moment ago is not merged once more in the same go: their record is another one now.
    """
    rows = queries.waiting(by).filter(probability__gte=least).order_by("-probability", "-pk")
    made: list[Merge] = []
    met: set[int] = set()
    for both in queries.with_people(list(rows[:MOST_AT_ONCE])):
        if met.isdisjoint({both.one.pk, both.other.pk}):
            made.append(merging.merge(both.one, both.other, {}, by=by, at=at))
            met |= {both.one.pk, both.other.pk}
    return made
