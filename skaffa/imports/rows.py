"""What a row of a file says, whichever kind of file it is from, and what is wrong with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from skaffa.candidates.rules import Person
from skaffa.choices.queries import Lists
from skaffa.core.refusals import Message
from skaffa.imports import fields, openings, people
from skaffa.imports.models import Import
from skaffa.jobs.files import Row as Opening

WHOLE = -1
"""The place of a fault that no column has."""


@dataclass(frozen=True, slots=True)
class Said:
    """A row as it would become: `faults` keep it out, by the place of their column; what it `lacks` does not."""

    number: int
    cells: Sequence[str]
    subject: Person | Opening
    faults: Sequence[tuple[int, Message]]
    lacks: Sequence[str]
    shown: Sequence[tuple[Message, str]]
    identities: Sequence[tuple[str, str]]


def read(run: Import, columns: Sequence[str], number: int, cells: Sequence[str], lists: Lists) -> Said:
    """The row, if the columns mean this; `lists` are what can be chosen, the same for all rows that are read at once."""
    said = fields.values(columns, cells)
    if run.is_about_people:
        person = people.person(said)
        faults = _located(columns, people.faults(person), people.COLUMNS_OF)
        return Said(number, cells, person, faults, (), people.shown(person), people.identities(person, cells))
    job = openings.job(run, number, said, lists)
    faults = _located(columns, openings.faults(job, lists), {})
    return Said(
        number, cells, job, faults, job.shortcomings, openings.shown(job, lists), openings.identities(job, cells)
    )


def _located(
    columns: Sequence[str], faults: Mapping[str, Message], columns_of: Mapping[str, Sequence[str]]
) -> list[tuple[int, Message]]:
    """Each fault beside the first column that can be meant."""
    found = []
    for field, message in faults.items():
        names = columns_of.get(field, (field,))
        places = (columns.index(name) for name in names if name in columns)
        found.append((next(places, WHOLE), message))
    return found
