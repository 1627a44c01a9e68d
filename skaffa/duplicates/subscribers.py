"""Whose record is to be made anew."""

from collections.abc import Sequence
from typing import get_args

from skaffa.candidates import events as candidates
from skaffa.candidates.merging.events import CandidatesMerged, MergeUndone
from skaffa.core.events import subscribe, subscribe_together
from skaffa.duplicates import actions, tasks

PersonEvent = candidates.CandidateAdded | candidates.CandidateUpdated | candidates.CandidateErased


def register() -> None:
    for event in get_args(PersonEvent):
        subscribe_together(event, _people_changed)
    subscribe(CandidatesMerged, _merged)
    subscribe(MergeUndone, _parted)


def _people_changed(happened: Sequence[PersonEvent]) -> None:
    """Who is erased is forgotten at once, and once more should somebody be making their record anew."""
    erased = [event.candidate_id for event in happened if isinstance(event, candidates.CandidateErased)]
    if erased:
        actions.forget(erased)
    if actions.mark([event.candidate_id for event in happened], at=happened[-1].at):
        tasks.freshen.defer()


def _merged(event: CandidatesMerged) -> None:
    """The absorbed one is nobody to be compared with any more, the kept one somebody else than before."""
    actions.forget([event.absorbed_id])
    if actions.mark([event.candidate_id, event.absorbed_id], at=event.at):
        tasks.freshen.defer()


def _parted(event: MergeUndone) -> None:
    if actions.mark([event.candidate_id, event.absorbed_id], at=event.at):
        tasks.freshen.defer()
