"""A look at everybody, batch by batch in the order of their numbers: by several at once, paused, not lost when killed."""

from datetime import datetime

from django.db import IntegrityError, connection, transaction
from django.db.models import F, Max, Q
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals
from skaffa.duplicates.events import ScanAsked, ScanFinished
from skaffa.duplicates.models import Part, Record, Scan
from skaffa.duplicates.pairs import actions as pairs

BATCH = 5_000
HANDS = 2
"""Jobs that look at once, also of several workers: others have work to do as well."""

_AT_IT = 7_306_115
_RUNNING = Q(finished_at=None, paused_at=None)


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


def take_next(*, at: datetime) -> bool:
    """The next batch; False when there is none, it is paused, or enough others are at it."""
    _hand_out()
    if _look(at):
        return True
    _finish(at)
    return False


@transaction.atomic
def _hand_out() -> None:
    """One more batch is to be done: a row of its own, so that nobody has to wait for who is at another."""
    scan = Scan.objects.select_for_update().filter(_RUNNING, reached__lt=F("last")).first()
    if scan is None or not _may_help():
        return
    rows = Record.objects.filter(pk__gt=scan.reached, pk__lte=scan.last).order_by("pk").values_list("pk", flat=True)
    until = rows[BATCH - 1 : BATCH].first() or scan.last
    Part.objects.create(scan=scan, after=scan.reached, until=until)
    scan.reached = until
    scan.save(update_fields=["reached"])


@transaction.atomic
def _look(at: datetime) -> bool:
    """A batch that nobody is at, also one that somebody was at who was killed."""
    if not _may_help():
        return False
    waiting = Part.objects.filter(scan__finished_at=None, scan__paused_at=None).order_by("pk")
    part = waiting.select_for_update(skip_locked=True, of=("self",)).first()
    if part is None:
        return False
    people = list(Record.objects.filter(pk__gt=part.after, pk__lte=part.until).values_list("pk", flat=True))
    found = pairs.look(people, at=at, later=True)
    part.delete()
    Scan.objects.filter(pk=part.scan_id).update(found=F("found") + found, people=F("people") + len(people))
    return True


def _may_help() -> bool:
    """Whether one of the hands is free; it is held until this transaction ends."""
    with connection.cursor() as cursor:
        for hand in range(HANDS):
            cursor.execute("SELECT pg_try_advisory_xact_lock(%s, %s)", [_AT_IT, hand])
            if cursor.fetchone()[0]:
                return True
    return False


@transaction.atomic
def _finish(at: datetime) -> None:
    """Everybody has been looked at: all is handed out, and nobody is at a part of it."""
    scan = Scan.objects.select_for_update(of=("self",)).filter(_RUNNING, reached=F("last"), parts=None).first()
    if scan is not None:
        scan.finished_at = at
        scan.save(update_fields=["finished_at"])
        events.publish(ScanFinished(scan_id=scan.pk, people=scan.people, found=scan.found, at=at, by_id=scan.by_id))
