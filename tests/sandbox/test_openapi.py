"""The description of the control API: complete, true to what is parsed, and with examples that work."""

import hashlib
import hmac
import re

import httpx
import msgspec
import pytest

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.control.operations import OPERATIONS
from tests.sandbox import sync
from tests.sandbox.conftest import NOON

WRITING = {"post", "put", "patch"}
REFERENCE = "#/components/schemas/"


@pytest.fixture(scope="module")
def described_app():
    app = create_app(Config(), real_clock=lambda: NOON)
    yield app
    sandbox_of(app).database.close()


@pytest.fixture(scope="module")
def description(described_app):
    http = httpx.Client(transport=httpx.WSGITransport(described_app), base_url="http://sandbox.test")
    return http.get("/_sandbox/openapi.json").json()


@pytest.fixture
def app():
    """A sandbox whose parent application has a webhook."""
    app = create_app(Config(), real_clock=lambda: NOON, transport=httpx.MockTransport(answer_challenge))
    yield app
    sandbox_of(app).database.close()


def answer_challenge(request):
    code = request.url.params.get("challengeCode", "")
    proof = hmac.new(b"demo-parent-secret", code.encode(), hashlib.sha256).hexdigest()
    return httpx.Response(200, json={"challengeCode": code, "challengeResponse": proof})


@pytest.fixture
def control(app):
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test")


def operations(description):
    return [(path, verb, told) for path, methods in description["paths"].items() for verb, told in methods.items()]


def test_every_route_of_the_control_api_is_described_and_nothing_else(described_app, description):
    routes = {
        (re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule), verb.lower())
        for rule in described_app.url_map.iter_rules()
        if rule.endpoint.startswith("control.")
        for verb in rule.methods - {"HEAD", "OPTIONS"}
    }

    assert {(path, verb) for path, verb, _ in operations(description)} == routes
    assert {rule.endpoint for rule in described_app.url_map.iter_rules()} >= set(OPERATIONS)


def test_every_operation_says_what_it_does_under_a_name_of_its_own(description):
    names = [told["operationId"] for _, _, told in operations(description)]

    assert len(names) == len(set(names))
    assert [path for path, _, told in operations(description) if not told["summary"].endswith(".")] == []


def test_whatever_writes_describes_its_body(description):
    silent = [
        (verb, path) for path, verb, told in operations(description) if (verb in WRITING) != ("requestBody" in told)
    ]

    assert silent == []


def test_every_reference_leads_somewhere_and_every_schema_is_used(description):
    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if "$ref" in node else [])
            node = list(node.values())
        for inner in node if isinstance(node, list) else []:
            yield from references(inner)

    schemas = set(description["components"]["schemas"])
    used = {found.removeprefix(REFERENCE) for found in references(description)}

    assert used <= schemas
    queries = {operation.query.__name__ for operation in OPERATIONS.values() if operation.query}
    assert schemas - used == queries  # their fields are listed as parameters


def test_path_parameters_are_those_of_the_address(description):
    for path, _, told in operations(description):
        placed = {row["name"] for row in told.get("parameters", []) if row["in"] == "path"}
        assert placed == set(re.findall(r"\{(\w+)\}", path))


@pytest.mark.parametrize("endpoint", [name for name, operation in OPERATIONS.items() if operation.body])
def test_an_example_is_what_the_operation_parses_and_it_works(app, control, endpoint):
    operation = OPERATIONS[endpoint]
    msgspec.convert(operation.example, operation.body)
    control.post("/_sandbox/scenarios/inmail-history", json={})
    control.put("/_sandbox/webhook", json={"url": "https://hooks.ats.example/parent"})
    control.post("/_sandbox/snapshots", json={"name": "kept"})
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    unanswered, asked = 5, 4  # threads of the scenario
    places = {
        "note_id": 1,
        "member_id": 1001,
        "thread_id": asked if endpoint.endswith("consent") else unanswered,
        "name": "fresh" if "scenario" in endpoint else "kept",
    }
    path = re.sub(r"<(?:\w+:)?(\w+)>", lambda match: str(places[match[1]]), rule.rule)

    answer = control.request(min(rule.methods - {"HEAD", "OPTIONS"}), path, json=operation.example)

    assert answer.status_code == operation.status, answer.text
    if operation.answer:
        msgspec.json.decode(answer.content, type=operation.answer)


@pytest.mark.parametrize("endpoint", [name for name, operation in OPERATIONS.items() if operation.body])
def test_a_body_with_an_unknown_field_is_refused_as_described(app, control, endpoint):
    rule = next(rule for rule in app.url_map.iter_rules() if rule.endpoint == endpoint)
    path = re.sub(r"<(?:\w+:)?(\w+)>", "1", rule.rule)

    answer = control.request(min(rule.methods - {"HEAD", "OPTIONS"}), path, json={"colour": "red"})

    assert answer.status_code == 422
    assert "colour" in answer.json()["error"]


def test_the_limits_of_a_query_are_those_described(control, connected, description):
    sync.candidates(connected, C77=sync.candidate())
    (count,) = (
        row["schema"] for row in description["paths"]["/_sandbox/calls"]["get"]["parameters"] if row["name"] == "count"
    )

    answers = [
        control.get(f"/_sandbox/calls?count={number}").status_code for number in (count["minimum"], count["maximum"])
    ]
    beyond = [control.get(f"/_sandbox/calls?count={number}").status_code for number in (0, count["maximum"] + 1)]

    assert answers == [200, 200]
    assert beyond == [422, 422]
