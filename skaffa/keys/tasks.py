"""Background work of keys: answers that nobody will ask for again are forgotten."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.keys import actions


@app.periodic(cron="17 * * * *")
@app.task(name="keys.forget_answers")
def forget_answers(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    actions.forget_answers(at=clock.now())
