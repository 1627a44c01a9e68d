"""The rsc-sandbox command: one real process, started, used, stopped."""

import json
import os
import re
import signal
import subprocess
import sys

import httpx
import pytest

from rsc_sandbox import __main__ as command
from rsc_sandbox.scenarios import plan


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


@pytest.mark.processes
def test_a_scenario_is_loaded_into_a_sandbox_that_runs(quiet, capsys):
    started = [sys.executable, "-m", "rsc_sandbox", "serve", "--port", "0"]
    with subprocess.Popen(started, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
        assert address
        loaded = command.main(["scenario", "closed-accounts", "--at", address[0] + "/"])
        made = json.loads(capsys.readouterr().out)
        unknown = command.main(["scenario", "earthquake", "--at", address[0]])
        elsewhere = command.main(["scenario", "fresh", "--at", address[0] + "/nowhere"])
        with httpx.Client(base_url=address[0]) as http:
            form = {"grant_type": "client_credentials", **made_credentials(made)}
            token = http.post("/oauth/v2/accessToken", data=form)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=20) == 0

    told = capsys.readouterr().err
    assert (loaded, unknown, elsewhere) == (0, 1, 1)
    assert token.status_code == 200
    assert "There is no scenario earthquake." in told
    assert "the sandbox answered 404" in told


def made_credentials(made):
    customer = made["customers"][0]
    return {"client_id": customer["client_id"], "client_secret": customer["client_secret"]}


def test_scenarios_are_listed_without_a_sandbox(quiet, capsys):
    assert command.main(["scenario"]) == 0

    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(plan.catalogue())
    assert any(line.startswith("enabled-customer ") and "200 candidates" in line for line in lines)


def test_a_sandbox_that_is_not_there_is_named(quiet, capsys):
    assert command.main(["scenario", "fresh", "--at", "http://nobody.invalid:1"]) == 1

    assert "no sandbox answers at http://nobody.invalid:1" in capsys.readouterr().err


def test_the_control_api_is_described_on_paper(quiet, capsys):
    assert command.main(["openapi"]) == 0

    assert json.loads(capsys.readouterr().out)["openapi"] == "3.1.0"


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--version"], "rsc-sandbox "),
        (["--help"], "scenario"),
        (["serve", "--help"], "examples:"),
        (["scenario", "--help"], "rsc-sandbox scenario enabled-customer"),
        (["openapi", "--help"], "rsc-sandbox openapi >"),
    ],
)
def test_the_command_explains_itself(quiet, capsys, arguments, said):
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)

    assert stopped.value.code == 0
    assert said in capsys.readouterr().out


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


@pytest.mark.parametrize("arguments", [["--port", "70000"], ["--port", "x"], ["--colour"], ["sevre"]])
def test_a_wrong_option_is_refused(quiet, capsys, arguments):
    with pytest.raises(SystemExit) as stopped:
        command.main(arguments)

    assert stopped.value.code == 2
    assert "usage" in capsys.readouterr().err
