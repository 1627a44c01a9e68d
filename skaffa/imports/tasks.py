"""Background work of imports: read a file, take its rows in, undo; go on with what was left, and forget what is old."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.imports import actions, queries
from skaffa.imports.reading import actions as reading
from skaffa.imports.taking import actions as taking
from skaffa.imports.undoing import actions as undoing


@app.periodic(cron="* * * * *")
@app.task(name="imports.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Imports that were begun and left; whoever is at one of them is not disturbed."""
    for import_id in queries.at_work():
        go_on.defer(import_id=import_id)


@app.periodic(cron="37 3 * * *")
@app.task(name="imports.nightly")
def nightly(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    actions.forget_old(at=clock.now())


@app.task(name="imports.go_on")
def go_on(import_id: int, **_: Any) -> None:
    """Do what this import waits for, batch after batch, until there is nothing left."""
    reading.read_all(import_id)
    while taking.take_next(import_id, at=clock.now()):
        pass
    while undoing.undo_next(import_id, at=clock.now()):
        pass
