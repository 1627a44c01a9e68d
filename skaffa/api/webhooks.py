"""What the OpenAPI document says of webhooks: what is sent, how it is signed, what counts as received."""

from datetime import datetime
from typing import Any

from ninja import Schema
from pydantic import Field

from skaffa.hooks import catalogue, rules

TAG = "Webhooks"
MESSAGE = "WebhookMessage"
_EXAMPLES: dict[str, Any] = {
    "job_id": 17,
    "candidate_id": 42,
    "absorbed_id": 43,
    "application_id": 5,
    "from_stage_id": 80,
    "to_stage_id": 81,
    "note_id": 9,
    "feedback_id": 3,
    "pool_id": 4,
    "changed": ["title"],
    "reason": "skills",
    "decline_reason": "",
    "offer": "extended",
    "source": "agency",
}
_HEADERS = {
    "webhook-id": "The message's id, the same each time it is sent: what you have seen, you have",
    "webhook-timestamp": "When it was sent, in seconds since 1970: refuse what is more than five minutes off",
    "webhook-signature": "`v1,` and the base64 of HMAC-SHA256 over `id.timestamp.body`; two of them for a day after "
    "the secret was changed, separated by a blank",
}


class Message(Schema):
    """Something happened: numbers and words of closed lists, no names. What it is about is read at `url`."""

    id: str = Field(description="Sorts in the order in which things were written down")
    type: str
    timestamp: datetime = Field(description="When it happened")
    url: str = Field(description="Where the API tells more; empty for what is gone")
    data: dict[str, Any]


def described() -> dict[str, Any]:
    """The document's section: one entry for each type."""
    found = {
        kind.type: _described(kind.type, kind.says, catalogue.fields_of(event), has_path=bool(kind.path))
        for event, kind in catalogue.KINDS.items()
    }
    return {
        **found,
        rules.TEST: _described(rules.TEST, "An administrator tries whether it arrives.", [], has_path=False),
    }


def _described(name: str, says: str, fields: list[str], *, has_path: bool) -> dict[str, Any]:
    example = {
        "id": "evt_0000000000000000042",
        "type": name,
        "timestamp": "2026-03-02T09:00:00Z",
        "url": "https://skaffa.example.org/api/v1/..." if has_path else "",
        "data": {field: _EXAMPLES[field] for field in fields},
    }
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{MESSAGE}"}, "example": example}}
    headers = [
        {"name": header, "in": "header", "required": True, "description": words, "schema": {"type": "string"}}
        for header, words in _HEADERS.items()
    ]
    return {
        "post": {
            "operationId": "on_" + name.replace(".", "_"),
            "summary": says.rstrip("."),
            "tags": [TAG],
            "parameters": headers,
            "requestBody": {"required": True, "content": content},
            "responses": {
                "2XX": {"description": "Received; say so within ten seconds, and do the work afterwards"},
                "410": {"description": "Nobody listens here any more: the webhook is switched off"},
                "default": {"description": "Not received: sent again, for three days, with growing pauses"},
            },
        }
    }
