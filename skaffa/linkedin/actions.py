"""What people can have done about jobs at LinkedIn; the set-up, consents and exports have modules of their own."""

from datetime import datetime

from django.db import transaction

from rsc_client.schemas import JobOperation
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin import queries
from skaffa.linkedin.models import RemoteRecord, RemoteState, SyncKind
from skaffa.linkedin.places import JobPlace
from skaffa.linkedin.sync import outbox


@transaction.atomic
def retry_job(job: Job, *, by: Actor, at: datetime) -> None:
    """Send a job that LinkedIn refused once more, as it is now.

    A change is sent as a new posting: should LinkedIn have the job no longer, it comes back.
    """
    jobs.require(by, Action.LINKEDIN_POST, job)
    if queries.job_state(by, job).place is not JobPlace.REFUSED:
        raise refusals.Conflict
    rows = RemoteRecord.objects.filter(connection=connections.require(), kind=SyncKind.JOB, entity_id=job.pk)
    rows.filter(operation__in=[JobOperation.UPDATE, JobOperation.RENEW]).update(is_listed=False)
    rows.update(state=RemoteState.WAITING, hash="", reason="")
    outbox.mark(SyncKind.JOB, [job.pk], at=at)
