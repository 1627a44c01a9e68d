"""A mark of the outbox that somebody has claimed."""

from datetime import datetime
from typing import NamedTuple

from skaffa.linkedin.models import SyncItem


class Mark(NamedTuple):
    """Its row as plain values, for a first load claims hundreds of thousands."""

    pk: int
    connection_id: int
    kind: str
    entity_id: int
    bulk: bool
    generation: int
    attempts: int
    marked_at: datetime


AnyMark = Mark | SyncItem
