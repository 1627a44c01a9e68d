"""What happened to a job or a candidate, as far as the reader may know; pages write the sentences."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.activity.models import Entry
from skaffa.applications import queries as applications
from skaffa.applications.events import ApplicationDeleted
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import paging
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, Stage
from skaffa.pools import queries as pools
from skaffa.processes.models import StageKind

PAGE = 50


@dataclass(frozen=True, slots=True)
class Line:
    """One thing that happened: `kind` is the event's name, `data` its plain values, the rest whom it concerns.

    `actor` is empty for the system. Stages stand under "from_stage" and "to_stage" in `stages` (a label translates
    itself), the user that the event is about under `subject`.
    """

    id: int
    at: datetime
    kind: str
    actor: str
    subject: str
    job_id: int | None
    job: str
    candidate_id: int | None
    candidate: str
    application_id: int | None
    stages: Mapping[str, Stage]
    data: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Timeline:
    """Lines, the latest first, and the cursor of the older ones, empty at the beginning of time."""

    lines: Sequence[Line]
    next_cursor: str


def of_job(actor: Actor, job: Job, *, cursor: str = "", size: int = PAGE) -> Timeline:
    """The job's timeline; who may not see prospects does not read of them."""
    jobs.require(actor, Action.ACTIVITY_VIEW, job)
    rows = Entry.objects.filter(_readable(actor), job=job)
    if not jobs.may(actor, Action.PROSPECT_VIEW, job):
        rows = rows.exclude(application__stage__kind=StageKind.PROSPECT).exclude(event=ApplicationDeleted.__name__)
    return _timeline(rows, cursor, size)


def of_candidate(actor: Actor, candidate: Candidate, *, cursor: str = "", size: int = PAGE) -> Timeline:
    """The candidate's timeline: about the person, and about the applications and jobs that the reader may see."""
    if not candidates.visible_to(actor).filter(pk=candidate.pk).exists():
        raise candidates.CandidateNotFound
    seen = applications.visible_to(actor).filter(candidate=candidate)
    no_secret = Q(job=None) | Q(job__is_confidential=False) | Q(job__in=jobs.visible_to(actor))
    rows = Entry.objects.filter(_readable(actor), candidate=candidate).filter(
        Q(application=None) & no_secret | Q(application__in=seen)
    )
    return _timeline(rows, cursor, size)


def _readable(actor: Actor) -> Q:
    """Everything but what others did with their private notes, and in talent pools that are not shared with the reader."""
    no_secret_note = ~Q(data__contains={"is_private": True}) | Q(actor=actor.user)
    named = Cast(KeyTextTransform("pool_id", OuterRef("data")), BigIntegerField())
    return no_secret_note & (~Q(data__has_key="pool_id") | Q(Exists(pools.visible_to(actor).filter(pk=named))))


def _timeline(rows: QuerySet[Entry], cursor: str, size: int) -> Timeline:
    related = rows.select_related("actor", "subject_user", "job", "candidate")
    found = paging.page(related, by="-at", cursor=cursor, size=size)
    stages = Stage.objects.in_bulk({pk for entry in found.rows for pk in _stage_ids(entry).values()})
    return Timeline([_line(entry, stages) for entry in found.rows], found.next_cursor)


def _line(entry: Entry, stages: Mapping[int, Stage]) -> Line:
    ids = _stage_ids(entry)
    return Line(
        id=entry.pk,
        at=entry.at,
        kind=entry.event,
        actor=str(entry.actor or ""),
        subject=str(entry.subject_user or ""),
        job_id=entry.job_id,
        job=entry.job.title if entry.job else "",
        candidate_id=entry.candidate_id,
        candidate=str(entry.candidate or ""),
        application_id=entry.application_id,
        stages={name: stages[pk] for name, pk in ids.items() if pk in stages},
        data={name: value for name, value in entry.data.items() if name.removesuffix("_id") not in ids},
    )


def _stage_ids(entry: Entry) -> dict[str, int]:
    return {name: entry.data[f"{name}_id"] for name in ("from_stage", "to_stage") if f"{name}_id" in entry.data}
