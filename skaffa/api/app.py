"""The API as one object: who may come in, how a no looks, and which areas it has."""

from collections.abc import Sequence
from typing import Any, cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from skaffa.accounts.actor import Actor
from skaffa.api import document, door, problems
from skaffa.candidates import queries as candidates
from skaffa.candidates.merging import queries as merging
from skaffa.core import clock, refusals
from skaffa.keys import actions, queries
from skaffa.keys.models import ApiKey

DESCRIPTION = """Jobs, candidates and applications of one environment.

A key acts for the administrator who made it, and may only what its scopes allow: `Authorization: Bearer skaffa_...`.
Lists are pages: give `next_cursor` back as `cursor`. A no is `application/problem+json` (RFC 9457) with a `code` that stays
the same and a `detail` for people. Times are RFC 3339 in UTC."""


class Bearer(HttpBearer):
    """Finds the key, and gives the request its actor."""

    openapi_name = "key"

    def authenticate(self, request: HttpRequest, token: str) -> ApiKey | None:
        key = queries.of_secret(token)
        if key is not None:
            request.actor = Actor.of(key.user)  # type: ignore[attr-defined]  # as our middleware does for people
            actions.used(key, at=clock.now())
        return key


class Api(NinjaAPI):
    """Its document tells of each operation how it is refused, what it looks like, and how it is done only once."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        document.complete(schema)
        return schema


api = Api(
    title="Skaffa",
    version="1",
    description=DESCRIPTION,
    urls_namespace="api",
    auth=Bearer(),
    docs_url=None,
    openapi_url=None,
)
api.add_decorator(door.once, mode="view")


@api.exception_handler(refusals.Refusal)
def _refused(_request: HttpRequest, refusal: refusals.Refusal) -> HttpResponse:
    return problems.of(refusal)


@api.exception_handler(candidates.CandidateNotFound)
def _led_on(request: HttpRequest, refusal: candidates.CandidateNotFound) -> HttpResponse:
    """Of a record that was merged into another, for who may see that one: which it is."""
    old = request.resolver_match.kwargs.get("candidate_id") if request.resolver_match else None
    lives = merging.leads_to(cast(door.Call, request).actor, old)
    if lives is None:
        return problems.of(refusal)
    return problems.response(410, "CandidateMerged", f"This record has been merged into candidate {lives}.")


@api.exception_handler(ValidationError)
def _invalid(_request: HttpRequest, error: ValidationError) -> HttpResponse:
    fields = {_place(one["loc"]): one["msg"] for one in error.errors}
    return problems.response(422, "Invalid", "What was sent does not fit the API's document.", fields)


@api.exception_handler(AuthenticationError)
def _unknown(_request: HttpRequest, _error: AuthenticationError) -> HttpResponse:
    answer = problems.response(401, "KeyMissing", "Send a live API key: Authorization: Bearer skaffa_...")
    answer["WWW-Authenticate"] = "Bearer"
    return answer


@api.exception_handler(HttpError)
def _unreadable(_request: HttpRequest, error: HttpError) -> HttpResponse:
    return problems.response(error.status_code, "Unreadable", str(error))


@api.exception_handler(RequestDataTooBig)
def _too_large(_request: HttpRequest, _error: RequestDataTooBig) -> HttpResponse:
    return problems.response(413, "TooLarge", "Send less at a time.")


def _place(loc: Sequence[object]) -> str:
    """Where in the query or the body; the name of our own parameter is nobody's business."""
    inside = loc[2:] if loc[0] == "body" else loc[1:]
    return ".".join(map(str, inside or loc))
