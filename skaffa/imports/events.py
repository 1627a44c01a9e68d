"""What happens to imports."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportWorkAsked:
    """There is something to read, to take in, or to undo; the worker is woken."""

    import_id: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportBegun:
    import_id: int
    kind: str
    file: str
    rows: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportFinished:
    """`added` counts new people or jobs, `completed` those we knew, `faulty` the rows that could not be taken in."""

    import_id: int
    kind: str
    file: str
    added: int
    completed: int
    faulty: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndoAsked:
    import_id: int
    kind: str
    file: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportUndone:
    """`kept` counts what something else has happened to since."""

    import_id: int
    kind: str
    file: str
    undone: int
    kept: int
    at: datetime
    by_id: int | None
