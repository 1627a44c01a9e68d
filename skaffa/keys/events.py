"""What happens to keys."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyMade:
    key_id: int
    name: str
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiKeyRevoked:
    key_id: int
    name: str
    at: datetime
    by_id: int | None
