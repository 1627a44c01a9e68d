"""What can be done with a user's calendar: give its address, remove it, and keep what was read there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.core import refusals
from skaffa.interviews.calendars import rules
from skaffa.interviews.calendars.reader import Stretch
from skaffa.interviews.models import BusyTime, CalendarFeed, FeedTrouble


@dataclass(frozen=True, slots=True)
class Claim:
    """A calendar to read, ours until the lease ends; whatever is given meanwhile makes it worthless."""

    feed_id: int
    url: str
    zone: str
    attempts: int
    lease_until: datetime


@transaction.atomic
def give(url: str, *, by: Actor, at: datetime) -> CalendarFeed:
    """Say where one's own calendar is published; it is read within minutes. What was known before is forgotten."""
    clean = rules.checked_url(url)
    user = _oneself(by)
    CalendarFeed.objects.filter(user=user).delete()
    return CalendarFeed.objects.create(user=user, url=clean, due_at=at)


@transaction.atomic
def remove(*, by: Actor) -> None:
    """Read one's own calendar no longer, and forget what it said."""
    CalendarFeed.objects.filter(user=_oneself(by)).delete()


@transaction.atomic
def claim(*, at: datetime) -> list[Claim]:
    """Some calendars that are due, leased; nobody reads for who has left."""
    due = CalendarFeed.objects.select_for_update(skip_locked=True, of=("self",)).filter(due_at__lte=at)
    free = due.filter(Q(lease_until=None) | Q(lease_until__lte=at), user__is_active=True)
    rows = list(free.select_related("user").order_by("due_at", "pk")[: rules.BATCH])
    until = at + rules.LEASE
    CalendarFeed.objects.filter(pk__in=[row.pk for row in rows]).update(lease_until=until)
    return [Claim(row.pk, row.url, row.user.time_zone, row.attempts, until) for row in rows]


@transaction.atomic
def settle_read(claim: Claim, times: Sequence[Stretch], *, at: datetime) -> None:
    """Keep when they are busy, in place of what was known before."""
    known = {"read_at": at, "attempts": 0, "trouble": "", "lease_until": None, "due_at": at + rules.EVERY}
    if not _claimed(claim).update(**known):
        return
    BusyTime.objects.filter(feed=claim.feed_id).delete()
    BusyTime.objects.bulk_create(
        BusyTime(feed_id=claim.feed_id, starts_at=one.begin, ends_at=one.end, kind=one.kind) for one in times
    )


@transaction.atomic
def settle_failed(claim: Claim, trouble: FeedTrouble, *, at: datetime) -> None:
    """Try again later; what was known before stays, and is said to be as old as it is."""
    attempts = claim.attempts + 1
    due = at + rules.pause_after(attempts)
    _claimed(claim).update(trouble=trouble, attempts=attempts, lease_until=None, due_at=due)


def _claimed(claim: Claim) -> QuerySet[CalendarFeed]:
    return CalendarFeed.objects.filter(pk=claim.feed_id, lease_until=claim.lease_until)


def _oneself(by: Actor) -> User:
    if by.user is None:
        raise refusals.NotAllowed
    return by.user
