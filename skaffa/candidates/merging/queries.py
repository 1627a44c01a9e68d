"""Which records became one, what a merge would do, and where somebody lives on."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from django.apps import apps
from django.db.models import Count, Model, OuterRef, QuerySet, Subquery

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries
from skaffa.candidates.merging import follows, rules
from skaffa.candidates.merging.follows import Relation, Way
from skaffa.candidates.merging.rules import Content, Edge, Record
from skaffa.candidates.models import Candidate, Merge, Moved


@dataclass(frozen=True, slots=True)
class Meeting:
    """Rows that would stand in one place: `there` is the kept record's, `comes` the other's, `stays` the one of the two."""

    model: type[Model]
    there: Model
    comes: Model
    stays: Model


@dataclass(frozen=True, slots=True)
class Preview:
    """What a merge would do: both records and the one they become, what differs, what moves and what is set aside."""

    kept: Candidate
    absorbed: Candidate
    kept_record: Record
    absorbed_record: Record
    united: Record
    differing: tuple[str, ...]
    moving: Mapping[type[Model], int]
    meetings: Sequence[Meeting]


@dataclass(frozen=True, slots=True)
class Told:
    """A merge for people: `name` of whom was taken in, and what was set aside, by model how many."""

    merge: Merge
    name: str
    aside: Mapping[type[Model], int]


def record(candidate: Candidate) -> Record:
    """What a merge chooses from."""
    return Record(
        queries.person(candidate),
        source=candidate.profile_source_id,
        referred_by=candidate.referred_by,
        is_internal=candidate.is_internal,
    )


def preview(actor: Actor, kept: int, absorbed: int, choices: rules.Choices) -> Preview:
    """What `merge` with the same choices would do, for who may do it; nothing is changed."""
    one, other = pair(actor, kept, absorbed)
    known = rules.checked(choices)
    records = record(one), record(other)
    there, comes = _counted((one, other))
    return Preview(
        kept=one,
        absorbed=other,
        kept_record=records[0],
        absorbed_record=records[1],
        united=rules.unite(*records, known),
        differing=rules.differing(*records),
        moving={relation.model: many for relation, many in comes.items() if many},
        meetings=[
            meeting
            for relation, many in comes.items()
            if many and there[relation]
            for meeting in _meetings(relation, one, other, known)
        ],
    )


def pair(actor: Actor, kept: int, absorbed: int) -> tuple[Candidate, Candidate]:
    """Both records, for who may merge them: whoever sees only one of two people merges neither."""
    permissions.require(actor, Action.CANDIDATE_MERGE)
    found = queries.with_background(queries.visible_to(actor)).in_bulk([kept, absorbed])
    if len(found) < len({kept, absorbed}):
        raise queries.CandidateNotFound
    if kept == absorbed:
        raise rules.SameRecord
    return found[kept], found[absorbed]


def lives_as(pk: int, model: type[Model] = Candidate) -> int:
    """The number under which a record lives on: its own, or that of the one it was merged into.

    Of another model: that of the row that stands for it, where it was set aside.
    """
    if model is Candidate:
        merged = Merge.objects.filter(absorbed_id=pk, undone_at=None)
        return merged.values_list("holder_id", flat=True).first() or pk
    label = model._meta.label  # noqa: SLF001
    aside = Moved.objects.filter(model=label, field="").order_by("-pk")
    while (stands := aside.filter(from_id=pk).values_list("to_id", flat=True).first()) is not None:
        pk = stands
    return pk


def leads_to(actor: Actor, old: int | None) -> int | None:
    """The record that an old number leads to, for who may see it; none where it leads nowhere else."""
    lives = lives_as(old) if old else None
    found = lives is not None and lives != old and queries.visible_to(actor).filter(pk=lives).exists()
    return lives if found else None


def merges_of(actor: Actor, candidate: Candidate) -> list[Told]:
    """The merges that made this record what it is, the latest first, those of the absorbed among them."""
    if not queries.visible_to(actor).filter(pk=candidate.pk).exists():
        raise queries.CandidateNotFound
    held = holding(candidate.pk).select_related("by").prefetch_related("moved").order_by("-pk")
    return [_told(merge) for merge in held]


def merge(actor: Actor, pk: int) -> Merge:
    """One merge, for who sees whom it is about."""
    found = Merge.objects.filter(pk=pk, holder__in=queries.visible_to(actor)).select_related("holder").first()
    if found is None:
        raise rules.MergeNotFound
    return found


def holding(pk: int) -> QuerySet[Merge]:
    """The merges that hold and made this record what it is, those of whom it took in among them."""
    return Merge.objects.filter(holder=pk, undone_at=None)


def edges(merge: Merge) -> list[Edge]:
    """This merge and the later ones of the same record."""
    rows = holding(merge.holder_id).filter(pk__gte=merge.pk).order_by("pk")
    return [Edge(*values) for values in rows.values_list("pk", "kept_id", "absorbed_id")]


def aside(candidate_id: int, model: type[Model]) -> list[dict[str, Any]]:
    """The values of rows of this model that were set aside when others were merged into this record."""
    rows = Moved.objects.filter(merge__in=holding(candidate_id), field="").values_list("content", flat=True)
    return [values for content in rows for label, values in content if apps.get_model(label) is model]


def content(merge: Merge) -> Content:
    return msgspec.convert(merge.content, Content)


def _told(merge: Merge) -> Told:
    person = content(merge).absorbed.person
    counted: dict[type[Model], int] = {}
    for moved in merge.moved.all():
        if not moved.field:
            model = apps.get_model(moved.model)
            counted[model] = counted.get(model, 0) + 1
    return Told(merge, f"{person.first_name} {person.last_name}".strip(), counted)


def _counted(people: tuple[Candidate, Candidate]) -> list[dict[Relation, int]]:
    """How many rows of each relation that moves each of the two has; one query."""
    relations = {f"many_{place}": one for place, one in enumerate(follows.of(Candidate)) if one.way is Way.MOVES}
    theirs = {name: follows.rows(one.model).filter(**{one.field: OuterRef("pk")}) for name, one in relations.items()}
    counts = {
        name: Subquery(ours.order_by().values(relations[name].field).annotate(many=Count("pk")).values("many"))
        for name, ours in theirs.items()
    }
    rows: Iterable[Any] = Candidate.objects.filter(pk__in=[one.pk for one in people]).values("pk", **counts)
    found = {row["pk"]: row for row in rows}
    return [{one: found[person.pk][name] or 0 for name, one in relations.items()} for person in people]


def _meetings(relation: Relation, kept: Candidate, absorbed: Candidate, choices: rules.Choices) -> Iterator[Meeting]:
    for there, comes in follows.meetings(relation, kept.pk, absorbed.pk):
        yield Meeting(relation.model, there, comes, comes if relation.prefers(there, comes, choices) else there)
