"""The whole of Skaffa as its user starts it: `skaffa demo` in a folder and on ports of its own, to be driven and killed."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import psutil
import psycopg

from tests import migrated

ROOT = Path(__file__).parents[1]
PATIENCE = 120.0


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(what: Callable[[], bool], *, patience: float = PATIENCE, every: float = 0.05, saying: str = "") -> None:
    """Wait for another process; the only place where tests sleep."""
    deadline = time.monotonic() + patience
    while not what():
        if time.monotonic() > deadline:
            raise AssertionError(f"waited {patience:.0f} s in vain: {saying or what}")
        time.sleep(every)


class Stack:
    """A running demo: its addresses, its database, its processes; `beside` is another one, whose LinkedIn it shares.

    Its database has been created and migrated already, unless the test is about a start with nothing.
    """

    def __init__(
        self,
        folder: Path,
        members: Path | None = None,
        port: int | None = None,
        beside: "Stack | None" = None,
        *,
        is_migrated: bool = True,
    ) -> None:
        self.folder = folder
        self.port = port or free_port()
        self.sandbox_port: int = beside.sandbox_port if beside else free_port()
        command = [sys.executable, "-m", "skaffa.cli.main", "demo", "--small", "--with-parent", f"--data={folder}"]
        command += [f"--port={self.port}"]
        command += [f"--beside={beside.folder}"] if beside else [f"--sandbox-port={self.sandbox_port}"]
        ours = _without_settings()
        if members is not None:
            ours["RSC_SANDBOX_MEMBERS"] = str(members)
        folder.mkdir(parents=True, exist_ok=True)
        if is_migrated and not (folder / "postgresql").exists():
            migrated.lay_out(folder / "postgresql")
        self.output = folder / "output.txt"
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=output, stdin=subprocess.DEVNULL, env=ours)

    @property
    def skaffa(self) -> str:
        return f"http://skaffa.localhost:{self.port}"

    @property
    def linkedin(self) -> str:
        return f"http://linkedin-sandbox.localhost:{self.sandbox_port}"

    @property
    def skaffa_server(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def linkedin_server(self) -> str:
        return f"http://127.0.0.1:{self.sandbox_port}"

    @property
    def variables(self) -> dict[str, str]:
        lines = (self.folder / "demo.env").read_text().splitlines()
        return {name: value.strip("'") for name, _, value in (line.partition("=") for line in lines)}

    def wait(self) -> "Stack":
        until(self._answers, patience=2 * PATIENCE, saying=f"the demo to start; what it says is in {self.output}")
        return self

    def database(self) -> psycopg.Connection[tuple[object, ...]]:
        return psycopg.connect(self.variables["DATABASE_URL"], autocommit=True)

    def count(self, query: str, *values: object) -> int:
        with self.database() as connection:
            row = connection.execute(query, values).fetchone()
        assert row is not None
        return int(str(row[0]))

    def manage(self, *arguments: str) -> str:
        """Run the `skaffa` command beside the demo, in its environment."""
        return self._run("-m", "skaffa.cli.main", *arguments)

    def django(self, *arguments: str) -> str:
        """Run one of Django's management commands beside the demo."""
        return self._run(str(ROOT / "manage.py"), *arguments)

    def _run(self, *arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, *arguments],
            env={**_without_settings(), **self.variables},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def pid(self, name: str) -> int:
        """The process of `web`, `worker`, `sandbox` or `database`, as the supervisor started it."""
        wanted = {
            "web": ("skaffa.cli.main", "serve"),
            "worker": ("skaffa.cli.main", "worker"),
            "sandbox": ("rsc_sandbox",),
            "database": ("postgres", "-D"),
        }[name]
        for child in psutil.Process(self.process.pid).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                line = " ".join(child.cmdline())
                parent = child.parent()
                supervised = parent is not None and "supervisord" in " ".join(parent.cmdline())
                if supervised and all(part in line for part in wanted):
                    return child.pid
        raise LookupError(name)

    def kill(self, name: str) -> None:
        """kill -9, and wait until the supervisor has put another one in its place."""
        before = self.pid(name)
        os.kill(before, signal.SIGKILL)
        until(lambda: self._replaced(name, before), every=0.1, saying=f"{name} to be started again")

    def supervise(self, verb: str, name: str) -> None:
        """Tell the supervisor to `stop` or `start` a program; returns when it has."""
        found = re.search(r"^file=(.+)$", (self.folder / "supervisord.conf").read_text(), re.MULTILINE)
        assert found
        self._run("-m", "supervisor.supervisorctl", "-s", f"unix://{found[1]}", verb, name)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(60)
        except subprocess.TimeoutExpired:
            self.process.kill()
            raise

    def _replaced(self, name: str, before: int) -> bool:
        with contextlib.suppress(LookupError, psutil.Error):
            return self.pid(name) != before
        return False

    def _answers(self) -> bool:
        if self.process.poll() is not None:
            raise AssertionError(f"the demo ended: {self.output.read_text(errors='replace')[-4000:]}")
        return "Stop with Ctrl-C" in self.output.read_text(errors="replace")


def _without_settings() -> dict[str, str]:
    """This process's environment but for what would be taken for settings of the demo."""
    return {
        name: value for name, value in os.environ.items() if not name.startswith("SKAFFA_") and name != "DATABASE_URL"
    }


@contextlib.contextmanager
def running(folder: Path, members: Path | None = None, *, is_migrated: bool = True) -> Iterator[Stack]:
    """A demo for as long as this lasts."""
    stack = Stack(folder, members, is_migrated=is_migrated)
    try:
        yield stack.wait()
    finally:
        stack.stop()


@contextlib.contextmanager
def two_running(folder: Path) -> Iterator[tuple[Stack, Stack]]:
    """Two environments of one employer at one LinkedIn; they start and stop at the same time."""
    stacks = [Stack(folder / "first")]
    try:
        until((stacks[0].folder / "demo.json").exists, saying="the first demo to choose its ports")
        stacks.append(Stack(folder / "second", beside=stacks[0]))
        yield stacks[0].wait(), stacks[1].wait()
    finally:
        for stack in stacks:
            stack.process.send_signal(signal.SIGTERM)
        for stack in stacks:
            stack.stop()


def control(stack: Stack, method: str, path: str, body: object = None) -> dict[str, object]:
    """Call the sandbox's control API."""
    answer = httpx.request(method, f"{stack.linkedin_server}/_sandbox/{path}", json=body, timeout=30)
    answer.raise_for_status()
    found: dict[str, object] = json.loads(answer.content or b"{}")
    return found
