"""The rsc-sandbox command: one real process, started, used, stopped."""

import os
import re
import signal
import subprocess
import sys

import httpx
import pytest

from rsc_sandbox import __main__ as command


@pytest.fixture
def quiet(monkeypatch) -> None:
    """Without settings of the machine that runs the tests."""
    for name in [name for name in os.environ if name.startswith("RSC_SANDBOX_")]:
        monkeypatch.delenv(name)


@pytest.mark.processes
def test_it_serves_keeps_its_file_and_stops_when_told(tmp_path):
    environment = {**os.environ, "RSC_SANDBOX_SET": "exporter_field=true,push_backoff_seconds=[1]"}
    started = [sys.executable, "-m", "rsc_sandbox", "--port", "0", "--data", str(tmp_path / "sand box.sqlite")]

    for retries in (6, 3):
        with subprocess.Popen(started, stdout=subprocess.PIPE, text=True, env=environment) as process:
            assert process.stdout
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address
            with httpx.Client(base_url=address[0] + "/_sandbox") as control:
                switches = control.get("/config").json()
                control.patch("/config", json={"push_retries": 3})
            assert switches["exporter_field"] is True
            assert switches["push_retries"] == retries
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--set", "colour=red"], "colour"),
        (["--set", "push_retries=many"], "push_retries"),
        (["--set", "push_retries"], "switch=value"),
        (["--members", "/nowhere.csv"], "/nowhere.csv"),
    ],
)
def test_a_wrong_argument_is_named(quiet, capsys, arguments, said):
    assert command.main(arguments) == 2
    assert said in capsys.readouterr().err


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["--colour"]])
def test_a_wrong_option_is_refused(quiet, capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)

    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err
