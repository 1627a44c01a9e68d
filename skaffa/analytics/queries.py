"""The figures of the jobs that the actor may see figures of (A162), within what they chose to look at."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple, TypeVar

from django.db import connection
from django.db.models import Count as Many
from django.db.models import F, Manager, Min, Model, Q, QuerySet, Sum

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.analytics import rules
from skaffa.analytics.models import Change, Count, RejectionCount
from skaffa.analytics.rules import Period
from skaffa.applications.models import Application, CloseReason
from skaffa.candidates.models import SourceChoice
from skaffa.choices import queries as choices
from skaffa.choices.models import ChoiceList
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import CloseReason as JobCloseReason
from skaffa.jobs.models import Job, JobStatus, TeamMember, TeamRole

COLUMNS = ("arrived", "prospects", "applied", "screened", "interviewed", "offered", "hired", "withdrawn")
SAMPLE = 5_000
"""Time in stage is measured over at most so many applications, the latest that arrived: then no company is too large."""
_MOST_RECRUITERS = 200
_Row = TypeVar("_Row", bound=Model)

_SPREAD = """
SELECT label, count(*), percentile_disc(0.5) WITHIN GROUP (ORDER BY lasted), percentile_disc(0.9) WITHIN GROUP (ORDER BY lasted)
FROM ({rows}) given WHERE lasted IS NOT NULL GROUP BY GROUPING SETS ((label), ()) ORDER BY label
"""
_STAYS = """
SELECT s.kind AS label, m.lasted FROM ({rows}) picked
CROSS JOIN LATERAL (
    SELECT to_stage_id, lead(at) OVER (ORDER BY at, id) - at AS lasted
    FROM applications_stagemove WHERE application_id = picked.id
) m
JOIN jobs_stage s ON s.id = m.to_stage_id
"""
_BY_MONTH = """
SELECT date_trunc('month', ended AT TIME ZONE 'UTC')::date AS label, ended - began AS lasted FROM ({rows}) spans
"""


@dataclass(frozen=True, slots=True)
class Selection:
    """What to look at: months of arrival, and, where given, one job, jobs by their words, a recruiter's, one source."""

    period: Period
    job_id: int | None = None
    words: str = ""
    recruiter_id: int | None = None
    source: str = ""
    sources: tuple[str, ...] = ()  # that one with its details

    @property
    def names_jobs(self) -> bool:
        return bool(self.job_id is not None or self.words or self.recruiter_id is not None)


class Spread(NamedTuple):
    """How long something took: the median, and the time within which nine in ten were done."""

    label: str | date | None  # None: all together
    many: int
    median: timedelta
    most: timedelta


class Rejected(NamedTuple):
    """How many were rejected for a reason; its name where it is an own one."""

    reason: str
    own_name: str | None
    many: int


def jobs_seen(actor: Actor) -> QuerySet[Job]:
    """The jobs whose figures the actor may see."""
    return jobs.reached(actor, Action.ANALYTICS_VIEW)


def chosen_jobs(actor: Actor, selection: Selection) -> QuerySet[Job]:
    """Those of them that were chosen."""
    rows = jobs_seen(actor)
    if selection.job_id is not None:
        rows = rows.filter(pk=selection.job_id)
    if selection.words:
        rows = rows.filter(pk__in=jobs.filtered(actor, search=selection.words).values("pk"))
    if selection.recruiter_id is not None:
        theirs = TeamMember.objects.filter(user=selection.recruiter_id, role=TeamRole.RECRUITER)
        rows = rows.filter(pk__in=theirs.values("job"))
    return rows


def sums(actor: Actor, selection: Selection) -> list[rules.Sum]:
    """What arrived in the period by month and source, from the counts; one query, whatever is drawn of it."""
    rows = _narrowed(_within(Count.objects, selection.period), actor, selection)
    found = rows.order_by().values("month", "source").annotate(**{f"all_{name}": Sum(name) for name in COLUMNS})
    return [
        rules.Sum(month, source or "", dict(zip(COLUMNS, many, strict=True)))
        for month, source, *many in found.values_list("month", "source", *(f"all_{name}" for name in COLUMNS))
    ]


