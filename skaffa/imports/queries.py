"""Which imports there are, how far they are, and what became of their rows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.imports import fields
from skaffa.imports.models import Entry, Import, Kind, Row, RowState, State
from skaffa.imports.rules import ImportNotFound
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.pools import queries as pools
from skaffa.pools.models import Pool

AT_WORK = (State.READING, State.RUNNING, State.UNDOING)
_NEEDED = {Kind.CANDIDATES: Action.CANDIDATE_EDIT, Kind.JOBS: Action.JOB_CREATE}
MOST_PLACES = 200


@dataclass(frozen=True, slots=True)
class Places:
    """Where the actor may put people besides: pools, jobs for prospects, jobs for applicants."""

    pools: Sequence[Pool]
    prospects: Sequence[Job]
    applicants: Sequence[Job]


def may(actor: Actor, kind: Kind) -> bool:
    """Whether the actor may import this: who may add it by hand."""
    return permissions.allowed(actor, _NEEDED[kind])


def require(actor: Actor, kind: Kind) -> None:
    permissions.require(actor, _NEEDED[kind])


def may_any(actor: Actor) -> bool:
    return any(may(actor, kind) for kind in Kind)


def visible_to(actor: Actor) -> QuerySet[Import]:
    """One's own imports; all of them for administrators."""
    rows = Import.objects.select_related("asked_by", "pool", "job").defer("content")
    if permissions.allowed(actor, Action.ADMIN_CENTER):
        return rows
    return rows.filter(asked_by=actor.user) if actor.user and may_any(actor) else rows.none()


def run(actor: Actor, pk: int) -> Import:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise ImportNotFound
    return found


def at_work() -> list[int]:
    """Imports with something left to do, the oldest first."""
    rows = Import.objects.filter(state__in=AT_WORK)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def into(actor: Actor, pool: Pool) -> Import | None:
    """The actor's latest import that still brings people into this pool they were given."""
    return visible_to(actor).filter(pool=pool, entry=Entry.POOL, state=State.RUNNING).order_by("-pk").first()


def remembered(kind: str, header: Sequence[str], actor: Actor) -> list[str] | None:
    """What the columns of the last file with these headers meant: one's own, else anybody's."""
    rows = Import.objects.filter(kind=kind, header_key=fields.key(header)).exclude(state=State.COLUMNS)
    own = rows.filter(asked_by=actor.user).order_by("-pk").values_list("columns", flat=True).first()
    return own or rows.order_by("-pk").values_list("columns", flat=True).first()


def places(actor: Actor) -> Places:
    """At most MOST_PLACES of each."""
    to_add_to = list(applications.jobs_to_add_to(actor, "")[:MOST_PLACES])
    held = jobs.rights_by_job(actor, to_add_to)
    return Places(
        pools=list(pools.fillable(actor)[:MOST_PLACES]) if permissions.reach(actor, Action.POOL_FILL) else [],
        prospects=[job for job in to_add_to if Action.PROSPECT_ADD in held[job.pk] and job.takes_prospects],
        applicants=[job for job in to_add_to if Action.APPLICANT_ADD in held[job.pk]],
    )


def known(one: Import) -> QuerySet[Row]:
    """Rows about what we know already, or what an earlier row says."""
    return one.rows.exclude(known_by="").select_related("candidate", "job")


def faulty(one: Import) -> QuerySet[Row]:
    """Rows that could not be taken in, in the order of the file."""
    return one.rows.filter(state=RowState.FAULTY).order_by("number")


def kept(one: Import) -> QuerySet[Row]:
    """What an undo left, because something else has happened to it."""
    return one.rows.filter(state=RowState.KEPT).select_related("candidate", "job")


def row(one: Import, pk: int) -> Row:
    found = one.rows.select_related("candidate", "job").filter(pk=pk).first()
    if found is None:
        raise ImportNotFound
    return found


def may_undo(actor: Actor, one: Import) -> bool:
    """Who made it, and administrators."""
    own = one.asked_by_id == actor.user_id and may(actor, Kind(one.kind))
    return own or permissions.allowed(actor, Action.ADMIN_CENTER)
