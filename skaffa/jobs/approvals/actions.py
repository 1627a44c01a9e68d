"""What can be done about approval: choose approvers, send the job to them, answer, take it back, remind."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals, text
from skaffa.jobs import actions as job_actions
from skaffa.jobs import queries as jobs
from skaffa.jobs import rules as job_rules
from skaffa.jobs.approvals import queries, rules
from skaffa.jobs.events import ApprovalAnswered, ApprovalReminded, ApprovalRequested
from skaffa.jobs.models import Answer, Approval, Job, JobStatus


@transaction.atomic
def add_approver(job: Job, user: User, *, by: Actor, at: datetime) -> Approval:
    """Any colleague can be asked (A25)."""
    locked = _locked(job, by)
    rules.check_approvers(locked.status)
    if not queries.addable_users(by, locked).filter(pk=user.pk).exists():
        raise rules.AlreadyApprover
    if queries.approvals(locked).count() >= rules.MOST_APPROVERS:
        raise refusals.Invalid(_("A job has at most %(limit)d approvers.") % {"limit": rules.MOST_APPROVERS})
    _touch(locked, JobStatus.DRAFT, at)
    try:
        with transaction.atomic():
            return Approval.objects.create(job=locked, approver=user, requested_by=by.user)
    except IntegrityError as error:
        raise rules.AlreadyApprover from error


@transaction.atomic
def remove_approver(job: Job, approval_id: int, *, by: Actor, at: datetime) -> Job:
    locked = _locked(job, by)
    rules.check_approvers(locked.status)
    Approval.objects.filter(job=locked, pk=approval_id).delete()
    return _touch(locked, JobStatus.DRAFT, at)


@transaction.atomic
def send(job: Job, *, by: Actor, at: datetime) -> Job:
    """Ask all approvers at once; needs what activation needs, so that they read the whole job."""
    locked = _locked(job, by)
    rules.check_send(locked.status)
    lacking = job_rules.missing(jobs.details(locked))
    if lacking:
        raise job_rules.JobDetailsMissing(
            _("A job needs a title, a description and a location before it is sent to approvers."), fields=lacking
        )
    asked = list(Approval.objects.filter(job=locked).order_by("pk"))
    if not asked:
        raise rules.NoApprovers
    Approval.objects.filter(job=locked).update(
        answer=Answer.WAITING, comment="", requested_by=by.user, assigned_at=at, answered_at=None, reminded_at=None
    )
    _touch(locked, JobStatus.PENDING, at)
    for approval in asked:
        events.publish(ApprovalRequested(job_id=locked.pk, user_id=approval.approver_id, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def take_back(job: Job, *, by: Actor, at: datetime) -> Job:
    """Ask nobody any more; the job is a draft again."""
    locked = _locked(job, by)
    if locked.status != JobStatus.PENDING:
        raise rules.NothingToAnswer
    Approval.objects.filter(job=locked).update(answer=Answer.WAITING, assigned_at=None, answered_at=None, comment="")
    return _touch(locked, JobStatus.DRAFT, at)


@transaction.atomic
def answer(job: Job, given: Answer | str, *, comment: str = "", by: Actor, at: datetime) -> Job:
    """Approve or reject what one was asked about; whoever rejects says why."""
    queries.job(by, job.pk)
    locked = job_actions.held_alone(job.pk)
    mine = queries.own(by, locked)
    if mine is None:
        raise rules.NothingToAnswer
    if given not in {Answer.APPROVED, Answer.REJECTED}:
        raise refusals.Invalid(fields={"answer": _("Approve or reject.")})
    mine.answer, mine.comment, mine.answered_at = Answer(given), _comment(given, comment), at
    mine.save()
    answers = list(Approval.objects.filter(job=locked).values_list("answer", flat=True))
    outcome = rules.outcome(answers)
    locked.approved_at = at if outcome == JobStatus.APPROVED else None
    _touch(locked, outcome, at)
    events.publish(
        ApprovalAnswered(
            job_id=locked.pk,
            answer=Answer(given).value,
            outcome=outcome.value,
            comment=mine.comment,
            asked_by_id=mine.requested_by_id,
            at=at,
            by_id=by.user_id,
        )
    )
    return locked


@transaction.atomic
def remind(approval_id: int, *, at: datetime) -> bool:
    """Remind one approver, once; whether they were: another worker may have done it, or they have answered."""
    row = queries.waiting().select_for_update(of=("self",)).filter(pk=approval_id, reminded_at=None).first()
    if row is None:
        return False
    row.reminded_at = at
    row.save()
    events.publish(ApprovalReminded(job_id=row.job_id, user_id=row.approver_id, at=at))
    return True


def _locked(job: Job, by: Actor) -> Job:
    jobs.require(by, Action.JOB_EDIT, job)
    return job_actions.held_alone(job.pk)


def _touch(locked: Job, status: JobStatus, at: datetime) -> Job:
    locked.status, locked.modified_at = status, at
    locked.save()
    return locked


def _comment(given: str, comment: str) -> str:
    said = text.paragraphs(comment)
    message: refusals.Message = ""
    if len(said) > job_rules.COMMENT:
        message = _("Use at most %(limit)d characters.") % {"limit": job_rules.COMMENT}
    elif given == Answer.REJECTED and not said:
        message = _("Say why, so that the job can be mended.")
    if message:
        raise refusals.Invalid(message, fields={"comment": message})
    return said
