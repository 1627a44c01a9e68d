"""The contract is complete and consistent in itself."""

import json
import re

import pytest

from tests.contracts.files import CONTRACTS, OPERATIONS, examples, problems, read

SIDES = [(operation, side) for operation in OPERATIONS for side in ("request", "response")]
SIDES = [(operation, side) for operation, side in SIDES if (CONTRACTS / operation / f"{side}.schema.json").exists()]
OURS = [operation for operation, side in SIDES if side == "request" and not operation.startswith("push/")]


@pytest.mark.parametrize(("operation", "side"), SIDES)
def test_every_example_fits_its_schema(operation, side):
    schema, bodies = read(operation, f"{side}.schema.json"), examples(operation, side)

    assert bodies
    assert {case: list(problems(schema, body)) for case, body in bodies.items()} == {case: [] for case in bodies}


def _without_each_required(value):
    """The value again and again, each time without one member of some object in it."""
    if isinstance(value, dict):
        for name in value:
            yield name, {key: item for key, item in value.items() if key != name}
            for lost, changed in _without_each_required(value[name]):
                yield lost, {**value, name: changed}
    if isinstance(value, list):
        for index, item in enumerate(value):
            for lost, changed in _without_each_required(item):
                yield lost, [*value[:index], changed, *value[index + 1 :]]


@pytest.mark.parametrize(("operation", "side"), SIDES)
def test_a_schema_notices_when_something_is_missing(operation, side):
    schema = read(operation, f"{side}.schema.json")
    bodies = examples(operation, side).values()

    noticed = [
        lost for body in bodies for lost, changed in _without_each_required(body) if any(problems(schema, changed))
    ]

    assert noticed


@pytest.mark.parametrize("operation", OURS)
def test_what_we_send_is_written_down_to_the_last_field(operation):
    schema = read(operation, "request.schema.json")
    (body,) = examples(operation, "request").values()

    assert list(problems(schema, {**body, "more": 1}))


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_operation_says_where_its_facts_are_from(operation):
    facts = (CONTRACTS / operation / "SOURCE.md").read_text(encoding="utf-8").strip().splitlines()

    assert facts[0] == f"# {operation}"
    assert all(re.search(r"\[(D:|PM|SDK|OpenAPI|PY|ORA|AE|C|W1|INF)", fact) for fact in facts[2:])


def test_every_example_belongs_to_an_operation():
    homes = {path.parent.relative_to(CONTRACTS).as_posix() for path in CONTRACTS.rglob("*.example.json")}

    assert homes <= set(OPERATIONS)


def test_every_file_is_written_in_one_way():
    ragged = [
        path.name
        for path in CONTRACTS.rglob("*.json")
        if path.read_text(encoding="utf-8")
        != json.dumps(json.loads(path.read_text(encoding="utf-8")), indent=2, ensure_ascii=False) + "\n"
    ]

    assert ragged == []


def test_the_judge_finds_what_is_wrong():
    schema = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string", "minLength": 2, "maxLength": 3, "pattern": "^x"}},
        "additionalProperties": {"type": "array", "items": {"type": "integer", "minimum": 2}, "maxItems": 1},
        "propertyNames": {"enum": ["a", "b"]},
        "anyOf": [{"required": ["b"]}, {"properties": {"a": {"const": "xyz"}}}],
    }

    assert list(problems(schema, {"a": "xyz", "b": [2]})) == []
    assert list(problems({"type": "integer"}, True)) == ["$: not of type integer"]
    assert list(problems({"minItems": 1}, [])) == ["$: [] against 1"]
    wrong: list[object] = [[], {}, {"a": "x"}, {"a": "xyzz", "b": []}, {"a": "yy"}, {"a": "xy"}, {"a": "xyz", "c": []}]
    wrong += [{"a": "xyz", "b": [1]}, {"a": "xyz", "b": [2, 2]}, {"a": "xyz", "b": ["2"]}, {"a": 1}]
    assert [value for value in wrong if not any(problems(schema, value))] == []
    with pytest.raises(KeyError):
        list(problems({"oneOf": []}, {}))
