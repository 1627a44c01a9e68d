"""Background work of documents: read what is in them; go on with what was left."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.documents.reading import actions as reading


@app.periodic(cron="* * * * *")
@app.task(name="documents.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Files that were begun and left, and those of before there was a reader."""
    for document_id in reading.left(at=clock.now()):
        read.defer(document_id=document_id)


@app.task(name="documents.read")
def read(document_id: int, **_: Any) -> None:
    reading.read(document_id, now=clock.now)
