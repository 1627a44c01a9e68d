"""Takes the rows of an import in, batch after batch, each batch in one transaction with what is noted about it.

Killed on the way, a batch is as if it had never begun, and the sweep takes it up again. What stopped a batch is tried
row by row then, and what stops three times is given up.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from skaffa.accounts.actor import Actor
from skaffa.core import events, refusals
from skaffa.imports import rows
from skaffa.imports.events import ImportFinished
from skaffa.imports.models import Import, Row, RowState, State
from skaffa.imports.taking import jobs, people

BATCH = 250
MOST_ATTEMPTS = 3
_SETTLED = (
    "state",
    "problems",
    "cells",
    "candidate",
    "job",
    "is_new",
    "filled",
    "application",
    "put_in_pool",
    "done_at",
)


def take_next(import_id: int, *, at: datetime) -> bool:
    """Take the next rows in; False when none of this import waits for us, or another worker is at it."""
    ids = _claim(import_id, at=at)
    if not ids:
        _finish_if_done(import_id, at=at)
        return False
    return _take(import_id, ids, at=at)


@transaction.atomic
def _claim(import_id: int, *, at: datetime) -> list[int]:
    """The next batch, or a single row that has stopped the work before; its attempt is counted whatever happens."""
    run = _held(import_id)
    if run is None:
        return []
    waiting = Row.objects.filter(parent=run, state=RowState.WAITING)
    given_up = list(waiting.filter(attempts__gte=MOST_ATTEMPTS))
    for row in given_up:
        _refuse(row, _("Something went wrong on our side, three times. Add this row by hand."))
    _settle(run, given_up, at)
    found = list(waiting.order_by("attempts", "number").values_list("pk", "attempts")[:BATCH])
    ids = [pk for pk, _attempts in found[: 1 if found and found[0][1] else BATCH]]
    Row.objects.filter(pk__in=ids).update(attempts=F("attempts") + 1)
    return ids


@transaction.atomic
def _take(import_id: int, ids: Sequence[int], *, at: datetime) -> bool:
    run = _held(import_id)
    if run is None:
        return False
    batch = list(Row.objects.filter(pk__in=ids, state=RowState.WAITING).order_by("number"))
    take = people.take if run.is_about_people else jobs.take
    with translation.override(run.asked_by.language):
        try:
            with transaction.atomic():
                take(run, batch, by=Actor.of(run.asked_by), at=at)
        except refusals.Refusal as refusal:  # an edge: the right, the pool or the job is gone since; true of every row
            for row in batch:
                _refuse(row, str(refusal.message))
    _settle(run, batch, at)
    return True


def _held(import_id: int) -> Import | None:
    """The running import, ours until the transaction ends; None where it is not running, or another worker's."""
    found = Import.objects.select_for_update(skip_locked=True, of=("self",)).select_related("asked_by", "pool", "job")
    return found.defer("content").filter(pk=import_id, state=State.RUNNING).first()


def _refuse(row: Row, problem: str) -> None:
    """As if nothing had been done with it."""
    row.state, row.problems = RowState.FAULTY, [[rows.WHOLE, problem]]
    row.candidate = row.job = row.application = None
    row.filled, row.put_in_pool = {}, False


def _settle(run: Import, batch: Sequence[Row], at: datetime) -> None:
    """Note what became of the rows; what they say is forgotten, for the candidate or the job has it."""
    for row in batch:
        row.done_at = at
        if row.state != RowState.FAULTY:
            row.cells = []
        row.is_new = row.state == RowState.ADDED
        run.counts[RowState.WAITING] = run.counts.get(RowState.WAITING, 0) - 1
        run.counts[row.state] = run.counts.get(row.state, 0) + 1
    if batch:
        Row.objects.bulk_create(batch, update_conflicts=True, unique_fields=["id"], update_fields=_SETTLED)
        Import.objects.filter(pk=run.pk).update(counts=run.counts)


@transaction.atomic
def _finish_if_done(import_id: int, *, at: datetime) -> None:
    """Say how it ended, once, when no row waits any more."""
    run = _held(import_id)
    if run is None or Row.objects.filter(parent=run, state=RowState.WAITING).exists():
        return
    Import.objects.filter(pk=run.pk).update(state=State.DONE, finished_at=at)
    events.publish(
        ImportFinished(
            import_id=run.pk,
            kind=run.kind,
            file=run.file_name,
            added=run.many(RowState.ADDED),
            completed=run.many(RowState.COMPLETED),
            faulty=run.many(RowState.FAULTY),
            at=at,
            by_id=run.asked_by_id,
        )
    )
