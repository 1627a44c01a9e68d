"""What the first page shows of the work of one person: their jobs, who is new, who waits, what they owe, what is next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.interviews.models import Interview
from skaffa.interviews.requests import queries as requests
from skaffa.interviews.requests.queries import Owed
from skaffa.interviews.schedule import queries as interviews
from skaffa.jobs import own
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.pipeline import queries as pipeline
from skaffa.pipeline.queries import InStage
from skaffa.pipeline.rules import Sort, Wanted
from skaffa.web.candidates import way

_JOBS = 8
_MEETINGS = 5
_LONG = timedelta(days=7)


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
    owed: Sequence[Owed]
    next_interviews: Sequence[Interview]
    may_create: bool


def overview(actor: Actor, *, at: datetime) -> Overview:
    """In a fixed number of queries, whatever the amounts."""
    found = own.active(actor, many=_JOBS + 1)
    shown = found[:_JOBS]
    places = jobs.seats(actor)
    stages = pipeline.by_stage(actor, shown, long_ago=at - _LONG)
    new = pipeline.new_prospects(actor, places)
    waiting = pipeline.longest_waiting(actor, places)
    return Overview(
        [JobLine(job, stages[job.pk]) for job in shown],
        len(found) > _JOBS,
        own.drafts(actor),
        _lines(new, Wanted(group="prospects"), at),
        _lines(waiting, Wanted(group="applicants", sort=Sort.WAITING), at),
        requests.first_owed(actor, at=at, many=_MEETINGS),
        interviews.next_ones(actor, at=at, many=_MEETINGS),
        permissions.allowed(actor, Action.JOB_CREATE),
    )


def _lines(found: Sequence[Application], wanted: Wanted, at: datetime) -> list[PersonLine]:
    return [PersonLine(one, way.to(one, wanted), max(0, (at - one.stage_since).days)) for one in found]
