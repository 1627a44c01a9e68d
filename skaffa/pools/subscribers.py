"""What talent pools do when they hear of themselves: work begins with the transaction that asked for it."""

from skaffa.core import events
from skaffa.pools import tasks
from skaffa.pools.events import ImportAsked


def register() -> None:
    events.subscribe(ImportAsked, _go_on)


def _go_on(event: ImportAsked) -> None:
    tasks.go_on.defer(import_id=event.import_id)
