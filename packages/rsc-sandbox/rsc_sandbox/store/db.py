"""One SQLite database per sandbox: a single connection behind a lock, rows become typed records."""

import sqlite3
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib import resources
from typing import TypeVar

import msgspec

Record = TypeVar("Record")
Value = str | int | bytes | None
Parameters = Sequence[Value] | Mapping[str, Value]

# Columns that came later, for files of an older sandbox.
_ADDED = (
    ("members", "emails_json", "TEXT NOT NULL DEFAULT '[]'"),
    ("members", "phones_json", "TEXT NOT NULL DEFAULT '[]'"),
    ("members", "closed_at", "INTEGER"),
    ("faults", "method", "TEXT NOT NULL DEFAULT ''"),
    ("faults", "retry_after", "INTEGER"),
    ("tokens", "revoked_at", "INTEGER"),
)
APPLICATION_ID = 0x72736362  # "rscb": by this a file is known as a sandbox's (PRAGMA application_id)
_JSON = "_json"  # a column so named holds JSON; the record's field drops the suffix


class Database:
    """Thread safe. Never keep a transaction open while waiting for HTTP."""

    def __init__(self, path: str) -> None:
        self._lock = threading.RLock()
        self._depth = 0
        self._connection = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
        self._connection.row_factory = sqlite3.Row
        self._connection.execute("PRAGMA journal_mode = WAL")
        self._connection.execute("PRAGMA synchronous = NORMAL")
        self._connection.execute("PRAGMA cache_size = -65536")  # KiB: keeps indexes at hand as the store grows
        self._bring_up_to_date()

    @contextmanager
    def transaction(self) -> Iterator[sqlite3.Connection]:
        """All or nothing. Nested in the same thread it joins the outer transaction."""
        with self._lock:
            if self._depth == 0:
                self._connection.execute("BEGIN IMMEDIATE")
            self._depth += 1
            try:
                yield self._connection
            except BaseException:
                self._depth -= 1
                if self._depth == 0:
                    self._connection.execute("ROLLBACK")
                raise
            self._depth -= 1
            if self._depth == 0:
                self._connection.execute("COMMIT")

    def empty(self) -> None:
        """Delete every row of every table."""
        with self.transaction() as tx:
            tx.execute("PRAGMA defer_foreign_keys = ON")
            names = many(
                tx,
                Named,
                """SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite~_%' ESCAPE '~'
                       AND name NOT LIKE 'member~_texts%' ESCAPE '~'""",
            )
            tx.execute("INSERT INTO member_texts (member_texts) VALUES ('delete-all')")
            for table in names:
                tx.execute(f'DELETE FROM "{table.name}"')  # noqa: S608 -- a name out of our own schema

    def copy_to(self, other: sqlite3.Connection) -> None:
        """Everything as it is now, between two transactions."""
        with self._lock:
            self._connection.backup(other)

    def become(self, other: sqlite3.Connection) -> None:
        """Everything as it is in the other database, which may be of an older sandbox."""
        with self._lock:
            other.backup(self._connection)
            self._bring_up_to_date()

    def close(self) -> None:
        with self._lock:
            self._connection.close()

    def _bring_up_to_date(self) -> None:
        """Columns and tables that the file of an older sandbox lacks; columns first, for indexes name them."""
        self._connection.execute("PRAGMA foreign_keys = ON")
        self._connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for table, column, kind in _ADDED:
            names = [row["name"] for row in self._connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]
            if names and column not in names:
                self._connection.execute(f"ALTER TABLE {table} ADD COLUMN {column} {kind}")
        self._connection.executescript(resources.files("rsc_sandbox.store").joinpath("schema.sql").read_text("utf-8"))


class Named(msgspec.Struct, frozen=True):
    """A row of one column `name`."""

    name: str


class _Number(msgspec.Struct, frozen=True):
    number: int


def one(tx: sqlite3.Connection, record: type[Record], sql: str, parameters: Parameters = ()) -> Record | None:
    """The first row as a record, or None."""
    row = tx.execute(sql, parameters).fetchone()
    return None if row is None else _record(record, row)


def many(tx: sqlite3.Connection, record: type[Record], sql: str, parameters: Parameters = ()) -> list[Record]:
    return [_record(record, row) for row in tx.execute(sql, parameters)]


def number(tx: sqlite3.Connection, sql: str, parameters: Parameters = ()) -> int:
    """The single number that `sql` selects AS number."""
    row = one(tx, _Number, sql, parameters)
    return 0 if row is None else row.number


def to_json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def like(words: str) -> str:
    """A pattern for LIKE ... ESCAPE '~' that finds `words` anywhere."""
    escaped = words.replace("~", "~~").replace("%", "~%").replace("_", "~_")
    return f"%{escaped}%"


def _record(record: type[Record], row: sqlite3.Row) -> Record:
    values: dict[str, object] = {}
    for name in row.keys():  # noqa: SIM118 -- iterating a sqlite3.Row yields values
        if name.endswith(_JSON):
            values[name.removesuffix(_JSON)] = msgspec.json.decode(row[name])
        else:
            values[name] = row[name]
    return msgspec.convert(values, record, strict=False)
