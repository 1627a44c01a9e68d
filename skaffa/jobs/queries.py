"""Which jobs there are, who works on them, and who may do what there."""

import dataclasses
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, IntegerField, Q, QuerySet, When
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.accounts.permissions import Action, Scope
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import refusals
from skaffa.core.compiled import compiled
from skaffa.jobs import rules
from skaffa.jobs.models import Job, JobStatus, Stage, TeamMember, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.processes import queries as processes
from skaffa.processes.models import StageKind
from skaffa.processes.rules import Plan, PlannedStage

_MOST_WORDS = 8
_NOBODY = 0
_read: "ContextVar[dict[int | None, dict[int, Seat]] | None]" = ContextVar("read", default=None)
_TEAM_ORDER = Case(*(When(role=role, then=place) for place, role in enumerate(TeamRole)), output_field=IntegerField())


DELEGATE = "delegate"
"""Asked for instead of a role: whoever could act for the actor."""


@dataclass(frozen=True, slots=True)
class Seat:
    """What the actor is on the hiring team of a job."""

    roles: frozenset[str]
    handles_prospects: bool  # hiring managers do, on this job


class JobNotFound(refusals.NotFound):
    """There is no such job, or the reader may not know of it."""

    sentence = _("There is no such job, or you may not see it.")


def visible_to(actor: Actor) -> QuerySet[Job]:
    """All jobs for administrators and readers; for everybody else those of their hiring teams (A162)."""
    return reached(actor, Action.JOB_VIEW)


def reached(actor: Actor, action: Action) -> QuerySet[Job]:
    """The jobs where the actor's roles reach for this, whatever the job's own options say."""
    if permissions.allowed(actor, action):
        return Job.objects.all()
    if actor.user is None or not actor.user.is_active:
        return Job.objects.none()
    return Job.objects.filter(pk__in=_memberships(actor, _reaching(action)).values("job"))


def job(actor: Actor, pk: int) -> Job:
    found = _job(pk, team_of(actor))
    if not found:
        raise JobNotFound
    return found[0]


@compiled
def _job(pk: int, member: int | None) -> QuerySet[Job]:
    return seen(member).select_related("created_by").filter(pk=pk)


def team_of(actor: Actor) -> int | None:
    """On whose teams the jobs are that the actor sees; None: whatever team. What compiled queries ask `seen` with."""
    if permissions.allowed(actor, Action.JOB_VIEW):
        return None
    return actor.user.pk if actor.user and actor.user.is_active else _NOBODY


def seen(member: int | None) -> QuerySet[Job]:
    """What `visible_to` gives somebody whose `team_of` this is."""
    if member is None:
        return Job.objects.all()
    return Job.objects.filter(pk__in=of_teams(member, _reaching(Action.JOB_VIEW)).values("job"))


def filtered(actor: Actor, *, status: str = "", mine: bool = False, search: str = "") -> QuerySet[Job]:
    """Visible jobs in this status, of the actor's own teams, with this in their title, Job ID or city."""
    rows = visible_to(actor)
    if status:
        rows = rows.filter(status=status) if status in JobStatus else rows.none()
    if mine:
        rows = rows.filter(pk__in=_memberships(actor).values("job"))
    for word in search.replace("\0", " ").split()[:_MOST_WORDS]:
        rows = rows.filter(Q(title__icontains=word) | Q(code__icontains=word) | Q(city__icontains=word))
    return rows


def team_roles(actor: Actor, job: Job) -> frozenset[str]:
    """The roles that the actor holds in this job's hiring team."""
    return team_roles_by_job(actor, [job])[job.pk]


def team_roles_by_job(actor: Actor, jobs: Iterable[Job]) -> dict[int, frozenset[str]]:
    """The same for many jobs, in one query."""
    ids = {job.pk for job in jobs}
    held = _seats(actor, list(ids)) if _read.get() is None else seats(actor)
    return {pk: held[pk].roles if pk in held else frozenset() for pk in ids}


