"""What applications do when they hear of jobs and of people."""

from skaffa.applications import actions
from skaffa.candidates.events import CandidateErased
from skaffa.core import events
from skaffa.jobs.events import JobClosed


def register() -> None:
    events.subscribe(JobClosed, _close_with_the_job)
    events.subscribe(CandidateErased, _delete_with_the_person)


def _close_with_the_job(event: JobClosed) -> None:
    actions.close_all(event.job_id, reason=event.reason, by_id=event.by_id, at=event.at)


def _delete_with_the_person(event: CandidateErased) -> None:
    actions.delete_all(event.candidate_id, by_id=event.by_id, at=event.at)
