"""What `make` does before anything is installed: it skips what is done and says what to do about what failed."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    place = tmp_path / "a check out"
    (place / "scripts").mkdir(parents=True)
    shutil.copy(ROOT / "scripts" / "prepare.py", place / "scripts")
    for name in (
        "requirements-build.lock",
        "requirements.lock",
        "requirements-dev.lock",
        "package-lock.json",
        ".npmrc",
    ):
        shutil.copy(ROOT / name, place)
    return place


def prepare(checkout: Path, before: str = "") -> "subprocess.CompletedProcess[str]":
    program = f"import runpy, sys; {before}; sys.argv = ['prepare.py', 'demo']; runpy.run_path('scripts/prepare.py', run_name='__main__')"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=checkout,
        env={**os.environ, "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_python_without_venv_is_told_what_to_install(checkout: Path):
    told = prepare(checkout, "sys.modules.update(venv=None, ensurepip=None, virtualenv=None)")

    assert told.returncode == 1
    assert told.stdout.startswith("[1/7] Creating the virtual environment ... failed after 0 s\n")
    assert "apt-get install python3-venv" in told.stdout


def test_an_old_python_is_refused(checkout: Path):
    told = prepare(checkout, "sys.version_info = (3, 10, 0)")

    assert told.returncode == 1
    assert "Skaffa needs 3.11 or later" in told.stdout


def test_a_failed_step_shows_its_last_words_and_is_tried_again(checkout: Path):
    (checkout / "requirements-build.lock").write_text("no-such-package-of-skaffa==1 --hash=sha256:00\n")
    without_network = "import os; os.environ.update(PIP_NO_INDEX='1', PIP_CONFIG_FILE=os.devnull)"

    first = prepare(checkout, without_network)
    second = prepare(checkout, without_network)

    assert first.returncode == second.returncode == 1
    assert "[1/7] Creating the virtual environment ..." in first.stdout
    assert "[1/7]" not in second.stdout
    assert "[2/7] Installing the installer ... failed" in second.stdout
    assert "Is there a connection to the package registry" in second.stdout
    assert "pip install" in (checkout / "var" / "prepare.log").read_text()
