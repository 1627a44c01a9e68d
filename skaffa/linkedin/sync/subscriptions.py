"""Which event makes what dirty; all of it on one screen."""

from typing import get_args

from skaffa.accounts import events as accounts
from skaffa.core.events import subscribe
from skaffa.jobs import events as jobs
from skaffa.linkedin import events as linkedin
from skaffa.linkedin.models import SyncKind
from skaffa.linkedin.sync import outbox

JobEvent = jobs.JobActivated | jobs.JobEdited | jobs.JobClosed | jobs.TeamMemberAdded | jobs.TeamMemberRemoved
UserEvent = (
    accounts.RolesAssigned
    | accounts.UserDeactivated
    | accounts.UserReactivated
    | linkedin.AccountConnected
    | linkedin.AccountDisconnected
)


def register() -> None:
    for job_event in get_args(JobEvent):
        subscribe(job_event, _job_changed)
    for user_event in get_args(UserEvent):
        subscribe(user_event, _user_changed)


def _job_changed(event: JobEvent) -> None:
    """A team decides who owns the requisition and who may see a confidential job."""
    outbox.mark(SyncKind.JOB, [event.job_id], at=event.at)
    outbox.mark(SyncKind.ACL, [event.job_id], at=event.at)


def _user_changed(event: UserEvent) -> None:
    outbox.mark(SyncKind.ASSIGNEE, [event.user_id], at=event.at)
