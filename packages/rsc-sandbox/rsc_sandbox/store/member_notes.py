"""Recruiters' notes about members; what the API calls prospect notes."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many, one


class MemberNote(msgspec.Struct, frozen=True, kw_only=True):
    """`published`: it was public at some time. A note that is not `active` was deleted."""

    id: int
    seat_id: int
    contract_id: int
    member_id: int
    text: str
    public: bool
    published: bool
    active: bool
    created_at: int
    changed_at: int


def add(
    tx: sqlite3.Connection,
    *,
    seat_id: int,
    contract_id: int,
    member_id: int,
    text: str,
    public: bool,
    at: int,
) -> int:
    cursor = tx.execute(
        """INSERT INTO member_notes (seat_id, contract_id, member_id, text, public, published, active, created_at,
               changed_at) VALUES (?, ?, ?, ?, ?, ?, 1, ?, ?)""",
        (seat_id, contract_id, member_id, text, int(public), int(public), at, at),
    )
    return int(cursor.lastrowid or 0)


def get(tx: sqlite3.Connection, note_id: int) -> MemberNote | None:
    return one(tx, MemberNote, "SELECT * FROM member_notes WHERE id = ?", (note_id,))


def change(tx: sqlite3.Connection, note_id: int, *, text: str, public: bool, active: bool, at: int) -> None:
    tx.execute(
        """UPDATE member_notes SET text = ?, public = ?, published = max(published, ?), active = ?, changed_at = ?
           WHERE id = ?""",
        (text, int(public), int(public), int(active), at, note_id),
    )


def of_member(tx: sqlite3.Connection, *, contract_id: int, member_id: int) -> list[MemberNote]:
    """Those that were not deleted, newest first."""
    return many(
        tx,
        MemberNote,
        """SELECT * FROM member_notes WHERE contract_id = ? AND member_id = ? AND active
           ORDER BY created_at DESC, id DESC""",
        (contract_id, member_id),
    )


def changed_between(tx: sqlite3.Connection, *, contract_id: int, after: int, until: int) -> list[MemberNote]:
    """Deleted ones too, `after` exclusive, `until` inclusive; first changed first."""
    return many(
        tx,
        MemberNote,
        """SELECT * FROM member_notes WHERE contract_id = ? AND changed_at > ? AND changed_at <= ?
           ORDER BY changed_at, id""",
        (contract_id, after, until),
    )
