"""Once a night: heal what was missed, renew what expires, forget what nobody needs."""

from datetime import datetime, timedelta

from django.db import connection as database

from skaffa.linkedin import integrations, members, personal, quota, samples
from skaffa.linkedin.models import AccessToken, Notification
from skaffa.linkedin.sync import matches, push

NOTIFICATIONS_KEPT = timedelta(days=90)
_FORGET_QUEUED = """
    DELETE FROM procrastinate_jobs AS queued
    WHERE status NOT IN ('todo')
    AND NOT EXISTS (
        SELECT FROM procrastinate_events
        WHERE job_id = queued.id AND at > now() - interval '7 days'
    )
"""
"""What failed, and what a worker had begun when it died; no work of ours takes a week. By the queue's own clock."""


def nightly(*, at: datetime) -> None:
    """Jobs that expire soon are renewed by the same comparison, since their state is no longer what we want."""
    integrations.look_again(at=at)
    connection = push.ready()
    if connection is not None:
        push.mark_everything(connection, at=at)
        matches.catch_up(connection, at=at)
        members.catch_up(connection)
    personal.forget_states(at=at)
    quota.forget(at=at)
    samples.forget(at=at)
    AccessToken.objects.filter(expires_at__lte=at).delete()
    old = Notification.objects.filter(handled_at__lte=at - NOTIFICATIONS_KEPT, exports__isnull=True)
    old.delete()
    with database.cursor() as cursor:
        cursor.execute(_FORGET_QUEUED)
