"""What one does by looking: it is remembered when, and how one likes to see it."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.core import refusals
from skaffa.jobs.models import Job
from skaffa.pipeline.models import Look, Preference, View


def look(job: Job, *, by: Actor, at: datetime) -> None:
    """Remember that somebody has seen the people of a job they were given, as they are now; one statement."""
    if by.user is not None:
        Look.objects.bulk_create(
            [Look(user=by.user, job=job, at=at)],
            update_conflicts=True,
            unique_fields=["user", "job"],
            update_fields=["at"],
        )


@transaction.atomic
def prefer(view: str, *, by: Actor) -> None:
    """Show the people of jobs like this from now on."""
    if view not in View or by.user is None:
        raise refusals.Invalid
    Preference.objects.update_or_create(user=by.user, defaults={"view": View(view)})
