"""What retention hears: who is erased, what the timeline keeps, and what wakes the worker."""

from typing import get_args

from skaffa.activity import actions as activity
from skaffa.candidates.events import CandidateErased
from skaffa.core.events import subscribe
from skaffa.retention import actions, events, tasks

Recorded = (
    events.RetentionChanged
    | events.PersonKept
    | events.PersonReleased
    | events.ErasureAsked
    | events.ErasureStopped
    | events.ErasureFinished
)
"""What the timeline keeps."""


def register() -> None:
    subscribe(CandidateErased, actions.note_erasure)
    for kind in get_args(Recorded):
        subscribe(kind, _record)
    subscribe(events.RetentionChanged, _look_soon)
    subscribe(events.ErasureAsked, _erase_soon)


def _record(event: Recorded) -> None:
    activity.record(event, at=event.at)


def _look_soon(_event: events.RetentionChanged) -> None:
    tasks.take_stock.defer()


def _erase_soon(event: events.ErasureAsked) -> None:
    """The job commits with the run or not at all; should it get lost, the sweep finds the run."""
    tasks.go_on.defer(run_id=event.run_id)
