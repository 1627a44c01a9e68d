"""The demo keeps its programs running, shares the machine with others, and leaves nothing behind."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import psycopg
import pytest

from tests import stack
from tests.stack import Stack, until

pytestmark = [pytest.mark.processes, pytest.mark.enable_socket]


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    with stack.running(tmp_path_factory.mktemp("a demo's place")) as running:
        yield running


@pytest.fixture
def demo(started: Stack) -> Stack:
    """The demo with all its programs at work, whatever an earlier test has just killed."""
    until(lambda: _works(started), saying="every program of the demo to be at work")
    return started


def everything(demo: Stack) -> list[psutil.Process]:
    return psutil.Process(demo.process.pid).children(recursive=True)


def gone(processes: list[psutil.Process]) -> bool:
    return not any(process.is_running() and process.status() != psutil.STATUS_ZOMBIE for process in processes)


def test_it_prints_addresses_that_answer_and_accounts(demo: Stack):
    shown = demo.output.read_text()

    assert demo.skaffa in shown
    assert demo.linkedin in shown
    assert "ada@demo.example" in shown
    host = {"Host": demo.skaffa.removeprefix("http://")}
    assert httpx.get(demo.skaffa_server, headers=host, follow_redirects=False, timeout=30).status_code < 400


def test_the_doctor_finds_nothing_wrong_with_it(demo: Stack):
    shown = demo.manage("doctor")

    assert "FAULT" not in shown
    assert re.search(r"ok +worker +[1-9]\d* alive", shown)


def test_the_same_data_is_not_served_twice(demo: Stack):
    command = [sys.executable, "-m", "skaffa.cli.main", "demo", f"--data={demo.folder}"]

    told = subprocess.run(command, capture_output=True, text=True, check=False)

    assert told.returncode == 1
    assert "A demo is already running in" in told.stderr


@pytest.mark.parametrize("name", ["worker", "web", "sandbox", "database"])
def test_what_is_killed_is_started_again_and_said_so(demo: Stack, name: str):
    demo.kill(name)

    until(lambda: f"  {name} ended unexpectedly" in demo.output.read_text(), saying="the demo to say so")


def test_a_second_demo_leaves_taken_ports_alone_and_ends_when_told(tmp_path: Path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        second = Stack(tmp_path / "demo", port=taken.getsockname()[1])
        second.wait()
        processes = everything(second)

        assert json.loads((tmp_path / "demo" / "demo.json").read_text())["port"] != taken.getsockname()[1]
        second.stop()

    assert second.process.returncode == 0
    assert "Stopped. What you did is kept" in second.output.read_text()
    assert gone(processes)


def test_nothing_survives_a_demo_that_was_killed(tmp_path: Path):
    killed = Stack(tmp_path / "demo").wait()
    processes = everything(killed)
    assert len(processes) > 5

    os.kill(killed.process.pid, signal.SIGKILL)

    killed.process.wait()
    until(lambda: gone(processes), saying="every process of the demo to end")


def _works(demo: Stack) -> bool:
    host = {"Host": demo.skaffa.removeprefix("http://")}
    with contextlib.suppress(psycopg.OperationalError, httpx.TransportError, LookupError):
        httpx.get(demo.skaffa_server, headers=host, timeout=30)
        httpx.get(demo.linkedin_server, timeout=30)
        return demo.pid("worker") > 0 and demo.count("SELECT count(*) FROM procrastinate_workers") > 0
    return False
