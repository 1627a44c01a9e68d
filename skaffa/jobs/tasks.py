"""Background work of jobs: approvers who have not answered for a day are reminded, once."""

from typing import Any

from procrastinate.contrib.django import app

from skaffa.core import clock
from skaffa.jobs.approvals import actions, queries


@app.periodic(cron="*/10 * * * *")
@app.task(name="jobs.remind_approvers")
def remind_approvers(timestamp: int = 0, **_: Any) -> None:  # noqa: ARG001 - periodic tasks are told when they were due
    """Each approval in a transaction of its own, so that a crash repeats nothing."""
    at = clock.now()
    for approval_id in queries.to_remind(at=at):
        actions.remind(approval_id, at=at)
