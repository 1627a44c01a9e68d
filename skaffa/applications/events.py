"""What happens to applications, from the first sight of a prospect on."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ProspectAdded:
    application_id: int
    job_id: int
    candidate_id: int
    source: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicantAdded:
    """`from_file`: they come with many others, and nobody writes to them by itself."""

    application_id: int
    job_id: int
    candidate_id: int
    source: str
    from_file: bool = False
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationMoved:
    application_id: int
    job_id: int
    candidate_id: int
    from_stage_id: int
    to_stage_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MoveTakenBack:
    """The latest move was undone: its row is gone, and the application is in `to_stage_id` again."""

    application_id: int
    job_id: int
    candidate_id: int
    from_stage_id: int
    to_stage_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationRejected:
    """`is_told`: by what the environment tells by itself; otherwise whoever rejected has decided what they hear."""

    application_id: int
    job_id: int
    candidate_id: int
    reason: str
    comment: str = ""
    is_told: bool = True
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationReopened:
    application_id: int
    job_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationClosed:
    """Ended by something else than a rejection: withdrawn, an answered offer, or the job was filled or cancelled."""

    application_id: int
    job_id: int
    candidate_id: int
    reason: str
    comment: str = ""
    decline_reason: str = ""
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferMade:
    """`offer` says how far it is now: prepared or extended; an answer is an ApplicationClosed."""

    application_id: int
    job_id: int
    candidate_id: int
    offer: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferTakenBack:
    """The last step of an open offer was undone: `offer` is how it stands again, empty where there is none any more."""

    application_id: int
    job_id: int
    candidate_id: int
    offer: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationSourceChanged:
    """Somebody has said, or said anew, how the person found the job."""

    application_id: int
    job_id: int
    candidate_id: int
    source: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilverMedalGiven:
    """Somebody who reached the Offer stage is worth another look (A66)."""

    application_id: int
    job_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SilverMedalTakenBack:
    application_id: int
    job_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ActivityChanged:
    """How far an activity of a stage is with somebody; `activity` is the kind, `name` what the process calls it."""

    application_id: int
    job_id: int
    candidate_id: int
    activity_id: int
    activity: str
    name: str
    status: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationDeleted:
    """The row is gone when this is heard, with its moves, documents, notes and feedback, which have no own events."""

    application_id: int
    job_id: int
    candidate_id: int
    at: datetime
    by_id: int | None
