"""An act on many people of a job is done one after the other, each in a transaction of its own.

The work may be killed between any two of them, or in the middle of one: what was done is noted in the same transaction,
and the sweep takes it up again. Each is asked for with the rights of whoever asked, as if they had done it one by one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import translation

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import actions as applications
from skaffa.applications import queries as applied
from skaffa.applications import rules as application_rules
from skaffa.applications.models import Application
from skaffa.core import events, refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, Stage
from skaffa.notes import actions as notes
from skaffa.notes import rules as note_rules
from skaffa.notes.models import Visibility
from skaffa.pipeline.bulk import letters
from skaffa.pipeline.events import BulkAsked, BulkFinished
from skaffa.pipeline.models import Bulk, BulkKind, BulkRow, Outcome, Tells
from skaffa.pipeline.rules import MOST, CannotUndo, NobodySelected, TooMany
from skaffa.pools import actions as pools
from skaffa.pools.models import Pool
from skaffa.pools.rules import PoolNotFound

LEASE = timedelta(seconds=30)  # one person takes milliseconds and waits for nobody outside
MOST_ATTEMPTS = 3
_RIGHTS = {
    BulkKind.MOVE: Action.APPLICATION_ADVANCE,
    BulkKind.REJECT: Action.APPLICATION_REJECT,
    BulkKind.NOTE: Action.NOTE_WRITE,
}
_UNDONE = (BulkKind.MOVE, BulkKind.REJECT, BulkKind.POOL)


class BulkNotFound(refusals.NotFound):
    """It belongs to whoever asked for it."""


@dataclass(frozen=True, slots=True)
class Progress:
    """One act on many and how far it is."""

    bulk: Bulk
    waiting: int
    done: int
    same: int
    refused: int
    can_undo: bool
    told: int = 0  # by an e-mail each

    @property
    def settled(self) -> int:
        return self.done + self.same + self.refused

    @property
    def total(self) -> int:
        return self.waiting + self.settled


@transaction.atomic
def move(job: Job, who: Sequence[int], *, to: Stage, by: Actor, at: datetime) -> Bulk:
    """Take these applications of the job to one of its stages."""
    if to.job_id != job.pk:
        raise application_rules.StageOfAnotherJob
    return _ask(Bulk(kind=BulkKind.MOVE, job=job, stage=to), who, by=by, at=at)


@transaction.atomic
def reject(
    job: Job,
    who: Sequence[int],
    *,
    reason: str,
    comment: str = "",
    told: letters.Told = letters.AS_SET,
    by: Actor,
    at: datetime,
) -> Bulk:
    """End these applications of the job, all for the same reason, and tell each of them, or nobody."""
    applied.require_reason(reason)
    said = application_rules.checked_comment(comment)
    template = letters.chosen(told, job, by=by)
    bulk = Bulk(kind=BulkKind.REJECT, job=job, reason=reason, words=said)
    bulk.tells, bulk.template = told.tells, template
    return _ask(bulk, who, by=by, at=at)


@transaction.atomic
def gather(job: Job, who: Sequence[int], *, pool: Pool, by: Actor, at: datetime) -> Bulk:
    """Put the people of these applications into a talent pool; who may not fill it is refused now."""
    return _ask(Bulk(kind=BulkKind.POOL, job=job, pool=pools.to_fill(pool, by)), who, by=by, at=at)


@transaction.atomic
def note(job: Job, who: Sequence[int], *, text: str, by: Actor, at: datetime) -> Bulk:
    """Write the same note, for the hiring team, about each of these applications."""
    said, _readers = note_rules.checked(text, Visibility.SHARED)
    return _ask(Bulk(kind=BulkKind.NOTE, job=job, words=said), who, by=by, at=at)


@transaction.atomic
def undo(bulk: Bulk, *, by: Actor, at: datetime) -> Bulk:
    """Take back what was done, once, to each of whom nothing has happened since."""
    locked = Bulk.objects.select_for_update(of=("self",)).select_related("job").get(pk=_own(by, bulk.pk).pk)
    if not _progress(locked).can_undo:
        raise CannotUndo
    who = list(locked.rows.filter(outcome=Outcome.DONE).order_by("pk").values_list("application", flat=True))
    return _ask(Bulk(kind=BulkKind.UNDO, job=locked.job, undoes=locked), who, by=by, at=at)


def do_next(bulk_id: int, *, at: datetime) -> bool:
    """Do it to the next person; False when nobody of it waits for us."""
    row = _claim(bulk_id, at=at)
    if row is None:
        _finish_if_done(bulk_id, at=at)
        return False
    try:
        _do(row, at=at)
    except refusals.Refusal as refusal:  # an edge: somebody else was there first, or the right is gone
        with translation.override(row.bulk.asked_by.language):
            said = [refusal.message, *refusal.fields.values()]
            _settle(row, Outcome.REFUSED, problem=" ".join(dict.fromkeys(str(sentence) for sentence in said)))
    return True


def left(*, at: datetime) -> list[int]:
    """Unfinished acts that nobody is at."""
    at_work = BulkRow.objects.filter(bulk=OuterRef("pk"), outcome=Outcome.WAITING, lease_until__gt=at)
    rows = Bulk.objects.filter(~Exists(at_work), finished_at=None)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True))


def progress(actor: Actor, pk: int) -> Progress:
    """How far it is, for whoever asked for it."""
    return _progress(_own(actor, pk))


def refusals_of(bulk: Bulk) -> list[BulkRow]:
    """To whom it was not done, in the order they were taken."""
    rows = bulk.rows.filter(outcome=Outcome.REFUSED).select_related("application__candidate")
    return list(rows.order_by("pk"))


def _ask(bulk: Bulk, who: Sequence[int], *, by: Actor, at: datetime) -> Bulk:
    """Write down what is to be done to whom; only those of the job whom the actor sees."""
    if right := _RIGHTS.get(BulkKind(bulk.kind)):
        jobs.require(by, right, bulk.job)
    if by.user is None:
        raise refusals.NotAllowed
    seen = applied.visible_to(by).filter(job=bulk.job, pk__in=list(who)[: MOST + 1])
    known = list(seen.order_by("pk").values_list("pk", flat=True))
    if not known:
        raise NobodySelected
    if len(who) > MOST:
        raise TooMany
    bulk.asked_by, bulk.asked_at = by.user, at
    bulk.save()
    BulkRow.objects.bulk_create((BulkRow(bulk=bulk, application_id=pk) for pk in known), batch_size=1_000)
    said = {"bulk_id": bulk.pk, "job_id": bulk.job_id}
    events.publish(BulkAsked(**said, kind=str(bulk.kind), people=len(known), at=at, by_id=by.user_id))
    return bulk


@transaction.atomic
def _claim(bulk_id: int, *, at: datetime) -> BulkRow | None:
    """Lease the next one; who stopped the work before waits behind the others, and is given up after a few attempts."""
    free = BulkRow.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), bulk=bulk_id)
    waiting = free.filter(outcome=Outcome.WAITING)
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(outcome=Outcome.REFUSED)
    found = waiting.select_related(
        "bulk__asked_by", "bulk__stage", "bulk__pool", "bulk__undoes__pool", "bulk__template"
    )
    row = found.select_for_update(skip_locked=True, of=("self",)).order_by("attempts", "pk").first()
    if row:
        BulkRow.objects.filter(pk=row.pk).update(lease_until=at + LEASE, attempts=F("attempts") + 1)
    return row


@transaction.atomic
def _do(row: BulkRow, *, at: datetime) -> None:
    """Locked first: a worker that was thought dead and comes back finds it settled."""
    locked = BulkRow.objects.select_for_update().filter(pk=row.pk, outcome=Outcome.WAITING).first()
    if locked is None:
        return
    by = Actor.of(row.bulk.asked_by)
    application = applied.application(by, row.application_id)
    _ACTS[BulkKind(row.bulk.kind)](row, application, by, at)


def _move(row: BulkRow, application: Application, by: Actor, at: datetime) -> None:
    assert row.bulk.stage  # noqa: S101 - a constraint of the table says so
    before = application.stage_id
    moved = applications.move(application, to=row.bulk.stage, by=by, at=at)
    last = applied.last_move(moved)
    if moved.stage_id == before or last is None:
        _settle(row, Outcome.SAME)
    else:
        _settle(row, Outcome.DONE, move_id=last.pk)


def _reject(row: BulkRow, application: Application, by: Actor, at: datetime) -> None:
    bulk = row.bulk
    is_told = bulk.tells == Tells.SETTING
    applications.reject(application, reason=bulk.reason, comment=bulk.words, is_told=is_told, by=by, at=at)
    _settle(row, Outcome.DONE, is_told=letters.tell(bulk, application, by=by, at=at))


def _gather(row: BulkRow, application: Application, by: Actor, at: datetime) -> None:
    if row.bulk.pool is None:
        raise PoolNotFound
    membership = pools.add(row.bulk.pool, application.candidate, by=by, at=at)
    _settle(row, Outcome.DONE if membership.added_at == at else Outcome.SAME)


def _note(row: BulkRow, application: Application, by: Actor, at: datetime) -> None:
    notes.write(application.candidate, application=application, text=row.bulk.words, by=by, at=at)
    _settle(row, Outcome.DONE)


def _take_back(row: BulkRow, application: Application, by: Actor, at: datetime) -> None:
    bulk = row.bulk.undoes
    assert bulk  # noqa: S101 - a constraint of the table says so
    if bulk.kind == BulkKind.MOVE:
        made = bulk.rows.get(application=application).move_id
        applications.take_back(application, move_id=made, by=by, at=at)
    elif bulk.kind == BulkKind.REJECT:
        applications.reopen(application, by=by, at=at)
    elif bulk.pool is not None:
        pools.remove(bulk.pool, application.candidate, by=by, at=at)
    _settle(row, Outcome.DONE)


_ACTS = {
    BulkKind.MOVE: _move,
    BulkKind.REJECT: _reject,
    BulkKind.POOL: _gather,
    BulkKind.NOTE: _note,
    BulkKind.UNDO: _take_back,
}


def _settle(row: BulkRow, outcome: Outcome, **found: object) -> None:
    BulkRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING).update(outcome=outcome, **found)


@transaction.atomic
def _finish_if_done(bulk_id: int, *, at: datetime) -> None:
    """Say how it ended, once, when nobody waits any more."""
    bulk = Bulk.objects.select_for_update(of=("self",)).filter(pk=bulk_id).first()
    if bulk is None or bulk.finished_at or bulk.rows.filter(outcome=Outcome.WAITING).exists():
        return
    bulk.finished_at, bulk.words = at, ""
    bulk.save(update_fields=["finished_at", "words"])
    found = _progress(bulk)
    events.publish(
        BulkFinished(
            bulk_id=bulk.pk,
            job_id=bulk.job_id,
            kind=bulk.kind,
            done=found.done,
            same=found.same,
            refused=found.refused,
            at=at,
            by_id=bulk.asked_by_id,
        )
    )


def _own(actor: Actor, pk: int) -> Bulk:
    rows = Bulk.objects.select_related("job", "stage", "pool", "undoes", "asked_by")
    found = rows.filter(pk=pk, asked_by=actor.user).first()
    if found is None:
        raise BulkNotFound
    jobs.job(actor, found.job_id)
    return found


def _progress(bulk: Bulk) -> Progress:
    told = Count("pk", filter=Q(is_told=True))
    found = list(bulk.rows.order_by().values_list("outcome").annotate(Count("pk"), told=told))
    many = {outcome: number for outcome, number, _told in found}
    is_over = bulk.finished_at is not None and many.get(Outcome.DONE.value, 0) > 0
    can_undo = is_over and bulk.kind in _UNDONE and not Bulk.objects.filter(undoes=bulk).exists()
    waiting, done, same, refused = (many.get(outcome.value, 0) for outcome in Outcome)
    told_all = sum(number for _outcome, _many, number in found)
    return Progress(bulk, waiting=waiting, done=done, same=same, refused=refused, can_undo=can_undo, told=told_all)
