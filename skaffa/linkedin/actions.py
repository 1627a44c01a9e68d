"""What people can have done about jobs at LinkedIn; the set-up, consents and exports have modules of their own."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import attention, queries
from skaffa.linkedin import connection as connections
from skaffa.linkedin.places import JobPlace


@transaction.atomic
def retry_job(job: Job, *, by: Actor, at: datetime) -> None:
    """Send a job that LinkedIn refused once more, as it is now."""
    jobs.require(by, Action.LINKEDIN_POST, job)
    if queries.job_state(by, job).place is not JobPlace.REFUSED:
        raise refusals.Conflict
    attention.send_jobs_again(connections.require(), [job.pk], at=at)
