"""How fast things go to LinkedIn, minute by minute: counted as it happens, looked at once a minute, kept a week.

Every statement here costs the same whether ten marks wait or a million.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any

from django.db import connection as database
from django.db.models import Exists, OuterRef

from skaffa.core import clock
from skaffa.linkedin import connection as connections
from skaffa.linkedin import flow
from skaffa.linkedin.marks import AnyMark
from skaffa.linkedin.models import Connection, Sample, SyncKind

KEPT = timedelta(days=8)
_COUNT = """
    INSERT INTO linkedin_sample AS sample (connection_id, kind, starts_at, accepted, accepted_at, live, seconds, longest)
    VALUES (%(connection)s, %(kind)s, date_trunc('minute', %(at)s), %(accepted)s, %(at)s, %(live)s, %(seconds)s,
            %(longest)s)
    ON CONFLICT (connection_id, kind, starts_at) DO UPDATE
    SET accepted = sample.accepted + EXCLUDED.accepted, accepted_at = EXCLUDED.accepted_at,
        live = sample.live + EXCLUDED.live, seconds = sample.seconds + EXCLUDED.seconds,
        longest = greatest(sample.longest, EXCLUDED.longest)
"""
_OLDEST = """
    SELECT kind, bulk, (SELECT min(marked_at) FROM linkedin_syncitem AS item WHERE item.connection_id = %(connection)s
        AND item.kind = one.kind AND item.bulk = lane.bulk AND NOT item.needs_attention) AS since
    FROM unnest(%(kinds)s::text[]) AS one (kind), (VALUES (false), (true)) AS lane (bulk)
"""
_BUCKETS = """
    SELECT date_bin(%(step)s, starts_at, %(since)s) AS bucket, kind, sum(accepted), sum(live), sum(seconds),
           max(longest), max(oldest)
    FROM linkedin_sample
    WHERE connection_id = %(connection)s AND starts_at >= %(since)s AND starts_at < %(until)s
    GROUP BY bucket, kind
"""


def accepted(items: Iterable[AnyMark]) -> None:
    """LinkedIn has taken these. By the clock, since the `at` of a round is when the round began."""
    at = clock.now()
    for (connection, kind), group in groupby(sorted(items, key=_place), key=_place):
        taken = list(group)
        waits = [max(0.0, (at - item.marked_at).total_seconds()) for item in taken if not item.bulk]
        counted = {"accepted": len(taken), "live": len(waits), "seconds": sum(waits), "longest": max(waits, default=0)}
        with database.cursor() as cursor:
            cursor.execute(_COUNT, {"connection": connection, "kind": kind, "at": at, **counted})


def observe(*, at: datetime) -> None:
    """Once a minute: how long the oldest change of each kind has waited by now."""
    connection = connections.live()
    if connection is None:
        return
    rows = [
        Sample(connection=connection, kind=kind, starts_at=_minute(at), oldest=max(0.0, (at - since).total_seconds()))
        for (kind, bulk), since in _oldest(connection).items()
        if not bulk
    ]
    Sample.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["connection", "kind", "starts_at"], update_fields=["oldest"]
    )


def picture(connection: Connection, period: flow.Period, *, at: datetime) -> flow.Picture:
    """What the two pictures show of a period that ends with the present minute."""
    window = flow.window(period, at)
    limits: dict[str, Any] = {"step": window.step, "since": window.since, "until": window.until}
    with database.cursor() as cursor:
        cursor.execute(_BUCKETS, {"connection": connection.pk, **limits})
        sums = [flow.Sum(bucket, SyncKind(kind), *figures) for bucket, kind, *figures in cursor.fetchall()]
    return flow.picture(window, sums)


def forget(*, at: datetime) -> None:
    """Drop what is drawn no more, but of each kind the last minute in which something was accepted."""
    later = Sample.objects.filter(
        connection=OuterRef("connection"), kind=OuterRef("kind"), accepted_at__gt=OuterRef("accepted_at")
    )
    old = Sample.objects.filter(starts_at__lt=at - KEPT)
    old.filter(accepted_at__isnull=True).delete()
    old.filter(Exists(later)).delete()


def _oldest(connection: Connection) -> dict[tuple[SyncKind, bool], datetime]:
    """By kind, and whether of a first load or comparison; each is one look into an index."""
    with database.cursor() as cursor:
        cursor.execute(_OLDEST, {"connection": connection.pk, "kinds": SyncKind.values})
        return {(SyncKind(kind), bulk): since for kind, bulk, since in cursor.fetchall() if since is not None}


def _place(item: AnyMark) -> tuple[int, str]:
    return item.connection_id, str(item.kind)


def _minute(at: datetime) -> datetime:
    return at.replace(second=0, microsecond=0)
