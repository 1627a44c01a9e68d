"""What was called, and how often: the log a vendor reads and the counters of the throttles."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many, number


class NewCall(msgspec.Struct, frozen=True, kw_only=True):
    """`body` and `answer` are cut off; secrets and tokens are left out before they come here."""

    at: int
    li_uuid: str
    application_id: int | None
    method: str
    path: str
    query: str
    restli_method: str
    body: str
    status: int
    answer: str


class Call(NewCall, frozen=True, kw_only=True):
    """One request to the imitated API."""

    id: int


def add(tx: sqlite3.Connection, new: NewCall, *, kept: int) -> None:
    """Write a call down and forget all but the newest `kept`."""
    cursor = tx.execute(
        """INSERT INTO calls (at, li_uuid, application_id, method, path, query, restli_method, body, status, answer)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            new.at,
            new.li_uuid,
            new.application_id,
            new.method,
            new.path,
            new.query,
            new.restli_method,
            new.body,
            new.status,
            new.answer,
        ),
    )
    tx.execute("DELETE FROM calls WHERE id <= ?", (int(cursor.lastrowid or 0) - kept,))


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which calls: `path` limits to addresses that start so, `since` is a moment; empty and 0: any."""

    path: str = ""
    method: str = ""
    status: int = 0
    application: int = 0
    since: int = 0


def newest(tx: sqlite3.Connection, wanted: Wanted | None = None, *, count: int = 100) -> list[Call]:
    """Newest first."""
    limits = wanted or Wanted()
    return many(
        tx,
        Call,
        """SELECT * FROM calls WHERE substr(path, 1, length(:path)) = :path AND :method IN ('', method)
               AND :status IN (0, status) AND (:application = 0 OR :application = application_id) AND at >= :since
           ORDER BY id DESC LIMIT :count""",
        {**msgspec.structs.asdict(limits), "count": count},
    )


def forget(tx: sqlite3.Connection) -> None:
    """As if nobody had called yet today."""
    tx.execute("DELETE FROM calls")
    tx.execute("DELETE FROM throttles")


def count_up(tx: sqlite3.Connection, *, application_id: int, counter: str, window_start: int, by: int) -> None:
    """Add to a counter; a new window starts from nothing."""
    tx.execute(
        """INSERT INTO throttles (application_id, counter, window_start, used) VALUES (?, ?, ?, ?)
           ON CONFLICT (application_id, counter) DO UPDATE
           SET used = CASE WHEN window_start = excluded.window_start THEN used ELSE 0 END + excluded.used,
               window_start = excluded.window_start""",
        (application_id, counter, window_start, by),
    )


def counted(tx: sqlite3.Connection, *, application_id: int, counter: str, window_start: int) -> int:
    return number(
        tx,
        "SELECT used AS number FROM throttles WHERE application_id = ? AND counter = ? AND window_start = ?",
        (application_id, counter, window_start),
    )
