"""Which event changes what is found of whom; all of it on one screen."""

from collections.abc import Sequence
from typing import get_args

from skaffa.applications import events as applications
from skaffa.applications.models import Application
from skaffa.candidates import events as candidates
from skaffa.candidates.merging import events as merging
from skaffa.core.events import subscribe, subscribe_together
from skaffa.documents import events as documents
from skaffa.jobs import events as jobs
from skaffa.pools import events as pools
from skaffa.search import actions, tasks

PersonEvent = (
    candidates.CandidateAdded
    | candidates.CandidateUpdated
    | candidates.CandidateErased
    | applications.ProspectAdded
    | applications.ApplicantAdded
    | applications.ApplicationMoved
    | applications.MoveTakenBack
    | applications.ApplicationRejected
    | applications.ApplicationReopened
    | applications.ApplicationClosed
    | applications.ApplicationDeleted
    | applications.SilverMedalGiven
    | applications.SilverMedalTakenBack
    | documents.DocumentAdded
    | documents.DocumentChanged
    | documents.DocumentDeleted
    | documents.DocumentRead
    | pools.AddedToPool
    | pools.RemovedFromPool
)
_OF_JOBS = frozenset({"title", "is_confidential"})
"""What of a job is found with its people, or decides who finds it."""


def register() -> None:
    for event in get_args(PersonEvent):
        subscribe_together(event, _people_changed)
    subscribe(merging.CandidatesMerged, _both_changed)
    subscribe(merging.MergeUndone, _both_changed)
    subscribe(jobs.JobEdited, _job_edited)


def _people_changed(happened: Sequence[PersonEvent]) -> None:
    if actions.mark([event.candidate_id for event in happened], at=happened[-1].at):
        tasks.freshen.defer()


def _both_changed(event: merging.CandidatesMerged | merging.MergeUndone) -> None:
    if actions.mark([event.candidate_id, event.absorbed_id], at=event.at):
        tasks.freshen.defer()


def _job_edited(event: jobs.JobEdited) -> None:
    if not _OF_JOBS.isdisjoint(event.changed):
        people = Application.objects.filter(job=event.job_id).values_list("candidate_id", flat=True)
        if actions.mark(people, at=event.at):
            tasks.freshen.defer()
