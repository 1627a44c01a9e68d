"""Update Me: about which members a recruiter asked to be told news."""

import sqlite3

from rsc_sandbox.store.db import number


def add(tx: sqlite3.Connection, *, seat_id: int, member_id: int, at: int) -> None:
    """Asking twice is asking once."""
    tx.execute(
        "INSERT OR IGNORE INTO update_alerts (seat_id, member_id, created_at) VALUES (?, ?, ?)",
        (seat_id, member_id, at),
    )


def remove(tx: sqlite3.Connection, *, seat_id: int, member_id: int) -> None:
    tx.execute("DELETE FROM update_alerts WHERE seat_id = ? AND member_id = ?", (seat_id, member_id))


def is_on(tx: sqlite3.Connection, *, seat_id: int, member_id: int) -> bool:
    sql = "SELECT count(*) AS number FROM update_alerts WHERE seat_id = ? AND member_id = ?"
    return number(tx, sql, (seat_id, member_id)) > 0