def seats(actor: Actor) -> dict[int, Seat]:
    """The jobs on whose hiring teams the actor is, by their ids; one query, and one for a whole page."""
    remembered = _read.get()
    if remembered is None:
        return _seats(actor)
    if actor.user_id not in remembered:
        remembered[actor.user_id] = _seats(actor)
    return remembered[actor.user_id]


def _seats(actor: Actor, among: list[int] | None = None) -> dict[int, Seat]:
    roles: dict[tuple[int, bool], set[str]] = {}
    for job_id, role, handles in _held_seats(actor.user_id, among):
        roles.setdefault((job_id, handles), set()).add(role)
    return {job_id: Seat(frozenset(held), handles) for (job_id, handles), held in roles.items()}


@compiled
def _held_seats(user: int | None, among: list[int] | None) -> QuerySet[TeamMember, tuple[int, str, bool]]:
    rows = of_teams(user) if among is None else of_teams(user).filter(job__among=among)
    return rows.values_list("job_id", "role", "job__hiring_managers_handle_prospects")


@contextmanager
def read_once() -> Iterator[None]:
    """Meanwhile who is on which team is read once: a page that only shows things asks for it many times."""
    token = _read.set({})
    try:
        yield
    finally:
        _read.reset(token)


def may(actor: Actor, action: Action, job: Job) -> bool:
    return action in rights(actor, job)


def rights(actor: Actor, job: Job) -> frozenset[Action]:
    """Everything that the actor may do on this job by role; its state may still forbid it."""
    return rights_by_job(actor, [job])[job.pk]


def rights_by_job(actor: Actor, jobs: Iterable[Job]) -> dict[int, frozenset[Action]]:
    """The same for many jobs, in one query."""
    known = list(jobs)
    roles = team_roles_by_job(actor, known)
    return {
        job.pk: permissions.held(
            actor,
            team_roles=roles[job.pk],
            hiring_managers_handle_prospects=job.hiring_managers_handle_prospects,
            hiring_managers_make_offers=job.hiring_managers_make_offers,
        )
        for job in known
    }


def require(actor: Actor, action: Action, job: Job) -> None:
    """Raise NotAllowed unless the actor may; JobNotFound when they may not even know of the job."""
    held = rights(actor, job)
    if Action.JOB_VIEW not in held:
        raise JobNotFound
    if action not in held:
        raise refusals.NotAllowed(code=action.value)


def public_job(code: str) -> Job:
    """The job that anybody may read about: active and not confidential."""
    found = Job.objects.filter(code__iexact=code.replace("\0", ""), status=JobStatus.ACTIVE, is_confidential=False)
    job = found.first()
    if job is None:
        raise JobNotFound
    return job


def team(actor: Actor, job: Job, *, held: frozenset[Action] = frozenset()) -> QuerySet[TeamMember]:
    """The hiring team, recruiters first, by name; `held` are the actor's rights on the job, where they are known."""
    if Action.JOB_VIEW not in held:
        require(actor, Action.JOB_VIEW, job)
    return (
        TeamMember.objects.filter(job=job)
        .select_related("user", "delegate_of")
        .order_by(_TEAM_ORDER, "user__last_name", "user__first_name", "pk")
    )


@compiled
def team_names(job: int) -> QuerySet[TeamMember]:
    """The same with names and roles alone, for those who see the job."""
    rows = TeamMember.objects.filter(job=job).select_related("user")
    by_name = rows.order_by(_TEAM_ORDER, "user__last_name", "user__first_name", "pk")
    return by_name.only("role", "user__first_name", "user__last_name")


def role_to_delegate(actor: Actor, job: Job) -> str | None:
    """The role in which the actor may name delegates for themselves: their own, not one they act in for somebody."""
    own = _memberships(actor, rules.SECURITY_ROLE_OF).filter(job=job, delegate_of=None)
    return own.order_by(_TEAM_ORDER).values_list("role", flat=True).first()


