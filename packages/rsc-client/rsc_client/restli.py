"""How Rest.li writes keys, queries and tunnelled queries: protocol 1.0 (LinkedIn's v2) and 2.0.0 (LinkedIn's rest).

| | 1.0 (v2) | 2.0.0 (rest) |
| --- | --- | --- |
| batch of compound keys | `ids[0].a=1&ids[0].b=2&ids[1].a=...` | `ids=List((a:1,b:2),(a:...))` |
| batch of plain keys | `ids=x&ids=y` | `ids=List(x,y)` |
| compound key of a body map, or path segment | `a=1&b=2` | `($params:(),a:1,b:2)` |
| list in a finder's query | `c=1&c=2` | `c=List(1,2)` |

The order of a key's parts means nothing: LinkedIn's own samples use one order in the URL and another in the body [PM].
v2 samples leave the colons of URNs as they are [PM]; that every other reserved character is percent-encoded is [INF].
v2 keys carry `dataProvider=ATS`, rest keys do not, and call some of their parts otherwise [D:rsc-release-notes].
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import ClassVar, NamedTuple, Protocol, TypeAlias
from urllib.parse import quote, unquote

import msgspec

TUNNEL_ABOVE = 4000
"""Characters of query above which LinkedIn's own client tunnels [PY]; LinkedIn answers 414 above 4 KB [D:check-job-posting-status]."""


class Key(msgspec.Struct, frozen=True, rename="camel"):
    """A compound key; its fields are its parts, all of them text. `in_rest` renames parts of v2 for rest."""

    in_rest: ClassVar[Mapping[str, str]] = {}


AnyKey: TypeAlias = Key | str
Criteria: TypeAlias = Mapping[str, str | Sequence[str]]
"""What a finder is asked for; a list where several values may be given."""


class Dialect(Protocol):
    """One generation's way of writing."""

    @property
    def root(self) -> str:
        """The path below the API's host, with a slash on both sides."""

    @property
    def headers(self) -> Mapping[str, str]:
        """What every request of this generation carries."""

    def parts(self, key: Key) -> dict[str, str]:
        """A key's parts by wire name."""

    def key(self, key: AnyKey) -> str:
        """A key as a path segment."""

    def ids(self, keys: Sequence[AnyKey]) -> str:
        """The query that names these keys."""

    def criteria(self, criteria: Criteria) -> str:
        """A finder's query."""


def body_key(key: AnyKey, dialect: Dialect) -> str:
    """A key as a body map's key: a compound one as in a path, a plain one as it is.

    That LinkedIn expects no escapes in a plain one is how Rest.li's own client writes it [INF].
    """
    return key if isinstance(key, str) else dialect.key(key)


class V2(msgspec.Struct, frozen=True):
    """The unversioned generation: Rest.li 1.0 keys below `/v2/`."""

    root: str = "/v2/"

    @property
    def headers(self) -> Mapping[str, str]:
        return {}

    def key(self, key: AnyKey) -> str:
        if isinstance(key, str):
            return _escape(key)
        return query(self.parts(key).items())

    def ids(self, keys: Sequence[AnyKey]) -> str:
        pairs: list[tuple[str, str]] = []
        for index, key in enumerate(keys):
            if isinstance(key, str):
                pairs.append(("ids", key))
            else:
                pairs += [(f"ids[{index}].{name}", value) for name, value in self.parts(key).items()]
        return query(pairs)

    def parts(self, key: Key) -> dict[str, str]:
        return {**_parts(key), "dataProvider": "ATS"}

    def criteria(self, criteria: Criteria) -> str:
        return query((name, value) for name, told in criteria.items() for value in _several(told))


