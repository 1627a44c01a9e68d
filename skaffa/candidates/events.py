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


@dataclass(frozen=True, slots=True, kw_only=True)
class SourcesChanged:
    """The list that people choose from is another: `change` is added, renamed, retired or restored."""

    source: str
    name: str
    change: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateErased:
    """Said while the person is still there: whoever keeps something about them lets go of it now."""

    candidate_id: int
    at: datetime
    by_id: int | None
