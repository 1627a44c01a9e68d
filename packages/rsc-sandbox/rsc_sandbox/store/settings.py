"""Small facts about the sandbox itself, by key: clock, switches, cookie key."""

import sqlite3
from typing import TypeVar

import msgspec

from rsc_sandbox.store.db import to_json

Value = TypeVar("Value")


def read(tx: sqlite3.Connection, key: str, value_type: type[Value]) -> Value | None:
    """The value under `key`, or None when it was never written."""
    row = tx.execute("SELECT value_json FROM settings WHERE key = ?", (key,)).fetchone()
    return None if row is None else msgspec.json.decode(row["value_json"], type=value_type)


def write(tx: sqlite3.Connection, key: str, value: object) -> None:
    tx.execute("INSERT OR REPLACE INTO settings (key, value_json) VALUES (?, ?)", (key, to_json(value)))
