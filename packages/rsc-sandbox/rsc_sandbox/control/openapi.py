"""The OpenAPI description of the control API, made of its routes and of the types they parse: nothing is told twice."""

import inspect
import re
from collections.abc import Iterator

import msgspec
from flask import Blueprint, Flask, Response, current_app
from werkzeug.routing import Rule

from rsc_sandbox.control.operations import OPERATIONS, Operation
from rsc_sandbox.control.wire import answer

Node = dict[str, object]

blueprint = Blueprint("openapi", __name__)

_PLACE = re.compile(r"<(?:(\w+):)?(\w+)>")
_REFERENCE = "#/components/schemas/{name}"
_JSON = "application/json"
_CONTROL = "control."
_REFUSALS = {"400": "cannot be read", "403": "not from here", "404": "no such thing", "409": "not possible now"}
_REFUSALS |= {"415": "wrong content type", "422": "not understood"}


@blueprint.get("/openapi.json")
def describe() -> Response:
    """This description."""
    return answer(description(current_app))


def description(app: Flask) -> Node:
    """OpenAPI 3.1."""
    types = {kind for said in OPERATIONS.values() for kind in (said.body, said.query, said.answer) if kind}
    _, schemas = msgspec.json.schema_components(sorted(types, key=lambda kind: kind.__name__), ref_template=_REFERENCE)
    paths: dict[str, Node] = {}
    for rule, verb in _routes(app):
        path = _PLACE.sub(r"{\2}", rule.rule)
        paths.setdefault(path, {})[verb.lower()] = _operation(app, rule, schemas)
    refusal = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Control API of rsc-sandbox",
            "version": "1",
            "summary": "Clock, switches, faults, scenarios, snapshots and logs of a sandbox. It is not LinkedIn's.",
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "paths": dict(sorted(paths.items())),
        "components": {"schemas": {**schemas, "Refusal": refusal}},
    }


def _routes(app: Flask) -> Iterator[tuple[Rule, str]]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(_CONTROL):
            for verb in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
                yield rule, verb


def _operation(app: Flask, rule: Rule, schemas: dict[str, object]) -> Node:
    name = rule.endpoint.rpartition(".")[2]
    said = OPERATIONS.get(rule.endpoint, Operation())
    told: Node = {
        "operationId": name,
        "summary": inspect.getdoc(app.view_functions[rule.endpoint]) or "",
        "tags": [rule.endpoint.split(".")[1] if rule.endpoint.count(".") > 1 else "sandbox"],
        "responses": _responses(said),
    }
    parameters = [_in_path(match) for match in _PLACE.finditer(rule.rule)] + _in_query(said.query, schemas)
    if parameters:
        told["parameters"] = parameters
    if said.body:
        content = {"schema": _reference(said.body), "example": said.example}
        told["requestBody"] = {"required": True, "content": {_JSON: content}}
    elif said.media and said.answer:
        told["requestBody"] = {"required": True, "content": {said.media: {"schema": {"type": "string"}}}}
    return told


def _responses(said: Operation) -> Node:
    media = said.media if said.media and not said.answer else _JSON
    schema = _reference(said.answer) if said.answer else {"type": "string" if said.media else "object"}
    refusal = {"content": {_JSON: {"schema": {"$ref": _REFERENCE.format(name="Refusal")}}}}
    return {
        str(said.status): {"description": "Done", "content": {media: {"schema": schema}}},
        **{status: {"description": f"Refused: {why}", **refusal} for status, why in _REFUSALS.items()},
    }


def _in_path(match: re.Match[str]) -> Node:
    schema = {"type": "integer" if match[1] == "int" else "string"}
    return {"name": match[2], "in": "path", "required": True, "schema": schema}


def _in_query(kind: type | None, schemas: dict[str, object]) -> list[Node]:
    if kind is None:
        return []
    schema = msgspec.convert(schemas[kind.__name__], _Struct)
    return [
        {"name": name, "in": "query", "required": name in schema.required, "schema": described}
        for name, described in schema.properties.items()
    ]


class _Struct(msgspec.Struct):
    """The part of a schema that names the fields."""

    properties: dict[str, object]
    required: tuple[str, ...] = ()


def _reference(kind: type) -> Node:
    return {"$ref": _REFERENCE.format(name=kind.__name__)}
