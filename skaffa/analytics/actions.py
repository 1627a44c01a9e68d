"""What keeps the counts true: changes noted, and the counts of changed jobs made anew from their rows."""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction

from skaffa.analytics.models import Change, Count, RejectionCount
from skaffa.jobs.models import Job
from skaffa.processes.models import StageKind

_CHANGES, _JOBS = 1_000, 20
"""In one transaction: as many changes as this, and as many jobs."""

_SUM = """
INSERT INTO analytics_count (job_id, month, source_id, arrived, prospects, applied, screened, interviewed, offered, hired,
    withdrawn)
SELECT job_id, month, source, count(*), count(*) FILTER (WHERE was_prospect), count(*) FILTER (WHERE reached >= 1),
    count(*) FILTER (WHERE reached >= 2), count(*) FILTER (WHERE reached >= 3), count(*) FILTER (WHERE reached >= 4),
    count(*) FILTER (WHERE close_reason = 'hired'), count(*) FILTER (WHERE close_reason = 'withdrawn')
FROM (
    SELECT a.job_id, date_trunc('month', a.created_at AT TIME ZONE 'UTC')::date AS month, a.source, a.close_reason,
        coalesce(bool_or(s.kind = 'prospect'), false) AS was_prospect,
        coalesce(max(array_position(%s, s.kind::text)), 1) - 1 AS reached
    FROM applications_application a
    LEFT JOIN applications_stagemove m ON m.application_id = a.id
    LEFT JOIN jobs_stage s ON s.id = m.to_stage_id
    WHERE a.job_id = ANY(%s)
    GROUP BY a.id
) one
GROUP BY job_id, month, source
"""
_REJECTED = """
INSERT INTO analytics_rejectioncount (job_id, month, source_id, reason, many)
SELECT job_id, date_trunc('month', created_at AT TIME ZONE 'UTC')::date, source, rejection_reason, count(*)
FROM applications_application WHERE job_id = ANY(%s) AND rejection_reason <> ''
GROUP BY 1, 2, 3, 4
"""
_ORDER = [kind.value for kind in StageKind]


@transaction.atomic
def note(job_id: int, *, at: datetime) -> None:
    """Something of this job has changed; heard from what happened, in its transaction."""
    Change.objects.create(job_id=job_id, at=at)


@transaction.atomic
def note_everything(*, at: datetime) -> None:
    """Count every job anew; counts are never more than a copy, so that this is always safe."""
    Change.objects.bulk_create(
        (Change(job_id=pk, at=at) for pk in Job.objects.order_by("pk").values_list("pk", flat=True)), batch_size=1_000
    )


@transaction.atomic
def count_next() -> bool:
    """Count a few changed jobs anew; False when nothing has changed, or somebody else is at it.

    The changes are read before the rows: whatever they tell of is in the rows by then. One that is committed later
    has a row of its own, and is counted the next time.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('skaffa.analytics'))")
        if not cursor.fetchone()[0]:
            return False
    changes = list(Change.objects.order_by("pk").values_list("pk", "job_id")[:_CHANGES])
    if not changes:
        return False
    jobs = set(list(dict.fromkeys(job_id for _pk, job_id in changes))[:_JOBS])
    _count(jobs)
    Change.objects.filter(pk__in=[pk for pk, job_id in changes if job_id in jobs]).delete()
    return True


def _count(job_ids: Iterable[int]) -> None:
    ids = sorted(job_ids)
    for counts in (Count, RejectionCount):
        counts.objects.filter(job__in=ids).delete()
    with connection.cursor() as cursor:
        cursor.execute(_SUM, [_ORDER, ids])
        cursor.execute(_REJECTED, [ids])
