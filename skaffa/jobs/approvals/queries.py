"""Which jobs wait for whose approval; an approver reads the job although they are in no hiring team."""

from datetime import datetime

from django.db.models import Q, QuerySet

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
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


def assigned_to(actor: Actor) -> QuerySet[Approval]:
    """Assigned to you: what the actor is to answer, the longest waiting first; each with its job and its approvers."""
    rows = waiting().filter(approver=actor.user) if actor.user else Approval.objects.none()
    return (
        rows.select_related("job", "requested_by").prefetch_related("job__approvals__approver").order_by("assigned_at")
    )


def sent_by(actor: Actor) -> QuerySet[Job]:
    """Sent by you: the actor's jobs that wait for approvers, the longest waiting first, with their approvers."""
    if actor.user is None:
        return Job.objects.none()
    mine = waiting().filter(requested_by=actor.user).values("job")
    return jobs.visible_to(actor).filter(pk__in=mine).prefetch_related("approvals__approver").order_by("modified_at")


def addable_users(actor: Actor, job: Job) -> QuerySet[User]:
    """Active users who are no approvers of the job yet; any colleague can be one (A25)."""
    jobs.require(actor, Action.JOB_EDIT, job)
    present = Approval.objects.filter(job=job).values("approver")
    return User.objects.filter(is_active=True).exclude(pk__in=present).order_by("last_name", "first_name", "pk")


def to_remind(*, at: datetime) -> list[int]:
    """Approvals that have waited for a day and of which nobody was reminded."""
    late = waiting().filter(reminded_at=None, assigned_at__lte=at - rules.REMINDED_AFTER, approver__is_active=True)
    return list(late.order_by("assigned_at", "pk").values_list("pk", flat=True)[:500])
