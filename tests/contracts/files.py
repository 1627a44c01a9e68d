"""The contract's files as values, and a judge for the part of JSON Schema they use."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

CONTRACTS = Path(__file__).resolve().parents[2] / "contracts" / "linkedin"
OPERATIONS = sorted(path.parent.relative_to(CONTRACTS).as_posix() for path in CONTRACTS.rglob("call.json"))


def read(operation: str, name: str) -> Any:
    return json.loads((CONTRACTS / operation / name).read_text(encoding="utf-8"))


def examples(operation: str, side: str) -> dict[str, Any]:
    """The bodies of one side by case; the plain one is the case without a name."""
    found = sorted((CONTRACTS / operation).glob(f"{side}*.example.json"))
    return {
        path.name.removeprefix(side).removesuffix(".example.json").strip("."): read(operation, path.name)
        for path in found
    }


def problems(schema: Mapping[str, Any], value: Any, at: str = "$") -> Iterator[str]:
    """Where a value does not fit. A keyword this judge does not know is a KeyError, never a pass."""
    for keyword, rule in schema.items():
        if keyword not in {"$schema", "title"}:
            yield from _RULES[keyword](rule, value, at, schema)


def _type(rule: str, value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
    kinds = {"object": dict, "array": list, "string": str, "integer": int, "boolean": bool}
    if not isinstance(value, kinds[rule]) or (rule == "integer" and isinstance(value, bool)):
        yield f"{at}: not of type {rule}"


def _required(rule: list[str], value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
    yield from (f"{at}: {name} is missing" for name in rule if isinstance(value, dict) and name not in value)


def _properties(rule: Mapping[str, Any], value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
    for name in rule.keys() & value.keys() if isinstance(value, dict) else ():
        yield from problems(rule[name], value[name], f"{at}.{name}")


def _additional(rule: Any, value: Any, at: str, schema: Mapping[str, Any]) -> Iterator[str]:
    for name in value.keys() - schema.get("properties", {}).keys() if isinstance(value, dict) else ():
        if rule is False:
            yield f"{at}: {name} is unknown"
        else:
            yield from problems(rule, value[name], f"{at}.{name}")


def _names(rule: Mapping[str, Any], value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
    for name in value if isinstance(value, dict) else ():
        yield from problems(rule, name, f"{at} key {name!r}")


def _items(rule: Mapping[str, Any], value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
    for index, item in enumerate(value if isinstance(value, list) else ()):
        yield from problems(rule, item, f"{at}[{index}]")


def _any_of(rule: list[Mapping[str, Any]], value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
    if all(list(problems(choice, value, at)) for choice in rule):
        yield f"{at}: fits none of the choices"


def _holds(kind: type, test: Callable[[Any, Any], object]) -> Callable[..., Iterator[str]]:
    def judge(rule: Any, value: Any, at: str, _: Mapping[str, Any]) -> Iterator[str]:
        if isinstance(value, kind) and not test(value, rule):
            yield f"{at}: {value!r} against {rule!r}"

    return judge


_RULES: dict[str, Callable[..., Iterator[str]]] = {
    "type": _type,
    "required": _required,
    "properties": _properties,
    "additionalProperties": _additional,
    "propertyNames": _names,
    "items": _items,
    "anyOf": _any_of,
    "enum": _holds(object, lambda value, rule: value in rule),
    "const": _holds(object, lambda value, rule: value == rule),
    "pattern": _holds(str, lambda value, rule: re.search(rule, value)),
    "minLength": _holds(str, lambda value, rule: len(value) >= rule),
    "maxLength": _holds(str, lambda value, rule: len(value) <= rule),
    "minimum": _holds(int, lambda value, rule: value >= rule),
    "minItems": _holds(list, lambda value, rule: len(value) >= rule),
    "maxItems": _holds(list, lambda value, rule: len(value) <= rule),
}
