"""Keyset pages: the cost of page 1,000 is the cost of page 1."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals

Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Page(Generic[Row]):
    """One page of rows and the cursor of the next one, empty on the last."""

    rows: Sequence[Row]
    next_cursor: str


def page(rows: "QuerySet[Row]", *, by: str, cursor: str = "", size: int = 50) -> Page[Row]:
    """The rows after `cursor`, ordered by `by` ("-created_at", "title", ...) and then by id.

    Raises Invalid for a cursor that this function has not made.
    """
    found = list((after(rows, by=by, cursor=cursor) if cursor else _ordered(rows, by))[: size + 1])
    return cut(found, by=by, size=size)


def cut(found: Sequence[Row], *, by: str, size: int) -> Page[Row]:
    """A page of rows that were asked for in this order already, one more than `size` where there are more."""
    return Page(found[:size], cursor_of(found[size - 1], by=by) if len(found) > size else "")


def after(rows: "QuerySet[Row]", *, by: str, cursor: str) -> "QuerySet[Row]":
    """The rows that follow the cursor's place in this order; raises Invalid for a cursor that nobody here has made."""
    try:
        return beyond(rows, by=by, place=_decode(cursor))
    except (ValueError, TypeError, ValidationError) as error:
        raise _moved_on() from error


def place(cursor: str) -> tuple[datetime, int] | None:
    """Where a cursor of a list by time stands, to go on from there by `beyond`; None for its beginning. Raises Invalid."""
    if not cursor:
        return None
    try:
        value, pk = _decode(cursor)
        moment = datetime.fromisoformat(value)
    except (ValueError, TypeError) as error:
        raise _moved_on() from error
    if moment.tzinfo is None:
        raise _moved_on()
    return moment, pk


def beyond(rows: "QuerySet[Row]", *, by: str, place: tuple[Any, int] | None) -> "QuerySet[Row]":
    """The rows in this order, from a place on."""
    if place is None:
        return _ordered(rows, by)
    field, lookup = by.lstrip("-"), "lt" if by.startswith("-") else "gt"
    value, pk = place
    return _ordered(rows.filter(Q(**{f"{field}__{lookup}": value}) | Q(**{field: value, f"pk__{lookup}": pk})), by)


def before(rows: "QuerySet[Row]", *, by: str, cursor: str) -> "QuerySet[Row]":
    """The rows before the cursor's place, the nearest first."""
    return after(rows, by=by.removeprefix("-") if by.startswith("-") else f"-{by}", cursor=cursor)


def cursor_of(row: Model, *, by: str) -> str:
    """The place of a row in a list of this order."""
    return _encode(getattr(row, by.lstrip("-")), row.pk)


def _moved_on() -> refusals.Invalid:
    return refusals.Invalid(_("This list has moved on. Start again from its first page."))


def _ordered(rows: "QuerySet[Row]", by: str) -> "QuerySet[Row]":
    return rows.order_by(by, "-pk" if by.startswith("-") else "pk")


def _encode(value: Any, pk: int) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return base64.urlsafe_b64encode(json.dumps([text, pk]).encode()).decode()


def _decode(cursor: str) -> tuple[str, int]:
    value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    if "\0" in str(value) or not 0 < int(pk) < 2**63:
        raise ValueError(cursor)
    return str(value), int(pk)
