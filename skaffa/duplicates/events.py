"""What people say about two records."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDifferent:
    """Two candidates are not the same person."""

    candidate_id: int
    other_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SaidDifferentUndone:
    """Nobody says so any more."""

    candidate_id: int
    other_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanAsked:
    """Everybody is to be looked at, from where it stopped."""

    scan_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ScanFinished:
    """Everybody has been looked at; `found` pairs may be one person."""

    scan_id: int
    people: int
    found: int
    at: datetime
    by_id: int | None
