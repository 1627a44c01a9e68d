"""What was seen of a vendor's system at work: counts by kind of event, never a row per event."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many

BEGUN = "begun"


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """Something that happened once. `records` and `oldest` (a moment) are of the records it carried."""

    what: str
    records: int = 0
    oldest: int | None = None
    li_uuid: str = ""
    subject: str = ""
    message: str = ""


class Observation(msgspec.Struct, frozen=True, kw_only=True):
    """All events of one kind; see schema.sql."""

    application_id: int
    what: str
    first_at: int
    last_at: int
    times: int
    records: int
    largest: int
    oldest: int | None
    longest_gap: int
    in_a_row: int
    li_uuid: str
    subject: str
    message: str


def note(tx: sqlite3.Connection, event: Event, *, application_id: int, at: int) -> None:
    """Count an event: one write, whatever came before."""
    tx.execute(
        """INSERT INTO observations (application_id, what, first_at, last_at, times, records, largest, oldest,
               longest_gap, in_a_row, li_uuid, subject, message)
           VALUES (?, ?, ?, ?, 1, ?, ?, ?, 0, 1, ?, ?, ?)
           ON CONFLICT (application_id, what) DO UPDATE
           SET last_at = excluded.last_at, times = times + 1, records = records + excluded.records,
               largest = max(largest, excluded.largest),
               oldest = coalesce(min(oldest, excluded.oldest), oldest, excluded.oldest),
               longest_gap = max(longest_gap, excluded.last_at - last_at),
               in_a_row = CASE WHEN subject = excluded.subject THEN in_a_row + 1 ELSE 1 END,
               li_uuid = excluded.li_uuid, subject = excluded.subject, message = excluded.message""",
        (
            application_id,
            event.what,
            at,
            at,
            event.records,
            event.records,
            event.oldest,
            event.li_uuid,
            event.subject,
            event.message,
        ),
    )


def of_application(tx: sqlite3.Connection, application_id: int) -> dict[str, Observation]:
    """By kind of event."""
    rows = many(tx, Observation, "SELECT * FROM observations WHERE application_id = ?", (application_id,))
    return {row.what: row for row in rows}


def begin_afresh(tx: sqlite3.Connection, application_id: int, *, candidates: int, at: int) -> None:
    """Forget what was seen; what happened before `at` no longer counts, nor do the candidates that are there."""
    tx.execute("DELETE FROM observations WHERE application_id = ?", (application_id,))
    note(tx, Event(what=BEGUN, records=candidates), application_id=application_id, at=at)


def forget(tx: sqlite3.Connection) -> None:
    """As if nothing had been seen of anybody."""
    tx.execute("DELETE FROM observations")
    tx.execute("DELETE FROM push_fetches")


def fetched(tx: sqlite3.Connection, request_id: str, *, li_uuid: str, at: int) -> None:
    """The receiver of a push asked for what is behind it; the first time counts."""
    tx.execute(
        "INSERT OR IGNORE INTO push_fetches (request_id, fetched_at, li_uuid) VALUES (?, ?, ?)",
        (request_id, at, li_uuid),
    )
