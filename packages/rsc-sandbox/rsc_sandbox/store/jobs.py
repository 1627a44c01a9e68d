"""Jobs a customer's ATS has sent, and the tasks in which LinkedIn takes them in."""

import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many, number, one, to_json

State = Literal["LISTED", "CLOSED"]
TaskStatus = Literal["IN_PROGRESS", "SUCCEEDED", "FAILED"]


class NewJob(msgspec.Struct, frozen=True, kw_only=True):
    """`posting` is what was sent last, with nothing left out."""

    application_id: int
    context: str
    external_id: str
    title: str
    location: str
    job_code: str
    state: State
    availability: str
    listed_at: int
    expire_at: int
    posting: dict[str, object]


class Job(NewJob, frozen=True, kw_only=True):
    """`external_id` is the ATS's own; `job_code` is what the ATS shows to people."""

    id: int
    created_at: int
    changed_at: int


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """One posting on its way in."""

    id: str
    number: int
    application_id: int
    operation: str
    posting: dict[str, object]
    external_id: str
    status: TaskStatus
    job_id: int | None
    error: str | None
    created_at: int
    due_at: int


def put(tx: sqlite3.Connection, job: NewJob, *, at: int) -> Job:
    """Create or replace the job of that application, context and external id."""
    tx.execute(
        """INSERT INTO jobs (application_id, context, external_id, title, location, job_code, state, availability,
               listed_at, expire_at, posting_json, created_at, changed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (application_id, context, external_id) DO UPDATE
           SET title = excluded.title, location = excluded.location, job_code = excluded.job_code,
               state = excluded.state, availability = excluded.availability, listed_at = excluded.listed_at,
               expire_at = excluded.expire_at, posting_json = excluded.posting_json, changed_at = excluded.changed_at""",
        (
            job.application_id,
            job.context,
            job.external_id,
            job.title,
            job.location,
            job.job_code,
            job.state,
            job.availability,
            job.listed_at,
            job.expire_at,
            to_json(job.posting),
            at,
            at,
        ),
    )
    stored = by_external_id(tx, application_id=job.application_id, context=job.context, external_id=job.external_id)
    if stored is None:
        raise LookupError(job.external_id)
    return stored


def by_external_id(tx: sqlite3.Connection, *, application_id: int, context: str, external_id: str) -> Job | None:
    return one(
        tx,
        Job,
        "SELECT * FROM jobs WHERE application_id = ? AND context = ? AND external_id = ?",
        (application_id, context, external_id),
    )


def newest(tx: sqlite3.Connection, *, application_id: int, external_id: str) -> Job | None:
    """The job of that id, whatever the company; the one changed last."""
    return one(
        tx,
        Job,
        "SELECT * FROM jobs WHERE application_id = ? AND external_id = ? ORDER BY changed_at DESC, id DESC LIMIT 1",
        (application_id, external_id),
    )


def newest_task(tx: sqlite3.Connection, *, application_id: int, external_id: str) -> Task | None:
    """What became of the job when it was sent last."""
    return one(
        tx,
        Task,
        "SELECT * FROM tasks WHERE application_id = ? AND external_id = ? ORDER BY number DESC LIMIT 1",
        (application_id, external_id),
    )


def is_known(tx: sqlite3.Connection, *, application_id: int, context: str, external_id: str) -> bool:
    """Whether the job is there, open or closed, or on its way in."""
    if by_external_id(tx, application_id=application_id, context=context, external_id=external_id):
        return True
    on_its_way = many(
        tx,
        Task,
        "SELECT * FROM tasks WHERE status = 'IN_PROGRESS' AND application_id = ? AND external_id = ?",
        (application_id, external_id),
    )
    return any(task.posting.get("integrationContext") == context for task in on_its_way)


def listed(tx: sqlite3.Connection, *, application_id: int, context: str, at: int) -> list[Job]:
    """Open jobs, by title."""
    return many(
        tx,
        Job,
        """SELECT * FROM jobs WHERE application_id = ? AND context = ? AND state = 'LISTED' AND expire_at > ?
           ORDER BY title, external_id""",
        (application_id, context, at),
    )


def of_application(tx: sqlite3.Connection, application_id: int) -> list[Job]:
    return many(tx, Job, "SELECT * FROM jobs WHERE application_id = ? ORDER BY id", (application_id,))


def add_task(tx: sqlite3.Connection, task: Task) -> None:
    tx.execute(
        """INSERT INTO tasks (id, number, application_id, operation, posting_json, external_id, status, job_id, error,
               created_at, due_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            task.id,
            task.number,
            task.application_id,
            task.operation,
            to_json(task.posting),
            task.external_id,
            task.status,
            task.job_id,
            task.error,
            task.created_at,
            task.due_at,
        ),
    )


def next_task_number(tx: sqlite3.Connection) -> int:
    return number(tx, "SELECT coalesce(max(number), 0) + 1 AS number FROM tasks")


def task(tx: sqlite3.Connection, task_id: str) -> Task | None:
    return one(tx, Task, "SELECT * FROM tasks WHERE id = ?", (task_id,))


def due_tasks(tx: sqlite3.Connection, *, at: int) -> list[Task]:
    """Those LinkedIn should have finished by now, in the order they came."""
    return many(
        tx, Task, "SELECT * FROM tasks WHERE status = 'IN_PROGRESS' AND due_at <= ? ORDER BY due_at, number", (at,)
    )


def finish_task(
    tx: sqlite3.Connection, task_id: str, status: TaskStatus, *, job_id: int | None = None, error: str | None = None
) -> None:
    tx.execute("UPDATE tasks SET status = ?, job_id = ?, error = ? WHERE id = ?", (status, job_id, error, task_id))
