"""Tickets of plugin iframes: what one was opened for, and who signed in for it in another window."""

import hashlib
import secrets
import sqlite3

import msgspec

from rsc_sandbox.store.db import one

LIFETIME = 30 * 60 * 1_000


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """`code` may stand in an address; the secret that goes with it only ever leaves in the iframe's own document."""

    code: str
    secret_hash: str
    application_id: int
    origin: str
    types: str
    account_id: int | None
    expires_at: int


def issue(
    tx: sqlite3.Connection, *, application_id: int, origin: str, types: str, account_id: int | None, at: int
) -> tuple[str, str]:
    """Store a ticket for half an hour; its code and its secret."""
    code, secret = secrets.token_urlsafe(12), secrets.token_urlsafe(32)
    tx.execute("DELETE FROM tickets WHERE expires_at <= ?", (at,))
    tx.execute(
        """INSERT INTO tickets (code, secret_hash, application_id, origin, types, account_id, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (code, _hash(secret), application_id, origin, types, account_id, at + LIFETIME),
    )
    return code, secret


def by_code(tx: sqlite3.Connection, code: str, *, at: int) -> Ticket | None:
    return one(tx, Ticket, "SELECT * FROM tickets WHERE code = ? AND expires_at > ?", (code, at))


def by_secret(tx: sqlite3.Connection, secret: str, *, at: int) -> Ticket | None:
    return one(tx, Ticket, "SELECT * FROM tickets WHERE secret_hash = ? AND expires_at > ?", (_hash(secret), at))


def sign(tx: sqlite3.Connection, code: str, *, account_id: int) -> None:
    """From now on the iframe acts for that account."""
    tx.execute("UPDATE tickets SET account_id = ? WHERE code = ?", (account_id, code))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
