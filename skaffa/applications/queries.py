"""Who is considered for which job, for those who may know."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action, Scope
from skaffa.applications import rules, scope
from skaffa.applications.models import Application, ApplicationStatus, CloseReason, StageMove
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import paging, refusals
from skaffa.core.compiled import Limit, compiled, knowing
from skaffa.core.paging import Page
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus, Stage, TeamMember
from skaffa.processes.models import StageKind

Besides = Callable[[QuerySet[Application]], QuerySet[Application]]  # what a layer above asks for with the same rows
_PROSPECT = Q(stage__kind=StageKind.PROSPECT)
_NEWEST = "-created_at"
SHOWN = ("candidate", "stage", "added_by", "source")
"""What is said of an application in lists; its job is known there."""


class ApplicationNotFound(refusals.NotFound):
    """There is no such application, or the reader may not know of it."""

    sentence = _("There is no such application, or you may not see it.")


def require_reason(reason: str) -> None:
    """Raise Invalid unless people are rejected for this reason now."""
    if not Lists().takes(ChoiceList.REJECTION_REASON, reason):
        raise refusals.Invalid(fields={"reason": _("Choose a reason.")})


def visible_to(actor: Actor) -> QuerySet[Application]:
    """Prospects and applicants of the jobs where the actor may see them (A162, A33)."""
    return Application.objects.filter(seen_by(actor))


def seen_by(actor: Actor, job: str = "job", kind: str = "stage__kind") -> Q:
    """The same as a condition on something else: which field of it is the job, and which the kind of the stage."""
    return scope.where(scope.seen(actor), job, kind)


def page(
    actor: Actor, job: Job, *, prospects: bool, status: ApplicationStatus, cursor: str, size: int, besides: Besides
) -> Page[Application]:
    """A page of the job's prospects, or of its applicants, the latest first, with what a line says of the person."""
    jobs.require(actor, Action.PROSPECT_VIEW if prospects else Action.APPLICANT_VIEW, job)
    found = _page(job.pk, status, paging.place(cursor), Limit(size + 1), prospects=prospects, besides=besides)
    return paging.cut(knowing(found, job=job), by=_NEWEST, size=size)


@compiled
def _page(
    job: int,
    status: ApplicationStatus,
    place: tuple[datetime, int] | None,
    most: Limit,
    *,
    prospects: bool,
    besides: Besides,
) -> QuerySet[Application]:
    rows = Application.objects.filter(_PROSPECT if prospects else ~_PROSPECT, job=job, status=status)
    shown = at_offer(rows).select_related(*SHOWN).annotate(**candidates.faces("candidate"))
    return paging.beyond(besides(shown), by=_NEWEST, place=place)[:most]


def application(actor: Actor, pk: int) -> Application:
    found = at_offer(visible_to(actor)).select_related("job", *SHOWN).filter(pk=pk).first()
    if found is None:
        raise ApplicationNotFound
    return found


def of_candidate(actor: Actor, candidate: Candidate) -> QuerySet[Application]:
    """Every application of a candidate the actor may see, the latest first (A63).

    `may_open` tells whether the actor may open it; of confidential jobs only those are listed.
    """
    return of_candidates(actor, [candidate.pk])


def of_candidates(actor: Actor, people: Iterable[int]) -> QuerySet[Application]:
    """The same for several candidates the actor may see, by their ids."""
    rows = Application.objects.filter(candidate__in=list(people)).annotate(
        may_open=Exists(visible_to(actor).filter(pk=OuterRef("pk")))
    )
    if not permissions.allowed(actor, Action.CANDIDATE_SEARCH):
        rows = rows.filter(may_open=True)
    rows = rows.filter(Q(may_open=True) | Q(job__is_confidential=False))
    return at_offer(rows).select_related("job", "stage", "added_by", "source").order_by("-created_at", "-pk")


def last_move(application: Application) -> StageMove | None:
    """The move that can be taken back; entering the job is none."""
    moves = StageMove.objects.filter(application=application).select_related("from_stage", "to_stage", "by")
    last = moves.order_by("at", "pk").last()
    return last if last is not None and last.from_stage_id is not None else None


def entered(application: Application) -> datetime:
    """When the application came into the stage it is in: its latest move, for entering the job is one too."""
    last = StageMove.objects.filter(application=application).order_by("at", "pk").last()
    return last.at if last else application.created_at


def prospects_version(job: Job, beside: Callable[[], Subquery] | None = None) -> str:
    """A short text that changes whenever the Prospect tab would look different; one query over the job's own rows.

    `beside` is a number for what else stands beside a prospect, by `OuterRef("candidate_id")`.
    """
    for many, which, moved, renamed, more in _version(job.pk, beside):
        numbers = (which, int(max(moved, renamed).timestamp() * 1_000_000), more or 0)
        return "-".join([job.status, str(many), *(f"{int(one):x}" for one in numbers)])
    return f"{job.status}-0"


@compiled
def _version(
    job: int, beside: Callable[[], Subquery] | None
) -> "QuerySet[Application, tuple[int, int, datetime, datetime, int | None]]":
    rows = Application.objects.filter(_PROSPECT, job=job).order_by().values("job")
    moved, renamed = Max("modified_at"), Max("candidate__modified_at")
    more = Sum(beside() if beside else Value(0))
    counted = rows.annotate(many=Count("pk"), which=Sum("pk"), moved=moved, renamed=renamed, more=more)
    return counted.values_list("many", "which", "moved", "renamed", "more")


