"""LinkedIn asks for jobs once more: forget what it has accepted and mark them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from skaffa.jobs.models import Job, JobStatus
from skaffa.linkedin.models import Connection, RemoteRecord, SyncKind
from skaffa.linkedin.sync import outbox


@transaction.atomic
def mark_jobs(connection: Connection, codes: Iterable[str], *, at: datetime) -> None:
    """Send these jobs again as they are now; without codes, every open job."""
    wanted = [code.replace("\0", "") for code in codes]
    jobs = Job.objects.filter(code__in=wanted) if wanted else Job.objects.filter(status=JobStatus.ACTIVE)
    ids = list(jobs.values_list("pk", flat=True))
    RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB, entity_id__in=ids).update(hash="")
    outbox.mark(SyncKind.JOB, ids, at=at)
