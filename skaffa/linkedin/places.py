"""Where our jobs stand in Recruiter, told from what the integration remembers of them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from skaffa.core.compiled import compiled
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin.models import Connection, RemoteRecord, RemoteState, SyncItem, SyncKind
from skaffa.linkedin.sync import jobs as job_sync


class JobPlace(TextChoices):
    """Where a job stands in Recruiter."""

    NOT_CONNECTED = "not_connected", _("LinkedIn is not connected")
    NOT_OFFERED = "not_offered", _("Not offered in Recruiter")
    WAITING = "waiting", _("Waiting for LinkedIn")
    LISTED = "listed", _("Listed in Recruiter")
    REFUSED = "refused", _("Refused by LinkedIn")
    CLOSED = "closed", _("No longer offered in Recruiter")


@dataclass(frozen=True, slots=True)
class JobState:
    place: JobPlace
    reason: str = ""  # LinkedIn's own words, or why it is not offered
    since: datetime | None = None
    can_retry: bool = False


def remembered(job: Job, connection: Connection) -> tuple[RemoteRecord | None, str | None]:
    """What `place` is told from."""
    record = next(iter(_records(connection.pk, job.pk)), None)
    waits = vars(record)["waits"] if record else next(iter(_waits(connection.pk, job.pk)), None)
    return record, waits


@compiled
def _records(connection: int, job: int) -> QuerySet[RemoteRecord]:
    errors = _errors(connection, job).values("last_error")[:1]
    rows = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, entity_id=job)
    return rows.annotate(waits=Subquery(errors))


@compiled
def _waits(connection: int, job: int) -> QuerySet[SyncItem, str]:
    return _errors(connection, job).values_list("last_error", flat=True)


def _errors(connection: int, job: int) -> QuerySet[SyncItem]:
    return SyncItem.objects.filter(connection=connection, kind=SyncKind.JOB, entity_id=job)


def place(job: Job, connection: Connection, record: RemoteRecord | None, waits: str | None) -> JobState:
    """Where a job stands, from what the integration remembers; `waits`: it is to be sent, and what went wrong last."""
    if record is not None and record.state == RemoteState.REFUSED:
        return JobState(JobPlace.REFUSED, connections.told(record.reason), record.accepted_at)
    if not job_sync.is_wanted(job, connection):
        listed = record is not None and record.is_listed
        closed = JobPlace.NOT_OFFERED if record is None or job.is_active else JobPlace.CLOSED
        return JobState(JobPlace.WAITING if listed else closed, _why_not(job))
    if record is not None and record.is_listed and waits is None and record.state == RemoteState.LISTED:
        return JobState(JobPlace.LISTED, since=record.accepted_at)
    return JobState(JobPlace.WAITING, connections.told(waits or ""))


def _why_not(job: Job) -> str:
    if not job.is_active:
        return str(_("Only active jobs are offered in Recruiter."))
    if not job.enable_prospects:
        return str(_("This job does not take prospects."))
    return str(_("Confidential jobs are offered only where Recruiter shows jobs to connected users alone."))