@dataclass(frozen=True, slots=True)
class Openings:
    """How many people a job is to be given: `offered` have an open offer, `hired` have accepted theirs."""

    total: int
    offered: int
    hired: int

    @property
    def available(self) -> int:
        """Openings without an offer (A11); an offer too many leaves none, not fewer."""
        return max(0, self.total - self.offered - self.hired)

    @property
    def are_filled(self) -> bool:
        return self.hired >= self.total


def openings(job: Job) -> Openings:
    """How the openings of a job stand; one query."""
    offered = Q(status=ApplicationStatus.ACTIVE) & ~Q(offer="")
    found = Application.objects.filter(job=job).aggregate(
        offered=Count("pk", filter=offered), hired=Count("pk", filter=Q(close_reason=CloseReason.HIRED))
    )
    return Openings(job.openings, found["offered"], found["hired"])


@dataclass(frozen=True, slots=True)
class Tally:
    """How many people of a job are where, as far as the reader sees them, and how its openings stand."""

    prospects: int
    applicants: int
    closed_prospects: int
    closed_applicants: int
    openings: Openings


def tally(actor: Actor, job: Job) -> Tally:
    """Everything that is counted on the pages of a job, in one query."""
    held = jobs.rights(actor, job)
    sees = {"prospects": Action.PROSPECT_VIEW in held, "applicants": Action.APPLICANT_VIEW in held}
    many: Counter[str] = Counter()
    for kind, status, offer, reason, found in _counted(job.pk):
        is_active = status == ApplicationStatus.ACTIVE
        who = "prospects" if kind == StageKind.PROSPECT else "applicants"
        many[who if is_active else f"closed_{who}"] += found * sees[who]
        many["offered"] += found * (is_active and offer != "")
        many["hired"] += found * (reason == CloseReason.HIRED)
    return Tally(
        prospects=many["prospects"],
        applicants=many["applicants"],
        closed_prospects=many["closed_prospects"],
        closed_applicants=many["closed_applicants"],
        openings=Openings(job.openings, many["offered"], many["hired"]),
    )


@compiled
def _counted(job: int) -> "QuerySet[Application, tuple[str, str, str, str, int]]":
    kinds = Application.objects.filter(job=job).values_list("stage__kind", "status", "offer", "close_reason")
    return kinds.annotate(found=Count("pk")).order_by()


def hired(job_id: int) -> QuerySet[Application]:
    """Who has accepted an offer for this job; for those who may see its applicants."""
    return Application.objects.filter(job=job_id, close_reason=CloseReason.HIRED)


def reached_offer() -> QuerySet[Application]:
    """Applications that have been in the Offer stage; for rules, not for pages."""
    there = StageMove.objects.filter(application=OuterRef("pk"), to_stage__kind=StageKind.OFFER)
    return Application.objects.filter(Exists(there))


def silver_medalists(actor: Actor) -> QuerySet[Application]:
    """Applications marked with a silver medal (A66), as far as the actor may see them; `values("candidate")` filters people."""
    return visible_to(actor).filter(silver_medal_at__isnull=False)


def medalists(actor: Actor, candidate_ids: Iterable[int]) -> set[int]:
    """Those of these people who carry a silver medal that the actor may see, in one query."""
    rows = silver_medalists(actor).filter(candidate__in=list(candidate_ids))
    return set(rows.order_by().values_list("candidate", flat=True))


def counts(actor: Actor, jobs_shown: Iterable[Job]) -> dict[int, tuple[int, int]]:
    """Active prospects and applicants of each job, as far as the actor may see them; two queries for any number."""
    found = {job.pk: (0, 0) for job in jobs_shown}
    rows = (
        visible_to(actor)
        .filter(job__in=found, status=ApplicationStatus.ACTIVE)
        .order_by()
        .values("job")
        .annotate(prospects=Count("pk", filter=_PROSPECT), applicants=Count("pk", filter=~_PROSPECT))
    )
    found.update({row["job"]: (row["prospects"], row["applicants"]) for row in rows})
    return found


def jobs_to_add_to(actor: Actor, search: str = "") -> QuerySet[Job]:
    """Active jobs on which the actor may put somebody now: as a prospect where the job takes them, else in Application."""
    rows = jobs.filtered(actor, status=JobStatus.ACTIVE, search=search).order_by("title", "pk")
    if permissions.allowed(actor, Action.APPLICANT_ADD):
        return rows
    as_prospect = Q(enable_prospects=True) & _on_teams(actor, Action.PROSPECT_ADD, of="")
    return rows.filter(as_prospect | Q(enable_prospects=False) & _on_teams(actor, Action.APPLICANT_ADD, of=""))


def candidates_scope(actor: Actor) -> Q:
    """The people whose applications the actor may see, as a condition on Candidate."""
    return Q(pk__in=visible_to(actor).values("candidate"))


def at_offer(rows: QuerySet[Application]) -> QuerySet[Application]:
    """`at_offer` tells whether they have reached the Offer stage."""
    passed = Stage.objects.filter(job=OuterRef("job"), kind=StageKind.OFFER, position__lte=OuterRef("stage__position"))
    return rows.annotate(at_offer=Exists(passed))


def _on_teams(actor: Actor, action: Action, *, of: str = "job__") -> Q:
    """The jobs where the actor's role in the team reaches for this; `of` leads from what is asked for to its job."""
    reach = rules.roles_that_see(action)
    mine = TeamMember.objects.filter(user=actor.user)
    whole = Q(**{f"{of}pk__in": mine.filter(role__in=reach.get(Scope.TEAM, [])).values("job")})
    if_allowed = Q(**{f"{of}pk__in": mine.filter(role__in=reach.get(Scope.TEAM_IF_PROSPECTS, [])).values("job")})
    return whole | if_allowed & Q(**{f"{of}hiring_managers_handle_prospects": True})
