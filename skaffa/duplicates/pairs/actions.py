"""Pairs of candidates who may be one person: found again whenever one changes, and what people say of them."""

import math
from collections.abc import Collection, Iterable, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from skaffa.accounts.actor import Actor
from skaffa.core import events
from skaffa.duplicates import queries
from skaffa.duplicates.events import SaidDifferent, SaidDifferentUndone
from skaffa.duplicates.models import Pair, PairState, Record
from skaffa.duplicates.pairs import queries as pairs
from skaffa.duplicates.proposals import proposals
from skaffa.duplicates.queries import Likeness

_FOUND_ANEW = ("probability", "exact", "contributions")
_STEP = 1_000


def look(people: Collection[int], *, at: datetime, later: bool = False) -> int:
    """Find the pairs that these people are in; gives how many.

    `later`: each only with people of higher numbers, as a look at everybody does; else what waited of them and holds
    no more is forgotten.
    """
    keys = dict(Record.objects.filter(pk__in=people).values_list("pk", "keys"))
    there = queries.many()
    near = proposals(keys, bits=math.log2(there + 1), later=later)
    proposed = sorted({(min(pair), max(pair)) for pair in near})  # so that two who write never wait for one another
    stored = queries.of_candidates({one for pair in proposed for one in pair})
    judge, chosen = queries.model(there), queries.policy()
    alike = [
        (one, queries.likeness(judge, chosen, stored[one], other, stored[other]))
        for one, other in proposed
        if one in stored and other in stored
    ]
    told = [(one, likeness) for one, likeness in alike if likeness]
    apart = pairs.told_apart({pk for one, likeness in told for pk in (one, likeness.candidate_id)})
    found = [_pair(one, likeness, at) for one, likeness in told if (one, likeness.candidate_id) not in apart]
    Pair.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["one_id", "other_id"], update_fields=_FOUND_ANEW, batch_size=1_000
    )
    if not later:
        waiting = Pair.objects.filter(_of(people), state=PairState.WAITING)
        holding = {(pair.one_id, pair.other_id) for pair in found}
        over = [pair.pk for pair in waiting if (pair.one_id, pair.other_id) not in holding]
        Pair.objects.filter(pk__in=over).delete()
    return len(found)


def judge_anew() -> None:
    """What waits, by what has been learned meanwhile: who is not even maybe one person any more does not wait."""
    judge, chosen, reached = queries.model(queries.many()), queries.policy(), 0
    while waiting := list(Pair.objects.filter(state=PairState.WAITING, pk__gt=reached).order_by("pk")[:_STEP]):
        stored = queries.of_candidates({pk for pair in waiting for pk in (pair.one_id, pair.other_id)})
        both = [pair for pair in waiting if pair.one_id in stored and pair.other_id in stored]
        holding, over = [], []
        for pair in both:
            alike = queries.likeness(judge, chosen, stored[pair.one_id], pair.other_id, stored[pair.other_id])
            if alike:
                holding.append(_pair(pair.one_id, alike, pair.found_at, pk=pair.pk))
            else:
                over.append(pair.pk)
        Pair.objects.bulk_update(holding, _FOUND_ANEW)
        Pair.objects.filter(pk__in=over, state=PairState.WAITING).delete()
        reached = waiting[-1].pk


def forget(people: Collection[int]) -> None:
    """Keep nothing about people who are erased."""
    Pair.objects.filter(_of(people)).delete()


@transaction.atomic
def say_different(chosen: Iterable[int], *, by: Actor, at: datetime) -> Sequence[Pair]:
    """These pairs are not the same person: remembered whatever changes, unless it is undone."""
    waiting = pairs.to_judge(by).filter(pk__in=list(chosen), state=PairState.WAITING)
    locked = list(waiting.select_for_update().order_by("pk"))
    for pair in locked:
        pair.state, pair.said_at, pair.said_by = PairState.DIFFERENT, at, by.user
        pair.save(update_fields=["state", "said_at", "said_by"])
        about = {"candidate_id": pair.one_id, "other_id": pair.other_id}
        events.publish(SaidDifferent(**about, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def undo_different(chosen: Iterable[int], *, by: Actor, at: datetime) -> Sequence[Pair]:
    """Nobody says so any more: they wait again."""
    said = pairs.to_judge(by).filter(pk__in=list(chosen), state=PairState.DIFFERENT)
    locked = list(said.select_for_update().order_by("pk"))
    for pair in locked:
        pair.state, pair.said_at, pair.said_by = PairState.WAITING, None, None
        pair.save(update_fields=["state", "said_at", "said_by"])
        about = {"candidate_id": pair.one_id, "other_id": pair.other_id}
        events.publish(SaidDifferentUndone(**about, at=at, by_id=by.user_id))
    return locked


def _of(people: Collection[int]) -> Q:
    return Q(one_id__in=people) | Q(other_id__in=people)


def _pair(one: int, likeness: Likeness, at: datetime, *, pk: int | None = None) -> Pair:
    return Pair(
        pk=pk,
        one_id=one,
        other_id=likeness.candidate_id,
        probability=likeness.probability,
        exact=likeness.exact,
        contributions=[[said.field, round(said.bits, 1)] for said in likeness.contributions],
        found_at=at,
    )
