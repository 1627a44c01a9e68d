"""Whom a recruiter turned down in Recruiter, and why; nobody else is told."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many


class Rejection(msgspec.Struct, frozen=True, kw_only=True):
    """By one seat; LinkedIn's own rejection, not the applicant tracking system's."""

    id: int
    seat_id: int
    member_id: int
    reason: str
    created_at: int


def add(tx: sqlite3.Connection, *, seat_id: int, member_id: int, reason: str, at: int) -> None:
    tx.execute(
        "INSERT INTO rejections (seat_id, member_id, reason, created_at) VALUES (?, ?, ?, ?)",
        (seat_id, member_id, reason, at),
    )


def of_member(tx: sqlite3.Connection, *, seat_id: int, member_id: int) -> list[Rejection]:
    """The seat's own, newest first."""
    return many(
        tx,
        Rejection,
        "SELECT * FROM rejections WHERE seat_id = ? AND member_id = ? ORDER BY created_at DESC, id DESC",
        (seat_id, member_id),
    )
