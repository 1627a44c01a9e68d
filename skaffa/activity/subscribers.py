"""Hears everything that happens in the domain and writes one row each."""

from typing import Any

from skaffa.accounts.events import RolesAssigned, UserDeactivated, UserInvited, UserJoined, UserReactivated
from skaffa.activity import actions
from skaffa.applications.events import (
    ApplicantAdded,
    ApplicationClosed,
    ApplicationMoved,
    ApplicationRejected,
    ApplicationReopened,
    ProspectAdded,
)
from skaffa.candidates.events import CandidateAdded, CandidateUpdated
from skaffa.core import events
from skaffa.jobs.events import (
    JobActivated,
    JobClosed,
    JobCreated,
    JobDeleted,
    JobEdited,
    TeamMemberAdded,
    TeamMemberRemoved,
)

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
    TeamMemberAdded,
    TeamMemberRemoved,
    CandidateAdded,
    CandidateUpdated,
    ProspectAdded,
    ApplicantAdded,
    ApplicationMoved,
    ApplicationRejected,
    ApplicationReopened,
    ApplicationClosed,
)
_KEPT_OUT: dict[type[Any], frozenset[str]] = {UserInvited: frozenset({"token"}), JobDeleted: frozenset({"job_id"})}


def register() -> None:
    for kind in HEARD:
        events.subscribe(kind, _record)


def _record(event: Any) -> None:
    actions.record(event, at=event.at, without=_KEPT_OUT.get(type(event), frozenset()))
