"""`skaffa demo`: everything on this machine, with demo people and a pretend LinkedIn, until Ctrl-C."""

import argparse
import hashlib
import http.client
import importlib
import json
import os
import signal
import sys
import threading
import time
import traceback
from dataclasses import asdict
from pathlib import Path
from types import FrameType, TracebackType

from skaffa.cli import demo_place, embedded, environment
from skaffa.cli.demo_place import Place
from skaffa.cli.embedded import Cluster
from skaffa.cli.programs import CannotStart
from skaffa.cli.supervision import Program, Supervisor

_PREPARED = "prepared.json"


class _Stopped(Exception):
    """Somebody asked us to stop."""


def run(argv: list[str]) -> int:
    options = _parser().parse_args(argv)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        if signal.getsignal(number) != signal.SIG_IGN:  # nohup means it
            signal.signal(number, _stop)
    if options.with_parent:
        threading.Thread(target=_stop_after, args=(os.getppid(),), daemon=True).start()
    data, lock = demo_place.claim(options.data)
    try:
        with lock:
            _demonstrate(
                data, demo_place.choose(data, options.port, options.sandbox_port, options.beside), small=options.small
            )
    except _Stopped:
        print("\nStopped. What you did is kept; `make demo` goes on from here.", flush=True)
    return 0


def _demonstrate(data: Path, place: Place, *, small: bool) -> None:
    (data / "logs").mkdir(exist_ok=True)
    progress = _Progress(3, data / "logs" / "demo.log")
    variables = place.variables(data)
    os.environ.update(variables)
    environment.checked()
    with progress("Starting the database and the LinkedIn sandbox" if place.has_sandbox else "Starting the database"):
        cluster = embedded.prepare(data / "postgresql")
        os.environ["DATABASE_URL"] = variables["DATABASE_URL"] = cluster.url("skaffa")
        _write_variables(data / "demo.env", variables)
        code = _fingerprint(place)
        accounts = _accounts_prepared_by(code, cluster)
        programs = _programs(cluster, data, place, is_prepared=accounts is not None)
        supervisor = Supervisor(data, cluster.sockets, programs, variables | cluster.stale_pid)
    with supervisor:
        with progress("Preparing the data"):
            cluster.wait_until_ready(supervisor.process)
            if accounts is None:
                _wait_for(place.sandbox_port, supervisor, data / "logs" / "sandbox.log")  # its clock is the demo's
                accounts = _prepare(code, cluster, small=small)
                supervisor.start("web")
        with progress("Starting Skaffa and its worker"):
            _wait_for(place.port, supervisor, data / "logs" / "web.log")
            _wait_for(place.sandbox_port, supervisor, data / "logs" / "sandbox.log")
            supervisor.start("worker")  # nobody waits for it, and all of them compete for the processors
        print(_welcome(place, data, accounts), flush=True)
        _follow(supervisor)


