"""What happens to webhooks; an address is told by its host, for the rest of it may be a secret."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookAdded:
    webhook_id: int
    host: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookChanged:
    """`changed` names what differs now: url, topics, secret, enabled."""

    webhook_id: int
    host: str
    changed: tuple[str, ...]
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDisabled:
    """By somebody, or by us because nothing arrives; `reason` is one of Disabled."""

    webhook_id: int
    host: str
    reason: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WebhookDeleted:
    """The row is gone when this is heard."""

    host: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryDue:
    """Something waits to be sent there."""

    webhook_id: int
    at: datetime
