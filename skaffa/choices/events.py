"""What happens to the lists that people choose from."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoicesChanged:
    """A list is another: `change` is added, changed, retired or restored; `counts_anew`: elsewhere it means another."""

    list: str
    code: str
    name: str
    change: str
    counts_anew: bool
    at: datetime
    by_id: int | None
