"""What happens to feedback; drafts are nobody else's business and make no events."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackSubmitted:
    feedback_id: int
    application_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackChanged:
    """Submitted feedback says something else now."""

    feedback_id: int
    application_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackDeleted:
    """Submitted feedback; the row is gone when this is heard. What goes with its application has no event."""

    feedback_id: int
    application_id: int
    candidate_id: int
    at: datetime
    by_id: int | None
