"""Strict parsing of what vendors send, with refusals in the words of LinkedIn's data validator."""

import re
from typing import TypeVar

import msgspec

from rsc_sandbox.protocol.errors import BadRequest, Invalid

Entity = TypeVar("Entity")

_MISSING = re.compile(r"Object missing required field `(?P<name>[^`]+)`")
_UNKNOWN = re.compile(r"Object contains unknown field `(?P<name>[^`]+)`")
_ENUM = re.compile(r"Invalid enum value (?P<value>.+)", re.DOTALL)
_PATH = re.compile(r"(?P<reason>.*) - at `(?P<path>(?:key in )?\$[^`]*)`", re.DOTALL)


def body(content: bytes) -> dict[str, object]:
    """The JSON object of a call's body. Refused: no JSON, no object."""
    try:
        return msgspec.json.decode(content, type=dict[str, object])
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as error:
        raise BadRequest(f"Cannot parse request entity: {error}") from None


def wrapped(content: bytes, entity: type[Entity]) -> Entity:
    """A whole body of that type. BadRequest otherwise: there is no id to hang the refusal on."""
    try:
        return msgspec.convert(body(content), entity)
    except msgspec.ValidationError as error:
        raise BadRequest(_explain(str(error)).message) from None


def entity(value: object, entity_type: type[Entity]) -> Entity:
    """One entity. Invalid names the field and the rule."""
    try:
        return msgspec.convert(value, entity_type)
    except msgspec.ValidationError as error:
        raise _explain(str(error)) from None


def _explain(text: str) -> Invalid:
    located = _PATH.fullmatch(text)
    reason, path = (located["reason"], located["path"]) if located else (text, "$")
    where = _pointer(path)
    if missing := _MISSING.match(reason):
        return Invalid.field(f"{where}/{missing['name']}", "field is required but not found and has no default value")
    if unknown := _UNKNOWN.match(reason):
        return Invalid.field(f"{where}/{unknown['name']}", "unrecognized field found but not allowed")
    if enum := _ENUM.match(reason):
        return Invalid.field(where or "/", f'"{enum["value"].strip(chr(39))}" is not an enum symbol')
    return Invalid.field(where or "/", reason)


def _pointer(path: str) -> str:
    """$.a[0].b becomes /a/0/b."""
    return re.sub(r"\[([^\]]*)\]", r"/\1", path.removeprefix("key in ").removeprefix("$")).replace(".", "/")
