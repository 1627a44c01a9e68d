"""What happens at the public door."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSubmitted:
    """Somebody has applied by themselves; `is_repeated`: they were considered for this job already."""

    submission_id: int
    application_id: int
    candidate_id: int
    job_id: int
    is_repeated: bool
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CareerSiteChanged:
    at: datetime
    by_id: int | None
