"""A load: everything LinkedIn may have is compared and sent, with progress, a pause, and totals that agree at the end.

No filter is set: a filter on what a first load sends needs LinkedIn's written approval (wire §8).
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.db import connection as database
from django.db import transaction
from django.db.models import Count, Min, Q, QuerySet

from rsc_client.calls.candidates import MOST_ATTACHMENTS
from rsc_client.generations import Feature
from skaffa.applications.models import Application, StageMove
from skaffa.candidates.models import Candidate
from skaffa.core import events
from skaffa.interviews.models import Feedback
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin import quota
from skaffa.linkedin.events import LoadFinished, SyncMarked
from skaffa.linkedin.models import (
    Connection,
    Load,
    LoadKind,
    Quota,
    RemoteRecord,
    SyncItem,
    SyncKind,
)
from skaffa.linkedin.sync import attachments, estimate, jobs, outbox, parts, push, remarks
from skaffa.linkedin.sync.estimate import Ahead, Binding
from skaffa.notes.models import Note

COUNT_EVERY = timedelta(seconds=5)
"""Counting what waits looks at every mark."""

KINDS = (
    SyncKind.JOB,
    SyncKind.CANDIDATE,
    SyncKind.CANDIDATE_NOTES,
    SyncKind.APPLICATION,
    SyncKind.STAGES,
    SyncKind.APPLICATION_NOTES,
    SyncKind.FEEDBACK,
    SyncKind.ATTACHMENTS,
)
"""What is counted; who sees what is a setting, not a record."""

_FEATURES = {SyncKind.CANDIDATE: Feature.CANDIDATES, SyncKind.APPLICATION: Feature.APPLICATIONS} | {
    kind.name: kind.feature for kind in (parts.CANDIDATE_NOTES, *parts.KINDS)
}
_PARTS = frozenset({parts.CANDIDATE_NOTES.name, *(kind.name for kind in parts.KINDS)})
_HELD_PARTS = """
    SELECT kind, count(*) FROM linkedin_remoterecord, jsonb_each_text(parts) AS part (name, accepted)
    WHERE connection_id = %s AND accepted <> '' GROUP BY kind
