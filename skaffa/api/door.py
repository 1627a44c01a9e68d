"""What every operation asks: is the key good for this, and who acts; and how a list becomes a page."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import Field

from skaffa.accounts.actor import Actor
from skaffa.core import paging, refusals
from skaffa.keys.models import Scope

Row = TypeVar("Row", bound=Model)


class Call(HttpRequest):
    """A request that has come in by a key."""

    actor: Actor
    auth: Any


class Paging(Schema):
    cursor: str = Field("", max_length=500, description="`next_cursor` of the page before; empty for the first")
    limit: int = Field(50, ge=1, le=200)


Paged = Query[Paging]


class ScopeMissing(refusals.NotAllowed):
    """The key was made for other things."""

    sentence = _("This key has not been made for that. Ask an administrator for one with the scope it needs.")


def scope(wanted: Scope) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Refuse keys without this scope."""

    def asking(view: Callable[..., Any]) -> Callable[..., Any]:
        @wraps(view)
        def asked(request: Call, *args: Any, **kwargs: Any) -> Any:
            if wanted.value not in request.auth.scopes:
                raise ScopeMissing
            return view(request, *args, **kwargs)

        return asked

    return asking


def page(rows: "QuerySet[Row]", paged: Paging, *, by: str = "-created_at") -> paging.Page[Row]:
    return paging.page(rows, by=by, cursor=paged.cursor, size=paged.limit)
