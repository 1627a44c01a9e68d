"""What can be done with talent pools: create, rename, share, delete; put people in and take them out."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.candidates.models import Candidate
from skaffa.core import events
from skaffa.pools.events import AddedToPool, PoolCreated
from skaffa.pools.models import Membership, Pool, PoolSource


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


def _linkedin_pool(at: datetime) -> Pool:
    """The one pool of this source: two who need it first at once get the same one, by its constraint."""
    pool, is_new = Pool.objects.get_or_create(
        source=PoolSource.LINKEDIN, defaults={"created_at": at, "modified_at": at}
    )
    if is_new:
        events.publish(PoolCreated(pool_id=pool.pk, pool=pool.name, at=at, by_id=None))
    return pool


def _publish_added(pool: Pool, candidate: Candidate, by: Actor, at: datetime) -> None:
    events.publish(AddedToPool(pool_id=pool.pk, pool=pool.name, candidate_id=candidate.pk, at=at, by_id=by.user_id))
