"""Takes waiting jobs in when their time has come: what LinkedIn does between the call and the task's result."""

import sqlite3

import msgspec

from rsc_sandbox.linkedin import postings
from rsc_sandbox.linkedin.postings import Posting
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import jobs
from rsc_sandbox.store.jobs import Job, Task


class _Dropped(Exception):
    """The task fails for this reason."""


def run_due(sandbox: Sandbox) -> None:
    """Finish every task that is due on the sandbox's clock."""
    at = sandbox.now()
    with sandbox.transaction() as tx:
        for task in jobs.due_tasks(tx, at=at):
            try:
                job = _apply(tx, task, at=at)
            except _Dropped as reason:
                jobs.finish_task(tx, task.id, "FAILED", error=str(reason))
            else:
                jobs.finish_task(tx, task.id, "SUCCEEDED", job_id=job.id)


def _apply(tx: sqlite3.Connection, task: Task, *, at: int) -> Job:
    posting = msgspec.convert(task.posting, Posting)
    known = jobs.by_external_id(
        tx,
        application_id=task.application_id,
        context=posting.integration_context,
        external_id=posting.external_job_posting_id,
    )
    operation = posting.operation
    if known is None and operation != "CREATE":
        raise _Dropped(f"Job {posting.external_job_posting_id} does not exist; it cannot be {operation}")
    if known is not None and known.state == "CLOSED" and operation in {"UPDATE", "RENEW"}:
        raise _Dropped(f"Job {posting.external_job_posting_id} is closed; send CREATE to list it again")
    if reason := postings.dropped(posting):
        raise _Dropped(reason)
    return jobs.put(tx, _job(task, posting, known, at=at), at=at)


def _job(task: Task, posting: Posting, known: Job | None, *, at: int) -> jobs.NewJob:
    return jobs.NewJob(
        application_id=task.application_id,
        context=posting.integration_context,
        external_id=posting.external_job_posting_id,
        title=posting.title,
        location=posting.place,
        job_code=posting.company_job_code or "",
        state="CLOSED" if posting.closes else "LISTED",
        availability=posting.availability,
        listed_at=posting.listed_at,
        expire_at=postings.expiry(posting, known.expire_at if known else None, at=at),
        posting=task.posting,
    )
