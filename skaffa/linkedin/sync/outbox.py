"""The outbox: marks what has to go to LinkedIn, leases a batch of it, settles what became of it."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any, TypeVar

from django.conf import settings
from django.db import connection as database
from django.db.models import F

from rsc_client.errors import ItemError, LinkedInError, Throttled, Unavailable
from skaffa.core import events
from skaffa.linkedin import connection as connections
from skaffa.linkedin import samples
from skaffa.linkedin.events import SyncMarked
from skaffa.linkedin.marks import AnyMark, Mark
from skaffa.linkedin.models import Connection, SyncItem, SyncKind
from skaffa.linkedin.quota import QuotaUsedUp

_MARK = """
    INSERT INTO linkedin_syncitem AS mark (connection_id, kind, entity_id, bulk, generation, marked_at, due_at,
                                           attempts, last_error, needs_attention)
    SELECT %(connection)s, %(kind)s, entity_id, %(bulk)s, 1, %(at)s, %(due)s, 0, '', false
    FROM unnest(%(ids)s::bigint[]) AS wanted (entity_id)
    ORDER BY entity_id
    ON CONFLICT (connection_id, kind, entity_id) DO UPDATE
    SET generation = mark.generation + 1, attempts = 0, last_error = '',
        due_at = CASE WHEN mark.last_error = '' THEN LEAST(mark.due_at, EXCLUDED.due_at) ELSE EXCLUDED.due_at END,
        marked_at = CASE WHEN mark.needs_attention THEN EXCLUDED.marked_at ELSE mark.marked_at END,
        needs_attention = false, bulk = mark.bulk AND EXCLUDED.bulk
"""
_LEASE = """
    WITH claimed AS (
        UPDATE linkedin_syncitem SET lease_until = %(until)s
        WHERE id = ANY (ARRAY(
            SELECT id FROM linkedin_syncitem AS mark
            WHERE connection_id = %(connection)s AND kind = %(kind)s AND due_at <= %(at)s AND NOT needs_attention
            AND (lease_until IS NULL OR lease_until <= %(at)s) {more}
            AND (NOT bulk OR NOT EXISTS (
                SELECT FROM linkedin_load
                WHERE connection_id = %(connection)s AND finished_at IS NULL AND paused_at IS NOT NULL
            ))
            ORDER BY bulk, due_at, id
            LIMIT %(most)s
            FOR UPDATE SKIP LOCKED
        ))
        RETURNING *
    )
    SELECT id, connection_id, kind, entity_id, bulk, generation, attempts, marked_at
    FROM claimed ORDER BY bulk, due_at, id
"""
_CLAIM = _LEASE.format(more="")
_CLAIM_IDLE = _LEASE.format(
    more="""AND NOT EXISTS (
        SELECT FROM linkedin_remoterecord AS known
        WHERE known.connection_id = mark.connection_id AND known.kind = mark.kind
        AND known.entity_id = mark.entity_id AND known.task_due_at IS NOT NULL
    )"""
)
_DROP = """
    WITH sent AS (SELECT * FROM unnest(%(ids)s::bigint[], %(generations)s::int[]) AS sent (id, generation)),
    gone AS (
        DELETE FROM linkedin_syncitem AS mark USING sent
        WHERE mark.id = sent.id AND mark.generation = sent.generation
        RETURNING mark.id
    )
    UPDATE linkedin_syncitem SET lease_until = NULL, due_at = %(at)s
    WHERE id = ANY (%(ids)s) AND id NOT IN (SELECT id FROM gone)
