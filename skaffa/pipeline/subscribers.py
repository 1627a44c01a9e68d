"""What acts on many people do when they hear of themselves: many go on in the background with the transaction that asked."""

from skaffa.core import events
from skaffa.pipeline import tasks
from skaffa.pipeline.events import BulkAsked
from skaffa.pipeline.rules import AT_ONCE


def register() -> None:
    events.subscribe(BulkAsked, _go_on)


def _go_on(event: BulkAsked) -> None:
    if event.people > AT_ONCE:
        tasks.go_on.defer(bulk_id=event.bulk_id)
