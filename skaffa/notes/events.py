"""What happens to notes; a note that goes with its application or person has no event of its own."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteWritten:
    note_id: int
    candidate_id: int
    application_id: int | None
    is_private: bool
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteChanged:
    """`is_private` tells how it is now: a note that was shared may be private from here on, and the other way."""

    note_id: int
    candidate_id: int
    application_id: int | None
    is_private: bool
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteDeleted:
    """The row is gone when this is heard."""

    note_id: int
    candidate_id: int
    application_id: int | None
    is_private: bool
    at: datetime
    by_id: int | None
