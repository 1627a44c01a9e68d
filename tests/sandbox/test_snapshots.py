"""Snapshots: the whole state is kept, restored, and carried to another sandbox as a file."""

import sqlite3

import httpx
import pytest

from rsc_sandbox.app import create_app, sandbox_of
from rsc_sandbox.config import Config
from tests.sandbox import sync
from tests.sandbox.conftest import NOON
from tests.sandbox.vendor import Vendor

FILE = {"Content-Type": "application/vnd.sqlite3"}


@pytest.fixture(params=["in memory", "on disk"])
def app(request, tmp_path):
    """The same for a sandbox that keeps everything in a file."""
    data = ":memory:" if request.param == "in memory" else str(tmp_path / "sand box.sqlite")
    app = create_app(Config(data=data), real_clock=lambda: NOON)
    yield app
    sandbox_of(app).database.close()


@pytest.fixture
def control(app):
    return control_of(app)


def control_of(app):
    return httpx.Client(transport=httpx.WSGITransport(app), base_url="http://sandbox.test/_sandbox")


def test_everything_goes_back_to_how_it_was(control, connected):
    sync.candidates(connected, C77=sync.candidate())
    taken = control.post("/snapshots", json={"name": "one-candidate"})

    sync.candidates(connected, C78=sync.candidate())
    control.patch("/config", json={"exporter_field": True})
    control.post("/clock/advance", json={"seconds": 90_000})
    restored = control.post("/snapshots/one-candidate/restore", json={})

    assert (taken.status_code, restored.json()) == (201, {"status": "ok"})
    assert control.get("/snapshots").json() == {"snapshots": [taken.json()]}
    assert control.get("/candidates").json()["total"] == 1
    assert control.get("/config").json()["exporter_field"] is False
    assert control.get("/clock").json()["now"] == NOON * 1_000
    sync.taken(sync.candidates(connected, C78=sync.candidate()))  # the token of then is good again


def test_a_snapshot_is_replaced_deleted_and_missed(control):
    first = control.post("/snapshots", json={"name": "a"}).json()["bytes"]
    control.post("/scenarios/closed-accounts", json={})
    assert control.post("/snapshots", json={"name": "a"}).json()["bytes"] >= first

    assert control.delete("/snapshots/a").json() == {"status": "ok"}

    assert control.get("/snapshots").json() == {"snapshots": []}
    for verb, path, body in (
        ("POST", "/snapshots/a/restore", {}),
        ("DELETE", "/snapshots/a", None),
        ("GET", "/snapshots/a/file", None),
    ):
        missed = control.request(verb, path, json=body)
        assert (missed.status_code, missed.json()["error"]) == (404, "There is no snapshot of that name.")


def test_a_snapshot_travels_to_another_sandbox_as_a_file(control, connected):
    sync.candidates(connected, C77=sync.candidate())
    control.post("/snapshots", json={"name": "mine"})
    file = control.get("/snapshots/mine/file")
    other = create_app(Config(), real_clock=lambda: NOON)

    kept = control_of(other).put("/snapshots/yours/file", content=file.content, headers=FILE)
    control_of(other).post("/snapshots/yours/restore", json={})

    assert file.headers["Content-Type"] == FILE["Content-Type"]
    assert kept.json() == {"name": "yours", "bytes": len(file.content)}
    there = Vendor(other)
    there.child = connected.child
    assert sync.read(there, "C77").json()["results"]
    sandbox_of(other).database.close()


@pytest.mark.parametrize("name", ["", "UP", "-a", "a.b", "a" * 65, "å", "../a", "a/b"])
def test_a_name_is_a_plain_word(control, name):
    assert control.post("/snapshots", json={"name": name}).status_code == 422
    assert control.get(f"/snapshots/{name}/file").status_code in {404, 405, 422}


def test_only_a_whole_snapshot_of_a_sandbox_is_taken(control, tmp_path):
    control.post("/snapshots", json={"name": "mine"})
    whole = control.get("/snapshots/mine/file").content
    with sqlite3.connect(tmp_path / "other.sqlite") as stranger:
        stranger.execute("CREATE TABLE t (a)")
    stranger.close()

    for content in (b"", b"not a database", whole[: len(whole) // 2], (tmp_path / "other.sqlite").read_bytes()):
        refused = control.put("/snapshots/x/file", content=content, headers=FILE)
        assert (refused.status_code, refused.json()["error"]) == (422, "The file is not a snapshot of a sandbox.")
    assert control.put("/snapshots/x/file", json={}).status_code == 415
    assert len(control.get("/snapshots").json()["snapshots"]) == 1


def test_snapshots_on_disk_outlive_the_sandbox(tmp_path):
    data = str(tmp_path / "kept.sqlite")
    first = create_app(Config(data=data))
    control_of(first).post("/snapshots", json={"name": "kept"})
    sandbox_of(first).database.close()

    second = create_app(Config(data=data))

    assert [row["name"] for row in control_of(second).get("/snapshots").json()["snapshots"]] == ["kept"]
    sandbox_of(second).database.close()


def test_a_snapshot_of_an_older_sandbox_is_brought_up_to_date(control):
    control.post("/snapshots", json={"name": "old"})
    copy = sqlite3.connect(":memory:")
    copy.deserialize(control.get("/snapshots/old/file").content)
    copy.execute("ALTER TABLE faults DROP COLUMN retry_after")
    control.put("/snapshots/old/file", content=copy.serialize(), headers=FILE)
    copy.close()

    control.post("/snapshots/old/restore", json={})

    fault = {"kind": "status", "value": 429, "retry_after": 30}
    assert control.post("/faults", json=fault).json()["faults"][0]["retry_after"] == 30
