"""What imports hear, of themselves and of people who are erased."""

from typing import get_args

from skaffa.activity import actions as activity
from skaffa.candidates.events import CandidateErased
from skaffa.core.events import subscribe
from skaffa.imports import actions, events, tasks
from skaffa.notify import actions as notify

Recorded = events.ImportBegun | events.ImportFinished | events.ImportUndoAsked | events.ImportUndone
"""What the timeline keeps."""

Told = events.ImportFinished | events.ImportUndone
"""What whoever asked gets a notice of, under the event's name."""


def register() -> None:
    subscribe(events.ImportWorkAsked, _work_soon)
    subscribe(CandidateErased, actions.forget)
    for recorded in get_args(Recorded):
        subscribe(recorded, _record)
    for told in get_args(Told):
        subscribe(told, _tell)


def _work_soon(event: events.ImportWorkAsked) -> None:
    """The job commits with what asks for it or not at all; should it get lost, the sweep finds the import."""
    tasks.go_on.defer(import_id=event.import_id)


def _record(event: Recorded) -> None:
    activity.record(event, at=event.at)


def _tell(event: Told) -> None:
    counted = ("added", "completed", "faulty", "undone", "kept")
    data = {name: getattr(event, name) for name in ("file", "kind", *counted) if hasattr(event, name)}
    notify.notice(
        [event.by_id] if event.by_id else [],
        kind=type(event).__name__,
        data=data,
        url=f"/imports/{event.import_id}/",
        at=event.at,
    )
