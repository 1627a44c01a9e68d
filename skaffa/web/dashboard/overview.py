"""What the first page shows of the work of one person."""

from collections.abc import Sequence
from dataclasses import dataclass

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus
from skaffa.processes.models import StageKind

_JOBS = 8
_PROSPECTS = 8


@dataclass(frozen=True, slots=True)
class JobLine:
    """An open job of one's own with how many people are on it."""

    job: Job
    prospects: int
    applicants: int


@dataclass(frozen=True, slots=True)
class Overview:
    """My open jobs, the people who came to them last, and whether there is more."""

    jobs: Sequence[JobLine]
    more_jobs: bool
    drafts: int
    prospects: Sequence[Application]
    may_create: bool


def overview(actor: Actor) -> Overview:
    """Everything on the dashboard in a fixed number of queries."""
    mine = jobs.filtered(actor, mine=True)
    found = list(mine.filter(status=JobStatus.ACTIVE).order_by("-activated_at", "-pk")[: _JOBS + 1])
    shown = found[:_JOBS]
    counts = applications.counts(actor, shown)
    prospects = (
        applications.visible_to(actor)
        .filter(job__in=mine, stage__kind=StageKind.PROSPECT, status=ApplicationStatus.ACTIVE)
        .select_related("candidate", "job", "added_by", "source")
        .order_by("-created_at", "-pk")[:_PROSPECTS]
    )
    return Overview(
        [JobLine(job, *counts[job.pk]) for job in shown],
        len(found) > _JOBS,
        mine.filter(status=JobStatus.DRAFT).count(),
        list(prospects),
        permissions.allowed(actor, Action.JOB_CREATE),
    )
