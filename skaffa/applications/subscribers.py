"""What applications do when they hear of jobs, of people, and of themselves."""

from skaffa.applications import actions
from skaffa.applications.events import ApplicantAdded, ProspectAdded
from skaffa.candidates import actions as candidates
from skaffa.candidates.events import CandidateErased
from skaffa.core import events
from skaffa.jobs.events import JobClosed


def register() -> None:
    events.subscribe(JobClosed, _close_with_the_job)
    events.subscribe(CandidateErased, _delete_with_the_person)
    events.subscribe(ProspectAdded, _say_how_they_entered)
    events.subscribe(ApplicantAdded, _say_how_they_entered)


def _close_with_the_job(event: JobClosed) -> None:
    actions.close_all(event.job_id, reason=event.reason, by_id=event.by_id, at=event.at)


def _delete_with_the_person(event: CandidateErased) -> None:
    actions.delete_all(event.candidate_id, by_id=event.by_id, at=event.at)


def _say_how_they_entered(event: ProspectAdded | ApplicantAdded) -> None:
    """The first application says it, where nobody has (A120)."""
    candidates.fill_in_source(event.candidate_id, event.source, at=event.at)
