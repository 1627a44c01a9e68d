"""The jobs on whose teams somebody is, as their first page shows them."""

from django.db.models import Count, QuerySet

from skaffa.accounts.actor import Actor
from skaffa.core.compiled import Limit, compiled
from skaffa.jobs import queries
from skaffa.jobs.models import Job, JobStatus


def active(actor: Actor, *, many: int) -> list[Job]:
    """The first active ones, activated last first, with what a line says of each."""
    return _active(actor.user.pk, Limit(many)) if actor.user and actor.user.is_active else []


@compiled
def _active(user: int, many: Limit) -> QuerySet[Job]:
    rows = Job.objects.filter(pk__in=queries.of_teams(user).values("job"), status=JobStatus.ACTIVE)
    return rows.order_by("-activated_at", "-pk").only("code", "title", "city")[:many]


def drafts(actor: Actor) -> int:
    """How many are drafts."""
    return sum(_drafts(actor.user.pk)) if actor.user and actor.user.is_active else 0


@compiled
def _drafts(user: int) -> QuerySet[Job, int]:
    rows = Job.objects.filter(pk__in=queries.of_teams(user).values("job"), status=JobStatus.DRAFT).order_by()
    return rows.values("status").annotate(many=Count("pk")).values_list("many", flat=True)
