"""/_sandbox/: clock, switches, faults, logs, reset."""

import json

import httpx
import pytest

from rsc_sandbox import delivery
from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from rsc_sandbox.linkedin import export as exporting
from tests.sandbox.conftest import NOON
from tests.sandbox.vendor import MINA, RHEA_SEAT


@pytest.fixture
def control(app):
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test/_sandbox")


@pytest.fixture
def hiring(connected, inbox):
    """Connected, one job listed, the pushes of the set-up delivered."""
    connected.post(connected.posting())
    delivery.deliver_due(connected.sandbox)
    inbox.requests.clear()
    return connected


def export(vendor, member_id=MINA):
    return exporting.export(
        vendor.sandbox,
        seat_id=RHEA_SEAT,
        member_id=member_id,
        application_id=vendor.application_id,
        job_external_id="JOB-310",
    ).request_id


def pushed(inbox):
    return [json.loads(request.content)["id"] for request in inbox.requests]


def test_the_sandbox_is_healthy(control):
    assert control.get("/health").json() == {"status": "ok", "now": NOON * 1_000}


def test_the_clock_can_be_set_stopped_advanced_and_let_go(control, sandbox):
    control.put("/clock", json={"at": "2026-02-01T00:00:00+01:00"})
    assert sandbox.now() == 1_769_900_400_000

    control.post("/clock/advance", json={"seconds": 90})
    assert sandbox.now() == 1_769_900_490_000

    control.put("/clock", json={"at": 1_000, "frozen": False})
    assert control.post("/clock/advance", json={"seconds": -1}).json()["now"] == 0
    assert control.get("/clock").json()["mode"] == "shifted"

    assert control.delete("/clock").json()["now"] == NOON * 1_000


@pytest.mark.parametrize(
    ("verb", "path", "body"),
    [
        ("PUT", "/clock", {}),
        ("PUT", "/clock", {"at": "yesterday"}),
        ("PUT", "/clock", {"at": "2026-02-01T00:00:00"}),
        ("PUT", "/clock", {"at": 10**30}),
        ("POST", "/clock/advance", {"seconds": "1"}),
        ("POST", "/faults", {"kind": "earthquake"}),
        ("POST", "/faults", {"kind": "status", "value": 200}),
        ("POST", "/faults", {"kind": "drop", "times": 0}),
        ("POST", "/seed", {"members": [{"id": 1}]}),
        ("POST", "/reset", {"everything": True}),
        ("PATCH", "/config", {"colour": "red"}),
        ("PATCH", "/config", {"token_ttl_seconds": 0}),
        ("PATCH", "/config", []),
    ],
)
def test_what_the_control_api_does_not_understand_it_names(control, verb, path, body):
    answer = control.request(verb, path, json=body)

    assert answer.status_code == 422
    assert answer.json()["error"]


@pytest.mark.parametrize("count", ["0", "1001", "-1", "x", "²"])
def test_a_log_is_read_in_reasonable_lengths(control, count):
    assert control.get(f"/calls?count={count}").status_code == 422


def test_a_wrong_switch_changes_nothing(control, sandbox):
    control.patch("/config", json={"exporter_field": True})

    assert "push_retries" in control.patch("/config", json={"exporter_field": False, "push_retries": "six"}).text
    assert (sandbox.switches.exporter_field, sandbox.switches.push_retries) == (True, 6)
    assert control.get("/config").json()["exporter_field"] is True


def test_a_reset_forgets_everything(control, hiring):
    export(hiring)
    hiring.sandbox.switch({"exporter_field": True})
    hiring.sandbox.clock.advance(5_000)

    assert control.post("/reset", json={}).status_code == 200

    assert hiring.call("GET", "/v2/simpleJobPostingTasks?ids=1").status_code == 401
    assert control.get("/deliveries").json() == {"deliveries": []}
    assert hiring.sandbox.switches.exporter_field is False
    assert hiring.sandbox.now() == NOON * 1_000
    assert hiring.oauth(
        grant_type="client_credentials", client_id="demo-parent", client_secret="demo-parent-secret"
    ).is_success


def test_people_can_be_added_once(control, sandbox):
    person = {"id": 7, "slug": "new-person", "first_name": "New", "last_name": "Person"}

    assert control.post("/seed", json={"members": [person]}).status_code == 201
    assert control.post("/seed", json={"members": [{**person, "id": 8, "slug": "other"}, person]}).status_code == 409
    assert control.post("/seed", json={"members": [{**person, "id": 2**70}]}).status_code in {409, 422}


def test_the_log_of_calls_hides_secrets(control, vendor):
    vendor.call("GET", "/v2/atsIntegrations?q=request&requestId=x")

    newest, *older = control.get("/calls").json()["calls"]

    assert (newest["path"], newest["query"], newest["status"]) == ("/v2/atsIntegrations", "q=request&requestId=x", 404)
    assert newest["application_id"] == vendor.application_id
    text = json.dumps(older)
    assert vendor.child not in text
    assert vendor.client_secret not in text
    assert "demo-parent-secret" not in text
    assert [call["path"] for call in control.get("/calls?path=/oauth&count=1").json()["calls"]] == [
        "/oauth/v2/accessToken"
    ]