"""
KeyT = TypeVar("KeyT")
BATCH = 100
LEASE = timedelta(minutes=2)
WAIT = timedelta(minutes=10)
BACKOFF = tuple(timedelta(seconds=seconds) for seconds in (5, 15, 30, 60, 300, 900, 3600))


def mark(kind: SyncKind, entity_ids: Iterable[int], *, at: datetime, bulk: bool = False) -> None:
    """Say that these must be sent; marking what is marked already counts as one more change of it.

    What is marked in `bulk`, by a first load or a comparison, waits behind live changes. Those wait a moment for what
    follows them at once (`SKAFFA_LINKEDIN_WAIT`), but never longer than from the first of several.

    Before LinkedIn has enabled us marks wait; without a connection there is nobody to tell. One statement does it:
    between a look and a change the sender could drop the mark that was seen, and the change with it.
    """
    mark_each({kind: entity_ids}, at=at, bulk=bulk)


def mark_each(marks: Mapping[SyncKind, Iterable[int]], *, at: datetime, bulk: bool = False) -> None:
    """Several kinds in one breath: the sender is woken once."""
    wanted = {SyncKind(kind).value: sorted(set(ids)) for kind, ids in marks.items()}
    connection = connections.live() if any(wanted.values()) else None
    if connection is None:
        return
    due = at if bulk else at + timedelta(seconds=settings.SKAFFA.linkedin_wait)
    given: dict[str, Any] = {"connection": connection.pk, "bulk": bulk, "at": at, "due": due}
    with database.cursor() as cursor:
        for kind, ids in wanted.items():
            if ids:
                cursor.execute(_MARK, {**given, "kind": kind, "ids": ids})
    events.publish(SyncMarked(connection_id=connection.pk, at=at))


def counted() -> None:
    """Let PostgreSQL know at once how many marks there are: of ten that became a million it would look at each."""
    with database.cursor() as cursor:
        cursor.execute("ANALYZE linkedin_syncitem")


def claim(
    connection: Connection, kind: SyncKind, *, at: datetime, most: int = BATCH, without_task: bool = False
) -> list[Mark]:
    """Lease the oldest due marks, at most `most`, live changes first; `without_task`: not of what LinkedIn works on.

    A lease that ran out (its holder died) counts for nothing. While a load is paused, its marks stay where they are.
    What an administrator chooses is read afterwards: a mark that came with a choice is not judged by the one before it.
    """
    name = SyncKind(kind).value
    wanted: dict[str, Any] = {"connection": connection.pk, "kind": name, "at": at, "until": at + LEASE, "most": most}
    with database.cursor() as cursor:
        cursor.execute(_CLAIM_IDLE if without_task else _CLAIM, wanted)
        items = [Mark(*row) for row in cursor.fetchall()]
    if items:
        connections.choices_again(connection)
    return items


def accepted(items: Iterable[AnyMark], *, at: datetime) -> None:
    """LinkedIn has taken this state of each: count them, and drop their marks."""
    taken = list(items)
    samples.accepted(taken)
    nothing_to_send(taken, at=at)


def nothing_to_send(items: Iterable[AnyMark], *, at: datetime) -> None:
    """LinkedIn has this state of each: drop the marks, but not of what has changed meanwhile, which is due at once."""
    sent = {item.pk: item.generation for item in items}
    if sent:
        with database.cursor() as cursor:
            cursor.execute(_DROP, {"ids": list(sent), "generations": list(sent.values()), "at": at})


def refused(item: AnyMark, reason: str, *, at: datetime) -> None:
    """LinkedIn will not have it: wait for an edit or a Retry, unless it has changed meanwhile."""
    unchanged = SyncItem.objects.filter(pk=item.pk, generation=item.generation)
    if not unchanged.update(needs_attention=True, last_error=reason, lease_until=None):
        SyncItem.objects.filter(pk=item.pk).update(lease_until=None, due_at=at)


def postponed(items: Iterable[AnyMark], reason: str, *, at: datetime, until: datetime | None = None) -> None:
    """Nothing came of it this time: again after a growing pause, or when LinkedIn said."""
    for item in items:
        pause = BACKOFF[min(item.attempts, len(BACKOFF) - 1)]
        SyncItem.objects.filter(pk=item.pk).update(
            lease_until=None,
            due_at=max(until, at) if until else at + pause,
            attempts=F("attempts") + 1,
            last_error=reason,
        )


def waits(items: Iterable[AnyMark], reason: str, *, at: datetime) -> None:
    """Not yet: what they belong to has to be there first, or what belongs to them be gone; `wake` shortens the wait.

    No attempt was made, so none is counted, and those that failed before are forgotten: `wake` must find the mark.
    """
    ids = [item.pk for item in items]
    if ids:
        rows = SyncItem.objects.filter(pk__among=ids)
        rows.update(lease_until=None, due_at=at + WAIT, attempts=0, last_error=reason)


def wake(connection_id: int, kinds: Iterable[SyncKind], entity_ids: Iterable[int], *, at: datetime) -> None:
    """What those marks waited for has happened."""
    wanted = {"kind__in": list(kinds), "entity_id__among": list(entity_ids)}
    sleeping = SyncItem.objects.filter(connection=connection_id, **wanted)
    sleeping.filter(due_at__gt=at, attempts=0, needs_attention=False).update(due_at=at, last_error="")


def released(items: Iterable[AnyMark]) -> None:
    """Give marks back untouched."""
    SyncItem.objects.filter(pk__among=[item.pk for item in items]).update(lease_until=None)


def told_to_wait(error: LinkedInError, at: datetime) -> datetime | None:
    """Until when LinkedIn, or our own count of its quotas, wants us to wait; None: nobody said."""
    if isinstance(error, QuotaUsedUp):
        return error.until
    pause = error.retry_after if isinstance(error, Throttled | Unavailable) else None
    return at + pause if pause else None


def portions(keys: list[KeyT]) -> list[list[KeyT]]:
    """As many at once as LinkedIn takes in one call."""
    return [keys[start : start + BATCH] for start in range(0, len(keys), BATCH)]


def still_there(errors: Mapping[KeyT, ItemError]) -> dict[KeyT, ItemError]:
    """What a deletion did not reach: deleting what is not there is a success."""
    return {key: error for key, error in errors.items() if error.status != HTTPStatus.NOT_FOUND}
