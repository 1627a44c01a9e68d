"""What follows a candidate when two records become one: each app says it of its own rows, in its AppConfig.ready.

A row either points at the kept record afterwards, or is set aside with what it
belongs to, or is made anew from the rest. tests/architecture refuses a foreign key of which nothing of this is said.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any, NamedTuple

from django.db.models import Field, ForeignKey, Model, Q, QuerySet, UniqueConstraint


class Way(Enum):
    """What becomes of a row."""

    MOVES = "moves"  # points at the kept row; one that cannot, for there is such a row already, is set aside
    ASIDE = "aside"  # is set aside and put back with the row it belongs to
    ANEW = "anew"  # goes, and is made again from the rest


Prefers = Callable[[Any, Any, Mapping[str, str]], bool]
"""Whether of two rows, one there and one that comes, the second stays, given what people chose."""


def _never(_there: Any, _comes: Any, _choices: Mapping[str, str]) -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Relation:
    """A foreign key (or a one-to-one field) of a model, and what becomes of it."""

    model: type[Model]
    field: str
    way: Way
    prefers: Prefers = _never
    reads: tuple[str, ...] = ()  # what `prefers` looks at besides the row itself

    @property
    def target(self) -> type[Model]:
        return foreign_key(self.model, self.field).related_model


class Agreement(NamedTuple):
    """Two fields of a model that say the same: `field`, and `owner` of what `through` points at."""

    model: type[Model]
    field: str
    through: str
    owner: str


_relations: dict[tuple[type[Model], str], Relation] = {}


def moves(model: type[Model], *fields: str, prefers: Prefers = _never, reads: tuple[str, ...] = ()) -> None:
    for field in fields:
        _relations[model, field] = Relation(model, field, Way.MOVES, prefers, reads)


def goes_aside(model: type[Model], *fields: str) -> None:
    for field in fields:
        _relations[model, field] = Relation(model, field, Way.ASIDE)


def is_made_anew(model: type[Model], *fields: str) -> None:
    for field in fields:
        _relations[model, field] = Relation(model, field, Way.ANEW)


def way(model: type[Model], field: str) -> Way | None:
    """What was said of it."""
    relation = _relations.get((model, field))
    return relation.way if relation else None


def of(target: type[Model]) -> list[Relation]:
    """What points at rows of this model."""
    return [relation for relation in _relations.values() if relation.target is target]


def agreements(target: type[Model]) -> list[Agreement]:
    """What points at such a row and besides at something that itself points at one."""
    direct = {relation.model: relation.field for relation in of(target) if relation.way is Way.MOVES}
    return [
        Agreement(relation.model, direct[relation.model], relation.field, direct[relation.target])
        for relation in _relations.values()
        if relation.way is Way.MOVES and relation.model in direct and relation.target in direct
    ]


def rows(model: type[Model]) -> QuerySet[Model]:
    return model._default_manager.all()  # noqa: SLF001 -- the documented way to the rows of any model


def columns(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    return model._meta.concrete_fields  # noqa: SLF001


def foreign_key(model: type[Model], field: str) -> "ForeignKey[Any, Any]":
    return next(column for column in columns(model) if isinstance(column, ForeignKey) and column.name == field)


def children(model: type[Model]) -> list["ForeignKey[Any, Any]"]:
    """What points at rows of this model."""
    related = model._meta.related_objects  # noqa: SLF001
    return [one.field for one in related if isinstance(one.field, ForeignKey)]


def uniqueness(model: type[Model], field: str) -> list[UniqueConstraint]:
    """The constraints that may forbid a row to point elsewhere by this field."""
    own = [UniqueConstraint(fields=[field], name="own")] if foreign_key(model, field).unique else []
    constraints = model._meta.constraints  # noqa: SLF001
    return own + [one for one in constraints if isinstance(one, UniqueConstraint) and field in one.fields]


def meetings(relation: Relation, to_id: int, from_id: int) -> list[tuple[Model, Model]]:
    """Rows that would stand in one place if all that point at `from_id` pointed at `to_id`: the one there, the one that comes."""
    found: list[tuple[Model, Model]] = []
    for constraint in uniqueness(relation.model, relation.field):
        both = rows(relation.model).filter(constraint.condition or Q(), **{f"{relation.field}__in": [to_id, from_id]})
        standing: dict[tuple[Any, ...], Model] = {}
        coming: list[tuple[tuple[Any, ...], Model]] = []
        for row in (both.select_related(*relation.reads) if relation.reads else both).order_by("pk"):
            values = {column.name: column.value_from_object(row) for column in columns(relation.model)}
            place = tuple(values[name] for name in constraint.fields if name != relation.field)
            if None in place and constraint.nulls_distinct is not False:
                continue
            if values[relation.field] == to_id:
                standing[place] = row
            else:
                coming.append((place, row))
        found += [(standing[place], row) for place, row in coming if place in standing]
    return found
