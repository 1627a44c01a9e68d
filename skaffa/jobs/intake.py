"""Takes rows of a file in: each becomes a job, a draft that says what it lacks, or a reason why not."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from django.db import transaction
from django.utils.translation import gettext as _

from skaffa.accounts.actor import Actor
from skaffa.core import refusals
from skaffa.jobs import actions, queries
from skaffa.jobs.files import Row
from skaffa.jobs.models import Job, JobStatus, TeamRole

BATCH = 100
"""Rows in one transaction: a crash loses at most these, and running again takes them in."""


class Result(Enum):
    """What became of a row."""

    ACTIVATED = "activated"
    JOB = "job"  # complete, waits for somebody to activate it
    DRAFT = "draft"  # incomplete
    UPDATED = "updated"
    ALREADY_HERE = "already here"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a row, and why it is not an active job."""

    line: int
    code: str
    title: str
    result: Result
    reasons: tuple[str, ...] = ()


def take_all(rows: Iterable[Row], *, by: Actor, at: datetime, activate: bool) -> Iterator[list[Outcome]]:
    """Take rows in, batch by batch; what is here already under its Job ID is completed, never doubled."""
    lines: dict[str, int] = {}
    batch: list[Row] = []
    for row in rows:
        batch.append(row)
        if len(batch) == BATCH:
            yield _take_batch(batch, lines, by=by, at=at, activate=activate)
            batch = []
    if batch:
        yield _take_batch(batch, lines, by=by, at=at, activate=activate)


@transaction.atomic
def _take_batch(batch: list[Row], lines: dict[str, int], *, by: Actor, at: datetime, activate: bool) -> list[Outcome]:
    found = []
    for row in batch:
        first = lines.setdefault(row.code.casefold(), row.line) if row.code else row.line
        if first != row.line:
            reason = _("Line %(line)d has the same Job ID.") % {"line": first}
            found.append(_outcome(row, row.code, Result.LEFT_OUT, reason))
        else:
            found.append(_take(row, by=by, at=at, activate=activate))
    return found


def _take(row: Row, *, by: Actor, at: datetime, activate: bool) -> Outcome:
    try:
        with transaction.atomic():
            known = queries.by_code(row.code) if row.code else None
            if known is None:
                roles = queries.roles_to_create_with(by)
                role = roles[0] if roles else TeamRole.RECRUITER
                job = actions.create(row.details, role=role, by=by, at=at, code=row.code, shortcomings=row.shortcomings)
                result = Result.JOB if row.is_complete else Result.DRAFT
            else:
                job, result = _completed(known, row, by=by, at=at)
            if activate and row.is_complete and job.status == JobStatus.DRAFT:
                actions.activate(job, by=by, at=at)
                result = Result.ACTIVATED
            return _outcome(row, job.code, result, *row.shortcomings)
    except refusals.Refusal as refusal:
        return _outcome(row, row.code, Result.LEFT_OUT, *map(str, refusal.fields.values() or [refusal.message]))


def _completed(job: Job, row: Row, *, by: Actor, at: datetime) -> tuple[Job, Result]:
    """Only drafts that an import left incomplete follow the file; what people work with is theirs."""
    if job.status != JobStatus.DRAFT or not job.shortcomings:
        return job, Result.ALREADY_HERE
    edited = actions.edit(job, row.details, by=by, at=at, shortcomings=row.shortcomings)
    return edited, Result.ALREADY_HERE if edited.shortcomings == job.shortcomings else Result.UPDATED


def _outcome(row: Row, code: str, result: Result, *reasons: str) -> Outcome:
    return Outcome(row.line, code, row.details.title, result, reasons)
