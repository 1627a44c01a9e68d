"""Whose record is to be made anew, and what is done in the background."""

from collections.abc import Sequence
from typing import get_args

from skaffa.candidates import events as candidates
from skaffa.candidates.merging import events as merging
from skaffa.core.events import subscribe, subscribe_together
from skaffa.duplicates import actions, tasks
from skaffa.duplicates.events import ScanAsked

PersonEvent = candidates.CandidateAdded | candidates.CandidateUpdated | candidates.CandidateErased


def register() -> None:
    for event in get_args(PersonEvent):
        subscribe_together(event, _people_changed)
    subscribe(merging.CandidatesMerged, _merged)
    subscribe(merging.MergeUndone, _both_changed)
    subscribe(ScanAsked, _scan_soon)


def _people_changed(happened: Sequence[PersonEvent]) -> None:
    """Who is erased is forgotten at once, and once more should somebody be making their record anew."""
    actions.forget_erased([event.candidate_id for event in happened if isinstance(event, candidates.CandidateErased)])
    if actions.mark([event.candidate_id for event in happened], at=happened[0].at):
        tasks.freshen.defer()


def _merged(event: merging.CandidatesMerged) -> None:
    """The absorbed one is nobody to be compared with any more, the kept one somebody else than before."""
    actions.forget([event.absorbed_id])
    _both_changed(event)


def _both_changed(event: merging.CandidatesMerged | merging.MergeUndone) -> None:
    if actions.mark([event.candidate_id, event.absorbed_id], at=event.at):
        tasks.freshen.defer()


def _scan_soon(_event: ScanAsked) -> None:
    tasks.look_at_everybody()
