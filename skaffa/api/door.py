"""What every operation asks: is the key good for this, who acts, and has this been asked before; how a list becomes a page."""

import hashlib
from collections.abc import Callable
from datetime import MAXYEAR, MINYEAR, UTC, datetime
from functools import wraps
from http import HTTPStatus
from typing import Annotated, Any, TypeVar

from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _
from ninja import Query, Schema
from pydantic import AfterValidator, AwareDatetime, Field

from skaffa.accounts.actor import Actor
from skaffa.api import problems
from skaffa.core import clock, paging, refusals
from skaffa.keys import actions as keys
from skaffa.keys import queries as key_queries
from skaffa.keys.models import ApiKey, Remembered, Scope

Row = TypeVar("Row", bound=Model)
ONCE = "Idempotency-Key"
_LONGEST_TOKEN = 200


class Call(HttpRequest):
    """A request that has come in by a key."""

    actor: Actor
    auth: Any


class Paging(Schema):
    cursor: str = Field("", max_length=1_000, description="`next_cursor` of the page before; empty for the first")
    limit: int = Field(50, ge=1, le=200)


def _storable(moment: datetime) -> datetime:
    """In UTC; the first and the last year have moments that are in no year there."""
    if not MINYEAR < moment.year < MAXYEAR:
        raise ValueError("Give a moment of the years 2 to 9998")
    return moment.astimezone(UTC)


Paged = Query[Paging]
Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Short = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]
Since = Annotated[
    Annotated[AwareDatetime, AfterValidator(_storable)] | None,
    Query(description="Only what has changed at this moment or later; then the longest unchanged comes first"),
]


class ScopeMissing(refusals.NotAllowed):
    """The key was made for other things."""

    sentence = _("This key has not been made for that. Ask an administrator for one with the scope it needs.")


class UsedForSomethingElse(refusals.Invalid):
    """One Idempotency-Key is one change."""

    sentence = _("This Idempotency-Key was used for another change. Make a new one for each change.")


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


def once(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A POST with an Idempotency-Key is done once: asked for again within a day, it has the same answer.

    The change and its answer are kept in one transaction, or neither is; a no is not kept.
    """

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        token = request.headers.get(ONCE, "")
        key = _key(request) if token and request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)
        if len(token) > _LONGEST_TOKEN:
            return problems.of(refusals.Invalid(_("Use at most %(limit)d characters.") % {"limit": _LONGEST_TOKEN}))
        with transaction.atomic():
            row, is_first = keys.first_time(key, token, fingerprint=_fingerprint(request), at=clock.now())
            if not is_first:
                return _again(request, row)
            answer = view(request, *args, **kwargs)
            if answer.status_code < HTTPStatus.MULTIPLE_CHOICES:
                keys.keep_answer(row, status=answer.status_code, body=answer.content.decode())
            else:
                transaction.set_rollback(True)
        return answer

    return asked


def page(
    rows: "QuerySet[Row]", paged: Paging, *, by: str = "-created_at", since: datetime | None = None
) -> paging.Page[Row]:
    if since is not None:
        rows, by = rows.filter(modified_at__gte=since), "modified_at"
    return paging.page(rows, by=by, cursor=paged.cursor, size=paged.limit)


def _key(request: HttpRequest) -> ApiKey | None:
    scheme, _blank, secret = request.headers.get("Authorization", "").partition(" ")
    return key_queries.of_secret(secret.strip()) if scheme.lower() == "bearer" else None


def _fingerprint(request: HttpRequest) -> str:
    return hashlib.sha256(request.get_full_path().encode() + b"\0" + request.body).hexdigest()


def _again(request: HttpRequest, row: Remembered) -> HttpResponse:
    if row.fingerprint != _fingerprint(request):
        return problems.of(UsedForSomethingElse())
    answer = HttpResponse(row.body, status=row.status, content_type="application/json; charset=utf-8")
    answer["Idempotency-Replayed"] = "true"
    return answer
