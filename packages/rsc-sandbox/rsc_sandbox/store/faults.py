"""Faults someone has asked for: each strikes a given number of times, oldest first."""

import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many, one

Kind = Literal[
    "duplicate",
    "reorder",
    "bad_signature",
    "corrupt",
    "delay",
    "drop",
    "expired_id",
    "status",
    "timeout",
    "slow",
    "revoked_token",
    "truncated",
    "lost_answer",
    "late_answer",
]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """`value`: copies of a duplicate, seconds of a delay, timeout, slow or late answer, code of a status.

    `path` and `method` (empty: any) say which calls it strikes; `retry_after` is told with a status.
    """

    id: int
    kind: Kind
    remaining: int
    value: int
    path: str
    method: str
    retry_after: int | None


def add(
    tx: sqlite3.Connection,
    *,
    kind: Kind,
    times: int,
    value: int = 0,
    path: str = "",
    method: str = "",
    retry_after: int | None = None,
) -> None:
    tx.execute(
        "INSERT INTO faults (kind, remaining, value, path, method, retry_after) VALUES (?, ?, ?, ?, ?, ?)",
        (kind, times, value, path, method, retry_after),
    )


def waiting(tx: sqlite3.Connection) -> list[Fault]:
    return many(tx, Fault, "SELECT * FROM faults ORDER BY id")


def clear(tx: sqlite3.Connection) -> None:
    tx.execute("DELETE FROM faults")


def strike(tx: sqlite3.Connection, kind: Kind, *, path: str = "", method: str = "") -> Fault | None:
    """Use up one strike of the oldest fault of that kind that is meant for such a call; None when there is none."""
    fault = one(
        tx,
        Fault,
        """SELECT * FROM faults WHERE kind = ? AND substr(?, 1, length(path)) = path AND method IN ('', ?)
           ORDER BY id LIMIT 1""",
        (kind, path, method),
    )
    if fault is None:
        return None
    if fault.remaining > 1:
        tx.execute("UPDATE faults SET remaining = remaining - 1 WHERE id = ?", (fault.id,))
    else:
        tx.execute("DELETE FROM faults WHERE id = ?", (fault.id,))
    return fault
