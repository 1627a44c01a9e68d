"""The API's document is linted: OpenAPI's own rules, then ours."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from openapi_spec_validator import validate

from skaffa.api.app import api
from skaffa.hooks import catalogue

PROBLEM = "#/components/responses/Problem"
_SNAKE = re.compile(r"^[a-z]+(_[a-z]+)*$")


@pytest.fixture(scope="module")
def document() -> Any:
    return api.get_openapi_schema()


def operations(document: Any) -> Iterator[tuple[str, str, Any]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def schema_of(document: Any, part: Any) -> Any:
    """The schema of a JSON body, with its name resolved."""
    schema = part["content"]["application/json"]["schema"]
    return document["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def test_it_is_openapi(document: Any):
    validate(document)
    assert document["openapi"].startswith("3.1")


def test_every_operation_has_a_name_a_sentence_a_tag_that_is_explained_and_a_key(document: Any):
    names = [operation["operationId"] for _path, _method, operation in operations(document)]
    assert len(set(names)) == len(names)
    assert all(map(_SNAKE.match, names)), names
    explained = {tag["name"] for tag in document["tags"] if tag["description"]}
    for path, _method, operation in operations(document):
        assert operation["summary"], path
        assert not operation["summary"].endswith("."), path
        assert set(operation["tags"]) <= explained, path
        assert operation["security"] == [{"Bearer": []}], path


def test_every_operation_tells_what_a_no_looks_like(document: Any):
    for path, method, operation in operations(document):
        noes = {status for status in operation["responses"] if status >= "400"}
        assert {"401", "403"} <= noes, (method, path)
        assert ("404" in noes) >= ("{" in path), (method, path)
        assert ("400" in noes) == ("requestBody" in operation), (method, path)
        assert ("409" in noes) == (method != "get"), (method, path)
        assert all(operation["responses"][status] == {"$ref": PROBLEM} for status in noes), (method, path)
    assert list(document["components"]["responses"]["Problem"]["content"]) == ["application/problem+json"]


def test_every_change_made_by_post_can_be_made_once(document: Any):
    for path, method, operation in operations(document):
        has_it = {"$ref": "#/components/parameters/Once"} in operation.get("parameters", [])
        assert has_it == (method == "post"), (method, path)


def test_every_list_is_a_page(document: Any):
    for path, _method, operation in operations(document):
        few = path.endswith(("/stages", "/choices"))
        if operation["operationId"].startswith("list_") and not few:
            page = schema_of(document, operation["responses"]["200"])
            assert set(page["required"]) == {"items", "next_cursor"}, path
            assert {"cursor", "limit"} <= {one.get("name") for one in operation["parameters"]}, path


def test_everything_sent_and_answered_has_an_example_that_fits(document: Any):
    for path, method, operation in operations(document):
        parts = [operation["requestBody"]] if "requestBody" in operation else []
        parts += [one for status, one in operation["responses"].items() if status < "300" and "content" in one]
        for part in parts:
            schema = schema_of(document, part)
            assert schema.get("examples") or schema["type"] == "array", (method, path)
    for name, schema in document["components"]["schemas"].items():
        for example in schema.get("examples", []):
            whole = {**schema, "components": document["components"]}
            problems = [error.message for error in OAS31Validator(whole).iter_errors(example)]
            assert not problems, name
            assert set(example) <= set(schema["properties"]), name


def test_every_number_and_text_that_is_sent_has_its_limit(document: Any):
    """What is unbounded reaches the database, and its error is nobody's answer."""
    sent = [
        (path, one["name"], one["schema"])
        for path, _method, operation in operations(document)
        for one in operation.get("parameters", [])
        if "schema" in one
    ]
    bodies = {
        operation["requestBody"]["content"]["application/json"]["schema"]["$ref"].rsplit("/", 1)[1]
        for _path, _method, operation in operations(document)
        if "requestBody" in operation
    }
    for name in bodies:
        properties = document["components"]["schemas"][name]["properties"]
        sent += [(name, field, schema) for field, schema in properties.items()]
    assert len(sent) > 100
    for place, name, schema in sent:
        for one in schema.get("anyOf", [schema]):
            assert _is_bounded(one), (place, name, one)


def _is_bounded(schema: Any) -> bool:
    match schema.get("type"):
        case "integer":
            return {"minimum", "maximum"} <= set(schema)
        case "string":
            return "maxLength" in schema or "enum" in schema or schema.get("format") == "date-time"
        case "array":
            return "maxItems" in schema and _is_bounded(schema["items"])
    return True


def test_every_message_of_webhooks_is_described_with_an_example_that_fits(document: Any):
    described = document["webhooks"]
    assert set(described) == {kind.type for kind in catalogue.KINDS.values()} | {"webhook.test"}
    schema = {**document["components"]["schemas"]["WebhookMessage"], "components": document["components"]}
    names = [hook["post"]["operationId"] for hook in described.values()]
    assert len(set(names)) == len(names)
    for name, hook in described.items():
        assert hook["post"]["summary"], name
        example = hook["post"]["requestBody"]["content"]["application/json"]["example"]
        assert example["type"] == name
        assert not list(OAS31Validator(schema).iter_errors(example)), name
    moved = described["application.moved"]["post"]["requestBody"]["content"]["application/json"]["example"]
    assert set(moved["data"]) == {"application_id", "job_id", "candidate_id", "from_stage_id", "to_stage_id"}
