"""What happens to e-mails and their templates."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailWritten:
    """An e-mail waits to be sent."""

    email_id: int
    at: datetime
    by_id: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateMailed:
    """An e-mail to a candidate about an application has been written; it leaves at once, unless something is wrong."""

    email_id: int
    kind: str
    application_id: int
    candidate_id: int
    job_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailCalledBack:
    """An e-mail to a candidate was kept from leaving."""

    email_id: int
    kind: str
    application_id: int
    candidate_id: int
    job_id: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTemplateSaved:
    """A template was written or changed."""

    template_id: int
    title: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTemplateDeleted:
    template_id: int
    title: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailTemplateRestored:
    template_id: int
    title: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailChoiceMade:
    """Which template is the default for a mail type and recipient, and whether it is sent automatically."""

    kind: str
    recipient: str
    title: str
    is_automatic: bool
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLookChanged:
    """The picture or the links that every e-mail has around its text."""

    at: datetime
    by_id: int | None
