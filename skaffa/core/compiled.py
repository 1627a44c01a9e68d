"""Compiled queries: their SQL is written once, and asked with other values from then on.

Django writes the SQL of a query set anew for every question, which takes it two thirds of what a small question takes.
Of a page that asks a dozen of them that is a quarter (docs/decisions/0009-queries-are-compiled.md).
"""

# ruff: noqa: SLF001 - how a query set makes rows of an answer Django keeps to itself

import copy
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache, wraps
from typing import Any, ParamSpec, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet, prefetch_related_objects
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler

Asked = ParamSpec("Asked")
Row = TypeVar("Row")

_VALUES = (int, str, datetime, list)
_TOO_LARGE = 2**63
_MOST_SHAPES = 200
_FIRST, _SECOND = 31_001, 32_001
"""Two sets of marks, small enough for every field of numbers."""


class Limit(int):
    """How many rows at most: PostgreSQL plans with it, so that it is part of the SQL."""


def compiled(ask: "Callable[Asked, QuerySet[Any, Row]]") -> Callable[Asked, list[Row]]:
    """The rows of a query set that depends on nothing but its arguments.

    Numbers, texts, moments and lists of numbers (for `among`) are values, in tuples too: they reach the SQL as they are,
    which is the same for all of them. Everything else (None, True, a member of an enumeration) is the shape: each has an
    SQL of its own. `ask` is called when a shape is new, with marks for the values; raises TypeError when one of them does
    not reach the SQL.
    """

    @lru_cache(_MOST_SHAPES)
    def question(names: Sequence[str], shape: Sequence[Any]) -> "Question | None":
        def anew(given: Sequence[Any]) -> "QuerySet[Any, Row]":
            many = len(given) - len(names)
            return ask(*given[:many], **dict(zip(names, given[many:], strict=True)))

        try:
            return Question.written(anew, _marked(shape, _FIRST), _marked(shape, _SECOND))
        except EmptyResultSet:
            return None

    @wraps(ask)
    def rows(*args: Asked.args, **named: Asked.kwargs) -> list[Row]:
        given = (*args, *named.values())
        known = question(tuple(named), tuple(map(_shape, given)))
        return [] if known is None else known.rows(given)

    return rows


def knowing(rows: list[Row], **known: Any) -> list[Row]:
    """The same rows, each with what the reader has already that they point at."""
    for row in rows:
        for name, one in known.items():
            setattr(row, name, one)
    return rows


@dataclass(frozen=True, slots=True)
class _Place:
    """Where among the parameters of the SQL which value goes; psycopg has types for numbers of different widths."""

    parameter: int
    value: int
    as_type: Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class Question:
    """A query set that has been written, and how to ask it again."""

    anew: "Callable[[Sequence[Any]], QuerySet[Any, Any]]"
    query_set: "QuerySet[Any, Any]"
    compiler: SQLCompiler
    sql: str
    parameters: Sequence[Any]
    places: Sequence[_Place]

    @classmethod
    def written(
        cls, anew: "Callable[[Sequence[Any]], QuerySet[Any, Any]]", marked: Sequence[Any], otherwise: Sequence[Any]
    ) -> "Question":
        """From two sets of arguments: the values go where the parameters differ."""
        query_set = anew(marked)
        compiler = query_set.query.get_compiler(query_set.db)
        (sql, parameters), (again, others) = compiler.as_sql(), anew(otherwise).query.sql_with_params()
        marks = list(_values(marked))
        varying = [number for number, one in enumerate(parameters) if one != others[number]]
        reached = [number for number in varying if parameters[number] in marks]
        places = [_Place(number, marks.index(parameters[number]), _as(parameters[number])) for number in reached]
        if sql != again or reached != varying or {place.value for place in places} != set(range(len(marks))):
            raise TypeError(f"a value does not reach the SQL as it is: {sql}")
        return cls(anew, query_set, compiler, sql, parameters, places)

    def filled(self, given: Sequence[Any]) -> tuple[str, tuple[Any, ...]]:
        """The SQL and its parameters with these arguments."""
        parameters, values = list(self.parameters), list(_values(given))
        for place in self.places:
            parameters[place.parameter] = place.as_type(values[place.value])
        return self.sql, tuple(parameters)

    def rows(self, given: Sequence[Any]) -> list[Any]:
        compiler = copy.copy(self.compiler)
        compiler.connection = connections[self.query_set.db]  # each thread has its own
        filled = self.filled(given)
        compiler.as_sql = lambda *_args, **_named: filled  # type: ignore[method-assign]
        known: Any = self.query_set
        asked: Any = QuerySet(known.model, _Written(known.query, compiler), known.db)  # type: ignore[arg-type]
        asked._fields = known._fields
        asked._known_related_objects = known._known_related_objects
        rows: list[Any] = list(known._iterable_class(asked))
        if known._prefetch_related_lookups:
            prefetch_related_objects(rows, *known._prefetch_related_lookups)
        return rows


class _Written:
    """What a query set asks for its compiler: the one that has been at work."""

    def __init__(self, query: Query, compiler: SQLCompiler) -> None:
        self._query, self._compiler = query, compiler

    def __getattr__(self, name: str) -> Any:
        return getattr(self._query, name)

    def get_compiler(self, *_args: Any, **_named: Any) -> SQLCompiler:
        return self._compiler


@dataclass(frozen=True, slots=True)
class _Value:
    """In a shape: here is a value of this type."""

    type: type


@dataclass(frozen=True, slots=True)
class _Several:
    """In a shape: here is a tuple of this type."""

    type: type
    parts: Sequence[Any]


def _is_value(one: Any) -> bool:
    """Not so an empty list, among which nothing is, nor a number that no field holds: neither has an SQL."""
    return type(one) in _VALUES and one != [] and not (type(one) is int and abs(one) >= _TOO_LARGE)


def _values(given: Iterable[Any]) -> Iterator[Any]:
    for one in given:
        if isinstance(one, tuple):
            yield from _values(one)
        elif _is_value(one):
            yield one


def _shape(one: Any) -> Any:
    if isinstance(one, tuple):
        return _Several(type(one), tuple(map(_shape, one)))
    return _Value(type(one)) if _is_value(one) else _NONE if one == [] else one


_NONE = _Several(list, ())


def _marked(shape: Sequence[Any], first: int) -> list[Any]:
    """The arguments of a shape, with a mark of its own in the place of each value."""
    numbers = iter(range(first, _TOO_LARGE))

    def given(one: Any) -> Any:
        if isinstance(one, _Value):
            return _mark(one.type, next(numbers))
        if isinstance(one, _Several):
            parts = map(given, one.parts)
            return one.type._make(parts) if hasattr(one.type, "_make") else one.type(parts)
        return one

    return list(map(given, shape))


def _mark(kind: type, number: int) -> Any:
    if kind is datetime:
        return datetime.fromtimestamp(number, UTC)
    return [number] if kind is list else kind(number)


def _as(parameter: Any) -> Callable[[Any], Any]:
    return type(parameter) if isinstance(parameter, int) else lambda value: value