def _fingerprint(place: Place) -> str:
    source = Path(__file__).parents[1]
    files = [(str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in sorted(source.rglob("*.py"))]
    return hashlib.sha256(json.dumps([asdict(place), files]).encode()).hexdigest()


def _accounts_prepared_by(code: str, cluster: Cluster) -> str | None:
    """What there is to say about accounts, if the very same code has already migrated and seeded this data."""
    done = cluster.root / _PREPARED
    before = json.loads(done.read_text()) if done.exists() else {}
    return str(before["accounts"]) if before.get("code") == code else None


def _prepare(code: str, cluster: Cluster, *, small: bool) -> str:
    cluster.create("skaffa")
    demo_data = importlib.import_module("skaffa.cli.demo_data")  # Django: a second that an unchanged demo saves
    accounts = str(demo_data.prepare(small=small))
    (cluster.root / _PREPARED).write_text(json.dumps({"code": code, "accounts": accounts}))
    return accounts


def _programs(cluster: Cluster, data: Path, place: Place, *, is_prepared: bool) -> list[Program]:
    logs = data / "logs"
    ours = [sys.executable, "-m", "skaffa.cli.main"]
    sandbox = [sys.executable, "-m", "rsc_sandbox", "--host", "127.0.0.1", "--port", str(place.sandbox_port)]
    sandbox += ["--data", str(data / "sandbox.sqlite3"), "--allow-plain-callbacks"]
    sandbox += ["--www-base", place.sandbox_address]
    return [
        Program("database", cluster.command, cluster.log, at_once=True, stop_signal="INT", account=cluster.account),
        *([Program("sandbox", sandbox, logs / "sandbox.log", at_once=True)] if place.has_sandbox else []),
        Program("mail", [*ours, "catch-mail", "--port", str(place.mail_port)], logs / "mail.log", at_once=True),
        Program("web", [*ours, "serve", "--port", str(place.port)], logs / "web.log", at_once=is_prepared),
        Program("worker", [*ours, "worker"], logs / "worker.log"),
    ]


def _follow(supervisor: Supervisor) -> None:
    """Tell what was restarted, until we are stopped or supervisord is gone."""
    known = supervisor.pids()
    while supervisor.process.poll() is None:
        now = supervisor.pids()
        for name, pid in now.items():
            if known.get(name, pid) != pid:
                print(f"  {name} ended unexpectedly and was started again (process {pid})", flush=True)
        known.update(now)
        time.sleep(0.5)
    raise CannotStart("supervisord ended unexpectedly; everything it ran has been stopped. Start the demo again.")


def _stop_after(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os.kill(os.getpid(), signal.SIGTERM)


def _stop(number: int, frame: FrameType | None) -> None:
    del number, frame
    for later in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT):
        signal.signal(later, signal.SIG_IGN)  # impatient repetition must not interrupt tidying up
    raise _Stopped


def _write_variables(file: Path, variables: dict[str, str]) -> None:
    file.touch(mode=0o600)
    file.write_text("".join(f"{name}='{value}'\n" for name, value in variables.items()))


# --- what people see --------------------------------------------------------------------------------------------------


class _Progress:
    """Prints "[2/4] Preparing the data ... 1.2 s" around each step."""

    def __init__(self, steps: int, log: Path) -> None:
        self._steps = steps
        self._log = log
        self._title = ""
        self._number = 0
        self._started = 0.0

    def __call__(self, title: str) -> "_Progress":
        self._number += 1
        self._title = title
        print(f"[{self._number}/{self._steps}] {title} ...", end="", flush=True)
        return self

    def __enter__(self) -> None:
        self._started = time.monotonic()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is None:
            print(f" {time.monotonic() - self._started:.1f} s", flush=True)
            return
        print(" not finished", flush=True)
        if isinstance(error, Exception) and not isinstance(error, (_Stopped, CannotStart)):
            with self._log.open("a") as file:
                traceback.print_exception(kind, error, trace, file=file)
            raise CannotStart(
                f"{self._title} failed: {error}\nThe whole story is in {self._log}. "
                f"If this data may be lost, delete {self._log.parents[1]} and start again."
            ) from None


def _wait_for(port: int, supervisor: Supervisor, log: Path, patience: float = 60) -> None:
    deadline = time.monotonic() + patience
    while time.monotonic() < deadline and supervisor.process.poll() is None:
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            connection.request("GET", "/", headers={"Connection": "close"})
            connection.getresponse().read()
        except (OSError, http.client.HTTPException):
            time.sleep(0.05)
        else:
            return
    said = "\n".join(log.read_text(errors="replace").splitlines()[-15:]) if log.exists() else "(nothing)"
    raise CannotStart(f"Nothing answers on port {port}. The last words in {log}:\n{said}")


def _welcome(place: Place, data: Path, accounts: str) -> str:
    shown = data.relative_to(Path.cwd()) if data.is_relative_to(Path.cwd()) else data
    return f"""
  Skaffa             {place.address}
  LinkedIn sandbox   {place.sandbox_address}   (a pretend LinkedIn; nothing leaves this machine)
  E-mail             {place.address}/demo/e-mail   (what was sent; delivered to nobody)

{_indented(accounts)}
  Logs are in {shown / "logs"}, everything else in {shown}; delete that folder to begin afresh.
  Stop with Ctrl-C.
"""


def _indented(text: str) -> str:
    return "".join(f"  {line}\n" for line in text.strip().splitlines())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="skaffa demo", description=__doc__)
    parser.add_argument("--data", type=Path, metavar="FOLDER", help="keep everything there (var/demo)")
    parser.add_argument("--port", type=int, help="port of Skaffa (8000, or the next free one)")
    parser.add_argument("--sandbox-port", type=int, help="port of the LinkedIn sandbox (8010, or the next free one)")
    parser.add_argument(
        "--beside",
        type=Path,
        metavar="FOLDER",
        help="be a second environment of the demo in that folder: own data and people, the same LinkedIn sandbox",
    )
    parser.add_argument("--small", action="store_true", help="begin with a handful of people, without a year of hiring")
    parser.add_argument("--with-parent", action="store_true", help="stop when the process that started this one ends")
    return parser
