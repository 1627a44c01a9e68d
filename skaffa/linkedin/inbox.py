"""The inbox: every push is remembered once, and handled until it is done or nothing can come of it any more."""

from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec
import structlog
from django.db import transaction
from django.db.models import F, Q

from rsc_client.errors import LinkedInError, MalformedResponse, NotFound
from rsc_client.schemas import ExportedCandidate, Push, PushType, moment
from skaffa.core import events
from skaffa.linkedin import connection as connections
from skaffa.linkedin import exports, integrations
from skaffa.linkedin.events import NotificationLost, NotificationReceived
from skaffa.linkedin.models import Connection, Notification, Outcome
from skaffa.linkedin.sync import outbox

log = structlog.get_logger()
LEASE = timedelta(minutes=1)
LIFETIME = timedelta(hours=24)
"""How long LinkedIn keeps an id when the push does not say (wire §5.1, [INF])."""
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (2, 5, 10, 20, 40, 60, 300, 900, 3600))
_LOOKS_FOR_THE_MISSING = 4
_MOST_ATTEMPTS = 200
_URN_LIMIT = 255
_LATEST = 253_402_300_799_000  # the last millisecond a datetime can hold


class _Content(msgspec.Struct):
    """What an export brought; of what is meant for another organization, only that there was some."""

    ours: list[ExportedCandidate]
    foreign: bool


class _Missing(Exception):
    """LinkedIn does not know the id (yet, or any more)."""


@transaction.atomic
def receive(connection: Connection, push: Push, *, at: datetime) -> Notification | None:
    """Remember a push; None when it was delivered before."""
    expires_at = moment(push.expires_at) if push.expires_at and 0 < push.expires_at < _LATEST else None
    row = Notification(
        connection=connection,
        remote_id=push.id,
        type=push.type,
        expires_at=expires_at,
        received_at=at,
        due_at=at,
    )
    Notification.objects.bulk_create([row], ignore_conflicts=True)
    stored = Notification.objects.get(connection=connection, remote_id=push.id)
    if stored.received_at != at or stored.attempts or stored.handled_at:
        return None
    events.publish(NotificationReceived(notification_id=stored.pk, at=at))
    return stored


