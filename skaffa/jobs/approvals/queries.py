"""Which jobs wait for whose approval; an approver reads the job although they are in no hiring team."""

from datetime import datetime

from django.db.models import Q, QuerySet

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.core.compiled import Limit, compiled
from skaffa.jobs import queries as jobs
from skaffa.jobs.approvals import rules
from skaffa.jobs.models import Answer, Approval, Job, JobStatus


def job(actor: Actor, pk: int) -> Job:
    """A job for whoever sees it, and for those who were asked to approve it."""
    seen = Q(pk__in=jobs.visible_to(actor).values("pk"))
    if actor.user is not None and actor.user.is_active:
        seen |= Q(pk__in=Approval.objects.filter(approver=actor.user, assigned_at__isnull=False).values("job"))
    found = Job.objects.select_related("created_by").filter(seen, pk=pk).first()
    if found is None:
        raise jobs.JobNotFound
    return found


def approvals(job: Job) -> QuerySet[Approval]:
    """The approvers of a job with their answers, by name."""
    rows = Approval.objects.filter(job=job).select_related("approver", "requested_by")
    return rows.order_by("approver__last_name", "approver__first_name", "pk")


def own(actor: Actor, job: Job) -> Approval | None:
    """What the actor is asked about this job now."""
    if actor.user is None:
        return None
    return waiting().filter(job=job, approver=actor.user).first()


def waiting() -> QuerySet[Approval]:
    """Approvals that somebody is to give."""
    return Approval.objects.filter(answer=Answer.WAITING, assigned_at__isnull=False, job__status=JobStatus.PENDING)


def assigned_to(actor: Actor, *, many: int) -> list[Approval]:
    """Assigned to you: the first that the actor is to answer, the longest waiting first, with their jobs and approvers."""
    return _assigned_to(actor.user_id, Limit(many)) if actor.user_id else []


@compiled
def _assigned_to(user: int, many: Limit) -> QuerySet[Approval]:
    rows = waiting().filter(approver=user).select_related("job").prefetch_related("job__approvals__approver")
    return rows.order_by("assigned_at").only("assigned_at", "job__code", "job__title")[:many]


def sent_by(actor: Actor, *, many: int) -> list[Job]:
    """Sent by you: the first of the actor's jobs that wait for approvers, the longest waiting first, with their approvers."""
    return _sent_by(actor.user_id, jobs.team_of(actor), Limit(many)) if actor.user_id else []


@compiled
def _sent_by(user: int, member: int | None, many: Limit) -> QuerySet[Job]:
    mine = waiting().filter(requested_by=user).values("job")
    rows = jobs.seen(member).filter(pk__in=mine).prefetch_related("approvals__approver").order_by("modified_at")
    return rows.only("code", "title", "status")[:many]


def addable_users(actor: Actor, job: Job) -> QuerySet[User]:
    """Active users who are no approvers of the job yet; any colleague can be one (A25)."""
    jobs.require(actor, Action.JOB_EDIT, job)
    present = Approval.objects.filter(job=job).values("approver")
    return User.objects.filter(is_active=True).exclude(pk__in=present).order_by("last_name", "first_name", "pk")


def to_remind(*, at: datetime) -> list[int]:
    """Approvals that have waited for a day and of which nobody was reminded."""
    late = waiting().filter(reminded_at=None, assigned_at__lte=at - rules.REMINDED_AFTER, approver__is_active=True)
    return list(late.order_by("assigned_at", "pk").values_list("pk", flat=True)[:500])
