"""Contact details that members agreed to share when they first replied to an InMail."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many, one


class MailStub(msgspec.Struct, frozen=True, kw_only=True):
    """Shared with the seat that wrote the InMail."""

    id: int
    seat_id: int
    contract_id: int
    member_id: int
    email: str | None
    phone: str | None
    created_at: int


def add(
    tx: sqlite3.Connection,
    *,
    seat_id: int,
    contract_id: int,
    member_id: int,
    email: str | None,
    phone: str | None,
    at: int,
) -> None:
    tx.execute(
        """INSERT INTO mail_stubs (seat_id, contract_id, member_id, email, phone, created_at)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (seat_id, contract_id, member_id, email, phone, at),
    )


def shared_last(tx: sqlite3.Connection, *, seat_id: int, member_id: int) -> MailStub | None:
    """What the member shared last with the seat."""
    return one(
        tx,
        MailStub,
        "SELECT * FROM mail_stubs WHERE seat_id = ? AND member_id = ? ORDER BY created_at DESC, id DESC LIMIT 1",
        (seat_id, member_id),
    )


def made_between(tx: sqlite3.Connection, *, contract_id: int, start: int, end: int) -> list[MailStub]:
    """`start` inclusive, `end` exclusive; oldest first."""
    return many(
        tx,
        MailStub,
        """SELECT * FROM mail_stubs WHERE contract_id = ? AND created_at >= ? AND created_at < ?
           ORDER BY created_at, id""",
        (contract_id, start, end),
    )
