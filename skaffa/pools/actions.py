"""What can be done with talent pools: create, rename, share, delete; put people in, take them out, put them back."""

from collections.abc import Callable, Iterable
from datetime import datetime

from django.db import IntegrityError, transaction

from skaffa.accounts import permissions
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import events, refusals
from skaffa.pools import queries, rules
from skaffa.pools.events import (
    AddedToPool,
    PoolCreated,
    PoolDeleted,
    PoolRenamed,
    PoolShared,
    PoolUnshared,
    RemovedFromPool,
)
from skaffa.pools.models import Contributor, Membership, Pool, PoolSource


@transaction.atomic
def create(name: str, *, contributors: Iterable[User] = (), by: Actor, at: datetime) -> Pool:
    """A pool of the actor's own, shared with these people; the system owns none but the LinkedIn talent pool."""
    permissions.require(by, Action.POOL_CREATE)
    if by.user is None:
        raise refusals.NotAllowed(code=Action.POOL_CREATE.value)
    pool = Pool(name=rules.checked_name(name), owner=by.user, created_at=at, modified_at=at)
    _save_named(pool)
    events.publish(PoolCreated(pool_id=pool.pk, pool=pool.name, at=at, by_id=by.user_id))
    for user in contributors:
        _share(pool, user, by, at)
    return pool


