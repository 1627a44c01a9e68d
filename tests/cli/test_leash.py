"""A command on the leash ends with its starter, and leaves nothing behind."""

import subprocess
import sys
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.processes

_LEAVES_A_CHILD = "import subprocess; print(subprocess.Popen(['sleep', '600']).pid, flush=True)"


def leash(*arguments: str) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "skaffa.cli.leash", *arguments]
    return subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)


def test_what_a_command_leaves_behind_is_ended(tmp_path: Path):
    (tmp_path / "scratch").mkdir()

    held = leash(f"--remove={tmp_path / 'scratch'}", "--", sys.executable, "-c", _LEAVES_A_CHILD)
    assert held.stdout is not None
    orphan = int(held.stdout.readline())

    assert held.wait(30) == 0
    assert not psutil.pid_exists(orphan)
    assert not (tmp_path / "scratch").exists()
    held.communicate()


def test_letting_go_sends_the_stop_signal():
    program = (
        "import signal, sys; signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT]);"
        "print('ready', flush=True); signal.sigwait([signal.SIGINT]); sys.exit(7)"
    )
    held = leash("--signal=SIGINT", "--", sys.executable, "-c", program)
    assert held.stdout is not None
    held.stdout.readline()

    held.communicate(timeout=30)

    assert held.returncode == 7


def test_a_killed_command_is_told_from_one_that_failed():
    held = leash("--", sys.executable, "-c", "import os; os.kill(os.getpid(), 9)")

    assert held.wait(30) == 128 + 9
    held.communicate()


def test_only_the_pipe_stops_the_leash_itself():
    held = leash("--", sys.executable, "-c", "print('ready', flush=True); import time; time.sleep(600)")
    assert held.stdout is not None
    held.stdout.readline()

    held.terminate()

    with pytest.raises(subprocess.TimeoutExpired):
        held.wait(0.5)
    held.communicate(timeout=30)
    assert held.returncode == 128 + 15


@pytest.mark.skipif(sys.platform != "linux", reason="other kernels do not tell children of their parent's death")
def test_even_a_killed_leash_takes_its_command_along():
    held = leash("--", sys.executable, "-c", "import os, time; print(os.getpid(), flush=True); time.sleep(600)")
    assert held.stdout is not None
    command = psutil.Process(int(held.stdout.readline()))

    held.kill()

    psutil.wait_procs([command], timeout=20)
    assert not command.is_running() or command.status() == psutil.STATUS_ZOMBIE
    held.communicate()