class Rest(msgspec.Struct, frozen=True):
    """The versioned generation: Rest.li 2.0.0 keys below `/rest/`; `version` is `YYYYMM`."""

    version: str
    root: str = "/rest/"

    @property
    def headers(self) -> Mapping[str, str]:
        return {"LinkedIn-Version": self.version, "X-Restli-Protocol-Version": "2.0.0"}

    def key(self, key: AnyKey) -> str:
        if isinstance(key, str):
            return _escape_2(key)
        return f"($params:(),{_record(self.parts(key))})"

    def ids(self, keys: Sequence[AnyKey]) -> str:
        written = (_escape_2(key) if isinstance(key, str) else f"({_record(self.parts(key))})" for key in keys)
        return f"ids=List({','.join(written)})"

    def parts(self, key: Key) -> dict[str, str]:
        return {key.in_rest.get(name, name): value for name, value in _parts(key).items()}

    def criteria(self, criteria: Criteria) -> str:
        return "&".join(
            f"{name}={_escape_2(told)}" if isinstance(told, str) else f"{name}=List({','.join(map(_escape_2, told))})"
            for name, told in criteria.items()
        )


def _parts(key: Key) -> dict[str, str]:
    written: dict[str, str] = msgspec.to_builtins(key)
    return written


def _several(told: str | Sequence[str]) -> Sequence[str]:
    return [told] if isinstance(told, str) else told


def read_key(text: str) -> dict[str, str]:
    """The parts of a compound key in either protocol, in any order, without `$params`. ValueError when it is none."""
    found: dict[str, str] = {}
    for name, value in _read_record(text) if text.startswith("(") else _read_pairs(text):
        if name in found:
            raise ValueError(f"the part {name!r} stands twice in {text!r}")
        found[name] = value
    return found


def query(pairs: Iterable[tuple[str, str]]) -> str:
    """A query string of Rest.li 1.0."""
    return "&".join(f"{name}={_escape(value)}" for name, value in pairs)


class Tunnelled(NamedTuple):
    """A request whose query travels in its body; it is sent with POST."""

    headers: dict[str, str]
    body: bytes


def tunnel(verb: str, query: str, entity: bytes | None) -> Tunnelled:
    """Moves an over-long query into the body.

    Without an entity (GET, DELETE) the body is the query as a form [D:rsc-data-deletion]; with one it is
    `multipart/mixed`: the query as a form, then the JSON [PY].
    """
    form = b"application/x-www-form-urlencoded"
    override = {"X-HTTP-Method-Override": verb}
    if entity is None:
        return Tunnelled({**override, "Content-Type": form.decode()}, query.encode())
    boundary = hashlib.sha256(query.encode() + entity).hexdigest()[:32].encode()
    sections = ((form, query.encode()), (b"application/json", entity))
    body = b"".join(b"--%b\r\nContent-Type: %b\r\n\r\n%b\r\n" % (boundary, *section) for section in sections)
    content_type = f"multipart/mixed; boundary={boundary.decode()}"
    return Tunnelled({**override, "Content-Type": content_type}, body + b"--%b--\r\n" % boundary)


def _escape(value: str) -> str:
    return value if value.isascii() and value.isalnum() else _quoted(value, ":")


def _escape_2(value: str) -> str:
    return value if value.isascii() and value.isalnum() else _quoted(value, "") or "''"


@lru_cache(maxsize=1024)
def _quoted(value: str, safe: str) -> str:
    """Cached since a customer's URN stands in every key of a batch."""
    return quote(value, safe=safe)


def _record(written: Mapping[str, str]) -> str:
    return ",".join(f"{name}:{_escape_2(value)}" for name, value in written.items())


def _read_pairs(text: str) -> Iterable[tuple[str, str]]:
    for pair in text.split("&"):
        name, equals, value = pair.partition("=")
        if not (name and equals):
            raise ValueError(f"not a compound key: {text!r}")
        if not name.startswith("$params"):
            yield unquote(name), unquote(value)


def _read_record(text: str) -> Iterable[tuple[str, str]]:
    if not text.endswith(")"):
        raise ValueError(f"not a compound key: {text!r}")
    for pair in text[1:-1].split(","):
        name, colon, value = pair.partition(":")
        if name == "$params":
            continue
        if not (name and colon) or set("():") & set(value):
            raise ValueError(f"not a compound key: {text!r}")
        yield unquote(name), "" if value == "''" else unquote(value)
