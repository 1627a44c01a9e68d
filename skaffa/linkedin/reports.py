"""What administrators see of the traffic with LinkedIn: how it flows, and which jobs did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, QuerySet

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.jobs.models import Job, JobStatus
from skaffa.linkedin import connection as connections
from skaffa.linkedin import health, places
from skaffa.linkedin.models import Connection, Notification, Quota, RemoteRecord, RemoteState, SyncItem, SyncKind
from skaffa.linkedin.places import JobState
from skaffa.linkedin.quota import LIMITS, Limit


@dataclass(frozen=True, slots=True)
class Traffic:
    """The health lines of the LinkedIn Integration tab."""

    last_push_at: datetime | None
    pushes_today: int
    pushes_waiting: int
    pushes_lost: int
    pushes_since: datetime | None  # when the oldest of those that wait came
    last_job_at: datetime | None
    quota_percent: int  # of the throttle that is used most today


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An active job that Recruiter does not offer, and why."""

    job: Job
    state: JobState


def traffic(actor: Actor, *, at: datetime) -> Traffic:
    """For administrators; days are LinkedIn's, in UTC."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    pushes = Notification.objects.filter(connection=connection)
    waiting = pushes.filter(handled_at__isnull=True).aggregate(many=Count("pk"), oldest=Min("received_at"))
    sent = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB)
    return Traffic(
        last_push_at=pushes.aggregate(latest=Max("received_at"))["latest"],
        pushes_today=pushes.filter(received_at__gte=today).count(),
        pushes_waiting=waiting["many"],
        pushes_since=waiting["oldest"],
        pushes_lost=pushes.filter(outcome__in=health.LOST).count(),
        last_job_at=sent.aggregate(latest=Max("accepted_at"))["latest"],
        quota_percent=_used(connection, today) if connection else 0,
    )


def unlisted(actor: Actor, *, most: int) -> Sequence[Unlisted]:
    """Active jobs that are not in Recruiter's export list as they stand, those LinkedIn refused first."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return ()
    rows = [*_unlisted(connection, refused=True)[:most], *_unlisted(connection, refused=False)[:most]][:most]
    ids = [job.pk for job in rows]
    about = {"connection": connection, "kind": SyncKind.JOB, "entity_id__in": ids}
    records = {record.entity_id: record for record in RemoteRecord.objects.filter(**about)}
    waits = dict(SyncItem.objects.filter(**about).values_list("entity_id", "last_error"))
    return [Unlisted(job, places.place(job, connection, records.get(job.pk), waits.get(job.pk))) for job in rows]


def _unlisted(connection: Connection, *, refused: bool) -> QuerySet[Job]:
    records = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB)
    active = Job.objects.filter(status=JobStatus.ACTIVE).order_by("-activated_at", "-pk")
    if refused:
        return active.filter(pk__in=records.filter(state=RemoteState.REFUSED).values("entity_id"))
    settled = records.filter(state__in=[RemoteState.LISTED, RemoteState.REFUSED])
    return active.exclude(pk__in=settled.values("entity_id"))  # hashed; a correlated question reads all for each


def _used(connection: Connection, today: datetime) -> int:
    """Percent of the day's most used throttle."""
    windows = Quota.objects.filter(client_id=connection.client_id, window="day", starts_at=today)
    return max((_share(window, LIMITS.get(window.resource, Limit())) for window in windows), default=0)


def _share(window: Quota, limit: Limit) -> int:
    by_requests = window.requests * 100 // limit.requests_a_day
    return max(by_requests, window.records * 100 // limit.records_a_day if limit.records_a_day else 0)
