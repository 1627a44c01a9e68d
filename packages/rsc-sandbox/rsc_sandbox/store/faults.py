"""Faults someone has asked for: each strikes a given number of times, oldest first."""

import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many, one

PushFault = Literal["duplicate", "reorder", "bad_signature", "delay", "drop", "expired_id"]
ApiFault = Literal["status", "timeout"]
Kind = Literal["duplicate", "reorder", "bad_signature", "delay", "drop", "expired_id", "status", "timeout"]


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """`value`: copies of a duplicate, seconds of a delay or timeout, code of a status. `path`: where status strikes."""

    id: int
    kind: Kind
    remaining: int
    value: int
    path: str


def add(tx: sqlite3.Connection, *, kind: Kind, times: int, value: int, path: str) -> None:
    tx.execute(
        "INSERT INTO faults (kind, remaining, value, path) VALUES (?, ?, ?, ?)",
        (kind, times, value, path),
    )


def waiting(tx: sqlite3.Connection) -> list[Fault]:
    return many(tx, Fault, "SELECT * FROM faults ORDER BY id")


def clear(tx: sqlite3.Connection) -> None:
    tx.execute("DELETE FROM faults")


def strike(tx: sqlite3.Connection, kind: Kind, *, path: str = "") -> Fault | None:
    """Use up one strike of the oldest fault of that kind whose path begins `path`; None when there is none."""
    fault = one(
        tx,
        Fault,
        "SELECT * FROM faults WHERE kind = ? AND substr(?, 1, length(path)) = path ORDER BY id LIMIT 1",
        (kind, path),
    )
    if fault is None:
        return None
    if fault.remaining > 1:
        tx.execute("UPDATE faults SET remaining = remaining - 1 WHERE id = ?", (fault.id,))
    else:
        tx.execute("DELETE FROM faults WHERE id = ?", (fault.id,))
    return fault
