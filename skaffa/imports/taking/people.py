"""Takes a batch of people in: new ones together, those we know one by one; then puts them where they go besides."""

import dataclasses
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.applications.rules import JobNotOpen
from skaffa.candidates import actions as candidates
from skaffa.candidates import locking, queries
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core import refusals
from skaffa.imports import known, rows
from skaffa.imports.models import Duplicates, Entry, Import, Row, RowState
from skaffa.imports.rows import Said
from skaffa.jobs import queries as jobs
from skaffa.pools import actions as pools
from skaffa.pools.rules import PoolNotFound


@dataclasses.dataclass(slots=True)
class _Plan:
    """A row, the person it is about, and who that is: a candidate, or the plan of an earlier row of this batch."""

    row: Row
    person: Person
    candidate: Candidate | None = None
    earlier: "_Plan | None" = None


def take(run: Import, batch: Sequence[Row], *, by: Actor, at: datetime) -> None:
    """Take these people in and note on each row what became of it; raises what is true of all of them."""
    said = [rows.read(run, run.columns, row.number, row.cells) for row in batch]
    plans = _planned(run, batch, said, by)
    new = [plan for plan in plans if plan.candidate is None and plan.earlier is None]
    made = candidates.add_many([plan.person for plan in new], source=run.source, by=by, at=at)
    for plan, candidate in zip(new, made, strict=True):
        plan.candidate = plan.row.candidate = candidate
        plan.row.state = RowState.ADDED
    place = _placer(run, by, at)
    for plan in plans if run.entry else [plan for plan in plans if plan.row.state != RowState.ADDED]:
        _settle(plan, place, by, at)


def _planned(run: Import, batch: Sequence[Row], said: Sequence[Said], by: Actor) -> list[_Plan]:
    """What is to be done with each row that is not to be skipped; nobody else takes one of these people in meanwhile."""
    people = [one.subject for one in said if isinstance(one.subject, Person)]
    locking.lock_people(people)
    matches = known.find(run, people, by=by)
    twins = _twins(run, batch)
    ids = {match.candidate_id for match in matches if match} | set(twins.values())
    candidate_of = Candidate.objects.in_bulk([pk for pk in ids if pk])
    seen: dict[tuple[str, str], _Plan] = {}
    plans: list[_Plan] = []
    for row, one, person, match in zip(batch, said, people, matches, strict=True):
        plan = _Plan(row, person)
        plan.earlier = next((seen[key] for key in one.identities if key in seen), None)
        pk = match.candidate_id if match else twins.get(row.twin or 0)
        plan.candidate = candidate_of.get(pk or 0) if plan.earlier is None else None
        if _is_left_out(run, plan, one):
            continue
        plans.append(plan)
        for key in one.identities:
            seen.setdefault(key, plan)
    return plans


def _is_left_out(run: Import, plan: _Plan, said: Said) -> bool:
    """Note why a row is not taken in, if so; who is created anyway is nobody we know."""
    row = plan.row
    choice = row.choice or run.duplicates
    if said.faults:
        row.state, row.problems = RowState.FAULTY, [[place, str(message)] for place, message in said.faults]
    elif choice == Duplicates.CREATE:
        plan.candidate = plan.earlier = None
    elif choice == Duplicates.SKIP and (plan.candidate or plan.earlier):
        row.state, row.candidate = RowState.SKIPPED, plan.candidate
    return row.state in {RowState.FAULTY, RowState.SKIPPED}


def _settle(plan: _Plan, place: Callable[[Row, Candidate], bool], by: Actor, at: datetime) -> None:
    """Complete who was known and put them where they go; a row that is refused leaves nothing behind."""
    row = plan.row
    candidate = plan.candidate or (plan.earlier.candidate if plan.earlier else None)
    if candidate is None:  # the earlier row was refused, so this one stands for itself
        row.state, row.problems = RowState.FAULTY, plan.earlier.row.problems if plan.earlier else []
        return
    plan.candidate = candidate
    try:
        with transaction.atomic():
            filled = {} if row.state == RowState.ADDED else _completed(candidate, plan.person, by, at)
            is_placed = place(row, candidate)
    except refusals.Refusal as refusal:  # an edge: considered for the job before, say; true of this row alone
        row.application, row.put_in_pool = None, False
        if row.state != RowState.ADDED:
            row.state, row.candidate = RowState.FAULTY, candidate
        row.problems = [[rows.WHOLE, str(refusal.message)]]
        return
    row.candidate = candidate
    if row.state != RowState.ADDED:
        row.filled = filled
        row.state = RowState.COMPLETED if filled or is_placed else RowState.PRESENT


def _completed(candidate: Candidate, person: Person, by: Actor, at: datetime) -> dict[str, Any]:
    """Fill in what is empty; by field, what was there and what is now."""
    before = queries.person(candidate)
    after = queries.person(candidates.enrich(candidate, person, by=by, at=at))
    return {
        field.name: [_plain(getattr(before, field.name)), _plain(getattr(after, field.name))]
        for field in dataclasses.fields(Person)
        if getattr(before, field.name) != getattr(after, field.name)
    }


def _plain(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, tuple | list):
        return [dataclasses.asdict(one) if dataclasses.is_dataclass(one) else one for one in value]  # type: ignore[arg-type]
    return value


def _twins(run: Import, batch: Sequence[Row]) -> dict[int, int]:
    """The candidates of the earlier rows that say the same, by their number."""
    numbers = [row.twin for row in batch if row.twin]
    if not numbers:
        return {}
    earlier = Row.objects.filter(parent=run, number__in=numbers)
    return {number: pk for number, pk in earlier.values_list("number", "candidate_id") if pk}


def _placer(run: Import, by: Actor, at: datetime) -> Callable[[Row, Candidate], bool]:
    """Puts somebody where the people of this import go; whether that was anything new."""
    if run.entry == Entry.POOL:
        fill = pools.filler(run.pool, by=by, at=at) if run.pool else None
        if fill is None:
            raise PoolNotFound

        def into_pool(row: Row, candidate: Candidate) -> bool:
            row.put_in_pool = fill(candidate).added_at == at
            return row.put_in_pool

        return into_pool
    if run.entry:
        return _onto_job(run, by, at)
    return lambda _row, _candidate: False


def _onto_job(run: Import, by: Actor, at: datetime) -> Callable[[Row, Candidate], bool]:
    job = run.job
    if job is None:
        raise jobs.JobNotFound
    if not job.is_active:
        raise JobNotOpen
    add = applications.add_prospect if run.entry == Entry.PROSPECTS else applications.add_applicant

    def onto_job(row: Row, candidate: Candidate) -> bool:
        found: Application = add(job, candidate, source=run.source, by=by, at=at)
        row.application = found if found.created_at == at else None
        return row.application is not None

    return onto_job
