"""What can be done with the timeline: write rows; nothing is ever edited."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from skaffa.activity.models import Entry

_COLUMNS = {
    "at": "at",
    "by_id": "actor_id",
    "job_id": "job_id",
    "candidate_id": "candidate_id",
    "application_id": "application_id",
    "user_id": "subject_user_id",
}
"""Fields of events that are columns of their own; everything else an event says goes into `data`."""


@transaction.atomic(savepoint=False)  # one statement; a timeline of many people at once costs no more than it must
def record(event: Any, *, at: datetime, without: frozenset[str] = frozenset()) -> Entry:
    """Write down an event of ours, under its name; `without` names fields that are kept out (secrets, ids of gone rows).

    Any app above may let its own events be recorded so: frozen dataclasses with `at` and `by_id`.
    """
    entry = _entry(event, at, without)
    entry.save(force_insert=True)
    return entry


def record_all(happened: Sequence[Any], *, without: frozenset[str] = frozenset()) -> None:
    """The same for events that happened at once, each at its own moment, in one statement."""
    Entry.objects.bulk_create([_entry(event, event.at, without) for event in happened])


def _entry(event: Any, at: datetime, without: frozenset[str]) -> Entry:
    said = {field.name: getattr(event, field.name) for field in dataclasses.fields(event) if field.name not in without}
    columns = {_COLUMNS[name]: value for name, value in said.items() if name in _COLUMNS}
    data = {name: value for name, value in said.items() if name not in _COLUMNS and value not in ("", (), None)}
    return Entry(**{**columns, "at": at}, event=type(event).__name__, data=data)
