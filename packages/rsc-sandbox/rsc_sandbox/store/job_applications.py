"""Applications of candidates for jobs, as the customer's ATS has synced them."""

import sqlite3
from collections.abc import Iterable

import msgspec

from rsc_sandbox.store.db import many, one, to_json


class JobApplication(msgspec.Struct, frozen=True, kw_only=True):
    """`candidate` and `job` are the ids of the ATS; `value` is what was sent last, in the words of v2."""

    id: int
    application_id: int
    context: str
    external_id: str
    candidate: str | None
    job: str
    value: dict[str, object]
    changed_at: int


class _Applied(msgspec.Struct, frozen=True):
    candidate_id: int
    job: str


def put(  # noqa: PLR0913 -- one row's columns
    tx: sqlite3.Connection,
    *,
    application_id: int,
    context: str,
    external_id: str,
    candidate: str | None,
    job: str,
    value: dict[str, object],
    at: int,
) -> None:
    """Create or replace."""
    tx.execute(
        """INSERT INTO job_applications (application_id, context, external_id, candidate, job, value_json, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (application_id, context, external_id) DO UPDATE
           SET candidate = excluded.candidate, job = excluded.job, value_json = excluded.value_json,
               changed_at = excluded.changed_at""",
        (application_id, context, external_id, candidate, job, to_json(value), at),
    )


def get(tx: sqlite3.Connection, *, application_id: int, context: str, external_id: str) -> JobApplication | None:
    return one(
        tx,
        JobApplication,
        "SELECT * FROM job_applications WHERE application_id = ? AND context = ? AND external_id = ?",
        (application_id, context, external_id),
    )


def of_candidate(tx: sqlite3.Connection, *, application_id: int, context: str, candidate: str) -> list[JobApplication]:
    """In the order they were first synced."""
    return many(
        tx,
        JobApplication,
        "SELECT * FROM job_applications WHERE application_id = ? AND context = ? AND candidate = ? ORDER BY id",
        (application_id, context, candidate),
    )


def jobs_of(tx: sqlite3.Connection, candidate_ids: Iterable[int]) -> dict[int, frozenset[str]]:
    """By the store's number of the candidate, the jobs applied for; without those who applied for none."""
    found = many(
        tx,
        _Applied,
        """SELECT candidates.id AS candidate_id, job FROM candidates JOIN job_applications ON
               job_applications.application_id = candidates.application_id
               AND job_applications.context = candidates.context
               AND job_applications.candidate = candidates.external_id
           WHERE candidates.id IN (SELECT value FROM json_each(?))""",
        (to_json(sorted(set(candidate_ids))),),
    )
    jobs: dict[int, frozenset[str]] = {}
    for row in found:
        jobs[row.candidate_id] = jobs.get(row.candidate_id, frozenset()) | {row.job}
    return jobs


def remove(tx: sqlite3.Connection, *, application_id: int, context: str, external_id: str) -> bool:
    """Whether it was there."""
    cursor = tx.execute(
        "DELETE FROM job_applications WHERE application_id = ? AND context = ? AND external_id = ?",
        (application_id, context, external_id),
    )
    return cursor.rowcount > 0
