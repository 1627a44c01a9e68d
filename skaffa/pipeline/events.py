"""What happens to many people at once; what happens to each of them is told besides, by whoever did it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkAsked:
    """`kind` is to be done to so many people of a job."""

    bulk_id: int
    job_id: int
    kind: str
    people: int
    at: datetime
    by_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkFinished:
    """Nobody of it waits any more."""

    bulk_id: int
    job_id: int
    kind: str
    done: int
    same: int
    refused: int
    at: datetime
    by_id: int | None
