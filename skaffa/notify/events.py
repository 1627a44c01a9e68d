"""What happens in notify itself."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailWritten:
    """An e-mail waits to be sent."""

    email_id: int
    at: datetime
    by_id: int | None = None
