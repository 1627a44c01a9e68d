"""Takes a batch of jobs in, one by one: each becomes a draft, which says what it lacks, or completes one we know."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.choices.queries import Lists
from skaffa.core import refusals
from skaffa.imports import known, rows
from skaffa.imports.models import Duplicates, Import, Row, RowState
from skaffa.jobs import actions, queries, rules
from skaffa.jobs.files import Row as Opening
from skaffa.jobs.models import Job, JobStatus, TeamRole
from skaffa.jobs.rules import JobDetails

_FILLED = ("description", "city", "region", "country", "employment_type", "seniority", "functions", "skills")


def take(run: Import, batch: Sequence[Row], *, by: Actor, at: datetime) -> None:
    """Take these jobs in and note on each row what became of it."""
    lists = Lists()
    for row in batch:
        said = rows.read(run, run.columns, row.number, row.cells, lists)
        if said.faults:
            row.state, row.problems = RowState.FAULTY, [[place, str(message)] for place, message in said.faults]
        elif isinstance(said.subject, Opening):
            _take(run, row, said.subject, by, at)


def _take(run: Import, row: Row, said: Opening, by: Actor, at: datetime) -> None:
    choice = row.choice or run.duplicates
    job = None if choice == Duplicates.CREATE else _known(run, row, said, by)
    try:
        with transaction.atomic():
            if job is None:
                row.job, row.state = _created(said, choice, by, at), RowState.ADDED
            elif choice == Duplicates.SKIP:
                row.job, row.state = job, RowState.SKIPPED
            else:
                row.filled = _completed(job, said, by, at)
                row.job, row.state = job, RowState.COMPLETED if row.filled else RowState.PRESENT
    except refusals.Refusal as refusal:  # an edge: a number that is taken, a job that is closed
        row.job, row.state = None, RowState.FAULTY
        message = next(iter(refusal.fields.values()), refusal.message)
        row.problems = [[rows.WHOLE, str(message)]]


def _known(run: Import, row: Row, said: Opening, by: Actor) -> Job | None:
    """The job we know, or the one an earlier row of the file has made."""
    match = known.find(run, [said], by=by)[0]
    if match and match.job_id:
        return Job.objects.filter(pk=match.job_id).first()
    earlier = Row.objects.filter(parent=run, number=row.twin).select_related("job").first() if row.twin else None
    return earlier.job if earlier else None


def _created(said: Opening, choice: str, by: Actor, at: datetime) -> Job:
    """A number belongs to one job for ever: what is created anyway gets the next free one where its own is taken."""
    roles = queries.roles_to_create_with(by)
    taken = choice == Duplicates.CREATE and bool(said.code) and queries.by_code(said.code) is not None
    return actions.create(
        said.details,
        role=roles[0] if roles else TeamRole.RECRUITER,
        by=by,
        at=at,
        code="" if taken else said.code,
        shortcomings=said.shortcomings,
    )


def _completed(job: Job, said: Opening, by: Actor, at: datetime) -> dict[str, Any]:
    """Fill in what is empty; by field, what was there and what is now."""
    before = queries.details(job)
    new = {name: getattr(said.details, name) for name in _FILLED if not getattr(before, name)}
    after: JobDetails = dataclasses.replace(before, **new)
    changed = rules.changed(before, after)
    if changed:
        lacks = [str(one) for one in rules.shortcomings(after)] if job.status == JobStatus.DRAFT else []
        actions.edit(job, after, by=by, at=at, shortcomings=lacks)
    return {name: [getattr(before, name), getattr(after, name)] for name in changed}
