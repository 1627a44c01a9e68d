"""What documents do when they hear of themselves: a new file is read in the background."""

from skaffa.core import events
from skaffa.documents import tasks
from skaffa.documents.events import DocumentAdded, DocumentChanged


def register() -> None:
    events.subscribe(DocumentAdded, _read)
    events.subscribe(DocumentChanged, _read)


def _read(event: DocumentAdded | DocumentChanged) -> None:
    tasks.read.defer(document_id=event.document_id)
