"""Rest.li's compound keys in both syntaxes: ids[0].a=1 with a=1&b=2, and List((a:1)) with ($params:(),a:1,b:2)."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote, unquote

import msgspec

from rsc_sandbox.protocol.call import Call
from rsc_sandbox.protocol.errors import BadRequest

AnyKey = TypeVar("AnyKey", "Key", str)

LARGEST_BATCH = 100
DATA_PROVIDER = "dataProvider"
_INDEXED = re.compile(r"ids\[(\d{1,4})\]\.([A-Za-z]+)")
PARAMS = "$params:()"


class Key(msgspec.Struct, frozen=True):
    """Parts by their v2 names, in the order the resource documents them, without dataProvider."""

    parts: tuple[tuple[str, str], ...]

    def __getitem__(self, name: str) -> str:
        return dict(self.parts)[name]


class Shape(msgspec.Struct, frozen=True):
    """The parts a resource's key must have, no more and no fewer.

    `rest` renames parts for the versioned generation. `inner` is the part that v2 writes alone, below the path of the
    entity it belongs to; rest has it in the key. `provider`: v2 adds dataProvider=ATS.
    """

    names: tuple[str, ...]
    rest: Mapping[str, str] = {}
    inner: str = ""
    provider: bool = True

    def ids(self, call: Call) -> list[Key]:
        """The keys the query lists."""
        _refuse_more(call)
        if self.inner and call.generation == "v2":
            return [self.parse(text, call) for text in simple_ids(call)]
        if call.raw_ids:
            return _checked([self._key(_rest_parts(text), call.generation) for text in _list(call.raw_ids)])
        return _checked([self._key(parts, call.generation) for parts in _indexed(call.pairs)])

    def parse(self, text: str, call: Call) -> Key:
        """A key of the entities map."""
        if self.inner and call.generation == "v2":
            return Key((*self.outer().path(call).parts, (self.inner, text)))
        return self._key(_rest_parts(text) if text.startswith("(") else _joined(text), call.generation)

    def path(self, call: Call) -> Key:
        """The key in the path, as it was sent; also one whose marks were encoded along with its values."""
        text = call.key or ""
        return self.parse(text if "=" in text or text.startswith("(") else unquote(text), call)

    def outer(self) -> "Shape":
        """The key of what an inner part belongs to."""
        return Shape(tuple(name for name in self.names if name != self.inner), self.rest, "", self.provider)

    def written(self, key: Key, generation: str) -> str:
        """As an answer's map key."""
        if generation == "rest":
            parts = (f"{self.rest.get(name, name)}:{quote(value, safe='')}" for name, value in key.parts)
            return f"({','.join(parts)})"
        if self.inner:
            return key[self.inner]
        parts = (f"{name}={quote(value, safe=':/ ')}" for name, value in key.parts)
        return "&".join((*parts, f"{DATA_PROVIDER}=ATS") if self.provider else parts)

    def _key(self, parts: list[tuple[str, str]], generation: str) -> Key:
        given = dict(parts)
        with_provider = generation == "v2" and self.provider
        names = self.names if generation == "v2" else tuple(self.rest.get(name, name) for name in self.names)
        wanted = {*names, DATA_PROVIDER} if with_provider else set(names)
        if len(given) != len(parts) or set(given) != wanted or not all(given.values()):
            raise BadRequest(f"Complex key must have the parts {', '.join(sorted(wanted))}, each once and not empty")
        if with_provider and given[DATA_PROVIDER] != "ATS":
            raise BadRequest('"dataProvider" must be ATS')
        return Key(tuple((name, given[said]) for name, said in zip(self.names, names, strict=True)))


def simple_ids(call: Call) -> list[str]:
    """ids=A&ids=B, or ids=List(A,B)."""
    _refuse_more(call)
    if call.raw_ids and call.raw_ids[0].startswith("List("):
        ids = [unquote(text) for text in _list(call.raw_ids)]
    else:
        ids = [value for name, value in call.pairs if name == "ids"]
    if not all(ids):
        raise BadRequest("Batch key parameter value is invalid")
    return _checked(ids)


def _refuse_more(call: Call) -> None:
    call.allow("ids", *(name for name, _ in call.pairs if name.startswith("ids[")))


def _checked(keys: list[AnyKey]) -> list[AnyKey]:
    if not keys:
        raise BadRequest("Parameter 'ids' is required")
    if len(keys) > LARGEST_BATCH:
        raise BadRequest(f"Batch size {len(keys)} is larger than {LARGEST_BATCH}")
    if len(set(keys)) != len(keys):
        raise BadRequest("The same key is given twice")
    return keys


def _indexed(pairs: Iterable[tuple[str, str]]) -> list[list[tuple[str, str]]]:
    keys: dict[int, list[tuple[str, str]]] = {}
    for name, value in pairs:
        if not name.startswith("ids"):
            continue
        match = _INDEXED.fullmatch(name)
        if match is None:
            raise BadRequest(f"Malformed key parameter '{name}'")
        keys.setdefault(int(match[1]), []).append((match[2], value))
    if sorted(keys) != list(range(len(keys))):
        raise BadRequest("Key indexes must count from 0 without gaps")
    return [keys[index] for index in sorted(keys)]


def _joined(text: str) -> list[tuple[str, str]]:
    parts = []
    for part in text.split("&"):
        name, equals, value = part.partition("=")
        if not equals:
            raise BadRequest(f"Malformed complex key '{text}'")
        parts.append((unquote(name), unquote(value)))
    return parts


def _rest_parts(text: str) -> list[tuple[str, str]]:
    if not (text.startswith("(") and text.endswith(")")):
        raise BadRequest(f"Malformed complex key '{text}'")
    parts = []
    for part in text[1:-1].split(","):
        name, colon, value = part.partition(":")
        if part == PARAMS:
            continue
        if not colon or any(mark in value for mark in "():,"):
            raise BadRequest(f"Malformed complex key '{text}'")
        parts.append((name, unquote(value)))
    return parts


def _list(values: Sequence[str]) -> list[str]:
    """The items of List(...), split at commas outside parentheses."""
    if len(values) != 1 or not (values[0].startswith("List(") and values[0].endswith(")")):
        raise BadRequest("Parameter 'ids' must be a List(...)")
    inner = values[0][5:-1]
    items, depth, item = [], 0, ""
    for mark in inner:
        depth += {"(": 1, ")": -1}.get(mark, 0)
        if mark == "," and depth == 0:
            items.append(item)
            item = ""
        else:
            item += mark
    return [*items, item] if inner else []
