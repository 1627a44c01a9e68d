"""The people of one job as a board, as a list, and one after the other; and what somebody has seen of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.candidates.models import EmailAddress
from skaffa.core import paging, refusals
from skaffa.core.paging import Page
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, Stage
from skaffa.pipeline.models import Look, Preference, View
from skaffa.pipeline.rules import Sort, Wanted
from skaffa.processes.models import StageKind

COLUMN = 15
"""Cards of a column at first."""

_PROSPECT = Q(stage__kind=StageKind.PROSPECT)
_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Column:
    """One stage of the board: how many are in it, and the first of them, who came last."""

    stage: Stage
    total: int
    page: Page[Application]


@dataclass(frozen=True, slots=True)
class InStage:
    """How many are in a stage of a job, and how many of them have waited there for long."""

    stage_id: int
    name: str
    many: int
    waiting: int


def people(actor: Actor, job: Job, wanted: Wanted, *, at: datetime) -> QuerySet[Application]:
    """The job's people as far as the actor sees them, to be paged by `wanted.sort`; `at` is what waiting ends at."""
    rows = _seen(actor, job).filter(status=ApplicationStatus.CLOSED if wanted.closed else ApplicationStatus.ACTIVE)
    if wanted.group:
        rows = rows.filter(_PROSPECT if wanted.group == "prospects" else ~_PROSPECT)
    if wanted.stage:
        rows = rows.filter(stage=wanted.stage)
    if wanted.source:
        rows = rows.filter(source=wanted.source)
    if wanted.waiting:
        rows = rows.filter(stage_since__lte=at - timedelta(days=wanted.waiting))
    for word in wanted.search.split()[:_MOST_WORDS]:
        rows = rows.filter(_named(word))
    if wanted.sort is Sort.STAGE:
        rows = rows.annotate(position=F("stage__position"))
    return applications.at_offer(rows).select_related("job", "candidate", "stage", "added_by", "source")


def board(actor: Actor, job: Job, *, size: int = COLUMN) -> list[Column]:
    """Every stage that the actor sees, in as many queries for any number of stages and people."""
    shown = _seen(actor, job).filter(status=ApplicationStatus.ACTIVE)
    stages = totals(actor, job)
    first = [
        shown.filter(stage=stage).order_by("-stage_since", "-pk").values("pk")[: size + 1]
        for stage, total in stages
        if total
    ]
    found = list(with_faces(shown.filter(pk__in=first[0].union(*first[1:], all=True)))) if first else []
    found.sort(key=lambda one: (one.stage_since, one.pk), reverse=True)
    return [
        Column(
            stage,
            total,
            paging.cut([one for one in found if one.stage_id == stage.pk], by=Sort.ENTERED.value, size=size),
        )
        for stage, total in stages
    ]


def column(actor: Actor, job: Job, stage_id: int, *, cursor: str, at: datetime) -> Page[Application]:
    """Further cards of one column."""
    rows = people(actor, job, Wanted(stage=stage_id, sort=Sort.ENTERED), at=at)
    return paging.page(with_faces(rows), by=Sort.ENTERED.value, cursor=cursor, size=COLUMN)


def totals(actor: Actor, job: Job) -> list[tuple[Stage, int]]:
    """The stages that the actor sees, each with how many active people are in it; one query."""
    within = Application.objects.filter(stage=OuterRef("pk"), status=ApplicationStatus.ACTIVE).order_by()
    many = within.values("stage").annotate(many=Count("pk")).values("many")
    rows = Stage.objects.filter(job=job).annotate(total=Coalesce(Subquery(many), 0)).order_by("position")
    return [(stage, stage.total) for stage in rows if _sees(actor, job, stage)]


def with_faces(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The same applications with what a line or a card says of the person."""
    known = rows.select_related("job", "candidate", "stage", "added_by", "source")
    return known.prefetch_related("candidate__emails", "candidate__employments")


def seen_stages(actor: Actor, job: Job) -> list[Stage]:
    """The job's stages, without Prospect for those who do not see prospects."""
    return [stage for stage in jobs.stages(job) if _sees(actor, job, stage)]


def neighbours(
    actor: Actor, job: Job, wanted: Wanted, place: str, *, but: int, at: datetime
) -> tuple[Application | None, Application | None]:
    """Who comes before and after a place in a list, whatever has become of the candidate `but` that was there."""
    rows = people(actor, job, wanted, at=at).exclude(candidate=but)
    by = wanted.sort.value
    return paging.before(rows, by=by, cursor=place).first(), paging.after(rows, by=by, cursor=place).first()


def view(actor: Actor) -> str:
    """How the actor likes to see the people of a job."""
    found = Preference.objects.filter(user=actor.user).values_list("view", flat=True).first()
    return found or View.BOARD.value


def new_prospects(actor: Actor, rows: QuerySet[Application]) -> QuerySet[Application]:
    """Those of these applications that came since the actor last looked at their job."""
    looked = Look.objects.filter(user=actor.user, job=OuterRef("job"), at__gte=OuterRef("created_at"))
    return rows.filter(_PROSPECT, ~Exists(looked), status=ApplicationStatus.ACTIVE)


def by_stage(shown: Iterable[Job], rows: QuerySet[Application], *, long_ago: datetime) -> dict[int, list[InStage]]:
    """How these applications stand on each job, in the order of its stages; one query for any number.

    `long_ago`: who came into their stage before then waits, unless they are a prospect.
    """
    found = {job.pk: list[InStage]() for job in shown}
    held = rows.filter(job__in=found, status=ApplicationStatus.ACTIVE)
    stages = held.order_by("job", "stage__position").values_list("job", "stage", "stage__kind", "stage__name")
    waits = Count("pk", filter=~_PROSPECT & Q(stage_since__lte=long_ago))
    for job, pk, kind, name, many, waiting in stages.annotate(many=Count("pk"), waiting=waits):
        found[job].append(InStage(pk, name or str(StageKind(kind).label), many, waiting))
    return found


def longest_waiting(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The active applicants among these applications, who came into their stage first of all first."""
    waiting = rows.filter(~_PROSPECT, status=ApplicationStatus.ACTIVE)
    return waiting.select_related("candidate", "job", "stage").order_by("stage_since", "pk")


def _seen(actor: Actor, job: Job) -> QuerySet[Application]:
    held = jobs.rights(actor, job)
    sees = {_PROSPECT: Action.PROSPECT_VIEW in held, ~_PROSPECT: Action.APPLICANT_VIEW in held}
    if Action.JOB_VIEW not in held:
        raise jobs.JobNotFound
    if not any(sees.values()):
        raise refusals.NotAllowed(code=Action.APPLICANT_VIEW.value)
    rows = Application.objects.filter(job=job)
    return rows if all(sees.values()) else rows.filter(next(which for which, seen in sees.items() if seen))


def _sees(actor: Actor, job: Job, stage: Stage) -> bool:
    return not stage.is_prospect or (job.enable_prospects and jobs.may(actor, Action.PROSPECT_VIEW, job))


def _named(word: str) -> Q:
    """What a word may be part of; asked of the job's own people only."""
    by_email = EmailAddress.objects.filter(candidate=OuterRef("candidate"), normalized__contains=word.lower())
    parts = ("first_name", "last_name", "headline")
    named = Q(Exists(by_email))
    for part in parts:
        named |= Q(**{f"candidate__{part}__icontains": word})
    return named
