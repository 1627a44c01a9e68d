"""What one does by looking: it is remembered when, and how one likes to see it."""

from datetime import datetime

from django.db import connection, transaction

from skaffa.accounts.actor import Actor
from skaffa.core import refusals
from skaffa.jobs.models import Job
from skaffa.pipeline.models import Preference, View

_LOOK = """
INSERT INTO pipeline_look (user_id, job_id, at) VALUES (%(user)s, %(job)s, %(at)s)
ON CONFLICT (user_id, job_id) DO UPDATE SET at = excluded.at
"""


def look(job: Job, *, by: Actor, at: datetime) -> None:
    """Remember that somebody has seen the people of a job they were given, as they are now; one statement."""
    if by.user is not None:
        with connection.cursor() as cursor:
            cursor.execute(_LOOK, {"user": by.user_id, "job": job.pk, "at": at})


@transaction.atomic
def prefer(view: str, *, by: Actor) -> None:
    """Show the people of jobs like this from now on."""
    if view not in View or by.user is None:
        raise refusals.Invalid
    Preference.objects.update_or_create(user=by.user, defaults={"view": View(view)})
