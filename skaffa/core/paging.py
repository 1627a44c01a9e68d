"""Keyset pages: the cost of page 1,000 is the cost of page 1."""

import base64
import json
from collections.abc import Sequence
from dataclasses import dataclass
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
    descending, field = by.startswith("-"), by.lstrip("-")
    lookup = "lt" if descending else "gt"
    try:
        value, pk = _decode(cursor)
        beyond = Q(**{f"{field}__{lookup}": value}) | Q(**{field: value, f"pk__{lookup}": pk})
        return _ordered(rows.filter(beyond), by)
    except (ValueError, TypeError, ValidationError) as error:
        raise refusals.Invalid(_("This list has moved on. Start again from its first page.")) from error


def before(rows: "QuerySet[Row]", *, by: str, cursor: str) -> "QuerySet[Row]":
    """The rows before the cursor's place, the nearest first."""
    return after(rows, by=by.removeprefix("-") if by.startswith("-") else f"-{by}", cursor=cursor)


def cursor_of(row: Model, *, by: str) -> str:
    """The place of a row in a list of this order."""
    return _encode(getattr(row, by.lstrip("-")), row.pk)


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
