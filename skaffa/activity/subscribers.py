"""Hears everything that happens in the domain and writes one row each."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from skaffa.accounts.events import RolesAssigned, UserDeactivated, UserInvited, UserJoined, UserReactivated
from skaffa.activity import actions
from skaffa.applications.events import (
    ActivityChanged,
    ApplicantAdded,
    ApplicationClosed,
    ApplicationDeleted,
    ApplicationMoved,
    ApplicationRejected,
    ApplicationReopened,
    ApplicationSourceChanged,
    MoveTakenBack,
    OfferMade,
    OfferTakenBack,
    ProspectAdded,
    SilverMedalGiven,
    SilverMedalTakenBack,
)
from skaffa.candidates.events import CandidateAdded, CandidateErased, CandidateUpdated, SourcesChanged
from skaffa.candidates.merging.events import CandidatesMerged, MergeUndone
from skaffa.careers.events import ApplicationSubmitted, CareerSiteChanged
from skaffa.choices.events import ChoicesChanged
from skaffa.core import events
from skaffa.documents.events import DocumentAdded, DocumentChanged, DocumentDeleted
from skaffa.duplicates.events import SaidDifferent, SaidDifferentUndone, ScanAsked, ScanFinished
from skaffa.interviews.events import (
    AvailabilityAnswered,
    AvailabilityAsked,
    FeedbackChanged,
    FeedbackDeleted,
    FeedbackRequested,
    FeedbackSubmitted,
    InterviewAnswered,
    InterviewCancelled,
    InterviewChanged,
    InterviewScheduled,
    InterviewUnsuitable,
)
from skaffa.jobs.events import (
    ApprovalAnswered,
    ApprovalReminded,
    ApprovalRequested,
    JobActivated,
    JobClosed,
    JobCreated,
    JobDeleted,
    JobEdited,
    TeamMemberAdded,
    TeamMemberRemoved,
)
from skaffa.keys.events import ApiKeyMade, ApiKeyRevoked
from skaffa.mail.events import (
    CandidateMailed,
    EmailCalledBack,
    MailChoiceMade,
    MailLookChanged,
    MailTemplateDeleted,
    MailTemplateRestored,
    MailTemplateSaved,
)
from skaffa.notes.events import NoteChanged, NoteDeleted, NoteWritten
from skaffa.pipeline.events import BulkAsked, BulkFinished
from skaffa.pools.events import (
    AddedToPool,
    PoolCreated,
    PoolDeleted,
    PoolRenamed,
    PoolShared,
    PoolUnshared,
    RemovedFromPool,
)
from skaffa.processes.events import TemplateChanged, TemplateCreated, TemplateDeleted, TemplateManagementChanged

HEARD: tuple[type[Any], ...] = (
    UserInvited,
    UserJoined,
    RolesAssigned,
    UserDeactivated,
    UserReactivated,
    JobCreated,
    JobEdited,
    JobActivated,
    JobClosed,
    JobDeleted,
    ApprovalRequested,
    ApprovalReminded,
    ApprovalAnswered,
    TeamMemberAdded,
    TeamMemberRemoved,
    CandidateAdded,
    CandidateUpdated,
    CandidatesMerged,
    MergeUndone,
    ProspectAdded,
    ApplicantAdded,
    ApplicationSubmitted,
    CareerSiteChanged,
    ApiKeyMade,
    ApiKeyRevoked,
    ApplicationMoved,
    MoveTakenBack,
    ApplicationRejected,
    ApplicationReopened,
    ApplicationClosed,
    OfferMade,
    OfferTakenBack,
    ApplicationSourceChanged,
    SilverMedalGiven,
    SilverMedalTakenBack,
    ActivityChanged,
    TemplateCreated,
    TemplateChanged,
    TemplateDeleted,
    TemplateManagementChanged,
    ApplicationDeleted,
    SourcesChanged,
    ChoicesChanged,
    CandidateErased,
    DocumentAdded,
    DocumentChanged,
    DocumentDeleted,
    NoteWritten,
    NoteChanged,
    NoteDeleted,
    AvailabilityAsked,
    AvailabilityAnswered,
    InterviewScheduled,
    InterviewChanged,
    InterviewCancelled,
    InterviewAnswered,
    InterviewUnsuitable,
    FeedbackRequested,
    FeedbackSubmitted,
    FeedbackChanged,
    FeedbackDeleted,
    CandidateMailed,
    EmailCalledBack,
    MailTemplateSaved,
    MailTemplateDeleted,
    MailTemplateRestored,
    MailChoiceMade,
    MailLookChanged,
    PoolCreated,
    PoolRenamed,
    PoolShared,
    PoolUnshared,
    PoolDeleted,
    AddedToPool,
    RemovedFromPool,
    BulkAsked,
    BulkFinished,
    SaidDifferent,
    SaidDifferentUndone,
    ScanAsked,
    ScanFinished,
)
_KEPT_OUT: dict[type[Any], frozenset[str]] = {
    UserInvited: frozenset({"token"}),
    JobDeleted: frozenset({"job_id"}),
    ApplicantAdded: frozenset({"from_file"}),
    ApplicationRejected: frozenset({"is_told"}),
    ApplicationDeleted: frozenset({"application_id"}),
    CandidateErased: frozenset({"candidate_id"}),
    PoolDeleted: frozenset({"pool_id"}),
    CandidatesMerged: frozenset({"again"}),
    MergeUndone: frozenset({"again"}),
}


def register() -> None:
    for kind in HEARD:
        events.subscribe_together(kind, _record)
    events.subscribe(MergeUndone, _record_for_the_other)


def _record(happened: Sequence[Any]) -> None:
    told = [event for event in happened if not getattr(event, "again", False)]
    if told:  # a merge is made again, and undone again, only because an earlier one was undone
        actions.record_all(told, without=_KEPT_OUT.get(type(told[0]), frozenset()))


def _record_for_the_other(event: MergeUndone) -> None:
    """Both are there again, and each timeline says so."""
    _record([dataclasses.replace(event, candidate_id=event.absorbed_id, absorbed_id=event.candidate_id)])
