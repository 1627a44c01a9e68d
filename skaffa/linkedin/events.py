"""What happens between us and LinkedIn."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationReceived:
    """A push was stored for the first time."""

    notification_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SyncMarked:
    """Something has to go to LinkedIn."""

    connection_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInConnected:
    connection_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInDisconnected:
    connection_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkedInGenerationsChosen:
    """Which resources go by the versioned generation from now on; the others go by v2."""

    connection_id: int
    versioned: tuple[str, ...]
    version: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationEnabled:
    """LinkedIn's administrator turned One-Click Export on."""

    connection_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class IntegrationDisabled:
    connection_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountConnected:
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountDisconnected:
    user_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportAccepted:
    """An exported person is a prospect now; `exporter_told` is False where LinkedIn kept silent about who exported."""

    export_id: int
    application_id: int
    job_id: int
    candidate_id: int
    exporter_told: bool
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExportRefused:
    export_id: int
    job_id: int | None
    candidate_id: int | None
    refusal: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NotificationLost:
    """Something LinkedIn announced could not be fetched, or was not meant for us."""

    notification_id: int
    outcome: str
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class JobRefusedByLinkedIn:
    job_id: int
    reason: str
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadFinished:
    """LinkedIn has been told everything it may have; `balanced`: it has accepted all of it."""

    connection_id: int
    load_id: int
    balanced: bool
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileShared:
    """A member agreed, in an answer to an InMail, to share their contact details; `towards` names the recruiter."""

    candidate_id: int
    towards: str
    shared_at: str  # ISO: when they agreed; `at` is when we heard of it
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountsClosed:
    """LinkedIn says that so many more members whom it delivered to us have closed their accounts."""

    connection_id: int
    people: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClosedAccountsSettled:
    """Administrators decided about so many of them: removed, or kept."""

    connection_id: int
    decision: str
    people: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalChosen:
    """How often, and how far back, what recruiters do in LinkedIn is fetched."""

    connection_id: int
    minutes: int
    days: int
    notes_shared: bool
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RefreshAsked:
    """Somebody wants what recruiters did in LinkedIn to be fetched now."""

    connection_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberLinked:
    """A candidate is this LinkedIn member, as somebody said; `member` is the member's name where we know it."""

    candidate_id: int
    member: str
    origin: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MemberUnlinked:
    """A candidate is not this LinkedIn member, or not to be shown as them."""

    candidate_id: int
    member: str
    by_person: bool
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkClaimed:
    """LinkedIn's plugin said in a browser that somebody linked or unlinked: LinkedIn is asked whether that is so."""

    claim_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnLinkMade:
    """Somebody made the link with which a person rules over their own LinkedIn link; `sent`: by e-mail."""

    candidate_id: int
    sent: bool
    at: datetime
    by_id: int | None