"""


@transaction.atomic
def begin(connection: Connection, kind: LoadKind, *, by_id: int | None, at: datetime) -> Load:
    """Mark everything; a load that is still under way ends as this one."""
    push.mark_everything(connection, at=at)
    Load.objects.filter(connection=connection, finished_at__isnull=True).delete()
    return Load.objects.create(
        connection=connection,
        kind=kind,
        begun_at=at,
        begun_by_id=by_id,
        since=_sendable(connection).aggregate(first=Min("created_at"))["first"],
        totals=totals(connection),
        remaining=_waiting(connection, at).remaining,
        counted_at=at,
    )


def current(connection: Connection) -> Load | None:
    """The load that is under way, else the latest one."""
    return Load.objects.filter(connection=connection).order_by("-begun_at", "-pk").first()


def pause(connection: Connection, *, at: datetime) -> None:
    """Send nothing of it until it is resumed; live changes go on."""
    Load.objects.filter(connection=connection, finished_at=None, paused_at=None).update(paused_at=at)


def resume(connection: Connection, *, at: datetime) -> None:
    Load.objects.filter(connection=connection, finished_at=None).update(paused_at=None, counted_at=at)
    events.publish(SyncMarked(connection_id=connection.pk, at=at))


def look(*, at: datetime) -> None:
    """Count what is left of the load under way, now and then, and end it when nothing is."""
    connection = connections.live()
    load = Load.objects.filter(connection=connection, finished_at=None, paused_at=None).first() if connection else None
    if connection is None or load is None or at - load.counted_at < COUNT_EVERY:
        return
    left = _waiting(connection, load.begun_at, at)
    done = sum(load.remaining.values()) - sum(left.remaining.values())
    load.rate = max(load.rate, done / (at - load.counted_at).total_seconds())
    load.remaining, load.counted_at = left.remaining, at
    if left.moving:
        load.save(update_fields=["rate", "remaining", "counted_at"])
    else:
        _finish(load, connection, at=at)


def totals(connection: Connection) -> dict[str, list[int]]:
    """What LinkedIn may have: by kind how many things, and how many records those are."""
    sent = _sendable(connection)
    people = sent.values("candidate")
    moves = StageMove.objects.filter(application__in=sent)
    judged = Feedback.objects.filter(remarks.SUBMITTED, application__in=sent)
    noted = Note.objects.filter(remarks.SHARED)
    on_people = noted.filter(application=None, candidate__in=people)
    on_applications = noted.filter(application__in=sent)
    offered = sum(1 for job in Job.objects.filter(activated_at__isnull=False) if jobs.is_known(job, connection))
    persons = people.distinct().count() + _identities(connection)
    return {
        SyncKind.JOB: [offered, offered],
        SyncKind.CANDIDATE: [persons, persons],
        SyncKind.CANDIDATE_NOTES: _owners(on_people, "candidate"),
        SyncKind.APPLICATION: [sent.count()] * 2,
        SyncKind.STAGES: _owners(moves, "application"),
        SyncKind.APPLICATION_NOTES: _owners(on_applications, "application"),
        SyncKind.FEEDBACK: _owners(judged, "application"),
        SyncKind.ATTACHMENTS: [attachments.resumes(candidates=people, applications=sent.values("pk")).count()] * 2,
    }


def held(connection: Connection) -> dict[str, int]:
    """How many records LinkedIn has accepted and still has, as it told us record by record."""
    accepted = RemoteRecord.objects.filter(connection=connection, accepted_at__isnull=False)
    whole = accepted.filter(Q(kind=SyncKind.JOB) | ~Q(hash=""), kind__in=set(KINDS) - _PARTS)
    found = dict(whole.values_list("kind").annotate(many=Count("pk")).order_by())
    with database.cursor() as cursor:
        cursor.execute(_HELD_PARTS, [connection.pk])
        found |= dict(cursor.fetchall())
    return {kind: found.get(kind, 0) for kind in KINDS}


def ends(load: Load, connection: Connection, *, at: datetime) -> Binding:
    """When the load can have ended at best, and what it waits for."""
    client = connections.client(connection)
    used = {(row.resource, row.window): row for row in quota.running(connection.client_id, at=at)}
    ahead = []
    for kind, things in load.remaining.items():
        if not things:
            continue
        owners, records = load.totals.get(kind) or [1, 1]
        many = round(things * records / max(1, owners))
        feature, batch = _FEATURES.get(SyncKind(kind)), outbox.BATCH
        if kind == SyncKind.ATTACHMENTS:
            resource, batch = attachments.RESOURCE, MOST_ATTACHMENTS
        else:
            resource = jobs.RESOURCE if feature is None else client.resource(feature)
        each = kind in _PARTS and feature is not None and not client.mixes_owners(feature)
        ahead.append(_ahead(used, resource, things if each else -(-many // batch), many))
    return estimate.earliest(ahead, rate=load.rate or None, at=at)


def _finish(load: Load, connection: Connection, *, at: datetime) -> None:
    wanted, has = totals(connection), held(connection)
    load.outcome = {kind: [records, has.get(kind, 0)] for kind, (_, records) in wanted.items()}
    load.finished_at = at
    with transaction.atomic():
        load.save()
        balanced = all(may == does for may, does in load.outcome.values())
        events.publish(LoadFinished(connection_id=connection.pk, load_id=load.pk, balanced=balanced, at=at))


class _Left:
    """What is left of a load: by kind how much waits, and whether any of it can still move by itself."""

    def __init__(self, remaining: dict[str, int], *, moving: bool) -> None:
        self.remaining = remaining
        self.moving = moving


def _waiting(connection: Connection, begun_at: datetime, at: datetime | None = None) -> _Left:
    """What waits for something LinkedIn has refused does not move: an edit or a Retry has to come first."""
    marks = SyncItem.objects.filter(connection=connection, kind__in=KINDS, marked_at__lte=begun_at)
    now = at or begun_at
    stuck = Q(attempts=0, due_at__gt=now) & ~Q(last_error="")
    rows = marks.filter(needs_attention=False).values("kind").order_by()
    counted = list(rows.annotate(many=Count("pk"), stuck=Count("pk", filter=stuck)))
    remaining = dict.fromkeys(KINDS, 0) | {row["kind"]: row["many"] for row in counted}
    working = RemoteRecord.objects.filter(connection=connection, task_due_at__isnull=False).exists()
    return _Left(remaining, moving=working or any(row["many"] > row["stuck"] for row in counted))


def _sendable(connection: Connection) -> QuerySet[Application]:
    """The gate as one query (S57-S61)."""
    past = Application.objects.filter(passed_prospect_at__isnull=False)
    return past.exclude(job__is_confidential=True) if connection.everyone_sees else past


def _identities(connection: Connection) -> int:
    """Of how many people it may have the identity alone (*Identity before application*)."""
    if not connection.identity_before_application:
        return 0
    considered = Application.objects.all()
    if connection.everyone_sees:
        considered = considered.exclude(job__is_confidential=True)
    linked = Candidate.objects.filter(member_links__connection=connection).exclude(last_name="")
    prospects = linked.filter(pk__in=considered.values("candidate"))
    return prospects.exclude(pk__in=_sendable(connection).values("candidate")).count()


def _owners(rows: QuerySet[StageMove] | QuerySet[Note] | QuerySet[Feedback], owner: str) -> list[int]:
    counted = rows.aggregate(owners=Count(owner, distinct=True), records=Count("pk"))
    return [counted["owners"], counted["records"]]


def _ahead(used: Mapping[tuple[str, str], Quota], resource: str, requests: int, records: int) -> Ahead:
    """Beside what is used of the running windows, by resource and window."""
    limit = quota.LIMITS.get(resource, quota.Limit())
    today, now = used.get((resource, "day"), Quota()), used.get((resource, "minute"), Quota())
    return Ahead(
        resource=resource,
        requests=requests,
        records=records,
        requests_a_day=limit.requests_a_day,
        records_a_minute=limit.records_a_minute,
        records_a_day=limit.records_a_day,
        requests_today=today.requests,
        records_today=today.records,
        records_this_minute=now.records,
    )
