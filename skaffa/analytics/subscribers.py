"""What makes the counts of a job out of date."""

from typing import get_args

from skaffa.analytics import actions
from skaffa.applications import events
from skaffa.applications.models import Application
from skaffa.candidates.merging.events import CandidatesMerged, MergeUndone
from skaffa.core.events import subscribe

Event = (
    events.ProspectAdded
    | events.ApplicantAdded
    | events.ApplicationMoved
    | events.MoveTakenBack
    | events.ApplicationRejected
    | events.ApplicationClosed
    | events.ApplicationReopened
    | events.ApplicationSourceChanged
    | events.ApplicationDeleted
)


def register() -> None:
    for kind in get_args(Event):
        subscribe(kind, _changed)
    subscribe(CandidatesMerged, _merged)
    subscribe(MergeUndone, _merged)


def _changed(event: Event) -> None:
    actions.note(event.job_id, at=event.at)


def _merged(event: CandidatesMerged | MergeUndone) -> None:
    """Of two applications for one job one is counted, while they are one person's."""
    theirs = Application.objects.filter(candidate__in=[event.candidate_id, event.absorbed_id])
    for job_id in theirs.order_by("job").values_list("job", flat=True).distinct():
        actions.note(job_id, at=event.at)
