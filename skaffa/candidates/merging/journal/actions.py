"""Rows that change hands with a merge, written down in order, so that each finds its way back; see `follows`."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import CASCADE, F, ForeignKey, Model, OuterRef, Subquery

from skaffa.candidates.merging import follows
from skaffa.candidates.merging.follows import Relation, Way
from skaffa.candidates.models import Candidate, Merge, Moved

Written = list[Any]
"""A row as JSON: the label of its model, and the values of its columns."""


def take_over(merge: Merge, target: type[Model], from_id: int, to_id: int) -> None:
    """Let everything that points at one row of `target` point at the other, as far as it moves at all."""
    for relation in follows.of(target):
        if relation.way is Way.MOVES:
            _move(merge, relation, from_id, to_id)


def set_aside(merge: Merge, row: Model, into_id: int) -> None:
    """Delete a row and all that hangs on it, written down whole, because the row `into_id` stands for it."""
    content = [written(one) for one in _whole(row)]
    Moved.objects.create(merge=merge, model=_label(type(row)), from_id=row.pk, to_id=into_id, content=content)
    row.delete()


def give_back(merge: Merge) -> None:
    """Everything back to where it was before, as far as it is still there, from the last to the first."""
    for moved in merge.moved.order_by("-pk"):
        model = apps.get_model(moved.model)
        if not moved.field:
            _put_back(moved.content)
        elif follows.rows(follows.foreign_key(model, moved.field).related_model).filter(pk=moved.from_id).exists():
            still = follows.rows(model).filter(pk__in=moved.ids, **{moved.field: moved.to_id})
            _repoint(model, list(still.values_list("pk", flat=True)), moved.field, moved.from_id)


def agree(candidates: Iterable[int]) -> None:
    """What belongs to an application belongs to whom the application belongs to, also what was added since the merge."""
    people = list(candidates)
    for model, field, through, owner in follows.agreements(Candidate):
        theirs = follows.rows(follows.foreign_key(model, through).related_model).filter(pk=OuterRef(through))
        apart = follows.rows(model).exclude(**{f"{through}__{owner}": F(field)})
        apart = apart.filter(**{f"{field}__in": people, f"{through}__{owner}__in": people})
        apart.update(**{field: Subquery(theirs.values(owner)[:1])})


def written(row: Model) -> Written:
    """What `insert` makes the same row of."""
    columns = follows.columns(type(row))
    values = [None if field.value_from_object(row) is None else field.value_to_string(row) for field in columns]
    return [_label(type(row)), dict(zip((field.attname for field in columns), values, strict=True))]


def insert(row: Written) -> bool:
    """Put a row back under the number it had, unless what it needs is gone, or its place is taken by now."""
    label, values = row
    model = apps.get_model(label)
    made = model(**{field.attname: field.to_python(values[field.attname]) for field in follows.columns(model)})
    if not _stands(made):
        return False
    try:
        with transaction.atomic():
            follows.rows(model).bulk_create([made])
    except IntegrityError:  # an edge: another row took its place while it was aside
        return False
    return True


def _move(merge: Merge, relation: Relation, from_id: int, to_id: int) -> None:
    for there, comes in follows.meetings(relation, to_id, from_id):
        stays, goes = (comes, there) if relation.prefers(there, comes, merge.choices) else (there, comes)
        _absorb(merge, goes, stays)
    _point(merge, relation, from_id, to_id)


def _absorb(merge: Merge, row: Model, into: Model) -> None:
    take_over(merge, type(row), row.pk, into.pk)
    set_aside(merge, row, into.pk)


def _point(merge: Merge, relation: Relation, from_id: int, to_id: int) -> None:
    theirs = follows.rows(relation.model).filter(**{relation.field: from_id})
    ids = list(theirs.order_by("pk").values_list("pk", flat=True))
    if ids:
        theirs.update(**{relation.field: to_id})
        label = _label(relation.model)
        Moved.objects.create(merge=merge, model=label, field=relation.field, ids=ids, from_id=from_id, to_id=to_id)


def _whole(row: Model) -> Iterator[Model]:
    """A row, then what goes with it, in an order in which it can all be put back."""
    yield row
    for field in follows.children(type(row)):
        if field.remote_field.on_delete is CASCADE and follows.way(field.model, field.name) is not Way.ANEW:
            for child in follows.rows(field.model).filter(**{field.name: row.pk}).order_by("pk"):
                yield from _whole(child)


def _put_back(content: Sequence[Written]) -> None:
    head, *rest = content
    if insert(head):
        for row in rest:
            insert(row)


def _repoint(model: type[Model], ids: Sequence[int], field: str, to_id: int) -> None:
    """All at once; where one of them has become what another is already, one by one without it."""
    try:
        with transaction.atomic():
            follows.rows(model).filter(pk__in=ids).update(**{field: to_id})
    except IntegrityError:  # an edge: edited to the same since the merge
        for pk in ids if len(ids) > 1 else ():
            _repoint(model, [pk], field, to_id)


def _stands(row: Model) -> bool:
    """Whether everything the row points at is there; what may be empty is emptied."""
    for field in follows.columns(type(row)):
        value = field.value_from_object(row)
        if not isinstance(field, ForeignKey) or value is None:
            continue
        if follows.rows(field.related_model).filter(pk=value).exists():
            continue
        if not field.null or field.remote_field.on_delete is CASCADE:
            return False
        setattr(row, field.attname, None)
    return True


def _label(model: type[Model]) -> str:
    return model._meta.label  # noqa: SLF001
