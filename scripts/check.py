"""Runs every check of the house side by side and shows only what failed: `make check`."""

import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
PYTHON = str(BIN / "python")

CHECKS: dict[str, list[str]] = {  # the longest first, so that two processors are busy to the end
    "types": [PYTHON, "-m", "mypy"],
    "templates": [PYTHON, "-m", "djlint", "skaffa", "packages", "--check", "--lint", "--quiet"],
    "layers": [PYTHON, "-c", "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"],
    "migrations": [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"],
    "deployment": [PYTHON, "manage.py", "check", "--deploy", "--fail-level=WARNING"],
    "translations": [PYTHON, "scripts/messages.py", "check"],
    "dependencies": [PYTHON, "-m", "deptry", "."],
    "style": [str(BIN / "ruff"), "check", "."],
    "format": [str(BIN / "ruff"), "format", "--check", "."],
    "spelling": [str(BIN / "typos")],
}


def main() -> int:
    chosen = sys.argv[1:] or list(CHECKS)
    with ThreadPoolExecutor(os.cpu_count() or 2) as workers:
        failed = [name for name, good in zip(chosen, workers.map(_run, chosen), strict=True) if not good]
    if failed:
        print(f"\nFailed: {', '.join(failed)}. One alone: .venv/bin/python scripts/check.py {failed[0]}")
    return int(bool(failed))


def _run(name: str) -> bool:
    started = time.monotonic()
    told = subprocess.run(  # noqa: S603  the table above
        CHECKS[name], check=False, cwd=ROOT, capture_output=True, text=True, stdin=subprocess.DEVNULL
    )
    verdict = "ok" if told.returncode == 0 else "FAILED"
    output = "" if told.returncode == 0 else f"\n{told.stdout}{told.stderr}".rstrip()
    print(f"check {name:<13} {verdict:<7} {time.monotonic() - started:5.1f} s{output}", flush=True)
    return told.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
