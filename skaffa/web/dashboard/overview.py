"""What the first page shows of the work of one person: their jobs, who is new, who waits, what they owe, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.interviews.models import Interview
from skaffa.interviews.schedule import queries as interviews
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus
from skaffa.pipeline import queries as pipeline
from skaffa.pipeline.queries import InStage
from skaffa.pipeline.rules import Sort, Wanted
from skaffa.web.candidates import way

_JOBS = _PEOPLE = 8
_MEETINGS = 5
_LONG = timedelta(days=7)
_PERSON = (
    *("created_at", "stage_since", "candidate__first_name", "candidate__last_name", "candidate__headline"),
    *("job__title", "stage__kind", "stage__name", "source__name"),
)
"""What a line says: a tenth of what there is to read."""


@dataclass(frozen=True, slots=True)
class JobLine:
    """An open job of one's own: how many are in which stage, and how many have waited for a week."""

    job: Job
    stages: Sequence[InStage]

    @property
    def waiting(self) -> int:
        return sum(stage.waiting for stage in self.stages)


@dataclass(frozen=True, slots=True)
class PersonLine:
    """Somebody on one of these jobs, the address that goes on to the next of them, and their days in the stage."""

    application: Application
    href: str
    days: int


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything on the dashboard; each list is cut, and says where the rest is."""

    jobs: Sequence[JobLine]
    more_jobs: bool
    drafts: int
    prospects: Sequence[PersonLine]
    waiting: Sequence[PersonLine]
    owed: Sequence[Interview]
    next_interviews: Sequence[Interview]
    may_create: bool


def overview(actor: Actor, *, at: datetime) -> Overview:
    """In a fixed number of queries, whatever the amounts."""
    mine = jobs.filtered(actor, mine=True)
    open_ones = mine.filter(status=JobStatus.ACTIVE).order_by("-activated_at", "-pk").only("code", "title", "city")
    found = list(open_ones[: _JOBS + 1])
    shown = found[:_JOBS]
    own = jobs.seats(actor)
    stages = pipeline.by_stage(actor, shown, long_ago=at - _LONG)
    new = pipeline.new_prospects(actor, own, many=_PEOPLE)
    waiting = pipeline.longest_waiting(actor, own, many=_PEOPLE)
    meetings = interviews.first(interviews.mine(actor).filter(ends_at__gt=at), by="starts_at", many=_MEETINGS)
    owed = interviews.first(interviews.owed(actor, at=at), by="ends_at", many=_MEETINGS)
    return Overview(
        [JobLine(job, stages[job.pk]) for job in shown],
        len(found) > _JOBS,
        mine.filter(status=JobStatus.DRAFT).count(),
        _lines(new, Wanted(group="prospects"), at),
        _lines(waiting, Wanted(group="applicants", sort=Sort.WAITING), at),
        _meetings(owed),
        _meetings(meetings),
        permissions.allowed(actor, Action.JOB_CREATE),
    )


def _lines(rows: QuerySet[Application], wanted: Wanted, at: datetime) -> list[PersonLine]:
    found = rows.select_related("candidate", "job", "stage", "source").only(*_PERSON)
    return [PersonLine(one, way.to(one, wanted), max(0, (at - one.stage_since).days)) for one in found]


def _meetings(rows: QuerySet[Interview]) -> list[Interview]:
    return list(interviews.lines(rows).prefetch_related(None))