def test_how_much_the_log_of_calls_keeps_is_a_switch(control, vendor):
    control.patch("/config", json={"calls_kept": 2, "call_characters": 12})

    for number in range(3):
        vendor.call("GET", f"/v2/atsIntegrations?q=request&requestId={number}")

    kept = control.get("/calls").json()["calls"]
    assert len(kept) == 2
    assert {call["query"] for call in kept} == {"q=request&re"}


def test_the_log_of_pushes_says_what_became_of_them(control, hiring, inbox):
    inbox.statuses = [500]
    request_id = export(hiring)

    assert control.post("/deliveries/due", json={}).json() == {"tried": 1}

    newest = control.get("/deliveries?count=1").json()["deliveries"][0]
    assert (newest["event_id"], newest["status"], newest["attempts"], newest["last_status"]) == (
        request_id,
        "PENDING",
        1,
        500,
    )


def test_a_push_can_come_twice(control, hiring, inbox):
    control.post("/faults", json={"kind": "duplicate", "value": 4})
    first, second = export(hiring), export(hiring, 1002)

    delivery.deliver_due(hiring.sandbox)

    assert pushed(inbox) == [first] * 5 + [second]


def test_pushes_can_come_in_the_wrong_order(control, hiring, inbox):
    control.post("/faults", json={"kind": "reorder", "times": 3})
    ids = [export(hiring, member) for member in (1001, 1002)]
    assert delivery.deliver_due(hiring.sandbox) == 0

    ids.append(export(hiring, 1003))
    delivery.deliver_due(hiring.sandbox)

    assert pushed(inbox) == ids[::-1]


def test_held_pushes_go_when_faults_are_cleared(control, hiring, inbox):
    control.post("/faults", json={"kind": "reorder", "times": 3})
    request_id = export(hiring)

    assert control.delete("/faults").json() == {"faults": []}
    delivery.deliver_due(hiring.sandbox)

    assert pushed(inbox) == [request_id]


def test_a_signature_can_be_wrong(control, hiring, inbox):
    control.post("/faults", json={"kind": "bad_signature"})
    export(hiring)
    export(hiring, 1002)

    delivery.deliver_due(hiring.sandbox)

    right = [
        request.headers["X-LI-Signature"] == delivery.sign(request.content, hiring.client_secret)
        for request in inbox.requests
    ]
    assert right == [False, True]


def test_a_push_can_be_late_or_lost(control, hiring, inbox):
    control.post("/faults", json={"kind": "delay", "value": 30})
    late = export(hiring)
    control.post("/faults", json={"kind": "drop"})
    export(hiring, 1002)

    delivery.deliver_due(hiring.sandbox)
    assert pushed(inbox) == []

    hiring.sandbox.clock.advance(30_000)
    delivery.deliver_due(hiring.sandbox)
    assert pushed(inbox) == [late]
    assert [row["status"] for row in control.get("/deliveries?count=2").json()["deliveries"]] == [
        "DROPPED",
        "DELIVERED",
    ]


def test_an_id_can_be_expired_from_birth(control, hiring):
    control.post("/faults", json={"kind": "expired_id"})

    assert hiring.exported(export(hiring)).status_code == 404
    assert hiring.exported(export(hiring, 1002)).status_code == 200


def test_the_api_can_fail_for_the_next_calls(control, hiring):
    control.post("/faults", json={"kind": "status", "value": 503, "times": 2, "path": "/v2/simple"})

    assert hiring.exported("x").status_code == 404
    assert [hiring.post(hiring.posting()).status_code for _ in range(3)] == [503, 503, 200]


def test_the_token_endpoint_can_fail_too(control, vendor):
    control.post("/faults", json={"kind": "status", "value": 429})

    assert vendor.oauth(grant_type="client_credentials").status_code == 429
    assert vendor.oauth(grant_type="client_credentials").status_code == 400


def test_the_api_can_answer_too_late(control, vendor, slept):
    control.post("/faults", json={"kind": "timeout", "value": 45})

    assert vendor.call("GET", "/v2/simpleJobPostingTasks?ids=1").status_code == 504
    assert slept == [45]


def test_a_form_on_a_web_page_cannot_reset_the_sandbox(control):
    assert control.post("/reset", data={"a": "b"}).status_code == 415


def test_other_machines_are_kept_out_unless_they_are_let_in(app, slept):
    def from_afar(app):
        transport = httpx.WSGITransport(app, remote_addr="192.0.2.7")
        return httpx.Client(transport=transport, base_url="http://sandbox.test").get("/_sandbox/health").status_code

    opened = create_app(Config(control_from_anywhere=True))

    assert from_afar(app) == 403
    assert from_afar(opened) == 200
    sandbox_of(opened).database.close()