def due(*, at: datetime, most: int = 200) -> list[int]:
    """Notifications to wake somebody up for, the oldest first; each is named again in a minute at the earliest."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    rows = Notification.objects.filter(free, handled_at__isnull=True, due_at__lte=at)
    found = list(rows.order_by("due_at", "pk").values_list("pk", flat=True)[:most])
    Notification.objects.filter(pk__in=found, handled_at__isnull=True).update(due_at=at + LEASE)
    return found


def handle(notification_id: int, *, at: datetime) -> None:
    """Do what a notification asks for, once; safe to call at any time, by anybody, as often as one likes."""
    notification = _leased(notification_id, at=at)
    if notification is None:
        return
    if notification.attempts > _MOST_ATTEMPTS:
        _finish(notification, Outcome.FAILED, at=at)
        return
    try:
        _HANDLERS.get(notification.type, _ignore)(notification, at)
    except _Missing:
        _missing(notification, at=at)
    except LinkedInError as error:
        connections.went_wrong(notification.connection, error, at=at)
        _again(notification, connections.noted(error), at=at, until=outbox.told_to_wait(error, at))
    except integrations.AnotherOrganization:
        _finish(notification, Outcome.FOREIGN, at=at)
    except Exception as error:
        kind = type(error).__name__
        log.exception("linkedin.inbox", notification=notification.pk, type=notification.type, error=kind)
        _again(notification, kind, at=at)


def give_up(connection: Connection, *, at: datetime) -> None:
    """What still waits can be fetched no more; the administrators hear of it."""
    for notification in Notification.objects.filter(connection=connection, handled_at__isnull=True).order_by("pk"):
        _finish(notification, Outcome.FAILED, at=at)


def _exported(notification: Notification, at: datetime) -> None:
    """Transaction 1 keeps what LinkedIn told, so that it is not asked for a second time."""
    if not notification.content:
        _fetch(notification, at)
    kept = msgspec.json.decode(notification.content, type=_Content)
    _take_in(notification, kept.ours, foreign=kept.foreign, at=at)


def _fetch(notification: Notification, at: datetime) -> None:
    connection = notification.connection
    try:
        told = connections.client(connection).exported_candidates(notification.remote_id).elements
    except NotFound as error:
        raise _Missing from error
    if not told:
        raise _Missing
    if any(len(one.candidate.member) > _URN_LIMIT or len(one.exporter or "") > _URN_LIMIT for one in told):
        raise MalformedResponse("v2/exportedCandidates", "a URN is too long")
    connections.went_well(connection, at=at)
    ours = [one for one in told if one.integration_context == connection.organization_urn]
    content = _Content(ours=ours, foreign=len(ours) < len(told))
    notification.content = msgspec.json.encode(content).decode()
    Notification.objects.filter(pk=notification.pk, handled_at__isnull=True).update(content=notification.content)


def _take_in(notification: Notification, ours: list[ExportedCandidate], *, foreign: bool, at: datetime) -> None:
    """Transaction 2: look once more whether it is still ours to do, then prospects and done, or neither.

    What is meant for another organization is none of our business: not even kept, only noticed (wire §5.1).
    """
    with transaction.atomic():
        row = Notification.objects.select_for_update().get(pk=notification.pk)
        if row.handled_at is None:
            exports.take_in(row, ours, at=at)
            _finish(row, Outcome.FOREIGN if foreign else Outcome.DONE, at=at)


def _status_changed(notification: Notification, at: datetime) -> None:
    integrations.status_changed(notification.connection, notification.remote_id, at=at)
    connections.went_well(notification.connection, at=at)
    _finish(notification, Outcome.DONE, at=at)


def _ignore(notification: Notification, at: datetime) -> None:
    _finish(notification, Outcome.IGNORED, at=at)


def _leased(notification_id: int, *, at: datetime) -> Notification | None:
    """The notification, if it still waits and nobody else is at it."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    rows = Notification.objects.filter(free, pk=notification_id, handled_at__isnull=True)
    if not rows.update(lease_until=at + LEASE, attempts=F("attempts") + 1):
        return None
    return Notification.objects.select_related("connection").get(pk=notification_id)


def _missing(notification: Notification, *, at: datetime) -> None:
    """A push may overtake what it announces, so a young id is looked for again a few times."""
    if at < _deadline(notification) and notification.attempts < _LOOKS_FOR_THE_MISSING:
        _again(notification, str(Outcome.EXPIRED.label), at=at)
    else:
        _finish(notification, Outcome.EXPIRED, at=at)


def _again(notification: Notification, reason: str, *, at: datetime, until: datetime | None = None) -> None:
    if at >= _deadline(notification):
        _finish(notification, Outcome.FAILED, at=at, reason=reason)
        return
    pause = BACKOFF[min(notification.attempts, len(BACKOFF)) - 1]
    Notification.objects.filter(pk=notification.pk, handled_at__isnull=True).update(
        lease_until=None, due_at=until or at + pause, last_error=reason
    )


@transaction.atomic
def _finish(notification: Notification, outcome: Outcome, *, at: datetime, reason: str = "") -> None:
    rows = Notification.objects.filter(pk=notification.pk, handled_at__isnull=True)
    done = rows.update(handled_at=at, outcome=outcome, lease_until=None, last_error=reason, content="")
    if done and outcome in {Outcome.EXPIRED, Outcome.FAILED, Outcome.FOREIGN}:
        events.publish(NotificationLost(notification_id=notification.pk, outcome=outcome.value, at=at))


def _deadline(notification: Notification) -> datetime:
    return notification.expires_at or notification.received_at + LIFETIME


_HANDLERS: dict[str, Callable[[Notification, datetime], None]] = {
    PushType.EXPORT_CANDIDATE_PROFILE: _exported,
    PushType.INTEGRATION_STATUS_CHANGE: _status_changed,
}
