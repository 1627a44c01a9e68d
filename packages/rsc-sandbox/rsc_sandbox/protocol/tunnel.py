"""What the client really meant: unwraps tunnelled queries, holds requests to LinkedIn's size limits."""

from email import message_from_bytes
from email.message import Message
from urllib.parse import parse_qsl

import msgspec
from flask import Request

from rsc_sandbox.protocol.errors import BadRequest, UnsupportedMediaType, UriTooLong

_LONGEST_URL = 8 * 1024
_LONGEST_QUERY = 4 * 1024
_LONGEST_HEAD = 28 * 1024
_FORM = "application/x-www-form-urlencoded"
_JSON = "application/json"
_MIXED = "multipart/mixed"
OVERRIDE = "X-HTTP-Method-Override"


class Sent(msgspec.Struct, frozen=True, kw_only=True):
    """A request without its wrapping; `restli_method` is what the client says, in lower case."""

    method: str
    query: str
    content_type: str
    content: bytes
    restli_method: str

    def pairs(self) -> tuple[tuple[str, str], ...]:
        try:
            return tuple(
                parse_qsl(self.query, keep_blank_values=True, strict_parsing=bool(self.query), errors="strict")
            )
        except ValueError:
            raise BadRequest("Cannot parse the query string") from None

    def raw_ids(self) -> tuple[str, ...]:
        return tuple(part.removeprefix("ids=") for part in self.query.split("&") if part.startswith("ids="))


def unwrap(request: Request) -> Sent:
    """The request itself. UriTooLong: it should have been tunnelled."""
    query = request.query_string.decode("latin-1")
    _check_size(request, query)
    sent = Sent(
        method=request.method,
        query=query,
        content_type=request.mimetype,
        content=request.get_data(),
        restli_method=request.headers.get("X-RestLi-Method", "").lower(),
    )
    override = request.headers.get(OVERRIDE)
    if override is None:
        return sent
    if request.method != "POST" or query:
        raise BadRequest(f"{OVERRIDE} needs a POST without a query string")
    return _tunnelled(sent, override.upper(), request.headers.get("Content-Type", ""))


def _check_size(request: Request, query: str) -> None:
    path = str(request.environ.get("RAW_URI") or request.environ.get("REQUEST_URI") or request.path)
    url = f"{request.host_url}{path.partition('?')[0]}?{query}"
    head = len(url) + sum(len(name) + len(value) + 4 for name, value in request.headers.items())
    if len(query) > _LONGEST_QUERY or len(url) > _LONGEST_URL or head > _LONGEST_HEAD:
        raise UriTooLong("Request URI is too long; use query tunnelling")


def _tunnelled(sent: Sent, method: str, content_type: str) -> Sent:
    if sent.content_type == _FORM:
        return msgspec.structs.replace(sent, method=method, query=_text(sent.content), content_type="", content=b"")
    if sent.content_type != _MIXED:
        raise UnsupportedMediaType(f"A tunnelled request is {_FORM} or {_MIXED}")
    parts = _parts(sent.content, content_type)
    if [part.get_content_type() for part in parts] != [_FORM, _JSON]:
        raise BadRequest(f"A tunnelled request with an entity has two parts: {_FORM}, then {_JSON}")
    query, content = (_payload(part) for part in parts)
    return msgspec.structs.replace(sent, method=method, query=_text(query.strip()), content_type=_JSON, content=content)


def _parts(content: bytes, content_type: str) -> list[Message]:
    message = message_from_bytes(b"Content-Type: " + content_type.encode("latin-1", "replace") + b"\r\n\r\n" + content)
    if message.defects or not message.is_multipart():
        raise BadRequest("Cannot parse the multipart/mixed body")
    return [part for part in message.walk() if not part.is_multipart()]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(content: bytes) -> str:
    try:
        return content.decode("ascii")
    except UnicodeDecodeError:
        raise BadRequest("A tunnelled query must be percent-encoded") from None
