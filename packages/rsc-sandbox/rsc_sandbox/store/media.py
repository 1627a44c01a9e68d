"""Places for files that vendors upload before they say what the file is."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import one, to_json

URN = "urn:li:media:"


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """`request` is what the vendor said of the file; `size` is None until it came."""

    urn: str
    application_id: int
    request: dict[str, object]
    size: int | None
    created_at: int
    expires_at: int


def offer(
    tx: sqlite3.Connection, *, urn: str, application_id: int, request: dict[str, object], at: int, expires_at: int
) -> None:
    tx.execute(
        "INSERT INTO media (urn, application_id, request_json, created_at, expires_at) VALUES (?, ?, ?, ?, ?)",
        (urn, application_id, to_json(request), at, expires_at),
    )


def get(tx: sqlite3.Connection, urn: str) -> Place | None:
    return one(
        tx,
        Place,
        """SELECT urn, application_id, request_json, length(content) AS size, created_at, expires_at
           FROM media WHERE urn = ?""",
        (urn,),
    )


def keep(tx: sqlite3.Connection, urn: str, content: bytes) -> None:
    tx.execute("UPDATE media SET content = ? WHERE urn = ?", (content, urn))
