"""What an answered call shows of the vendor's work: read off the call and its answer, once, in one place."""

import re
import sqlite3
from collections.abc import Iterator, Mapping
from urllib.parse import unquote

import msgspec

from rsc_sandbox.protocol.call import Answer
from rsc_sandbox.protocol.keys import DATA_PROVIDER
from rsc_sandbox.store import observations
from rsc_sandbox.store.observations import Event

TOKEN_EXPIRED = "expired-token"  # noqa: S105 -- a kind of event
_LONGEST_TEXT = 300
_WINDOW = "window-too-wide"
_OLDEST = re.compile(rb'"(?:atsCreatedAt|externalCreatedAt|listedAt)"\s*:\s*(\d{1,15})(?!\d)')
_PART = re.compile(r"[(&,]?(\w+)[=:]([^&,)]*)")
_NOT_ENABLED = re.compile(r"Integration \S+ of (\S*) is not enabled")
_PUSHED = frozenset({"exportedCandidates.finder", "atsIntegrations.finder"})
# How a refusal of a whole call is recognised: its status, and how its message begins.
_BREACHES = (
    (414, "", "too-long"),
    (429, "", "throttled"),
    (400, "Batch size", "batch-too-large"),
    (400, "x-restli-method is required", "method-unsaid"),
    (400, "A version must be present", "version-unsaid"),
    (400, "X-Restli-Protocol-Version", "version-unsaid"),
    (400, "Parameter 'start' is required", "start-unsaid"),
    (400, "timeRange.end must be after", _WINDOW),
    (400, "beforeDate must be after", _WINDOW),
    (400, "createdDateEnd must be after", _WINDOW),
    (403, "Not enough permissions", "wrong-token"),
)


class Seen(msgspec.Struct, kw_only=True):
    """Who called what, filled in as far as the call was understood. `pairs` is the query, `content` the entity."""

    application_id: int | None = None
    token: str = ""  # tells one token from another, and is not the token
    generation: str = ""
    resource: str = ""
    method: str = ""
    pairs: tuple[tuple[str, str], ...] = ()
    content: bytes = b""
    tunnelled: bool = False


def observe(tx: sqlite3.Connection, seen: Seen, answer: Answer, *, li_uuid: str, at: int) -> None:
    """Count what the call shows: as a rule one event, a second where something was refused."""
    if seen.application_id is None:
        return
    for event in _events(seen, answer, li_uuid):
        observations.note(tx, event, application_id=seen.application_id, at=at)
    operation = f"{seen.resource}.{seen.method}"
    if operation in _PUSHED and answer.status == 200 and (request_id := dict(seen.pairs).get("requestId")):  # noqa: PLR2004
        observations.fetched(tx, request_id, li_uuid=li_uuid, at=at)


def _events(seen: Seen, answer: Answer, li_uuid: str) -> Iterator[Event]:
    operation = f"{seen.resource}.{seen.method}"
    if answer.status >= 400:  # noqa: PLR2004 -- refused
        yield from _refused_whole(seen, answer, li_uuid)
        return
    taken, refused = _counted(answer.body or {})
    if taken or not refused:
        oldest = min((int(found) for found in _OLDEST.findall(seen.content)), default=None)
        yield Event(what=f"{operation}.ok", records=taken, oldest=oldest, li_uuid=li_uuid, subject=seen.generation)
    if seen.tunnelled:
        yield Event(what="tunnelled", li_uuid=li_uuid)
    if refused:
        subject, error = refused[0]
        message = str(error.get("message", ""))[:_LONGEST_TEXT].strip()
        subject = _named(subject, seen)
        yield Event(
            what=f"{operation}.refused", records=len(refused), li_uuid=li_uuid, subject=subject, message=message
        )


def _refused_whole(seen: Seen, answer: Answer, li_uuid: str) -> Iterator[Event]:
    body = answer.body or {}
    message = str(body.get("message", ""))[:_LONGEST_TEXT].strip()
    if answer.status == 401:  # noqa: PLR2004 -- unauthorized
        yield Event(what=TOKEN_EXPIRED, li_uuid=li_uuid, subject=seen.token, message=message)
        return
    found = (kind for status, start, kind in _BREACHES if status == answer.status and message.startswith(start))
    kind, subject = next(found, f"{seen.resource}.{seen.method}.failed"), seen.resource
    if kind == _WINDOW:
        kind = f"{seen.resource}.{_WINDOW}"
    elif not_enabled := _NOT_ENABLED.fullmatch(message):
        kind, subject = "not-enabled", not_enabled[1]
    yield Event(what=kind, li_uuid=li_uuid, subject=subject, message=message)


def _counted(body: Mapping[str, object]) -> tuple[int, list[tuple[str, Mapping[str, object]]]]:
    """How many records went through, and the others with their errors: batches say so by id or by place."""
    elements = body.get("elements")
    if isinstance(elements, list):
        errors = [(str(place), element["error"]) for place, element in enumerate(elements) if "error" in element]
        return len(elements) - len(errors), errors
    results, refused = body.get("results"), body.get("errors")
    by_id = list(refused.items()) if isinstance(refused, Mapping) else []
    return len(results) if isinstance(results, Mapping) else 1, by_id


def _named(subject: str, seen: Seen) -> str:
    """The vendor's own id in what a batch calls a record: a compound key, a plain one, or its place in the list."""
    if seen.resource == "simpleJobPostings":
        elements = msgspec.json.decode(seen.content)["elements"]
        return str(elements[int(subject)].get("externalJobPostingId", ""))[:_LONGEST_TEXT]
    parts = [(name, value) for name, value in _PART.findall(subject) if name not in {DATA_PROVIDER, "params"}]
    ids = [value for name, value in parts if name.endswith("Id")]
    return unquote(ids[0] if ids else subject)[:_LONGEST_TEXT]