@transaction.atomic
def rename(pool: Pool, name: str, *, by: Actor, at: datetime) -> Pool:
    """Another name; the same one in other letters too."""
    locked = _to_edit(pool, by)
    before, locked.name = locked.name, rules.checked_name(name)
    if locked.name != before:
        locked.modified_at = at
        _save_named(locked)
        events.publish(PoolRenamed(pool_id=locked.pk, pool=locked.name, before=before, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def share(pool: Pool, user: User, *, by: Actor, at: datetime) -> Pool:
    """Let somebody see the pool, add people and remove them (A103); who may do so already changes nothing."""
    locked = _to_edit(pool, by)
    _share(locked, user, by, at)
    return locked


@transaction.atomic
def unshare(pool: Pool, user: User, *, by: Actor, at: datetime) -> Pool:
    """Take that away; whom they have added stays."""
    locked = _to_edit(pool, by)
    many, _rows = Contributor.objects.filter(pool=locked, user=user).delete()
    if many:
        events.publish(PoolUnshared(pool_id=locked.pk, pool=locked.name, user_id=user.pk, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def delete(pool: Pool, *, by: Actor, at: datetime) -> None:
    """Delete a pool and who is in it; the people themselves stay candidates."""
    locked = _to_edit(pool, by)
    name, people = locked.name, queries.counts([locked])[locked.pk]
    pk = locked.pk
    locked.delete()
    events.publish(PoolDeleted(pool_id=pk, pool=name, people=people, at=at, by_id=by.user_id))


@transaction.atomic
def add(pool: Pool, candidate: Candidate, *, by: Actor, at: datetime) -> Membership:
    """Put somebody in; who is there already stays as they came. `added_at` tells which it was."""
    return filler(pool, by=by, at=at)(candidate)


def filler(pool: Pool, *, by: Actor, at: datetime) -> Callable[[Candidate], Membership]:
    """As `add`, for many people in one transaction: the right is asked for once."""
    locked = to_fill(pool, by)

    def fill(candidate: Candidate) -> Membership:
        if not candidates.visible_to(by).filter(pk=candidate.pk).exists():
            raise candidates.CandidateNotFound
        came = {"added_at": at, "added_by": by.user}
        found, is_new = Membership.objects.get_or_create(pool=locked, candidate=candidate, defaults=came)
        if not is_new and found.removed_at is None:
            return found
        if not is_new:
            found.removed_at, found.added_at, found.added_by = None, at, by.user
            found.save()
        _publish_added(locked, candidate, by, at)
        return found

    return fill


@transaction.atomic
def remove(pool: Pool, candidate: Candidate, *, by: Actor, at: datetime) -> Membership:
    """Take somebody out of the pool; the person stays a candidate, and can be put back."""
    found = _membership(pool, candidate, by)
    if found.removed_at is None:
        found.removed_at = at
        found.save(update_fields=["removed_at"])
        events.publish(
            RemovedFromPool(
                pool_id=found.pool_id, pool=found.pool.name, candidate_id=candidate.pk, at=at, by_id=by.user_id
            )
        )
    return found


@transaction.atomic
def put_back(pool: Pool, candidate: Candidate, *, by: Actor, at: datetime) -> Membership:
    """Undo a removal: they are where they were, as if nothing had been."""
    found = _membership(pool, candidate, by)
    if found.removed_at is not None:
        found.removed_at = None
        found.save(update_fields=["removed_at"])
        _publish_added(found.pool, candidate, by, at)
    return found


@transaction.atomic
def gather_shared(candidate: Candidate, *, at: datetime) -> Membership:
    """Put somebody who agreed to share their LinkedIn profile into the LinkedIn talent pool (S62-S63, S69).

    The pool is made on first need. Who is there already, or was taken out by somebody, stays as they are.
    """
    pool = _linkedin_pool(at)
    membership, is_new = Membership.objects.get_or_create(
        pool=pool, candidate=candidate, defaults={"added_at": at, "added_by": None}
    )
    if is_new:
        _publish_added(pool, candidate, SYSTEM, at)
    return membership


def to_fill(pool: Pool, by: Actor) -> Pool:
    """The pool as it stands now, locked, for somebody who may put people in."""
    seen = queries.pool(by, pool.pk)
    if seen.is_linkedin:
        raise rules.FilledByLinkedIn
    if not queries.rights(by, seen).add:
        raise refusals.NotAllowed(code=Action.POOL_FILL.value)
    return _locked(seen)


def _linkedin_pool(at: datetime) -> Pool:
    """The one pool of this source: two who need it first at once get the same one, by its constraint."""
    pool, is_new = Pool.objects.get_or_create(
        source=PoolSource.LINKEDIN, defaults={"created_at": at, "modified_at": at}
    )
    if is_new:
        events.publish(PoolCreated(pool_id=pool.pk, pool=pool.name, at=at, by_id=None))
    return pool


def _to_edit(pool: Pool, by: Actor) -> Pool:
    seen = queries.pool(by, pool.pk)
    if seen.is_linkedin:
        raise rules.PoolOfTheSystem
    if not queries.rights(by, seen).edit:
        raise refusals.NotAllowed(code=Action.POOL_EDIT.value)
    return _locked(seen)


def _locked(pool: Pool) -> Pool:
    found = Pool.objects.select_for_update(no_key=True).filter(pk=pool.pk).first()
    if found is None:
        raise rules.PoolNotFound
    return found


def _save_named(pool: Pool) -> None:
    """The database is asked, not the list: a name that somebody takes this very moment is taken."""
    try:
        with transaction.atomic():
            pool.save()
    except IntegrityError as error:
        raise rules.NameTaken from error


def _share(pool: Pool, user: User, by: Actor, at: datetime) -> None:
    if not rules.may_contribute(user.roles, is_active=user.is_active):
        raise rules.CannotContribute
    if user.pk == pool.owner_id:
        return
    _row, is_new = Contributor.objects.get_or_create(pool=pool, user=user, defaults={"added_at": at})
    if is_new:
        events.publish(PoolShared(pool_id=pool.pk, pool=pool.name, user_id=user.pk, at=at, by_id=by.user_id))


def _membership(pool: Pool, candidate: Candidate, by: Actor) -> Membership:
    """Somebody's place in a pool, locked, for one who may take people out of it."""
    seen = queries.pool(by, pool.pk)
    if not queries.rights(by, seen).remove:
        raise refusals.NotAllowed(code=Action.POOL_FILL.value)
    rows = Membership.objects.select_for_update(of=("self",)).select_related("pool")
    found = rows.filter(pool=seen, candidate=candidate).first()
    if found is None:
        raise rules.NotInThisPool
    return found


def _publish_added(pool: Pool, candidate: Candidate, by: Actor, at: datetime) -> None:
    events.publish(AddedToPool(pool_id=pool.pk, pool=pool.name, candidate_id=candidate.pk, at=at, by_id=by.user_id))