def may_remove(actor: Actor, member: TeamMember) -> bool:
    """A delegate removes neither other delegates nor whom they act for; their own part they may give up (A20)."""
    acts_for = (
        _memberships(actor, rules.SECURITY_ROLE_OF).filter(job=member.job_id).values_list("delegate_of", flat=True)
    )
    delegators = set(acts_for)
    if permissions.allowed(actor, Action.TEAM_EDIT) or None in delegators or member.user_id == actor.user_id:
        return True
    return member.delegate_of_id is None and member.user_id not in delegators


def addable_users(actor: Actor, job: Job, role: str) -> QuerySet[User]:
    """Active users who could join the team in this role and are not in it yet (A18)."""
    require(actor, Action.TEAM_EDIT, job)
    is_delegate = role == DELEGATE
    present = TeamMember.objects.filter(job=job, role=role_to_delegate(actor, job) if is_delegate else role).values(
        "user"
    )
    rows = User.objects.filter(is_active=True).exclude(pk__in=present)
    needed = rules.SECURITY_ROLE_OF.get(role)
    return (rows.filter(roles__contains=[needed]) if needed else rows).order_by("last_name", "first_name", "pk")


def members_in(job: Job, role: str) -> list[int]:
    """Ids of the active users who hold this role in the hiring team."""
    rows = TeamMember.objects.filter(job=job, role=role, user__is_active=True)
    return list(rows.order_by("pk").values_list("user_id", flat=True))


def stages(job: Job) -> list[Stage]:
    """The stages in use, in order: without Prospect where prospects are switched off."""
    return _stages(job.pk, with_prospect=job.enable_prospects)


@compiled
def _stages(job: int, *, with_prospect: bool) -> QuerySet[Stage]:
    found = Stage.objects.filter(job=job).order_by("position")
    return found if with_prospect else found.exclude(kind=StageKind.PROSPECT)


def plan(job: Job) -> Plan:
    """The job's own process: every stage with its activities, Prospect too where prospects are switched off."""
    rows = Stage.objects.filter(job=job).order_by("position").prefetch_related("activities")
    return tuple(PlannedStage(stage.kind, stage.name, processes.planned(stage.activities.all())) for stage in rows)


def details(job: Job) -> JobDetails:
    """What people wrote about the job, in the shape that actions take."""
    known: dict[str, Any] = {field.name: getattr(job, field.name) for field in dataclasses.fields(JobDetails)}
    return JobDetails(**known | {name: tuple(known[name]) for name in ("functions", "skills")})


def offered(lists: Lists, *kept: JobDetails) -> rules.Offered:
    """What can be chosen for a job; what it has, it may keep."""
    return {
        field: {code for code, _label in lists.offered(field, *(getattr(one, field) for one in kept))}
        for field in (ChoiceList.EMPLOYMENT_TYPE, ChoiceList.SENIORITY)
    }


def by_code(code: str) -> Job | None:
    """The job known by this visible Job ID, in any case of letters; for intake, not for pages."""
    return Job.objects.filter(code__iexact=code.replace("\0", "")).first()


def roles_to_create_with(actor: Actor) -> list[str]:
    """The team roles in which the actor may create a job (A6, A7)."""
    return [role for role, needed in rules.SECURITY_ROLE_OF.items() if actor.has(SecurityRole(needed))]


def _memberships(actor: Actor, roles: Iterable[str] | None = None) -> QuerySet[TeamMember]:
    return of_teams(actor.user_id, roles)


def of_teams(user: int | None, roles: Iterable[str] | None = None) -> QuerySet[TeamMember]:
    """A user's places on hiring teams, in any of these roles."""
    rows = TeamMember.objects.none() if user is None else TeamMember.objects.filter(user=user)
    return rows if roles is None else rows.filter(role__in=list(roles))


def _reaching(action: Action) -> list[str]:
    return [role for role in TeamRole if permissions.scope(action, SecurityRole(role)) is not Scope.NONE]
