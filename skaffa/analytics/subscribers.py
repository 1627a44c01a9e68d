"""What makes the counts of a job out of date."""

from typing import get_args

from skaffa.analytics import actions
from skaffa.applications import events
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


def _changed(event: Event) -> None:
    actions.note(event.job_id, at=event.at)
