"""Pushes: written before they are sent, so that a killed sandbox still sends them."""

import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many

Status = Literal["PENDING", "DELIVERED", "FAILED", "DROPPED"]

HELD = 2**62  # due when released: waits for the pushes that are to overtake it


class NewDelivery(msgspec.Struct, frozen=True, kw_only=True):
    """`rank` orders what falls due together; `bad_signature` is a fault someone asked for."""

    application_id: int
    event_id: str
    type: str
    url: str
    body: str
    due_at: int
    rank: int = 0
    bad_signature: bool = False
    status: Status = "PENDING"


class Delivery(NewDelivery, frozen=True, kw_only=True):
    """One push to one address."""

    id: int
    attempts: int
    last_status: int | None
    last_error: str | None
    created_at: int
    finished_at: int | None


def add(tx: sqlite3.Connection, new: NewDelivery, *, at: int) -> int:
    cursor = tx.execute(
        """INSERT INTO deliveries (application_id, event_id, type, url, body, bad_signature, status, attempts, due_at,
               rank, created_at, finished_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?, ?)""",
        (
            new.application_id,
            new.event_id,
            new.type,
            new.url,
            new.body,
            int(new.bad_signature),
            new.status,
            new.due_at,
            new.rank,
            at,
            None if new.status == "PENDING" else at,
        ),
    )
    return int(cursor.lastrowid or 0)


def due(tx: sqlite3.Connection, *, at: int, count: int = 100) -> list[Delivery]:
    return many(
        tx,
        Delivery,
        "SELECT * FROM deliveries WHERE status = 'PENDING' AND due_at <= ? ORDER BY rank, due_at, id LIMIT ?",
        (at, count),
    )


def release(tx: sqlite3.Connection, *, at: int) -> None:
    """Make what was held due; `rank` puts the last first."""
    tx.execute("UPDATE deliveries SET due_at = ? WHERE due_at = ?", (at, HELD))


def settle(  # noqa: PLR0913 -- one row's new state
    tx: sqlite3.Connection,
    delivery_id: int,
    *,
    status: Status,
    attempts: int,
    due_at: int,
    last_status: int | None,
    last_error: str | None,
    at: int,
) -> None:
    tx.execute(
        """UPDATE deliveries SET status = ?, attempts = ?, due_at = ?, last_status = ?, last_error = ?, finished_at = ?
           WHERE id = ?""",
        (
            status,
            attempts,
            due_at,
            last_status,
            last_error,
            None if status == "PENDING" else at,
            delivery_id,
        ),
    )


def of_event(tx: sqlite3.Connection, event_id: str) -> list[Delivery]:
    """Every delivery of one push, oldest first; more than one when a fault doubled it."""
    return many(tx, Delivery, "SELECT * FROM deliveries WHERE event_id = ? ORDER BY id", (event_id,))


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which pushes: `since` is a moment; empty and 0: any."""

    application: int = 0
    type: str = ""
    status: str = ""
    since: int = 0


def newest(tx: sqlite3.Connection, wanted: Wanted | None = None, *, count: int = 100) -> list[Delivery]:
    """Newest first."""
    limits = wanted or Wanted()
    return many(
        tx,
        Delivery,
        """SELECT * FROM deliveries WHERE :application IN (0, application_id) AND :type IN ('', type)
               AND :status IN ('', status) AND created_at >= :since ORDER BY id DESC LIMIT :count""",
        {**msgspec.structs.asdict(limits), "count": count},
    )


def forget(tx: sqlite3.Connection) -> None:
    """As if nothing had ever been pushed."""
    tx.execute("DELETE FROM deliveries")
