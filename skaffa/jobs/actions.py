"""What can be done with jobs: create, edit, activate, close, delete, and choose the hiring team."""

import dataclasses
from collections.abc import Sequence
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError, Q
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.choices.queries import Lists
from skaffa.core import events, refusals, text
from skaffa.jobs import codes, queries, rules
from skaffa.jobs.events import (
    JobActivated,
    JobClosed,
    JobCreated,
    JobDeleted,
    JobEdited,
    TeamMemberAdded,
    TeamMemberRemoved,
)
from skaffa.jobs.models import Answer, Approval, CloseReason, Job, JobStatus, Stage, StageActivity, TeamMember, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.processes import queries as processes
from skaffa.processes import rules as process_rules
from skaffa.processes.models import ProcessTemplate, StageKind
from skaffa.processes.rules import Plan


class JobIdTaken(refusals.Conflict):
    """Visible Job IDs are unique, whatever the case of their letters."""

    sentence = _("Another job has this Job ID.")


class RoleNotHeld(refusals.NotAllowed):
    """A recruiter or hiring manager of a team holds that security role (A18)."""

    sentence = _("This needs the same role in the user permissions of the environment.")


class AlreadyInTeam(refusals.Conflict):
    """A user holds each role at most once."""

    sentence = _("This user already has this role in the hiring team.")


class LastOfTheTeam(refusals.Conflict):
    """A job keeps somebody who can look after it."""

    sentence = _("A hiring team keeps at least one recruiter or hiring manager.")


@transaction.atomic
def create(
    details: JobDetails,
    *,
    role: TeamRole | str,
    by: Actor,
    at: datetime,
    code: str = "",
    template: ProcessTemplate | None = None,
    shortcomings: Sequence[str] = (),
) -> Job:
    """Create a draft whose creator joins the team in `role`; the system creates without joining a team.

    It copies the stages and activities of the default template; of `template`, where one was chosen, the options too.
    `shortcomings` says what an imported row lacked, one sentence each.
    """
    permissions.require(by, Action.JOB_CREATE)
    options = dataclasses.asdict(processes.options(template)) if template else {}
    needs_approval = options.pop("needs_approval", False)
    clean = rules.checked(dataclasses.replace(details, **options), queries.offered(Lists()))
    needed = rules.SECURITY_ROLE_OF.get(role)
    if by.user and (needed is None or not by.has(needed)):
        raise RoleNotHeld
    job = Job(**dataclasses.asdict(clean), code=codes.chosen(code), created_by=by.user, created_at=at, modified_at=at)
    job.shortcomings, job.needs_approval = list(shortcomings), needs_approval
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError as error:
        raise JobIdTaken(fields={"code": JobIdTaken.sentence}) from error
    _write_process(job, processes.plan(template or processes.default()))
    events.publish(JobCreated(job_id=job.pk, at=at, by_id=by.user_id))
    if by.user:
        _join(job, by.user, TeamRole(role), by=by, at=at)
    return job


