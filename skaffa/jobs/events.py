"""What happens to jobs and their hiring teams."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class JobCreated:
    job_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobEdited:
    """`changed` names the fields of JobDetails that differ now; never empty."""

    job_id: int
    changed: tuple[str, ...]
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobActivated:
    job_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobClosed:
    job_id: int
    reason: str
    comment: str = ""
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDeleted:
    """The row is gone when this is heard; `code` is what it was known by."""

    job_id: int
    code: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberAdded:
    job_id: int
    user_id: int
    role: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMemberRemoved:
    job_id: int
    user_id: int
    role: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalRequested:
    """The job was sent to this approver, among others; one for each."""

    job_id: int
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalReminded:
    """An approver has not answered for a day."""

    job_id: int
    user_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalAnswered:
    """One approver has approved or rejected; `outcome` is the job's state now, `asked_by_id` who had sent it."""

    job_id: int
    answer: str
    outcome: str
    comment: str = ""
    asked_by_id: int | None
    at: datetime
    by_id: int | None
