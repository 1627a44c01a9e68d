"""Takes back what an import has made and filled in, as long as nothing else has happened to it since.

What was made first, from the end of the file, batch after batch, each row by itself: what is undone is noted in the same transaction, so that
the work may be killed, and asked for again. What somebody has worked with since is kept, listed, and decided about one
by one.
"""

from datetime import datetime

from django.db import transaction
from django.utils import translation

from skaffa.accounts.actor import Actor
from skaffa.core import events, refusals
from skaffa.imports import queries, rows, rules
from skaffa.imports.events import ImportUndone
from skaffa.imports.models import Import, Row, RowState, State
from skaffa.imports.undoing import jobs, people

BATCH = 100


@transaction.atomic
def undo_next(import_id: int, *, at: datetime) -> bool:
    """Undo the next rows; False when none of this import is left, or another worker is at it."""
    held = Import.objects.select_for_update(skip_locked=True, of=("self",)).select_related("undone_by", "asked_by")
    run = held.defer("content").filter(pk=import_id, state=State.UNDOING).first()
    if run is None:
        return False
    batch = _next(run)
    who = run.undone_by or run.asked_by
    with translation.override(who.language):
        for row in batch:
            _undo(run, row, by=Actor.of(who), at=at)
    Import.objects.filter(pk=run.pk).update(counts=run.counts)
    if not batch:
        _finish(run, at=at)
    return bool(batch)


@transaction.atomic
def undo_kept(run: Import, row_id: int, *, by: Actor, at: datetime) -> Row:
    """Undo one row that was kept, whatever has happened since; raises what still forbids it."""
    seen = queries.run(by, run.pk)
    if not queries.may_undo(by, seen):
        raise refusals.NotAllowed
    locked = Import.objects.select_for_update(of=("self",)).defer("content").get(pk=seen.pk)
    row = queries.row(locked, row_id)
    if row.state != RowState.KEPT:
        raise rules.NothingToUndo
    _take_back(locked, row, by=by, at=at, is_forced=True)
    _settle(locked, row, RowState.UNDONE)
    Import.objects.filter(pk=locked.pk).update(counts=locked.counts)
    return row


def _next(run: Import) -> list[Row]:
    """What was made goes first: what later rows have filled in there goes with it."""
    for state in (RowState.ADDED, RowState.COMPLETED):
        rows_of = run.rows.filter(state=state).select_related("application").order_by("-number")
        if found := list(rows_of[:BATCH]):
            return found
    return []


def _undo(run: Import, row: Row, *, by: Actor, at: datetime) -> None:
    try:
        with transaction.atomic():
            _take_back(run, row, by=by, at=at, is_forced=False)
    except refusals.Refusal as refusal:  # an edge: touched since, or not ours to take back any more; the row says which
        message = next(iter(refusal.fields.values()), refusal.message)
        row.problems = [[rows.WHOLE, str(message)]]
        _settle(run, row, RowState.KEPT)
    else:
        _settle(run, row, RowState.UNDONE)


def _take_back(run: Import, row: Row, *, by: Actor, at: datetime, is_forced: bool) -> None:
    about = people if run.is_about_people else jobs
    about.take_back(run, row, by=by, at=at, is_forced=is_forced)


def _settle(run: Import, row: Row, state: RowState) -> None:
    run.counts[row.state] = run.counts.get(row.state, 0) - 1
    run.counts[state] = run.counts.get(state, 0) + 1
    if state == RowState.UNDONE:
        row.problems, row.filled = [], {}
    row.state = state
    Row.objects.filter(pk=row.pk).update(state=state, problems=row.problems, filled=row.filled)


def _finish(run: Import, *, at: datetime) -> None:
    Import.objects.filter(pk=run.pk).update(state=State.UNDONE, undone_at=at)
    events.publish(
        ImportUndone(
            import_id=run.pk,
            kind=run.kind,
            file=run.file_name,
            undone=run.many(RowState.UNDONE),
            kept=run.many(RowState.KEPT),
            at=at,
            by_id=run.undone_by_id,
        )
    )
