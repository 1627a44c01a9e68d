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
    descending, field = by.startswith("-"), by.lstrip("-")
    lookup = "lt" if descending else "gt"
    if cursor:
        try:
            value, pk = _decode(cursor)
            rows = rows.filter(Q(**{f"{field}__{lookup}": value}) | Q(**{field: value, f"pk__{lookup}": pk}))
        except (ValueError, TypeError, ValidationError) as error:
            raise refusals.Invalid(_("This list has moved on. Start again from its first page.")) from error
    found = list(rows.order_by(by, "-pk" if descending else "pk")[: size + 1])
    more = len(found) > size
    found = found[:size]
    return Page(found, _encode(getattr(found[-1], field), found[-1].pk) if more else "")


def _encode(value: Any, pk: int) -> str:
    text = value.isoformat() if hasattr(value, "isoformat") else str(value)
    return base64.urlsafe_b64encode(json.dumps([text, pk]).encode()).decode()


def _decode(cursor: str) -> tuple[str, int]:
    value, pk = json.loads(base64.urlsafe_b64decode(cursor.encode()))
    if "\0" in str(value) or not 0 < int(pk) < 2**63:
        raise ValueError(cursor)
    return str(value), int(pk)
