"""An application held for a change: as it stands now, for somebody with the right; and what every event says of it."""

from datetime import datetime
from typing import TypedDict

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries, rules
from skaffa.applications.models import Application
from skaffa.jobs import actions as job_actions
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job


class About(TypedDict):
    application_id: int
    job_id: int
    candidate_id: int
    at: datetime
    by_id: int | None


def locked(application: Application, action: Action, by: Actor) -> Application:
    """The application as it stands now, for somebody who sees it and has the right."""
    queries.application(by, application.pk)
    job = job_actions.hold(application.job_id)
    # No join in this question: when the row changed while we waited, PostgreSQL drops it where a join no longer matches.
    found = Application.objects.select_for_update(no_key=True).filter(pk=application.pk).first()
    if found is None:
        raise queries.ApplicationNotFound
    found.job = job
    jobs.require(by, action, job)
    return found


def require_active(application: Application) -> None:
    if not application.is_active:
        raise rules.ApplicationIsClosed


def require_open(job: Job) -> None:
    if not job.is_active:
        raise rules.JobNotOpen


def about(application: Application, by_id: int | None, at: datetime) -> About:
    """What every event says: about which application, when, and who."""
    return {
        "application_id": application.pk,
        "job_id": application.job_id,
        "candidate_id": application.candidate_id,
        "at": at,
        "by_id": by_id,
    }
