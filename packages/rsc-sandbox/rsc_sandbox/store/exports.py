"""Profiles recruiters have exported, the monthly quota of their seats, and the ids that pushes carry."""

import sqlite3
from datetime import UTC, datetime

import msgspec

from rsc_sandbox.store.db import many, number, one, to_json
from rsc_sandbox.store.members import Member


class Export(msgspec.Struct, frozen=True, kw_only=True):
    """One click on Export to ATS; `emails` are those the recruiter typed in."""

    request_id: str
    application_id: int
    context: str
    seat_id: int
    member_id: int
    job_external_id: str | None
    emails: tuple[str, ...]
    notes: str | None
    created_at: int
    expires_at: int


class StatusChange(msgspec.Struct, frozen=True, kw_only=True):
    """An integration was switched; its state is read when the receiver asks."""

    request_id: str
    integration_id: int
    created_at: int
    expires_at: int


def add(tx: sqlite3.Connection, export: Export) -> None:
    tx.execute(
        """INSERT INTO exports (request_id, application_id, context, seat_id, member_id, job_external_id, emails_json,
               notes, created_at, expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            export.request_id,
            export.application_id,
            export.context,
            export.seat_id,
            export.member_id,
            export.job_external_id,
            to_json(export.emails),
            export.notes,
            export.created_at,
            export.expires_at,
        ),
    )


def get(tx: sqlite3.Connection, request_id: str) -> Export | None:
    return one(tx, Export, "SELECT * FROM exports WHERE request_id = ?", (request_id,))


def count(tx: sqlite3.Connection) -> int:
    """How many exports were ever accepted."""
    return number(tx, "SELECT count(*) AS number FROM exports")


def newest(tx: sqlite3.Connection, *, count: int) -> list[Export]:
    return many(tx, Export, "SELECT * FROM exports ORDER BY created_at DESC, rowid DESC LIMIT ?", (count,))


def of_seat(tx: sqlite3.Connection, seat_id: int, *, count: int = 50) -> list[Export]:
    """Newest first."""
    return many(
        tx,
        Export,
        "SELECT * FROM exports WHERE seat_id = ? ORDER BY created_at DESC, rowid DESC LIMIT ?",
        (seat_id, count),
    )


def of_member(tx: sqlite3.Connection, *, application_id: int, member_id: int) -> list[Export]:
    """To which jobs of that application the member was exported, newest first."""
    return many(
        tx,
        Export,
        "SELECT * FROM exports WHERE application_id = ? AND member_id = ? ORDER BY created_at DESC, rowid DESC",
        (application_id, member_id),
    )


def count_of_member(tx: sqlite3.Connection, member_id: int) -> int:
    """How often the member was exported, to whichever application."""
    return number(tx, "SELECT count(*) AS number FROM exports WHERE member_id = ?", (member_id,))


def closed_of_application(tx: sqlite3.Connection, *, application_id: int, context: str) -> list[Member]:
    """Members whose profiles went to that application and who have left LinkedIn since, first gone first."""
    return many(
        tx,
        Member,
        """SELECT * FROM members WHERE closed_at IS NOT NULL AND id IN
               (SELECT member_id FROM exports WHERE application_id = ? AND context = ?) ORDER BY closed_at, id""",
        (application_id, context),
    )


def used_this_month(tx: sqlite3.Connection, seat_id: int, *, at: int) -> int:
    """How many exports the seat has made in the calendar month (UTC) of `at`."""
    moment = datetime.fromtimestamp(at / 1_000, UTC)
    start = datetime(moment.year, moment.month, 1, tzinfo=UTC)
    return number(
        tx,
        "SELECT count(*) AS number FROM exports WHERE seat_id = ? AND created_at >= ? AND created_at <= ?",
        (seat_id, int(start.timestamp() * 1_000), at),
    )


def expire(tx: sqlite3.Connection, request_id: str, *, at: int) -> None:
    """From `at` on the id can no longer be looked up."""
    tx.execute("UPDATE exports SET expires_at = ? WHERE request_id = ?", (at, request_id))
    tx.execute("UPDATE status_changes SET expires_at = ? WHERE request_id = ?", (at, request_id))


def add_status_change(tx: sqlite3.Connection, change: StatusChange) -> None:
    tx.execute(
        "INSERT INTO status_changes (request_id, integration_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
        (change.request_id, change.integration_id, change.created_at, change.expires_at),
    )


def status_change(tx: sqlite3.Connection, request_id: str) -> StatusChange | None:
    return one(tx, StatusChange, "SELECT * FROM status_changes WHERE request_id = ?", (request_id,))
