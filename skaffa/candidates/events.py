"""What happens to candidates."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateAdded:
    candidate_id: int
    source: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateUpdated:
    """`changed` names the fields of Person that differ now."""

    candidate_id: int
    changed: tuple[str, ...]
    at: datetime
    by_id: int | None
