"""The fixture `rsc_sandbox`, used as a vendor's own tests use it: by a pytest of its own with nothing but the plugin."""

import os
import subprocess
import sys

import pytest

VENDOR = """
import json
from datetime import UTC, datetime

import httpx
import pytest

RHEA, MINA = 88003, 1001


def test_a_first_export_reaches_the_vendor_over_real_http(rsc_sandbox):
    made = rsc_sandbox.seed("enabled-customer", callback_url="https://ats.example/push")
    customer, received = made.customers[0], []

    request_id = rsc_sandbox.recruiter(RHEA).export(MINA, "JOB-001")
    sent = rsc_sandbox.deliver(to=httpx.MockTransport(lambda request: received.append(request) or httpx.Response(200)))

    assert sent == 1
    assert json.loads(received[0].content)["id"] == request_id
    form = {"client_id": customer.client_id, "client_secret": customer.client_secret}
    with httpx.Client(base_url=rsc_sandbox.url) as http:
        token = http.post("/oauth/v2/accessToken", data={**form, "grant_type": "client_credentials"}).json()
        headers = {"Authorization": "Bearer " + token["access_token"]}
        answer = http.get("/v2/exportedCandidates", params={"q": "request", "requestId": request_id}, headers=headers)
    assert answer.json()["elements"][0]["candidate"]["lastName"] == "Okoro"
    assert [export.request_id for export in rsc_sandbox.exports] == [request_id]
    assert [call.path for call in rsc_sandbox.calls] == ["/v2/exportedCandidates", "/oauth/v2/accessToken"]
    assert rsc_sandbox.deliveries[0].status == "DELIVERED"
    assert rsc_sandbox.certify().application == rsc_sandbox.certify(customer.client_id).application
    with pytest.raises(ValueError, match="nobody"):
        rsc_sandbox.certify("nobody")


def test_the_next_one_is_fresh(rsc_sandbox):
    assert (rsc_sandbox.exports, rsc_sandbox.calls, rsc_sandbox.deliveries) == ([], [], [])
    assert rsc_sandbox.parent == ("demo-parent", "demo-parent-secret")
    assert httpx.get(rsc_sandbox.url + "/_sandbox/exports").json() == {"count": 0}


def test_time_faults_switches_and_snapshots_are_at_hand(rsc_sandbox):
    rsc_sandbox.clock.stop_at(datetime(2026, 2, 1, tzinfo=UTC))
    rsc_sandbox.snapshot("begin")
    rsc_sandbox.clock.advance(hours=12)
    rsc_sandbox.switch(exports_per_seat_month=1)
    rsc_sandbox.faults.add("status", value=429, times=2, retry_after=30, path="/oauth")
    answer = rsc_sandbox.http.post("/oauth/v2/accessToken")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "30")
    assert [fault.remaining for fault in rsc_sandbox.faults.waiting()] == [1]
    rsc_sandbox.faults.clear()
    assert rsc_sandbox.clock.now() == datetime(2026, 2, 1, 12, tzinfo=UTC)
    rsc_sandbox.restore("begin")
    assert rsc_sandbox.clock.now() == datetime(2026, 2, 1, tzinfo=UTC)
    rsc_sandbox.clock.follow_real()
    rsc_sandbox.reset()


def test_what_makes_no_sense_is_said_at_once(rsc_sandbox):
    with pytest.raises(ValueError, match="earthquake"):
        rsc_sandbox.faults.add("earthquake")
    with pytest.raises(ValueError, match="offset"):
        rsc_sandbox.clock.stop_at(datetime(2026, 2, 1))
    with pytest.raises(Exception, match="NotEnabled|^$"):
        rsc_sandbox.recruiter(RHEA).export(MINA)

"""
APART = """
import sys


def test_the_plugin_alone_loads_no_flask():
    assert "rsc_sandbox.pytest_plugin" in sys.modules
    assert "flask" not in sys.modules
"""


def run(tmp_path, text):
    (tmp_path / "test_vendor.py").write_text(text, encoding="utf-8")
    command = [sys.executable, "-m", "pytest", "-q", "-W", "error", "-p", "no:cacheprovider", "-c", os.devnull]
    command += ["-p", "rsc_sandbox.pytest_plugin", str(tmp_path)]
    environment = {**os.environ, "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=environment)


@pytest.mark.processes
@pytest.mark.parametrize(("text", "passed"), [(VENDOR, 4), (APART, 1)], ids=["in use", "not in use"])
def test_a_vendors_own_tests_use_the_fixture(tmp_path, text, passed):
    done = run(tmp_path, text)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"{passed} passed" in done.stdout
