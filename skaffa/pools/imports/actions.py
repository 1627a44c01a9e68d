"""People of a file come into a pool, one after the other, each in a transaction of their own.

The work may be killed between any two of them, or in the middle of one: who is in is noted in the same transaction, and
the sweep takes it up again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.candidates.models import Source
from skaffa.candidates.sources import queries as sources
from skaffa.core import events, refusals, text
from skaffa.pools import actions, by_hand, queries, sheets
from skaffa.pools.events import ImportAsked, ImportFinished
from skaffa.pools.models import Import, ImportRow, Outcome, Pool
from skaffa.pools.sheets import Line

LEASE = timedelta(seconds=30)  # to add a person takes milliseconds and waits for nobody outside
MOST_ATTEMPTS = 3
_NAME = 255


class ImportNotFound(refusals.NotFound):
    """It belongs to a pool, and who sees the pool sees it."""

    sentence = _("There is no such import.")


@dataclass(frozen=True, slots=True)
class Progress:
    """One import and how far it is."""

    run: Import
    waiting: int
    added: int
    present: int
    failed: int

    @property
    def done(self) -> int:
        return self.added + self.present + self.failed

    @property
    def total(self) -> int:
        return self.waiting + self.done


@transaction.atomic
def start(
    pool: Pool, lines: Sequence[Line], *, file_name: str, source: Source | str, by: Actor, at: datetime
) -> Import:
    """Let these people come in, in the background; who may not put people into the pool is refused now."""
    locked = actions.to_fill(pool, by)
    if by.user is None or not lines:
        raise refusals.NotAllowed
    run = Import.objects.create(
        pool=locked,
        file_name=text.shortened(text.line(file_name), _NAME),
        source=sources.known(source).code,
        asked_at=at,
        asked_by=by.user,
    )
    ImportRow.objects.bulk_create(
        (ImportRow(parent=run, number=line.number, person=dict(line.values)) for line in lines), batch_size=1_000
    )
    events.publish(
        ImportAsked(pool_id=locked.pk, pool=locked.name, import_id=run.pk, people=len(lines), at=at, by_id=by.user_id)
    )
    return run


def add_next(import_id: int, *, at: datetime) -> bool:
    """Put the next person of an import into its pool; False when nobody of it waits for us."""
    row = _claim(import_id, at=at)
    if row is None:
        _finish_if_done(import_id, at=at)
        return False
    try:
        _add(row, at=at)
    except refusals.Refusal as refusal:  # an edge: the pool or the right is gone, or a rule has changed since
        with translation.override(row.parent.asked_by.language):
            _settle(row, Outcome.FAILED, str(refusal.message))
    return True


def left(*, at: datetime) -> list[int]:
    """Unfinished imports that nobody is at."""
    at_work = ImportRow.objects.filter(parent=OuterRef("pk"), outcome=Outcome.WAITING, lease_until__gt=at)
    rows = Import.objects.filter(~Exists(at_work), finished_at=None)
    return list(rows.order_by("asked_at", "pk").values_list("pk", flat=True))


def progress(actor: Actor, pool: Pool, pk: int) -> Progress:
    """How far an import into a pool is, for those who see the pool."""
    queries.pool(actor, pool.pk)
    run = Import.objects.filter(pk=pk, pool=pool).select_related("asked_by").first()
    if run is None:
        raise ImportNotFound
    return _progress(run)


def running(pool: Pool) -> Progress | None:
    """The latest import that still brings people into this pool the actor was given."""
    run = Import.objects.filter(pool=pool, finished_at=None).order_by("-pk").first()
    return _progress(run) if run else None


def failures(run: Import) -> list[ImportRow]:
    """Who could not be added, in the order of the file."""
    return list(run.rows.filter(outcome=Outcome.FAILED).order_by("number"))


@transaction.atomic
def _claim(import_id: int, *, at: datetime) -> ImportRow | None:
    """Lease the next one; who stopped the work before waits behind the others, and is given up after a few attempts."""
    free = ImportRow.objects.filter(Q(lease_until=None) | Q(lease_until__lte=at), parent=import_id)
    waiting = free.filter(outcome=Outcome.WAITING)
    waiting.filter(attempts__gte=MOST_ATTEMPTS).update(outcome=Outcome.FAILED, person={})
    found = waiting.select_related("parent__asked_by", "parent__pool").select_for_update(skip_locked=True, of=("self",))
    row = found.order_by("attempts", "number").first()
    if row:
        ImportRow.objects.filter(pk=row.pk).update(lease_until=at + LEASE, attempts=F("attempts") + 1)
    return row


@transaction.atomic
def _add(row: ImportRow, *, at: datetime) -> None:
    """Locked first: a worker that was thought dead and comes back finds it settled."""
    locked = ImportRow.objects.select_for_update().filter(pk=row.pk, outcome=Outcome.WAITING).first()
    if locked is None:
        return
    run = row.parent
    membership = by_hand.add_person(
        run.pool, sheets.person(locked.person), source=run.source, by=Actor.of(run.asked_by), at=at
    )
    _settle(locked, Outcome.ADDED if membership.added_at == at else Outcome.PRESENT)


@transaction.atomic
def _settle(row: ImportRow, outcome: Outcome, problem: str = "") -> None:
    """What was said about the person is forgotten here: their candidate has it."""
    ImportRow.objects.filter(pk=row.pk, outcome=Outcome.WAITING).update(outcome=outcome, problem=problem, person={})


@transaction.atomic
def _finish_if_done(import_id: int, *, at: datetime) -> None:
    """Say how it ended, once, when nobody waits any more."""
    run = Import.objects.select_for_update(of=("self",)).select_related("pool").filter(pk=import_id).first()
    if run is None or run.finished_at or run.rows.filter(outcome=Outcome.WAITING).exists():
        return
    run.finished_at = at
    run.save(update_fields=["finished_at"])
    found = _progress(run)
    events.publish(
        ImportFinished(
            pool_id=run.pool_id,
            pool=run.pool.name,
            import_id=run.pk,
            added=found.added,
            present=found.present,
            failed=found.failed,
            at=at,
            by_id=run.asked_by_id,
        )
    )


def _progress(run: Import) -> Progress:
    many = dict(run.rows.order_by().values_list("outcome").annotate(Count("pk")))
    return Progress(run, *(many.get(outcome.value, 0) for outcome in Outcome))
