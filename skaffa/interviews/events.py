"""What happens around interviews, and to feedback; drafts are nobody else's business and make no events."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum


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


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackRequested:
    """Somebody is to say what they think of an applicant: `user_id`."""

    application_id: int
    job_id: int
    candidate_id: int
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityAsked:
    """A candidate is to say when they can come: the e-mail with their link is due."""

    availability_id: int
    application_id: int
    job_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AvailabilityAnswered:
    """By the candidate; `fitting` is how many of the times suit."""

    availability_id: int
    application_id: int
    job_id: int
    candidate_id: int
    fitting: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewScheduled:
    interview_id: int
    application_id: int
    job_id: int
    candidate_id: int
    title: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewChanged:
    interview_id: int
    application_id: int
    job_id: int
    candidate_id: int
    title: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewCancelled:
    interview_id: int
    application_id: int
    job_id: int
    candidate_id: int
    title: str
    comment: str = ""
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewAnswered:
    """An interviewer accepts, hesitates or declines."""

    interview_id: int
    application_id: int
    job_id: int
    candidate_id: int
    user_id: int
    title: str
    answer: str
    comment: str = ""
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewUnsuitable:
    """The candidate says that they cannot come."""

    interview_id: int
    application_id: int
    job_id: int
    candidate_id: int
    title: str
    comment: str = ""
    at: datetime
    by_id: int | None = None


class News(Enum):
    """What a letter about an interview says."""

    INVITATION = "invitation"
    CHANGE = "change"
    CANCELLATION = "cancellation"


@dataclass(frozen=True, slots=True, kw_only=True)
class InterviewTold:
    """Letters about an interview are due: to these interviewers, and to the candidate where `to_candidate` is set."""

    interview_id: int
    news: News
    interviewer_ids: tuple[int, ...] = ()
    to_candidate: bool = False
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderDue:
    """One reminder is to be said, now and once; `user_id` is the interviewer's, none the candidate's."""

    reminder_id: int
    interview_id: int
    kind: str
    user_id: int | None
    at: datetime
    by_id: int | None = None
