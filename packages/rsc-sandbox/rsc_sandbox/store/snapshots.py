"""Copies of the whole database under a name, to go back to: beside its file, or in memory like the database itself."""

import re
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import msgspec

from rsc_sandbox.store.db import APPLICATION_ID, Database

MEMORY = ":memory:"
_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_SUFFIX = ".sqlite"


class Snapshot(msgspec.Struct, frozen=True):
    """A copy that can be restored; `bytes` is its size."""

    name: str
    bytes: int


class NoSuchSnapshot(Exception):
    """There is no snapshot of that name."""


class WrongName(Exception):
    """A snapshot's name is 1 to 64 of a-z, 0-9, - and _, and begins with a letter or a figure."""


class NotASandbox(Exception):
    """The file is not a snapshot of a sandbox."""


class Snapshots:
    """Thread safe. A snapshot holds everything, tokens and secrets too, as the database's file does."""

    def __init__(self, database: Database, path: str) -> None:
        self._database = database
        self._folder = None if path == MEMORY else Path(f"{path}.snapshots")
        self._kept: dict[str, bytes] = {}
        self._lock = threading.Lock()

    def every(self) -> list[Snapshot]:
        """In the order of the alphabet."""
        with self._lock:
            if self._folder is None:
                return [Snapshot(name, len(content)) for name, content in sorted(self._kept.items())]
            files = sorted(self._folder.glob(f"*{_SUFFIX}")) if self._folder.is_dir() else []
            return [Snapshot(file.stem, file.stat().st_size) for file in files]

    def take(self, name: str) -> Snapshot:
        """Copy the database; a snapshot of that name is replaced."""
        _check(name)
        with closing(sqlite3.connect(MEMORY)) as copy:
            self._database.copy_to(copy)
            return self._keep(name, _without_log(copy.serialize()))

    def restore(self, name: str) -> None:
        """Make the database what it was; NoSuchSnapshot."""
        with _opened(self.read(name)) as copy:
            self._database.become(copy)

    def read(self, name: str) -> bytes:
        """The snapshot as an SQLite file; NoSuchSnapshot."""
        _check(name)
        with self._lock:
            if self._folder is None:
                content = self._kept.get(name)
            else:
                file = self._folder / f"{name}{_SUFFIX}"
                content = file.read_bytes() if file.is_file() else None
        if content is None:
            raise NoSuchSnapshot
        return content

    def write(self, name: str, content: bytes) -> Snapshot:
        """Keep a file that `read` gave, here or in another sandbox; NotASandbox."""
        _check(name)
        with _opened(content) as copy:
            return self._keep(name, copy.serialize())

    def remove(self, name: str) -> None:
        self.read(name)
        with self._lock:
            self._kept.pop(name, None)
            if self._folder is not None:
                (self._folder / f"{name}{_SUFFIX}").unlink(missing_ok=True)

    def _keep(self, name: str, content: bytes) -> Snapshot:
        with self._lock:
            if self._folder is None:
                self._kept[name] = content
            else:
                self._folder.mkdir(exist_ok=True)
                unfinished = self._folder / f"{name}.part"
                unfinished.write_bytes(content)
                unfinished.replace(self._folder / f"{name}{_SUFFIX}")
        return Snapshot(name, len(content))


def _check(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise WrongName


def _without_log(content: bytes) -> bytes:
    """The header of a file with a write-ahead log says so, and then no database in memory can be made of it."""
    return content[:18] + b"\x01\x01" + content[20:]


@contextmanager
def _opened(content: bytes) -> Iterator[sqlite3.Connection]:
    """The file as a database of its own. NotASandbox: it is none of ours, or it is damaged."""
    with closing(sqlite3.connect(MEMORY)) as copy:
        try:
            copy.deserialize(_without_log(content))
            ours = copy.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
            whole = ours and copy.execute("PRAGMA quick_check(1)").fetchone()[0] == "ok"
        except (sqlite3.Error, OverflowError, TypeError):
            raise NotASandbox from None
        if not whole:
            raise NotASandbox
        yield copy
