"""Everything a webhook can be told: which event of the domain it is, what is told of it, and who may hear it."""

import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import events as of_applications
from skaffa.applications import queries as applications
from skaffa.candidates import events as of_candidates
from skaffa.candidates import queries as candidates
from skaffa.candidates.merging import events as of_merges
from skaffa.hooks.models import Topic
from skaffa.interviews import events as of_feedback
from skaffa.interviews import queries as interviews
from skaffa.jobs import events as of_jobs
from skaffa.jobs import queries as jobs
from skaffa.notes import events as of_notes
from skaffa.notes import queries as notes
from skaffa.pools import events as of_pools
from skaffa.pools import queries as pools

TOLD = (
    "job_id",
    "candidate_id",
    "absorbed_id",
    "application_id",
    "from_stage_id",
    "to_stage_id",
    "note_id",
    "feedback_id",
    "pool_id",
    "changed",
    "reason",
    "decline_reason",
    "offer",
    "source",
)
"""Ids, and words of closed lists: nothing that says who somebody is, so that nothing has to be erased elsewhere."""

Sees = Callable[[Actor, Any], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """One type of message; `path` leads to what it is about in the API, and is empty when that is gone."""

    type: str
    topic: Topic
    says: str
    path: str
    sees: Sees


def _job(actor: Actor, event: Any) -> bool:
    return jobs.visible_to(actor).filter(pk=event.job_id).exists()


def _candidate(actor: Actor, event: Any) -> bool:
    return candidates.visible_to(actor).filter(pk=event.candidate_id).exists()


def _application(actor: Actor, event: Any) -> bool:
    return applications.visible_to(actor).filter(pk=event.application_id).exists()


def _note(actor: Actor, event: Any) -> bool:
    return notes.visible_to(actor).filter(pk=event.note_id).exists()


def _deleted_note(actor: Actor, event: Any) -> bool:
    """What it was about is still there."""
    about = _application if event.application_id else _candidate
    return (not event.is_private or event.by_id == actor.user_id) and about(actor, event)


def _feedback(actor: Actor, event: Any) -> bool:
    return interviews.visible_to(actor).filter(pk=event.feedback_id).exists()


def _pool(actor: Actor, event: Any) -> bool:
    return pools.visible_to(actor).filter(pk=event.pool_id).exists()


def _member(actor: Actor, event: Any) -> bool:
    return _pool(actor, event) and _candidate(actor, event)


def _everything(action: Action) -> Sees:
    """Of what is gone nobody can be asked any more: only those hear of it who saw all there was."""

    def sees(actor: Actor, _event: Any) -> bool:
        return permissions.allowed(actor, action)

    return sees


_JOB, _CANDIDATE, _APPLICATION = "jobs/{job_id}", "candidates/{candidate_id}", "applications/{application_id}"
_FEEDBACK, _MEMBERS = "applications/{application_id}/feedback", "pools/{pool_id}/members"
_NOTES = "{about}/notes"

KINDS: Mapping[type[Any], Kind] = {
    of_jobs.JobCreated: Kind("job.created", Topic.JOBS, "A job was created.", _JOB, _job),
    of_jobs.JobEdited: Kind("job.changed", Topic.JOBS, "`changed` of a job is different now.", _JOB, _job),
    of_jobs.JobActivated: Kind("job.activated", Topic.JOBS, "A job takes people from now on.", _JOB, _job),
    of_jobs.JobClosed: Kind("job.closed", Topic.JOBS, "A job was closed for `reason`.", _JOB, _job),
    of_jobs.JobDeleted: Kind("job.deleted", Topic.JOBS, "A job is gone.", "", _everything(Action.JOB_VIEW)),
    of_candidates.CandidateAdded: Kind(
        "candidate.added", Topic.CANDIDATES, "A person is known from now on.", _CANDIDATE, _candidate
    ),
    of_candidates.CandidateUpdated: Kind(
        "candidate.changed", Topic.CANDIDATES, "`changed` of a person is different now.", _CANDIDATE, _candidate
    ),
    of_candidates.CandidateErased: Kind(
        "candidate.erased", Topic.CANDIDATES, "A person was forgotten: forget them too.", "", _candidate
    ),
    of_merges.CandidatesMerged: Kind(
        "candidate.merged",
        Topic.CANDIDATES,
        "`absorbed_id` is this person now, with all they had.",
        _CANDIDATE,
        _candidate,
    ),
    of_merges.MergeUndone: Kind(
        "candidate.unmerged", Topic.CANDIDATES, "`absorbed_id` is a person of their own again.", _CANDIDATE, _candidate
    ),
    of_applications.ProspectAdded: Kind(
        "application.prospect_added", Topic.APPLICATIONS, "A person is a prospect.", _APPLICATION, _application
    ),
    of_applications.ApplicantAdded: Kind(
        "application.applicant_added", Topic.APPLICATIONS, "A person is an applicant.", _APPLICATION, _application
    ),
    of_applications.ApplicationMoved: Kind(
        "application.moved", Topic.MOVES, "From one stage of its job to another.", _APPLICATION, _application
    ),
    of_applications.MoveTakenBack: Kind(
        "application.move_taken_back", Topic.MOVES, "The latest move never was.", _APPLICATION, _application
    ),
    of_applications.ApplicationRejected: Kind(
        "application.rejected", Topic.APPLICATIONS, "It ended for `reason`.", _APPLICATION, _application
    ),
    of_applications.ApplicationClosed: Kind(
        "application.closed", Topic.APPLICATIONS, "It ended otherwise: see `reason`.", _APPLICATION, _application
    ),
    of_applications.ApplicationReopened: Kind(
        "application.reopened", Topic.APPLICATIONS, "It was taken up again.", _APPLICATION, _application
    ),
    of_applications.OfferMade: Kind(
        "application.offer_made", Topic.APPLICATIONS, "An offer is as far as `offer` says.", _APPLICATION, _application
    ),
    of_applications.OfferTakenBack: Kind(
        "application.offer_taken_back",
        Topic.APPLICATIONS,
        "The last step of an offer never was.",
        _APPLICATION,
        _application,
    ),
    of_applications.ApplicationSourceChanged: Kind(
        "application.source_changed", Topic.APPLICATIONS, "It came from elsewhere.", _APPLICATION, _application
    ),
    of_applications.SilverMedalGiven: Kind(
        "application.silver_medal_given", Topic.APPLICATIONS, "The person came close.", _APPLICATION, _application
    ),
    of_applications.SilverMedalTakenBack: Kind(
        "application.silver_medal_taken_back", Topic.APPLICATIONS, "That mark is gone.", _APPLICATION, _application
    ),
    of_applications.ApplicationDeleted: Kind(
        "application.deleted", Topic.APPLICATIONS, "It is gone.", "", _everything(Action.PROSPECT_VIEW)
    ),
    of_notes.NoteWritten: Kind("note.written", Topic.NOTES, "Somebody wrote a note.", _NOTES, _note),
    of_notes.NoteChanged: Kind("note.changed", Topic.NOTES, "A note says something else.", _NOTES, _note),
    of_notes.NoteDeleted: Kind("note.deleted", Topic.NOTES, "A note is gone.", "", _deleted_note),
    of_feedback.FeedbackSubmitted: Kind(
        "feedback.submitted", Topic.FEEDBACK, "An interviewer said what they think.", _FEEDBACK, _feedback
    ),
    of_feedback.FeedbackChanged: Kind(
        "feedback.changed", Topic.FEEDBACK, "Feedback says something else.", _FEEDBACK, _feedback
    ),
    of_feedback.FeedbackDeleted: Kind(
        "feedback.deleted", Topic.FEEDBACK, "Feedback is gone.", "", _everything(Action.FEEDBACK_VIEW)
    ),
    of_pools.PoolCreated: Kind("pool.created", Topic.POOLS, "There is a new talent pool.", "pools/{pool_id}", _pool),
    of_pools.PoolRenamed: Kind("pool.renamed", Topic.POOLS, "A pool has another name.", "pools/{pool_id}", _pool),
    of_pools.PoolDeleted: Kind("pool.deleted", Topic.POOLS, "A pool is gone.", "", _everything(Action.POOL_VIEW)),
    of_pools.AddedToPool: Kind("pool.member_added", Topic.POOLS, "Somebody was put in.", _MEMBERS, _member),
    of_pools.RemovedFromPool: Kind("pool.member_removed", Topic.POOLS, "Somebody was taken out.", _MEMBERS, _member),
}


def fields_of(event: type[Any]) -> list[str]:
    """What is said of an event of this kind."""
    known = {field.name for field in dataclasses.fields(event)}
    return [name for name in TOLD if name in known]


def told(event: Any) -> dict[str, Any]:
    """What is said of an event."""
    said = {name: getattr(event, name) for name in fields_of(type(event))}
    return {name: list(value) if isinstance(value, tuple) else value for name, value in said.items()}


def path_of(kind: Kind, event: Any) -> str:
    """Where the API tells more; a note stands with its application, or with its person."""
    if kind.path == _NOTES:
        about = _APPLICATION if event.application_id else _CANDIDATE
        return _NOTES.format(about=about.format(**told(event)))
    return kind.path.format(**told(event))
