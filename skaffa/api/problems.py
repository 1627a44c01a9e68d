"""A no as RFC 9457 wants it: application/problem+json, with a code for programs and a sentence for people."""

from collections.abc import Mapping
from http import HTTPStatus

from django.http import HttpResponse, JsonResponse
from ninja import Schema
from pydantic import Field

from skaffa.core import refusals

TYPE = "application/problem+json"
DOCUMENTED = {
    "description": "A no, and why",
    "content": {TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
}


class Problem(Schema):
    """What went wrong."""

    status: int
    title: str = Field(description="What the status means")
    code: str = Field(description="The kind of refusal; it stays the same, whatever the language")
    detail: str = Field(description="What happened and what to do, for people")
    fields: dict[str, str] = Field({}, description="The same for each part of what was sent")


def response(status: int, code: str, detail: str, fields: Mapping[str, object] | None = None) -> HttpResponse:
    said = Problem(
        status=status,
        title=HTTPStatus(status).phrase,
        code=code,
        detail=detail,
        fields={name: str(message) for name, message in (fields or {}).items()},
    )
    return JsonResponse(said.dict(), status=status, content_type=TYPE)


def of(refusal: refusals.Refusal) -> HttpResponse:
    return response(refusal.status, refusal.code, str(refusal.message), refusal.fields)
