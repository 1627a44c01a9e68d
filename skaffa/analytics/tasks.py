"""Background work of analytics: count what has changed, and once a night everything anew."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.analytics import actions
from skaffa.core import clock


@app.periodic(cron="* * * * * */15")  # the sixth field counts seconds
@app.task(name="analytics.count")
def count(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Portion after portion; killed on the way, what was not counted still stands as changed."""
    while actions.count_next():
        pass


@app.periodic(cron="11 4 * * *")
@app.task(name="analytics.count_everything")
def count_everything(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    actions.note_everything(at=clock.now())
