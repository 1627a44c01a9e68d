"""What happens in retention."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RetentionChanged:
    """The rules are these now; None months: kept until somebody decides."""

    applicant_months: int | None
    prospect_months: int | None
    no_job_months: int | None
    notice_days: int
    time_zone: str
    erases_by_itself: bool
    most_a_night: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonKept:
    """`until` is an ISO day, the last of the hold; why is for administrators, so it is not said here."""

    candidate_id: int
    until: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonReleased:
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureAsked:
    """People wait to be erased."""

    run_id: int
    kind: str
    people: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureStopped:
    run_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ErasureFinished:
    run_id: int
    erased: int
    kept: int
    failed: int
    at: datetime
    by_id: int | None
