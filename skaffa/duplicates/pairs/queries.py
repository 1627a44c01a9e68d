"""Which pairs wait, for whoever may see both people."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, Sum
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate, Merge
from skaffa.core import refusals
from skaffa.core.compiled import compiled
from skaffa.duplicates.models import Pair, PairState


class PairNotFound(refusals.NotFound):
    """There is no such pair, or the reader may not see both people, or one of them has been merged or erased."""

    sentence = _("These two records are not waiting any more: they have been merged, or one of them has changed.")


@dataclass(frozen=True, slots=True)
class Both:
    """A pair with its two people, the older record first."""

    pair: Pair
    one: Candidate
    other: Candidate

    @property
    def percent(self) -> int:
        """How probable it is that both are one person; never certain."""
        return min(99, round(self.pair.probability * 100))


def visible_to(actor: Actor) -> QuerySet[Pair]:
    """Pairs of which the actor may see both people; those of whom one has been merged away are not there."""
    return _both_among(candidates.visible_to(actor))


def _both_among(seen: QuerySet[Candidate]) -> QuerySet[Pair]:
    return Pair.objects.filter(
        Exists(seen.filter(pk=OuterRef("one_id"))),
        Exists(seen.filter(pk=OuterRef("other_id"))),
    )


def to_judge(actor: Actor) -> QuerySet[Pair]:
    """Those the actor may merge, or call different."""
    permissions.require(actor, Action.CANDIDATE_MERGE)
    return visible_to(actor)


def waiting(actor: Actor) -> QuerySet[Pair]:
    """The queue."""
    return to_judge(actor).filter(state=PairState.WAITING)


def pair(actor: Actor, pk: int) -> Both:
    """One of them, its people with everything that is known of them."""
    found = to_judge(actor).filter(pk=pk).first()
    if found is None:
        raise PairNotFound
    return _with_people([found], candidates.with_background(Candidate.objects.all()))[0]


def following(actor: Actor, after: Pair) -> Pair | None:
    """The next one of the queue, which goes from the most to the least probable; then its first again."""
    rest = waiting(actor).exclude(pk=after.pk).order_by("-probability", "-pk")
    less = Q(probability__lt=after.probability) | Q(probability=after.probability, pk__lt=after.pk)
    return rest.filter(less).first() or rest.first()


def with_people(pairs: Sequence[Pair]) -> list[Both]:
    """The people of pairs that the reader has been given already, in one question."""
    return _with_people(pairs, Candidate.objects.all())


def _with_people(pairs: Sequence[Pair], people: QuerySet[Candidate]) -> list[Both]:
    rows = people.in_bulk({pk for one in pairs for pk in (one.one_id, one.other_id)})
    return [
        Both(one, rows[one.one_id], rows[one.other_id]) for one in pairs if one.one_id in rows and one.other_id in rows
    ]


def told_apart(people: Collection[int]) -> set[tuple[int, int]]:
    """Of these candidates, those who are not one person because a record that was merged into one of them is not."""
    merged = Merge.objects.filter(holder__in=people, undone_at=None)
    lives = dict(merged.values_list("absorbed_id", "holder_id"))
    if not lives:
        return set()
    said = Pair.objects.filter(Q(one_id__in=lives) | Q(other_id__in=lives), state=PairState.DIFFERENT)
    both = [(lives.get(one, one), lives.get(other, other)) for one, other in said.values_list("one_id", "other_id")]
    return {(min(pair), max(pair)) for pair in both}


def standing(candidate: OuterRef) -> Subquery:
    """A number that changes whenever a pair of this candidate begins or ceases to wait, whoever may see it."""
    theirs = Pair.objects.filter(Q(one_id=candidate) | Q(other_id=candidate), state=PairState.WAITING)
    return Subquery(theirs.order_by().values("state").annotate(sum=Sum("pk")).values("sum"))


def flags(actor: Actor, people: Iterable[int]) -> Mapping[int, Pair]:
    """Of these candidates, those who are maybe known under another record too, with the likeliest pair."""
    ids = set(people)
    if not ids:
        return {}
    sees_all = permissions.allowed(actor, Action.CANDIDATE_SEARCH)
    rows = _waiting_of_all(list(ids)) if sees_all else _waiting_of(visible_to(actor), list(ids))
    found: dict[int, Pair] = {}
    for one in rows:
        found |= {pk: one for pk in (one.one_id, one.other_id) if pk in ids}
    return found


def _waiting_of(pairs: QuerySet[Pair], people: list[int]) -> QuerySet[Pair]:
    """The likeliest last."""
    theirs = pairs.filter(Q(one_id__among=people) | Q(other_id__among=people), state=PairState.WAITING)
    return theirs.order_by("probability")


@compiled
def _waiting_of_all(people: list[int]) -> QuerySet[Pair]:
    return _waiting_of(_both_among(Candidate.objects.all()), people)
