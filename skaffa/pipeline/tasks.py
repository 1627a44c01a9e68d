"""Background work of acts on many people: go on with them, and with what was left."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.pipeline.bulk import actions as bulk


@app.periodic(cron="* * * * *")
@app.task(name="pipeline.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Acts that were begun and left."""
    for bulk_id in bulk.left(at=clock.now()):
        go_on.defer(bulk_id=bulk_id)


@app.task(name="pipeline.go_on")
def go_on(bulk_id: int, **_: Any) -> None:
    """Do it to one person after the other until nobody waits."""
    while bulk.do_next(bulk_id, at=clock.now()):
        pass