def rejections(actor: Actor, selection: Selection) -> list[Rejected]:
    """How many of those who arrived in the period were rejected, by reason; one query, whatever the list has."""
    rows = _narrowed(_within(RejectionCount.objects, selection.period), actor, selection)
    named = rows.order_by().annotate(own=choices.own_name(ChoiceList.REJECTION_REASON, "reason"))
    return [Rejected(*row) for row in named.values_list("reason", "own").annotate(all_many=Sum("many"))]


def stays(actor: Actor, selection: Selection) -> list[Spread]:
    """How long people stayed in each kind of stage before they moved on, of those who arrived in the period."""
    start, end = _span(selection.period)
    arrived = Application.objects.filter(created_at__gte=start, created_at__lt=end)
    latest = _narrowed(arrived, actor, selection).order_by("-created_at", "-pk").values("id")[:SAMPLE]
    return [spread for spread in _spreads(_STAYS, latest) if spread.label is not None]


def hires(actor: Actor, selection: Selection) -> list[Spread]:
    """From arrival to an accepted offer, by month of the hire, and all together."""
    start, end = _span(selection.period)
    rows = Application.objects.filter(close_reason=CloseReason.HIRED, offer_at__gte=start, offer_at__lt=end)
    found = _narrowed(rows, actor, selection).order_by().values(ended=F("offer_at"), began=F("created_at"))
    return _spreads(_BY_MONTH, found)


def fills(actor: Actor, selection: Selection) -> list[Spread]:
    """From activation to closing of the jobs that were filled, by month of the closing, and all together."""
    start, end = _span(selection.period)
    rows = chosen_jobs(actor, selection).filter(
        status=JobStatus.CLOSED, close_reason=JobCloseReason.FILLED, closed_at__gte=start, closed_at__lt=end
    )
    found = rows.filter(activated_at__isnull=False).order_by().values(ended=F("closed_at"), began=F("activated_at"))
    return _spreads(_BY_MONTH, found)


def open_jobs(actor: Actor, selection: Selection) -> dict[str, tuple[int, int]]:
    """Jobs that are not closed by their state, with their openings."""
    rows = chosen_jobs(actor, selection).exclude(status=JobStatus.CLOSED).order_by().values("status")
    found = {row["status"]: row for row in rows.annotate(many=Many("pk"), places=Sum("openings"))}
    return {
        status: (found[status]["many"], found[status]["places"]) if status in found else (0, 0)
        for status in JobStatus.values
        if status != JobStatus.CLOSED
    }


def counted_until(*, now: datetime) -> datetime:
    """Everything that happened before this moment is in the counts."""
    waiting: datetime | None = Change.objects.aggregate(first=Min("at"))["first"]
    return min(waiting, now) if waiting else now


def recruiters(actor: Actor) -> QuerySet[User]:
    """Who recruits on the jobs that the actor sees, by name."""
    rows = TeamMember.objects.filter(role=TeamRole.RECRUITER, job__in=jobs_seen(actor))
    found = User.objects.filter(pk__in=rows.values("user")).order_by("last_name", "first_name", "pk")
    return found[:_MOST_RECRUITERS]


def with_details(code: str) -> tuple[str, ...]:
    """A source and its details."""
    rows = SourceChoice.objects.filter(Q(code=code) | Q(category=code))
    return tuple(rows.order_by("code").values_list("code", flat=True))


def _within(counts: Manager[_Row], period: Period) -> QuerySet[_Row]:
    return counts.filter(month__gte=period.since, month__lte=period.until)


def _narrowed(rows: QuerySet[_Row], actor: Actor, selection: Selection) -> QuerySet[_Row]:
    """Rows with a job and a source: those of the chosen jobs, and of the chosen source with its details."""
    if selection.names_jobs or not permissions.allowed(actor, Action.ANALYTICS_VIEW):
        rows = rows.filter(job__in=chosen_jobs(actor, selection).order_by().values("pk"))
    return rows.filter(source__in=selection.sources) if selection.sources else rows


def _spreads(template: str, rows: QuerySet[Any, Any]) -> list[Spread]:
    picked, given = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_SPREAD.format(rows=template.format(rows=picked)), given)
        return [Spread(*row) for row in cursor if row[1]]


def _span(period: Period) -> tuple[datetime, datetime]:
    return datetime.combine(period.since, time(), UTC), datetime.combine(period.end, time(), UTC)
