"""Faults as data: the next calls or pushes go wrong in the way somebody asked for."""

import json
import threading

import httpx
import pytest
import waitress
from waitress import wasyncore

from rsc_sandbox import delivery
from rsc_sandbox.linkedin import export as exporting
from tests.sandbox import sync
from tests.sandbox.vendor import MINA, RHEA_SEAT


@pytest.fixture
def control(app):
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test/_sandbox")


@pytest.fixture
def served(app):
    """The same sandbox over a real socket, where a connection can break."""
    sockets: dict[int, wasyncore.dispatcher] = {}
    server = waitress.create_server(app, map=sockets, port=0, threads=2)
    serving = threading.Thread(target=server.run, daemon=True)
    serving.start()
    with httpx.Client(base_url=f"http://127.0.0.1:{server.effective_port}") as http:
        yield http
    server.trigger.pull_trigger(lambda: wasyncore.close_all(sockets))  # by the thread that uses them; with none it ends
    serving.join()
    server.task_dispatcher.shutdown()


def put(vendor):
    return sync.candidates(vendor, C77=sync.candidate())


def test_the_next_three_puts_on_a_resource_are_throttled_and_nothing_else_is(control, connected):
    fault = {
        "kind": "status",
        "value": 429,
        "times": 3,
        "retry_after": 30,
        "method": "PUT",
        "path": "/v2/atsCandidates",
    }
    control.post("/faults", json=fault)

    assert sync.read(connected, "C77").status_code == 200
    assert connected.post(connected.posting()).status_code == 200
    answers = [put(connected) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [429, 429, 429, 200]
    assert [answer.headers.get("Retry-After") for answer in answers] == ["30", "30", "30", None]
    assert control.get("/faults").json() == {"faults": []}


def test_the_token_endpoint_says_when_to_come_back_too(control, vendor):
    control.post("/faults", json={"kind": "status", "value": 503, "retry_after": 7, "path": "/oauth"})

    answer = vendor.oauth(grant_type="client_credentials")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "7")


def test_a_tunnelled_call_is_struck_by_what_it_means(control, connected):
    control.post("/faults", json={"kind": "status", "method": "GET"})
    query = {"Content-Type": "application/x-www-form-urlencoded", "X-HTTP-Method-Override": "GET"}
    tunnelled = connected.http.post(
        "/v2/atsCandidates",
        content=sync.ids(["C77"]),
        headers={**query, "Authorization": f"Bearer {connected.child}"},
    )

    assert tunnelled.status_code == 500


def test_an_answer_can_be_slow_and_still_be_right(control, connected, slept):
    control.post("/faults", json={"kind": "slow", "value": 12})

    sync.taken(put(connected))

    assert slept == [12]


def test_an_answer_can_come_late_for_a_call_that_was_carried_out_at_once(control, connected, monkeypatch):
    there: list[int] = []
    store = connected.sandbox
    monkeypatch.setattr(store, "sleep", lambda _seconds: there.append(control.get("/candidates").json()["total"]))
    control.post("/faults", json={"kind": "late_answer", "value": 12})

    sync.taken(put(connected))

    assert there == [1]


def test_a_token_can_be_revoked_for_good(control, connected):
    control.post("/faults", json={"kind": "revoked_token", "path": "/v2/"})

    refused = put(connected)

    assert (refused.status_code, refused.json()["serviceErrorCode"]) == (401, 65601)
    assert put(connected).status_code == 401
    connected.renew()
    sync.taken(put(connected))


def test_an_answer_can_be_cut_off(control, connected, served):
    control.post("/faults", json={"kind": "truncated", "path": "/v2/atsCandidates"})
    address = f"/v2/atsCandidates?{sync.ids(['C77'])}"
    headers = {"Authorization": f"Bearer {connected.child}"}

    with pytest.raises(httpx.RemoteProtocolError):
        served.get(address, headers=headers)

    assert served.get(address, headers=headers).status_code == 200


def test_a_call_can_be_carried_out_and_its_answer_lost(control, connected, served):
    control.post("/faults", json={"kind": "lost_answer", "method": "PUT"})
    body = {"entities": {sync.key("C77"): sync.candidate()}}
    headers = {"Authorization": f"Bearer {connected.child}", "x-restli-method": "batch_update"}

    with pytest.raises(httpx.RemoteProtocolError):
        served.put(f"/v2/atsCandidates?{sync.ids(['C77'])}", json=body, headers=headers)

    assert control.get("/candidates").json()["total"] == 1
    assert control.get("/calls?method=put&count=1").json()["calls"][0]["status"] == 200


def test_an_answer_without_a_body_is_lost_as_well(control, connected, served):
    control.post("/faults", json={"kind": "lost_answer", "path": "/v2/provisionedApplications"})

    with pytest.raises(httpx.RemoteProtocolError):
        served.post(
            f"/v2/provisionedApplications/urn:li:developerApplication:{connected.application_id}",
            json={"patch": {"$set": {"description": "Changed"}}},
            headers={"Authorization": f"Bearer {connected.parent}", "x-restli-method": "partial_update"},
        )


def test_a_push_can_be_damaged_and_still_be_signed(control, connected, inbox):
    delivery.deliver_due(connected.sandbox)
    inbox.requests.clear()
    control.post("/faults", json={"kind": "corrupt"})
    for member_id in (MINA, 1002):
        exporting.export(
            connected.sandbox,
            seat_id=RHEA_SEAT,
            member_id=member_id,
            application_id=connected.application_id,
            job_external_id=None,
        )

    delivery.deliver_due(connected.sandbox)

    damaged, whole = inbox.requests
    assert damaged.headers["X-LI-Signature"] == delivery.sign(damaged.content, connected.client_secret)
    with pytest.raises(json.JSONDecodeError):
        json.loads(damaged.content)
    assert json.loads(whole.content)["type"] == "EXPORT_CANDIDATE_PROFILE"


def test_the_log_of_calls_is_searched_by_who_what_when_and_how_it_ended(control, connected):
    before = connected.sandbox.now()
    put(connected)
    connected.sandbox.clock.advance(60_000)
    sync.read(connected, "C77")
    connected.exported("nothing")

    def found(query):
        return [(call["method"], call["status"]) for call in control.get(f"/calls?{query}").json()["calls"]]

    mine = f"application={connected.application_id}"
    assert found(f"since={before + 1}") == [("GET", 404), ("GET", 200)]
    assert found(f"method=put&path=/v2/atsCandidates&{mine}") == [("PUT", 200)]
    assert found(f"status=404&{mine}") == [("GET", 404)]
    assert found("application=1") == []
    assert control.get("/calls?colour=red").status_code == 422


def test_the_log_of_pushes_is_searched_too(control, connected, inbox):
    inbox.statuses = [500]
    control.post("/deliveries/due", json={})

    def found(query):
        return len(control.get(f"/deliveries?{query}").json()["deliveries"])

    pushes = found("type=INTEGRATION_STATUS_CHANGE")
    assert pushes > 1
    assert (found("status=PENDING"), found("status=DELIVERED")) == (1, pushes - 1)
    assert found(f"application={connected.application_id}&since={connected.sandbox.now()}") == pushes
    assert found(f"since={connected.sandbox.now() + 1}") == 0
    assert control.get("/deliveries?status=LOST").status_code == 422