@transaction.atomic
def edit(job: Job, details: JobDetails, *, by: Actor, at: datetime, shortcomings: Sequence[str] = ()) -> Job:
    """Replace the details by what a user saw and changed, or by a better row of a file."""
    queries.require(by, Action.JOB_EDIT, job)
    locked = _locked(job)
    before = queries.details(locked)
    clean = rules.checked(details, queries.offered(Lists(), before))
    changed = rules.changed(before, clean)
    if not changed:
        return locked
    rules.check_edit(before, clean, locked.status)
    if locked.is_active and locked.approved_at:
        raise rules.ApprovedAsItIs
    _ask_again(locked)
    for name in changed:
        setattr(locked, name, getattr(clean, name))
    locked.shortcomings = list(shortcomings)  # the old ones spoke of what was there before
    locked.modified_at = at
    locked.save()
    events.publish(JobEdited(job_id=locked.pk, changed=changed, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def arrange(job: Job, plan: Plan, *, seen: str, by: Actor, at: datetime) -> Job:
    """Replace the stages and activities by a process made from what somebody saw, whose fingerprint is `seen`.

    Until activation, when it is frozen for good (A23, A32). Raises ProcessFrozen and ProcessChanged.
    """
    queries.require(by, Action.JOB_EDIT, job)
    locked = _locked(job)
    rules.check_arrange(locked.status)
    if process_rules.fingerprint(queries.plan(locked)) != seen:
        raise process_rules.ProcessChanged
    Stage.objects.filter(job=locked).delete()
    _write_process(locked, process_rules.checked(plan))
    _ask_again(locked)
    locked.modified_at = at
    locked.save()
    events.publish(JobEdited(job_id=locked.pk, changed=("process",), at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def activate(job: Job, *, by: Actor, at: datetime) -> Job:
    """Open the job for prospects and applicants; from now on its process is frozen (A23)."""
    queries.require(by, Action.JOB_ACTIVATE, job)
    locked = _locked(job)
    needs_approval = locked.needs_approval or Approval.objects.filter(job=locked).exists()
    rules.check_activate(queries.details(locked), locked.status, needs_approval=needs_approval)
    if not locked.enable_prospects:
        Stage.objects.filter(job=locked, kind=StageKind.PROSPECT).delete()
    locked.status = JobStatus.ACTIVE
    locked.activated_at = locked.modified_at = at
    locked.shortcomings = []
    locked.save()
    events.publish(JobActivated(job_id=locked.pk, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def close(job: Job, *, reason: CloseReason | str, comment: str = "", by: Actor, at: datetime) -> Job:
    """Close the job for good; applications hears it and closes what is still open (A30), or refuses to call it filled."""
    queries.require(by, Action.JOB_CLOSE, job)
    locked = _locked(job)
    rules.check_close(locked.status)
    if reason not in CloseReason:
        raise refusals.Invalid(fields={"reason": _("Choose a reason.")})
    said = _comment(comment)
    locked.status = JobStatus.CLOSED
    locked.close_reason = CloseReason(reason)
    locked.close_comment = said
    locked.closed_at = locked.modified_at = at
    locked.save()
    events.publish(JobClosed(job_id=locked.pk, reason=CloseReason(reason).value, comment=said, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def delete(job: Job, *, by: Actor, at: datetime) -> Job:
    """Delete a job nobody was ever considered for; its visible Job ID is not given again by itself."""
    queries.require(by, Action.JOB_DELETE, job)
    locked = _locked(job)
    if locked.is_active:
        raise rules.ActiveJobStays
    pk = locked.pk
    try:
        with transaction.atomic():
            locked.delete()
    except ProtectedError as error:
        raise rules.JobHasApplications from error
    events.publish(JobDeleted(job_id=pk, code=locked.code, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def add_team_member(job: Job, user: User, *, role: TeamRole | str, by: Actor, at: datetime) -> TeamMember:
    queries.require(by, Action.TEAM_EDIT, job)
    if role not in TeamRole:
        raise refusals.Invalid(fields={"role": _("Choose a role.")})
    fresh = User.objects.get(pk=user.pk)
    needed = rules.SECURITY_ROLE_OF.get(role)
    if not fresh.is_active or (needed and needed not in fresh.roles):
        raise RoleNotHeld(fields={"user": RoleNotHeld.sentence})
    return _join(job, fresh, TeamRole(role), by=by, at=at)


@transaction.atomic
def remove_team_member(member: TeamMember, *, by: Actor, at: datetime) -> TeamMember:
    """Take a role in a hiring team away; the last recruiter or hiring manager stays."""
    queries.require(by, Action.TEAM_EDIT, member.job)
    _locked(member.job)
    if not queries.may_remove(by, member):
        raise rules.DelegatesStay
    own_rights = TeamMember.objects.filter(job_id=member.job_id, delegate_of=None)
    others = own_rights.filter(role__in=list(rules.SECURITY_ROLE_OF)).exclude(pk=member.pk)
    if member.role in rules.SECURITY_ROLE_OF and member.delegate_of_id is None and not others.exists():
        raise LastOfTheTeam
    gone = Q(pk=member.pk)
    if member.delegate_of_id is None:  # whoever acted for them goes with them
        gone |= Q(job=member.job_id, role=member.role, delegate_of=member.user_id)
    for row in TeamMember.objects.filter(gone).order_by("pk"):
        row.delete()
        events.publish(
            TeamMemberRemoved(job_id=row.job_id, user_id=row.user_id, role=row.role, at=at, by_id=by.user_id)
        )
    return member


@transaction.atomic
def name_delegate(job: Job, user: User, *, by: Actor, at: datetime) -> TeamMember:
    """Let a colleague act with one's own rights on this job; everybody names their own delegates (A20)."""
    queries.require(by, Action.TEAM_EDIT, job)
    role = queries.role_to_delegate(by, job)
    if role is None or by.user is None or user.pk == by.user.pk:
        raise rules.OnlyForOneself
    fresh = User.objects.get(pk=user.pk)
    if not fresh.is_active:
        raise RoleNotHeld(fields={"user": RoleNotHeld.sentence})
    return _join(job, fresh, TeamRole(role), delegate_of=by.user, by=by, at=at)


def hold(job_id: int) -> Job:
    """The job as it stands, unchanged until this transaction ends; others may hold it too.

    Whoever adds a person holds the job, so that nobody closes it at the same moment. Always before locking an
    application, never after.
    """
    found = next(iter(Job.objects.raw("SELECT * FROM jobs_job WHERE id = %s FOR SHARE", [job_id])), None)
    if found is None:
        raise queries.JobNotFound
    return found


def held_alone(job_id: int) -> Job:
    """The job as it stands; until this transaction ends nobody writes about it or refers to it anew."""
    found = Job.objects.select_for_update().filter(pk=job_id).first()
    if found is None:
        raise queries.JobNotFound
    return found


def _join(
    job: Job, user: User, role: TeamRole, *, delegate_of: User | None = None, by: Actor, at: datetime
) -> TeamMember:
    try:
        with transaction.atomic():
            member = TeamMember.objects.create(job=job, user=user, role=role, delegate_of=delegate_of, added_at=at)
    except IntegrityError as error:
        raise AlreadyInTeam from error
    events.publish(TeamMemberAdded(job_id=job.pk, user_id=user.pk, role=role.value, at=at, by_id=by.user_id))
    return member


def _ask_again(locked: Job) -> None:
    """What is sent to approvers, approved or rejected, is a draft again once it is changed (A26)."""
    if locked.status in {JobStatus.PENDING, JobStatus.APPROVED, JobStatus.REJECTED}:
        locked.status, locked.approved_at = JobStatus.DRAFT, None
        Approval.objects.filter(job=locked).update(
            answer=Answer.WAITING, assigned_at=None, answered_at=None, comment=""
        )


def _write_process(job: Job, plan: Plan) -> None:
    stages = Stage.objects.bulk_create(
        Stage(job=job, kind=stage.kind, name=stage.name, position=place) for place, stage in enumerate(plan)
    )
    StageActivity.objects.bulk_create(
        StageActivity(stage=row, position=place, **dataclasses.asdict(activity))
        for row, stage in zip(stages, plan, strict=True)
        for place, activity in enumerate(stage.activities)
    )


def _locked(job: Job) -> Job:
    """The job as it stands now; waits for whoever adds a person to it at this moment."""
    return held_alone(job.pk)


def _comment(given: str) -> str:
    comment = text.paragraphs(given)
    if len(comment) > rules.COMMENT:
        message = _("Use at most %(limit)d characters.") % {"limit": rules.COMMENT}
        raise refusals.Invalid(message, fields={"comment": message})
    return comment
