"""Background work of interviews: reminders, once a minute."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.interviews.calendars import fetching
from skaffa.interviews.reminders import actions


@app.periodic(cron="* * * * *")
@app.task(name="interviews.remind", pass_context=False)
def remind(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Say what is due; safe to run at any time and twice at once."""
    while actions.say_due(at=clock.now()):
        pass


@app.periodic(cron="* * * * *")
@app.task(name="interviews.read_calendars", pass_context=False)
def read_calendars(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Read the calendars that are due; safe to run at any time and twice at once."""
    fetching.read_due(clock.now)
