"""What administrators see of the traffic with LinkedIn: how it flows, and which jobs did not arrive."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection as database
from django.db.models import OuterRef, QuerySet, Subquery

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.jobs.models import Job, JobStatus
from skaffa.linkedin import connection as connections
from skaffa.linkedin import health, places, quota
from skaffa.linkedin.models import Connection, Quota, RemoteRecord, RemoteState, SyncItem, SyncKind
from skaffa.linkedin.places import JobState

_PUSHES = """
    SELECT
        (SELECT max(received_at) FROM linkedin_notification WHERE connection_id = %(connection)s),
        (SELECT count(*) FROM linkedin_notification
            WHERE connection_id = %(connection)s AND received_at >= %(today)s),
        (SELECT count(*) FROM linkedin_notification WHERE connection_id = %(connection)s AND handled_at IS NULL),
        (SELECT min(received_at) FROM linkedin_notification
            WHERE connection_id = %(connection)s AND handled_at IS NULL),
        (SELECT count(*) FROM linkedin_notification
            WHERE connection_id = %(connection)s AND outcome = ANY (%(lost)s))
"""
_SENT = """
    SELECT max(accepted_at), count(*) FILTER (WHERE is_listed), count(*) FILTER (WHERE state = 'refused'),
        (SELECT count(*) FROM linkedin_syncitem
            WHERE connection_id = %(connection)s AND kind = 'job' AND NOT needs_attention),
        (SELECT count(*) FROM linkedin_exportedprofile WHERE status = 'refused')
    FROM linkedin_remoterecord WHERE connection_id = %(connection)s AND kind = 'job'
"""


@dataclass(frozen=True, slots=True)
class Pushes:
    """What LinkedIn has pushed: when last, how much today, what waits and since when, what could not be fetched."""

    last_at: datetime | None = None
    today: int = 0
    waiting: int = 0
    since: datetime | None = None
    lost: int = 0


@dataclass(frozen=True, slots=True)
class Sent:
    """Jobs that went to LinkedIn: when it took one last, and how many there are of each kind; exports that wait for us."""

    last_at: datetime | None
    listed: int
    refused: int
    waiting: int
    exports_refused: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """The figures of the LinkedIn Integration tab."""

    pushes: Pushes
    sent: Sent
    quota_percent: int  # of the throttle that is used most today


@dataclass(frozen=True, slots=True)
class Unlisted:
    """An active job that Recruiter does not offer, and why."""

    job: Job
    state: JobState


def traffic(actor: Actor, *, at: datetime) -> Traffic | None:
    """For administrators; None while LinkedIn is not connected."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return None
    with database.cursor() as cursor:
        cursor.execute(_SENT, {"connection": connection.pk})
        sent = Sent(*cursor.fetchone())
    return Traffic(pushes(connection, at=at), sent, _used(connection, at))


def pushes(connection: Connection, *, at: datetime) -> Pushes:
    """In one statement; days are LinkedIn's, in UTC."""
    today = at.replace(hour=0, minute=0, second=0, microsecond=0)
    lost = [str(outcome) for outcome in health.LOST]
    with database.cursor() as cursor:
        cursor.execute(_PUSHES, {"connection": connection.pk, "today": today, "lost": lost})
        return Pushes(*cursor.fetchone())


def unlisted(actor: Actor, *, most: int) -> Sequence[Unlisted]:
    """Active jobs that are not in Recruiter's export list as they stand, those LinkedIn refused first."""
    permissions.require(actor, Action.ADMIN_CENTER)
    connection = connections.live()
    if connection is None:
        return ()
    rows = [*_unlisted(connection, refused=True)[:most], *_unlisted(connection, refused=False)[:most]][:most]
    records = RemoteRecord.objects.filter(
        connection=connection, kind=SyncKind.JOB, entity_id__in=[job.pk for job in rows]
    )
    known = {record.entity_id: record for record in records}
    return [
        Unlisted(job, places.place(job, connection, known.get(job.pk), getattr(job, "waits", None))) for job in rows
    ]


def _unlisted(connection: Connection, *, refused: bool) -> QuerySet[Job]:
    records = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.JOB)
    waits = SyncItem.objects.filter(connection=connection, kind=SyncKind.JOB, entity_id=OuterRef("pk"))
    active = Job.objects.filter(status=JobStatus.ACTIVE).annotate(waits=Subquery(waits.values("last_error")[:1]))
    active = active.order_by("-activated_at", "-pk")
    if refused:
        return active.filter(pk__in=records.filter(state=RemoteState.REFUSED).values("entity_id"))
    settled = records.filter(state__in=[RemoteState.LISTED, RemoteState.REFUSED])
    return active.exclude(pk__in=settled.values("entity_id"))  # hashed; a correlated question reads all for each


def _used(connection: Connection, at: datetime) -> int:
    """Percent of the day's most used throttle."""
    windows = quota.running(connection.client_id, at=at).filter(window="day")
    return max((_share(window, quota.LIMITS.get(window.resource, quota.Limit())) for window in windows), default=0)


def _share(window: Quota, limit: quota.Limit) -> int:
    by_requests = window.requests * 100 // limit.requests_a_day
    return max(by_requests, window.records * 100 // limit.records_a_day if limit.records_a_day else 0)
