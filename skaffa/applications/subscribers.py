"""What applications do when they hear of jobs."""

from skaffa.applications import actions
from skaffa.core import events
from skaffa.jobs.events import JobClosed


def register() -> None:
    events.subscribe(JobClosed, _close_with_the_job)


def _close_with_the_job(event: JobClosed) -> None:
    actions.close_all(event.job_id, reason=event.reason, by_id=event.by_id, at=event.at)
