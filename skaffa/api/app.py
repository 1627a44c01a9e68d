"""The API as one object: who may come in, how a no looks, and which areas it has."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError
from ninja.openapi.schema import OpenAPISchema
from ninja.security import HttpBearer

from skaffa.accounts.actor import Actor
from skaffa.api import problems
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
    """Every operation tells in its document what a no looks like."""

    def get_openapi_schema(self, **kwargs: Any) -> OpenAPISchema:
        schema = super().get_openapi_schema(**kwargs)
        for operations in schema["paths"].values():
            for operation in operations.values():
                operation["responses"].setdefault("default", problems.DOCUMENTED)
        schema["components"]["schemas"]["Problem"] = problems.Problem.json_schema()
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


@api.exception_handler(refusals.Refusal)
def _refused(_request: HttpRequest, refusal: refusals.Refusal) -> HttpResponse:
    return problems.response(refusal.status, refusal.code, str(refusal.message), refusal.fields)


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


def _place(loc: Sequence[object]) -> str:
    """Where in the query or the body; the name of our own parameter is nobody's business."""
    inside = loc[2:] if loc[0] == "body" else loc[1:]
    return ".".join(map(str, inside or loc))


@require_safe
def document(_request: HttpRequest) -> JsonResponse:
    """The OpenAPI document, for anybody: it says nothing of anybody's data."""
    return JsonResponse(api.get_openapi_schema())
