"""Candidates as the customer's ATS has synced them, and the members they were linked to by hand."""

import sqlite3
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from rsc_sandbox.store import matches
from rsc_sandbox.store.db import many, number, one, to_json


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """`value` is what was sent last, in the words of v2; `manual_member_id` the link somebody made by hand."""

    id: int
    application_id: int
    context: str
    external_id: str
    value: dict[str, object]
    manual_member_id: int | None
    changed_at: int


class _Id(msgspec.Struct, frozen=True):
    id: int


def put(  # noqa: PLR0913 -- one row's columns
    tx: sqlite3.Connection,
    *,
    application_id: int,
    context: str,
    external_id: str,
    value: dict[str, object],
    manual_member_id: int | None,
    keep_link: bool,
    at: int,
) -> int:
    """Create or replace; the store's own number of the candidate. `keep_link`: a link by hand stays as it is."""
    row = one(
        tx,
        _Id,
        """INSERT INTO candidates (application_id, context, external_id, value_json, manual_member_id, changed_at)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (application_id, context, external_id) DO UPDATE
           SET value_json = excluded.value_json, changed_at = excluded.changed_at,
               manual_member_id = CASE WHEN ? THEN manual_member_id ELSE excluded.manual_member_id END
           RETURNING id""",
        (application_id, context, external_id, to_json(value), manual_member_id, at, int(keep_link)),
    )
    if row is None:
        raise LookupError(external_id)
    if manual_member_id is not None:
        matches.redo(tx, candidate_id=row.id, member_id=manual_member_id)
    return row.id


def get(tx: sqlite3.Connection, *, application_id: int, context: str, external_id: str) -> Candidate | None:
    return one(
        tx,
        Candidate,
        "SELECT * FROM candidates WHERE application_id = ? AND context = ? AND external_id = ?",
        (application_id, context, external_id),
    )


def link(tx: sqlite3.Connection, candidate_id: int, member_id: int | None) -> None:
    """Link by hand, or with None take that back."""
    tx.execute("UPDATE candidates SET manual_member_id = ? WHERE id = ?", (member_id, candidate_id))
    if member_id is not None:
        matches.redo(tx, candidate_id=candidate_id, member_id=member_id)


def linked_to(tx: sqlite3.Connection, member_ids: Iterable[int]) -> list[Candidate]:
    """Candidates linked to one of the members by hand."""
    wanted = sorted(set(member_ids))
    marks = ",".join("?" * len(wanted))
    return many(tx, Candidate, f"SELECT * FROM candidates WHERE manual_member_id IN ({marks}) ORDER BY id", wanted)  # noqa: S608


def by_ids(tx: sqlite3.Connection, candidate_ids: Iterable[int]) -> list[Candidate]:
    wanted = sorted(set(candidate_ids))
    marks = ",".join("?" * len(wanted))
    return many(tx, Candidate, f"SELECT * FROM candidates WHERE id IN ({marks}) ORDER BY id", wanted)  # noqa: S608


def remove(tx: sqlite3.Connection, candidate_id: int) -> None:
    tx.execute("DELETE FROM candidates WHERE id = ?", (candidate_id,))


def count(tx: sqlite3.Connection) -> int:
    return number(tx, "SELECT count(*) AS number FROM candidates")


def of_application(tx: sqlite3.Connection, application_id: int) -> int:
    """How many candidates it has synced."""
    return number(tx, "SELECT count(*) AS number FROM candidates WHERE application_id = ?", (application_id,))


def newest(tx: sqlite3.Connection, *, count: int) -> list[Candidate]:
    """Changed last, first."""
    return many(tx, Candidate, "SELECT * FROM candidates ORDER BY changed_at DESC, id DESC LIMIT ?", (count,))


def every(tx: sqlite3.Connection, *, at_once: int = 500) -> Iterator[Sequence[Candidate]]:
    """All candidates in portions; the caller may write between them."""
    last = 0
    while some := many(tx, Candidate, "SELECT * FROM candidates WHERE id > ? ORDER BY id LIMIT ?", (last, at_once)):
        yield some
        last = some[-1].id


def forget_member(tx: sqlite3.Connection, member_id: int) -> None:
    tx.execute("UPDATE candidates SET manual_member_id = NULL WHERE manual_member_id = ?", (member_id,))
