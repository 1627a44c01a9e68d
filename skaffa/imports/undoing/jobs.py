"""Takes back what a row has done to a job: made it, or filled in what was empty."""

import dataclasses
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.activity.models import Entry
from skaffa.core import refusals
from skaffa.imports.models import Import, Row
from skaffa.jobs import actions, queries, rules
from skaffa.jobs.models import Job, JobStatus


class WorkedWithSince(refusals.Conflict):
    """What people have worked with is theirs."""

    sentence = _("Something else has happened to this job since.")


class RewrittenSince(refusals.Conflict):
    """What was filled in says something else now."""

    sentence = _("What was filled in has been changed since.")


def take_back(run: Import, row: Row, *, by: Actor, at: datetime, is_forced: bool) -> None:
    """Raises what forbids it; a job that is gone needs nothing taken back."""
    if not Job.objects.filter(pk=row.job_id or 0).exists():
        return
    job = actions.held_alone(row.job_id or 0)
    if row.is_new:
        ours = Row.objects.filter(parent=run, job=job).values("done_at")
        if not is_forced and Entry.objects.filter(job=job).exclude(at__in=ours).exists():
            raise WorkedWithSince
        actions.delete(job, by=by, at=at)
    elif row.filled:
        now = queries.details(job)
        if not is_forced and any(
            _written(getattr(now, name)) != after for name, (_before, after) in row.filled.items()
        ):
            raise RewrittenSince
        details = dataclasses.replace(now, **{name: before for name, (before, _after) in row.filled.items()})
        lacks = [str(one) for one in rules.shortcomings(details)] if job.status == JobStatus.DRAFT else []
        actions.edit(job, details, by=by, at=at, shortcomings=lacks)


def _written(value: object) -> object:
    """As a row has it written down: JSON knows lists alone."""
    return list(value) if isinstance(value, tuple) else value
