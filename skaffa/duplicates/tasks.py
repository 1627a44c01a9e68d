"""Background work about duplicates: records of people who have changed are made anew."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.duplicates import actions


@app.periodic(cron="* * * * * */10")  # the sixth field counts seconds
@app.task(name="duplicates.freshen")
def freshen(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Batch after batch until nobody waits; woken by the first change, and by the clock for what was left."""
    while actions.freshen():
        pass
