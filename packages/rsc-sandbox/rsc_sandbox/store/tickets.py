"""Tickets of plugin iframes: what one was opened for, and who signed in for it in another window."""

import hashlib
import secrets
import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import one, to_json

Widget = Literal["ONBOARDING", "PROFILE"]
LIFETIME = 30 * 60 * 1_000
WORKING_DAY = 12 * 60 * 60 * 1_000  # how long somebody stays signed in to the profile plugin
_KEPT = 24 * 60 * 60 * 1_000  # an expired ticket still tells whose iframe asks


class Ticket(msgspec.Struct, frozen=True, kw_only=True):
    """`code` may stand in an address; the secret that goes with it only ever leaves in the iframe's own document."""

    code: str
    secret_hash: str
    application_id: int
    origin: str
    widget: Widget
    asked: dict[str, str]
    account_id: int | None
    seat_id: int | None
    expires_at: int


class New(msgspec.Struct, frozen=True, kw_only=True):
    """What an iframe was opened for."""

    application_id: int
    origin: str
    widget: Widget
    asked: dict[str, str]


def issue(tx: sqlite3.Connection, new: New, *, at: int) -> tuple[Ticket, str]:
    """Store a ticket for half an hour; with its secret."""
    code, secret = secrets.token_urlsafe(12), secrets.token_urlsafe(32)
    tx.execute("DELETE FROM plugin_tickets WHERE expires_at <= ?", (at - _KEPT,))
    tx.execute(
        """INSERT INTO plugin_tickets (code, secret_hash, application_id, origin, widget, asked_json, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (code, _hash(secret), new.application_id, new.origin, new.widget, to_json(new.asked), at + LIFETIME),
    )
    found = by_secret(tx, secret)
    if found is None:
        raise LookupError(code)
    return found, secret


def by_code(tx: sqlite3.Connection, code: str, *, at: int) -> Ticket | None:
    return one(tx, Ticket, "SELECT * FROM plugin_tickets WHERE code = ? AND expires_at > ?", (code, at))


def by_secret(tx: sqlite3.Connection, secret: str) -> Ticket | None:
    """Also one that has expired."""
    return one(tx, Ticket, "SELECT * FROM plugin_tickets WHERE secret_hash = ?", (_hash(secret),))


def sign(tx: sqlite3.Connection, code: str, *, account_id: int, seat_id: int | None, until: int) -> None:
    """From now on the iframe acts for that account."""
    tx.execute(
        "UPDATE plugin_tickets SET account_id = ?, seat_id = ?, expires_at = ? WHERE code = ?",
        (account_id, seat_id, until, code),
    )


def sign_out(tx: sqlite3.Connection, account_id: int) -> None:
    """No iframe acts for the account any more."""
    tx.execute("UPDATE plugin_tickets SET account_id = NULL, seat_id = NULL WHERE account_id = ?", (account_id,))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
