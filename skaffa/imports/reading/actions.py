"""Reads a whole file into rows of ours, batch after batch: each is checked, and whether we know it is looked up.

Killed on the way, it goes on after the last row that is there; only what two rows have in common is found anew.
"""

from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction
from django.db.models import Max
from django.utils import translation

from skaffa.accounts.actor import Actor
from skaffa.candidates.rules import Person
from skaffa.choices.queries import Lists
from skaffa.core import refusals
from skaffa.imports import known, rows, sheets
from skaffa.imports.models import Duplicates, Import, Row, RowState, State
from skaffa.imports.rows import Said

BATCH = 1_000


def read_all(import_id: int) -> None:
    """Read the file of an import that waits for it, in the language of whoever asked."""
    run = Import.objects.select_related("asked_by").filter(pk=import_id, state=State.READING).first()
    if run is None:
        return
    with translation.override(run.asked_by.language):
        try:
            found = _lines(run)
            while batch := list(islice(found, BATCH)):
                if not _keep(run, batch):
                    return
        except refusals.Invalid as refusal:  # an edge: the file turns out to be none, further down
            _end(run, State.REFUSED, str(refusal.fields.get("file", refusal.message)))
        else:
            _end(run, State.READY)


def _lines(run: Import) -> Iterator[tuple[Said, int | None, bool]]:
    """Every row with the number of the earlier one that says the same, and whether it is new to us."""
    last = Row.objects.filter(parent=run).aggregate(last=Max("number"))["last"] or 0
    seen: dict[int, int] = {}
    content, lists = bytes(run.content or b""), Lists()
    for number, cells in sheets.lines(run.file_name, content, encoding=run.encoding):
        said = rows.read(run, run.columns, number, cells, lists)
        keys = [hash(identity) for identity in said.identities]
        twin = next((seen[key] for key in keys if key in seen), None)
        for key in keys:
            seen.setdefault(key, number)
        yield said, twin, number > last


@transaction.atomic
def _keep(run: Import, batch: Sequence[tuple[Said, int | None, bool]]) -> bool:
    """Write these rows down; False when the import has moved on meanwhile."""
    held = Import.objects.select_for_update(no_key=True).defer("content")
    locked = held.filter(pk=run.pk, state=State.READING).first()
    if locked is None:
        return False
    fresh = [(said, twin) for said, twin, is_new in batch if is_new]
    made = [_row(run, said, twin, match) for (said, twin), match in zip(fresh, _matches(run, fresh), strict=True)]
    Row.objects.bulk_create(made)
    for row in made:
        locked.counts[row.state] = locked.counts.get(row.state, 0) + 1
        locked.known += bool(row.known_by)
    locked.save(update_fields=["counts", "known"])
    return True


def _matches(run: Import, fresh: Sequence[tuple[Said, int | None]]) -> list[known.Match | None]:
    """Whom or what each row is about, of those we know; who is nobody for certain may still be somebody."""
    found = known.find(run, [said.subject for said, _twin in fresh], by=Actor.of(run.asked_by))
    open_to_doubt = [
        (place, said.subject)
        for place, (said, twin) in enumerate(fresh)
        if found[place] is None and twin is None and not said.faults and isinstance(said.subject, Person)
    ]
    likely = known.find_likely([person for _place, person in open_to_doubt]) if open_to_doubt else []
    for (place, _person), match in zip(open_to_doubt, likely, strict=True):
        found[place] = match
    return found


def _row(run: Import, said: Said, twin: int | None, match: known.Match | None) -> Row:
    row = Row(parent=run, number=said.number, cells=list(said.cells))
    row.problems = [[place, str(message)] for place, message in said.faults]
    if said.faults:
        row.state = RowState.FAULTY
    elif match:
        row.known_by, row.candidate_id, row.job_id = match.by, match.candidate_id, match.job_id
        if match.by == known.LIKELY:
            row.choice = Duplicates.CREATE  # until somebody says that it is them
    elif twin:
        row.known_by, row.twin = "row", twin
    return row


@transaction.atomic
def _end(run: Import, state: State, problem: str = "") -> None:
    Import.objects.filter(pk=run.pk, state=State.READING).update(state=state, problem=problem)
