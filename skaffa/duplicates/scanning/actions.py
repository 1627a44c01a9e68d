"""A look at everybody, batch by batch in the order of their numbers: paused, continued, and not lost when killed."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals
from skaffa.duplicates.events import ScanAsked, ScanFinished
from skaffa.duplicates.models import Record, Scan
from skaffa.duplicates.pairs import actions as pairs

BATCH = 1_000


class AlreadyScanning(refusals.Conflict):
    """One look at a time."""

    sentence = _("Everybody is being looked at already. Wait until that has ended.")


class NotScanning(refusals.Conflict):
    """There is nothing to pause or to continue."""

    sentence = _("Nothing is being looked at just now. Reload the page.")


@transaction.atomic
def begin(*, by: Actor, at: datetime) -> Scan:
    permissions.require(by, Action.ADMIN_CENTER)
    last = Record.objects.aggregate(last=Max("pk"))["last"] or 0
    try:
        with transaction.atomic():
            made = Scan.objects.create(began_at=at, by=by.user, last=last)
    except IntegrityError as error:
        raise AlreadyScanning from error
    events.publish(ScanAsked(scan_id=made.pk, at=at, by_id=by.user_id))
    return made


@transaction.atomic
def pause(*, by: Actor, at: datetime) -> None:
    permissions.require(by, Action.ADMIN_CENTER)
    if not Scan.objects.filter(finished_at=None, paused_at=None).update(paused_at=at):
        raise NotScanning


@transaction.atomic
def go_on(*, by: Actor, at: datetime) -> None:
    permissions.require(by, Action.ADMIN_CENTER)
    paused = Scan.objects.select_for_update().filter(finished_at=None).exclude(paused_at=None).first()
    if paused is None:
        raise NotScanning
    paused.paused_at = None
    paused.save(update_fields=["paused_at"])
    events.publish(ScanAsked(scan_id=paused.pk, at=at, by_id=by.user_id))


@transaction.atomic
def take_next(*, at: datetime) -> bool:
    """The next batch; False when there is none, it is paused, or somebody else is at it."""
    scan = Scan.objects.select_for_update(skip_locked=True).filter(finished_at=None, paused_at=None).first()
    if scan is None:
        return False
    rows = Record.objects.filter(pk__gt=scan.reached, pk__lte=scan.last).order_by("pk")
    people = list(rows.values_list("pk", flat=True)[:BATCH])
    if not people:
        Scan.objects.filter(pk=scan.pk).update(finished_at=at, reached=F("last"))
        events.publish(ScanFinished(scan_id=scan.pk, people=scan.people, found=scan.found, at=at, by_id=scan.by_id))
        return False
    scan.found += pairs.look(people, at=at, later=True)
    scan.reached, scan.people = people[-1], scan.people + len(people)
    scan.save(update_fields=["found", "reached", "people"])
    return True
