"""Background work of hooks: send what is due, remove what is old."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.hooks import actions, queries, sending


@app.periodic(cron="* * * * *")
@app.task(name="hooks.sweep")
def sweep(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """What is to be tried again, and what was left."""
    for webhook_id in queries.due(clock.now()):
        deliver.defer(webhook_id=webhook_id)


@app.task(name="hooks.deliver")
def deliver(webhook_id: int, **_: Any) -> None:
    """Safe to run at any time and twice at once."""
    sending.send_due(webhook_id, clock.now)


@app.periodic(cron="29 3 * * *")
@app.task(name="hooks.forget")
def forget(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    actions.forget_old(at=clock.now())
