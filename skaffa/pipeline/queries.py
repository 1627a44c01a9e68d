"""The people of one job as a board, as a list, and one after the other; and what somebody has seen of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import BigIntegerField, Case, Count, Exists, F, Func, OuterRef, Q, QuerySet, Subquery, Value, When
from django.db.models.functions import Coalesce

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications import scope
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.applications.scope import Seen
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import EmailAddress
from skaffa.core import paging, refusals
from skaffa.core.compiled import Limit, compiled, knowing
from skaffa.core.paging import Page
from skaffa.documents import queries as documents
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, Stage
from skaffa.pipeline.models import Look, Preference, View
from skaffa.pipeline.rules import Sort, Wanted
from skaffa.processes.models import StageKind

COLUMN = 10
"""Cards of a column at first."""
FIRST = 8
"""Of the newest and of those who wait longest."""
_LINE = (
    *("created_at", "stage_since", "candidate__first_name", "candidate__last_name", "candidate__headline"),
    *("job__title", "stage__kind", "stage__name", "source__name_en", "source__name_sv"),
)
"""What a line says of them: a tenth of what there is to read."""

_PROSPECT = Q(stage__kind=StageKind.PROSPECT)
_MOST_WORDS = 8
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Sides(NamedTuple):
    """Which people of a job somebody sees."""

    prospects: bool
    applicants: bool


class _Each(Func):
    """The elements of an array, each in a row of its own."""

    function = "unnest"
    set_returning = True


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
    rows = job.applications.filter(_where(_sides(actor, job)))  # each knows its job
    rows = rows.filter(status=ApplicationStatus.CLOSED if wanted.closed else ApplicationStatus.ACTIVE)
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
    return applications.at_offer(rows).select_related(*applications.SHOWN)


def page(actor: Actor, job: Job, wanted: Wanted, *, cursor: str, size: int, at: datetime) -> Page[Application]:
    """A page of them, with what a line says of the person."""
    if wanted != Wanted() or cursor:
        return paging.page(
            with_faces(people(actor, job, wanted, at=at)), by=wanted.sort.value, cursor=cursor, size=size
        )
    found = _newest(job.pk, _sides(actor, job), Limit(size + 1))
    return paging.cut(knowing(found, job=job), by=wanted.sort.value, size=size)


@compiled
def _newest(job: int, sides: Sides, most: Limit) -> QuerySet[Application]:
    """What a list begins with that nobody has narrowed: the most frequent of all its pages."""
    rows = Application.objects.filter(_where(sides), job=job, status=ApplicationStatus.ACTIVE)
    return applications.at_offer(with_faces(rows)).order_by(Sort.NEWEST.value, "-pk")[:most]


def board(actor: Actor, job: Job, *, size: int = COLUMN) -> list[Column]:
    """Every stage that the actor sees, in as many queries for any number of stages and people."""
    stages = totals(actor, job)
    found = knowing(_cards(job.pk, _sides(actor, job), Limit(size + 1)), job=job)
    return [
        Column(
            stage,
            total,
            paging.cut([one for one in found if one.stage_id == stage.pk], by=Sort.ENTERED.value, size=size),
        )
        for stage, total in stages
    ]


@compiled
def _cards(job: int, sides: Sides, most: Limit) -> QuerySet[Application]:
    """The first of each stage."""
    within = Application.objects.filter(stage=OuterRef("pk"), status=ApplicationStatus.ACTIVE)
    first = within.order_by("-stage_since", "-pk").values("pk")[:most]
    each = _Each(ArraySubquery(first), output_field=BigIntegerField())
    rows = Application.objects.filter(_where(sides), pk__in=Stage.objects.filter(job=job).values_list(each))
    return with_faces(rows).order_by("-stage_since", "-pk")


def column(actor: Actor, job: Job, stage_id: int, *, cursor: str, at: datetime) -> Page[Application]:
    """Further cards of one column."""
    rows = people(actor, job, Wanted(stage=stage_id, sort=Sort.ENTERED), at=at)
    return paging.page(with_faces(rows), by=Sort.ENTERED.value, cursor=cursor, size=COLUMN)


def totals(actor: Actor, job: Job) -> list[tuple[Stage, int]]:
    """The stages that the actor sees, each with how many active people are in it; one query."""
    return [(stage, vars(stage)["total"]) for stage in _totals(job.pk) if _sees(actor, job, stage)]


@compiled
def _totals(job: int) -> QuerySet[Stage]:
    within = Application.objects.filter(stage=OuterRef("pk"), status=ApplicationStatus.ACTIVE)
    return Stage.objects.filter(job=job).annotate(total=_many(within)).order_by("position")


def with_faces(rows: QuerySet[Application]) -> QuerySet[Application]:
    """The same applications with what a line or a card says of the person."""
    return documents.with_resume(rows.select_related(*applications.SHOWN).annotate(**candidates.faces("candidate")))


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


def new_prospects(actor: Actor, shown: Iterable[int]) -> list[Application]:
    """The first who came to these jobs since the actor last looked at them, the latest first."""
    return _new_prospects(actor.user_id, scope.seen(actor), list(shown)) if actor.user_id else []


@compiled
def _new_prospects(user: int, seen: Seen, shown: list[int]) -> QuerySet[Application]:
    looked = Look.objects.filter(user=user, job=OuterRef(OuterRef("job"))).values("at")
    since = Coalesce(Subquery(looked), Value(_LONG_AGO))
    rows = Application.objects.filter(job=OuterRef("job"), created_at__gt=since)
    return _first(rows, _stages(seen, shown).filter(kind=StageKind.PROSPECT), "-created_at", "-pk")


def longest_waiting(actor: Actor, shown: Iterable[int]) -> list[Application]:
    """The first active applicants on these jobs, who came into their stage first of all first."""
    return _longest_waiting(scope.seen(actor), list(shown))


@compiled
def _longest_waiting(seen: Seen, shown: list[int]) -> QuerySet[Application]:
    return _first(Application.objects.all(), _stages(seen, shown).exclude(kind=StageKind.PROSPECT), "stage_since", "pk")


def by_stage(actor: Actor, shown: Iterable[Job], *, long_ago: datetime) -> dict[int, list[InStage]]:
    """The stages of each job that hold somebody, as far as the actor sees it, in order; one query for any number.

    `long_ago`: who came into their stage before then waits, unless they are a prospect.
    """
    found = {job.pk: list[InStage]() for job in shown}
    for stage in _held_stages(scope.seen(actor), list(found), long_ago):
        known = vars(stage)
        found[stage.job_id].append(InStage(stage.pk, str(stage), known["many"], known["waiting"]))
    return found


@compiled
def _held_stages(seen: Seen, shown: list[int], long_ago: datetime) -> QuerySet[Stage]:
    held = Application.objects.filter(stage=OuterRef("pk"), status=ApplicationStatus.ACTIVE)
    waits = Case(When(kind=StageKind.PROSPECT, then=0), default=_many(held.filter(stage_since__lte=long_ago)))
    stages = _stages(seen, shown).annotate(many=_many(held), waiting=waits).filter(many__gt=0)
    return stages.order_by("job", "position")


def _stages(seen: Seen, shown: list[int]) -> QuerySet[Stage]:
    """The stages of these jobs whose people somebody sees."""
    return Stage.objects.filter(scope.where(seen, kind="kind"), job__among=shown)


def _first(rows: QuerySet[Application], stages: QuerySet[Stage], *order: str) -> QuerySet[Application]:
    """The active ones that come first in this order, with what a line says of them.

    They are among the first of each stage, which an index knows: however many people there are, a few rows are read.
    """
    within = rows.filter(stage=OuterRef("pk"), status=ApplicationStatus.ACTIVE)
    each = _Each(ArraySubquery(within.order_by(*order).values("pk")[:FIRST]), output_field=BigIntegerField())
    found = Application.objects.filter(pk__in=stages.values_list(each)).order_by(*order)[:FIRST]
    return found.select_related("candidate", "job", "stage", "source").only(*_LINE)


def _many(rows: QuerySet[Application]) -> Coalesce:
    """How many there are, as a column of what is asked for; they are counted in their index alone."""
    counted = rows.order_by().values("stage").annotate(many=Count("pk")).values("many")
    return Coalesce(Subquery(counted), 0)


def _sides(actor: Actor, job: Job) -> Sides:
    """Which people of the job the actor sees; raises NotAllowed where that is nobody."""
    held = jobs.rights(actor, job)
    if Action.JOB_VIEW not in held:
        raise jobs.JobNotFound
    sides = Sides(prospects=Action.PROSPECT_VIEW in held, applicants=Action.APPLICANT_VIEW in held)
    if not any(sides):
        raise refusals.NotAllowed(code=Action.APPLICANT_VIEW.value)
    return sides


def _where(sides: Sides) -> Q:
    return Q() if all(sides) else _PROSPECT if sides.prospects else ~_PROSPECT


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
