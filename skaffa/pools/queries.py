"""Which talent pools there are, who is in them, and who may do what there."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action, Scope
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import refusals
from skaffa.pools import rules
from skaffa.pools.models import LINKEDIN_POOL, Contributor, Membership, Pool, PoolSource
from skaffa.pools.rules import PoolNotFound

_MOST_WORDS = 8


@dataclass(frozen=True, slots=True)
class Rights:
    """What somebody may do with a pool they see."""

    add: bool
    remove: bool
    edit: bool


def visible_to(actor: Actor) -> QuerySet[Pool]:
    """All pools for those who see everything; for recruiters and hiring managers their own and shared ones (A100).

    The LinkedIn talent pool is everybody's who may use pools at all (S69).
    """
    return Pool.objects.filter(_in_reach(actor, Action.POOL_VIEW, also=Q(source=PoolSource.LINKEDIN)))


def pool(actor: Actor, pk: int) -> Pool:
    found = visible_to(actor).select_related("owner").filter(pk=pk).first()
    if found is None:
        raise PoolNotFound
    return found


def filtered(actor: Actor, *, search: str = "", whose: str = "") -> QuerySet[Pool]:
    """Visible pools of this name, "mine" or "shared" with the actor, to be paged by "sorted_name"."""
    rows = visible_to(actor).select_related("owner").annotate(sorted_name=Lower("name"))
    if whose == "mine":
        rows = rows.filter(owner=actor.user)
    elif whose == "shared":
        rows = rows.filter(pk__in=_shared_with(actor))
    for word in search.replace("\0", " ").split()[:_MOST_WORDS]:
        matches = Q(name__icontains=word)
        if word.casefold() in str(LINKEDIN_POOL).casefold():
            matches |= Q(source=PoolSource.LINKEDIN)
        rows = rows.filter(matches)
    return rows


def counts(pools: Iterable[Pool]) -> dict[int, int]:
    """How many people are in each of these pools the actor was given; one query for any number."""
    found = {pool.pk: 0 for pool in pools}
    rows = Membership.objects.filter(pool__in=found, removed_at=None).order_by().values("pool")
    found.update(dict(rows.annotate(many=Count("pk")).values_list("pool", "many")))
    return found


def rights(actor: Actor, pool: Pool) -> Rights:
    return rights_by_pool(actor, [pool])[pool.pk]


def rights_by_pool(actor: Actor, pools: Iterable[Pool]) -> dict[int, Rights]:
    """What the actor may do with each of these pools they see; one query for any number."""
    known = list(pools)
    fill, edit = permissions.reach(actor, Action.POOL_FILL), permissions.reach(actor, Action.POOL_EDIT)
    shared = set(_shared_with(actor).filter(pool__in=known)) if Scope.SHARED in fill else set()
    return {pool.pk: _rights(actor, pool, fill, edit, is_shared=pool.pk in shared) for pool in known}


def fillable(actor: Actor, search: str = "") -> QuerySet[Pool]:
    """Pools the actor may put people into, by name."""
    rows = filtered(actor, search=search).filter(_in_reach(actor, Action.POOL_FILL))
    return rows.exclude(source=PoolSource.LINKEDIN).order_by(Lower("name"), "pk")


def people(actor: Actor, pool: Pool, search: str = "") -> QuerySet[Membership]:
    """Who is in a pool the actor sees, found as the list of candidates finds them; to be paged by "-added_at"."""
    rows = Membership.objects.filter(pool=pool, removed_at=None).select_related("candidate__profile_source", "added_by")
    rows = rows.prefetch_related("candidate__emails")
    return rows.filter(candidate__in=candidates.searched(actor, search)) if search.strip() else rows


def removed(pool: Pool, candidate_id: int) -> Membership | None:
    """Somebody who was taken out of the pool and can be put back."""
    rows = Membership.objects.filter(pool=pool, candidate=candidate_id, removed_at__isnull=False)
    return rows.select_related("candidate__profile_source").first()


def of_candidate(actor: Actor, candidate: Candidate) -> QuerySet[Pool]:
    """The pools a person is in, as far as the actor sees them, by name."""
    present = Membership.objects.filter(candidate=candidate, removed_at=None).values("pool")
    return visible_to(actor).filter(pk__in=present).order_by(Lower("name"), "pk")


def contributors(pool: Pool) -> QuerySet[Contributor]:
    """Whom a pool the actor sees is shared with, by name."""
    return Contributor.objects.filter(pool=pool).select_related("user").order_by("user__last_name", "user__first_name")


def possible_contributors(actor: Actor, pool: Pool | None = None, search: str = "") -> QuerySet[User]:
    """Active users who could contribute and do not yet, by name; the actor needs no sharing with."""
    if not permissions.allowed(actor, Action.POOL_CREATE):
        raise refusals.NotAllowed(code=Action.POOL_CREATE.value)
    rows = User.objects.filter(is_active=True, roles__overlap=list(rules.CONTRIBUTING_ROLES))
    rows = rows.exclude(pk__in=[pk for pk in [pool.owner_id if pool else actor.user_id] if pk])
    if pool is not None:
        rows = rows.exclude(pk__in=Contributor.objects.filter(pool=pool).values("user"))
    return _named(rows, search)


def directory(actor: Actor, search: str) -> QuerySet[User]:
    """Active users by name and e-mail address: who works here (A68)."""
    permissions.require(actor, Action.POOL_CREATE)
    return _named(User.objects.filter(is_active=True), search)


def _named(rows: QuerySet[User], search: str) -> QuerySet[User]:
    for word in search.replace("\0", " ").split()[:_MOST_WORDS]:
        rows = rows.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return rows.order_by("last_name", "first_name", "pk")


def _in_reach(actor: Actor, action: Action, *, also: Q | None = None) -> Q:
    """The pools that the actor's roles reach for this action; `also` what everybody has who reaches any."""
    reach = permissions.reach(actor, action)
    if Scope.ALL in reach:
        return Q()
    if not reach:
        return Q(pk__in=[])
    condition = Q(owner=actor.user)
    if Scope.SHARED in reach:
        condition |= Q(pk__in=_shared_with(actor))
    return condition | also if also is not None else condition


def _shared_with(actor: Actor) -> QuerySet[Contributor, int]:
    return Contributor.objects.filter(user=actor.user).values_list("pool", flat=True)


def _rights(actor: Actor, pool: Pool, fill: frozenset[Scope], edit: frozenset[Scope], *, is_shared: bool) -> Rights:
    if pool.is_linkedin:
        return Rights(add=False, remove=bool(fill), edit=False)
    is_owner = pool.owner_id == actor.user_id
    fills = Scope.ALL in fill or (Scope.SHARED in fill and (is_owner or is_shared))
    return Rights(add=fills, remove=fills, edit=Scope.ALL in edit or (Scope.OWN in edit and is_owner))
