"""Background work of talent pools: people of files come in; go on with what was left."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.pools.imports import actions as imports


@app.periodic(cron="* * * * *")
@app.task(name="pools.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Imports that were begun and left."""
    for import_id in imports.left(at=clock.now()):
        go_on.defer(import_id=import_id)


@app.task(name="pools.go_on")
def go_on(import_id: int, **_: Any) -> None:
    """Add one person after the other until nobody of this import waits."""
    while imports.add_next(import_id, at=clock.now()):
        pass
