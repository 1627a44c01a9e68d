"""Takes a batch of people in: new ones together, one by one to where they go besides; then completes those we know."""

import dataclasses
import functools
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.applications import actions as applications
from skaffa.applications.models import Application
from skaffa.applications.rules import JobNotOpen
from skaffa.candidates import actions as candidates
from skaffa.candidates import locking
from skaffa.candidates import rules as candidate_rules
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.choices.queries import Lists
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
    is_placed: bool = False


def take(run: Import, batch: Sequence[Row], *, by: Actor, at: datetime) -> None:
    """Take these people in and note on each row what became of it; raises what is true of all of them."""
    lists = Lists()
    said = [rows.read(run, run.columns, row.number, row.cells, lists) for row in batch]
    plans = _planned(run, batch, said, by)
    new = [plan for plan in plans if plan.candidate is None and plan.earlier is None]
    made = candidates.add_many([plan.person for plan in new], source=run.source, by=by, at=at)
    for plan, candidate in zip(new, made, strict=True):
        plan.candidate = plan.row.candidate = candidate
        plan.row.state = RowState.ADDED
    for plan in plans:
        plan.candidate = plan.candidate or (plan.earlier.candidate if plan.earlier else None)
        plan.row.candidate = plan.candidate
    place = _placer(run, by, at)
    _complete([plan for plan in plans if place is None or _is_placed(plan, place)], by, at)


def _planned(run: Import, batch: Sequence[Row], said: Sequence[Said], by: Actor) -> list[_Plan]:
    """What is to be done with each row that is not to be skipped; nobody else takes one of these people in meanwhile."""
    people = [one.subject for one in said if isinstance(one.subject, Person)]
    locking.lock_people(people)
    matches = known.find(run, people, by=by)
    twins = _twins(run, batch)
    likely = {row.pk: row.candidate_id for row in batch if row.known_by == known.LIKELY}
    ids = {match.candidate_id for match in matches if match} | {*twins.values(), *likely.values()}
    held = Candidate.objects.select_for_update(no_key=True).order_by("pk")  # nobody is erased meanwhile
    candidate_of = held.in_bulk([pk for pk in ids if pk])
    seen: dict[tuple[str, str], _Plan] = {}
    plans: list[_Plan] = []
    for row, one, person, match in zip(batch, said, people, matches, strict=True):
        plan = _Plan(row, person)
        plan.earlier = next((seen[key] for key in one.identities if key in seen), None)
        pk = match.candidate_id if match else twins.get(row.twin or 0) or likely.get(row.pk)
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


def _is_placed(plan: _Plan, place: Callable[[Row, Candidate], bool]) -> bool:
    """Put somebody where they go; False if that is refused, which leaves nothing of the row behind but who is new."""
    row = plan.row
    assert plan.candidate is not None  # noqa: S101 - for the type checker: everybody is known by now
    try:
        with transaction.atomic():
            plan.is_placed = place(row, plan.candidate)
    except refusals.Refusal as refusal:  # an edge: considered for the job before, say; true of this row alone
        row.application, row.put_in_pool = None, False
        if row.state != RowState.ADDED:
            row.state = RowState.FAULTY
        row.problems = [[rows.WHOLE, str(refusal.message)]]
        return False
    return True


def _complete(plans: Sequence[_Plan], by: Actor, at: datetime) -> None:
    """Fill in what is empty of those who were known; by field, what was there and what is now."""
    known = [plan for plan in plans if plan.row.state != RowState.ADDED]
    said = [(plan.candidate, plan.person) for plan in known if plan.candidate]
    for plan, (before, after) in zip(known, candidates.enrich_many(said, by=by, at=at), strict=True):
        plan.row.filled = {
            name: [_plain(getattr(before, name)), _plain(getattr(after, name))]
            for name in candidate_rules.changed(before, after)
        }
        plan.row.state = RowState.COMPLETED if plan.row.filled or plan.is_placed else RowState.PRESENT


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


def _placer(run: Import, by: Actor, at: datetime) -> Callable[[Row, Candidate], bool] | None:
    """Puts somebody where the people of this import go, if anywhere; whether that was anything new."""
    if run.entry == Entry.POOL:
        fill = pools.filler(run.pool, by=by, at=at) if run.pool else None
        if fill is None:
            raise PoolNotFound

        def into_pool(row: Row, candidate: Candidate) -> bool:
            row.put_in_pool = fill(candidate).added_at == at
            return row.put_in_pool

        return into_pool
    return _onto_job(run, by, at) if run.entry else None


def _onto_job(run: Import, by: Actor, at: datetime) -> Callable[[Row, Candidate], bool]:
    job = run.job
    if job is None:
        raise jobs.JobNotFound
    if not job.is_active:
        raise JobNotOpen
    as_applicant = functools.partial(applications.add_applicant, from_file=True)
    add = applications.add_prospect if run.entry == Entry.PROSPECTS else as_applicant

    def onto_job(row: Row, candidate: Candidate) -> bool:
        found: Application = add(job, candidate, source=run.source, by=by, at=at)
        row.application = found if found.created_at == at else None
        return row.application is not None

    return onto_job
