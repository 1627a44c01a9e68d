"""What hangs on a synced candidate or application: notes, stages, interview feedback, attachments."""

import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many, one, to_json

Kind = Literal[
    "CANDIDATE_NOTE",
    "APPLICATION_NOTE",
    "INTERVIEW_FEEDBACK",
    "STAGE",
    "CANDIDATE_ATTACHMENT",
    "APPLICATION_ATTACHMENT",
    "REQUISITION",
]
OF_CANDIDATE: tuple[Kind, ...] = ("CANDIDATE_NOTE", "CANDIDATE_ATTACHMENT")
OF_APPLICATION: tuple[Kind, ...] = ("APPLICATION_NOTE", "INTERVIEW_FEEDBACK", "STAGE", "APPLICATION_ATTACHMENT")


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """Where a detail hangs: `parent` is the ATS's id of the candidate or application."""

    application_id: int
    context: str
    kind: Kind
    parent: str


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """`value` is what was sent last, in the words of v2."""

    external_id: str
    value: dict[str, object]
    changed_at: int


def put(tx: sqlite3.Connection, place: Place, external_id: str, value: dict[str, object], *, at: int) -> None:
    """Create or replace."""
    tx.execute(
        """INSERT INTO details (application_id, context, kind, parent, external_id, value_json, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE
           SET value_json = excluded.value_json, changed_at = excluded.changed_at""",
        (place.application_id, place.context, place.kind, place.parent, external_id, to_json(value), at),
    )


def get(tx: sqlite3.Connection, place: Place, external_id: str) -> Detail | None:
    return one(
        tx,
        Detail,
        """SELECT external_id, value_json, changed_at FROM details
           WHERE application_id = ? AND context = ? AND kind = ? AND parent = ? AND external_id = ?""",
        (place.application_id, place.context, place.kind, place.parent, external_id),
    )


def of(tx: sqlite3.Connection, place: Place) -> list[Detail]:
    """All that hangs there, in the order it came."""
    return many(
        tx,
        Detail,
        """SELECT external_id, value_json, changed_at FROM details
           WHERE application_id = ? AND context = ? AND kind = ? AND parent = ? ORDER BY rowid""",
        (place.application_id, place.context, place.kind, place.parent),
    )


def remove(tx: sqlite3.Connection, place: Place, external_id: str) -> bool:
    """Whether it was there."""
    cursor = tx.execute(
        """DELETE FROM details
           WHERE application_id = ? AND context = ? AND kind = ? AND parent = ? AND external_id = ?""",
        (place.application_id, place.context, place.kind, place.parent, external_id),
    )
    return cursor.rowcount > 0


def remove_all(tx: sqlite3.Connection, place: Place) -> None:
    tx.execute(
        "DELETE FROM details WHERE application_id = ? AND context = ? AND kind = ? AND parent = ?",
        (place.application_id, place.context, place.kind, place.parent),
    )
