"""What can be done with applications: add, move, take back, reject, withdraw, reopen, delete; offers are in offers.py."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import held, queries, rules
from skaffa.applications.activities import queries as activities
from skaffa.applications.activities.rules import ActivityNotDone
from skaffa.applications.events import (
    ApplicantAdded,
    ApplicationClosed,
    ApplicationDeleted,
    ApplicationMoved,
    ApplicationRejected,
    ApplicationReopened,
    MoveTakenBack,
    ProspectAdded,
)
from skaffa.applications.models import (
    Application,
    ApplicationStatus,
    CloseReason,
    OfferStatus,
    StageMove,
)
from skaffa.applications.rules import JobWithoutProspects
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.sources import queries as sources
from skaffa.core import events, refusals
from skaffa.jobs import actions as job_actions
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import CloseReason as JobCloseReason
from skaffa.jobs.models import Job, Stage
from skaffa.processes.models import StageKind


class RejectedBefore(refusals.Conflict):
    """The person was considered for this job before; `application` is what can be reopened."""

    sentence = _("This person was considered for this job before. Reopen that application instead.")

    def __init__(self, application: Application) -> None:
        self.application = application
        super().__init__()


@transaction.atomic
def add_prospect(job: Job, candidate: Candidate, *, source: sources.Said, by: Actor, at: datetime) -> Application:
    """Put a person on the job's Prospect tab; who is on the job already stays as they are.

    Raises JobNotOpen, JobWithoutProspects, NotAllowed or RejectedBefore.
    """
    jobs.require(by, Action.PROSPECT_ADD, job)
    _require_known(candidate, by)
    return receive_prospect(job, candidate, source=source, by=by, at=at)


@transaction.atomic
def receive_prospect(job: Job, candidate: Candidate, *, source: sources.Said, by: Actor, at: datetime) -> Application:
    """As add_prospect, where the caller has settled the right: an export goes by the environment's own rule."""
    stage = _entry(job, StageKind.PROSPECT)
    return _add(stage, candidate, source=source, by=by, at=at)


@transaction.atomic
def add_applicant(
    job: Job, candidate: Candidate, *, source: sources.Said, from_file: bool = False, by: Actor, at: datetime
) -> Application:
    """Put a person into the job's Application stage; who is on the job already stays where they are."""
    jobs.require(by, Action.APPLICANT_ADD, job)
    _require_known(candidate, by)
    stage = _entry(job, StageKind.APPLICATION)
    return _add(stage, candidate, source=source, by=by, at=at, from_file=from_file)


@transaction.atomic
def move(application: Application, *, to: Stage, by: Actor, at: datetime) -> Application:
    """Take an application to another stage of its job; entering the stage it is in changes nothing."""
    locked = held.locked(application, Action.APPLICATION_ADVANCE, by)
    return _move(locked, to, by=by, at=at)


@transaction.atomic
def advance(application: Application, *, by: Actor, at: datetime) -> Application:
    """Take an application to the next stage of its job."""
    locked = held.locked(application, Action.APPLICATION_ADVANCE, by)
    return _move(locked, rules.next_stage(jobs.stages(locked.job), locked.stage_id), by=by, at=at)


@transaction.atomic
def take_back(application: Application, *, move_id: int | None = None, by: Actor, at: datetime) -> Application:
    """Undo the latest move, as if it had never been made, or only this one; how the application came to be stays.

    LinkedIn is told to forget the stage too. What is past Prospect stays past it for the sync (X24).
    """
    locked = held.locked(application, Action.APPLICATION_ADVANCE, by)
    held.require_active(locked)
    held.require_open(locked.job)
    last = queries.last_move(locked)
    if last is None or last.from_stage is None:
        raise rules.NothingToTakeBack
    if move_id not in {None, last.pk}:
        raise rules.MovedSince
    if last.from_stage.is_prospect:
        jobs.require(by, Action.PROSPECT_ADD, locked.job)
    last.delete()
    locked.stage, locked.stage_since, locked.modified_at = last.from_stage, queries.entered(locked), at
    locked.save()
    came, went = last.to_stage_id, last.from_stage.pk
    events.publish(MoveTakenBack(**held.about(locked, by.user_id, at), from_stage_id=came, to_stage_id=went))
    return locked


@transaction.atomic
def reject(
    application: Application, *, reason: str, comment: str = "", is_told: bool = True, by: Actor, at: datetime
) -> Application:
    """End an application with a reason and a comment for the hiring team (A59); `is_told` as its event has it."""
    locked = held.locked(application, Action.APPLICATION_REJECT, by)
    held.require_active(locked)
    queries.require_reason(reason)
    said = rules.checked_comment(comment)
    locked.status = ApplicationStatus.CLOSED
    locked.close_reason = CloseReason.REJECTED
    locked.rejection_reason = str(reason)
    locked.rejection_comment = said
    locked.modified_at = at
    locked.save()
    about = held.about(locked, by.user_id, at)
    events.publish(ApplicationRejected(**about, reason=locked.rejection_reason, comment=said, is_told=is_told))
    return locked


@transaction.atomic
def withdraw(application: Application, *, comment: str = "", by: Actor, at: datetime) -> Application:
    """End an application because the candidate no longer wants it (A183), for who may reject; it can be reopened."""
    locked = held.locked(application, Action.APPLICATION_REJECT, by)
    held.require_active(locked)
    said = rules.checked_comment(comment)
    locked.status = ApplicationStatus.CLOSED
    locked.close_reason = CloseReason.WITHDRAWN
    locked.rejection_comment = said
    locked.modified_at = at
    locked.save()
    events.publish(
        ApplicationClosed(**held.about(locked, by.user_id, at), reason=CloseReason.WITHDRAWN.value, comment=said)
    )
    return locked


@transaction.atomic
def reopen(application: Application, *, by: Actor, at: datetime) -> Application:
    """Take a closed application up again at the stage it had, for who may reject; its job must be active."""
    locked = held.locked(application, Action.APPLICATION_REJECT, by)
    if locked.is_active:
        raise rules.ApplicationIsActive
    return take_up(locked, by=by, at=at)


def take_up(locked: Application, *, by: Actor, at: datetime) -> Application:
    """Make a closed application active again, where the caller holds it and has settled the right.

    An answered offer is one without an answer again.
    """
    held.require_open(locked.job)
    locked.status = ApplicationStatus.ACTIVE
    locked.close_reason = locked.rejection_reason = locked.rejection_comment = ""
    if locked.offer in {OfferStatus.ACCEPTED, OfferStatus.DECLINED}:
        locked.offer, locked.offer_at, locked.decline_reason = OfferStatus.EXTENDED, at, ""
    locked.modified_at = at
    locked.save()
    events.publish(ApplicationReopened(**held.about(locked, by.user_id, at)))
    return locked


@transaction.atomic
def close_all(job_id: int, *, reason: JobCloseReason | str, by_id: int | None, at: datetime) -> list[Application]:
    """Close what is still open on a closed job (A30); heard from JobClosed, so the right was asked for there.

    Raises NobodyAccepted when the job is to be filled and nobody was hired: then it stays open too.
    """
    if reason == JobCloseReason.FILLED and not queries.hired(job_id).exists():
        raise rules.NobodyAccepted(fields={"reason": rules.NobodyAccepted.sentence})
    ending = {
        JobCloseReason.FILLED.value: CloseReason.JOB_FILLED,
        JobCloseReason.CANCELLED.value: CloseReason.JOB_CANCELLED,
    }[JobCloseReason(reason).value]
    rows = Application.objects.filter(job=job_id, status=ApplicationStatus.ACTIVE)
    open_ones = list(rows.select_for_update(no_key=True).order_by("pk"))
    for application in open_ones:
        application.status = ApplicationStatus.CLOSED
        application.close_reason = ending
        application.modified_at = at
    Application.objects.bulk_update(open_ones, ["status", "close_reason", "modified_at"], batch_size=1_000)
    for application in open_ones:
        events.publish(ApplicationClosed(**held.about(application, by_id, at), reason=ending.value))
    return open_ones


@transaction.atomic
def delete(application: Application, *, by: Actor, at: datetime) -> Application:
    """Delete an applicant or prospect for good, with moves, documents, notes and feedback; the person stays a candidate."""
    locked = held.locked(application, Action.APPLICATION_DELETE, by)
    return _delete(locked, by_id=by.user_id, at=at)


@transaction.atomic
def delete_all(candidate_id: int, *, by_id: int | None, at: datetime) -> None:
    """Delete what an erased person applied for; heard from CandidateErased, so the right was asked for there."""
    rows = Application.objects.select_for_update().filter(candidate=candidate_id).order_by("pk")
    for application in list(rows):
        _delete(application, by_id=by_id, at=at)


def _add(
    stage: Stage, candidate: Candidate, *, source: sources.Said, by: Actor, at: datetime, **more: bool
) -> Application:
    origin = sources.origin(source)
    application, is_new = Application.objects.select_related("stage").get_or_create(
        job_id=stage.job_id,
        candidate=candidate,
        defaults={
            "stage": stage,
            **origin,
            "added_by": by.user,
            "created_at": at,
            "modified_at": at,
            "stage_since": at,
            "passed_prospect_at": None if stage.is_prospect else at,
        },
    )
    if not is_new:
        if not application.is_active:
            raise RejectedBefore(application)
        return application
    StageMove.objects.create(application=application, to_stage=stage, at=at, by=by.user)
    kind = ProspectAdded if stage.is_prospect else ApplicantAdded
    events.publish(kind(**held.about(application, by.user_id, at), source=origin["source"].code, **more))
    return application


def _move(application: Application, to: Stage, *, by: Actor, at: datetime) -> Application:
    held.require_active(application)
    held.require_open(application.job)
    if to.job_id != application.job_id:
        raise rules.StageOfAnotherJob
    if to.is_prospect:
        jobs.require(by, Action.PROSPECT_ADD, application.job)
    before = application.stage
    if to.pk == before.pk:
        return application
    _require_done(application, before, to)
    application.stage = to
    application.stage_since = application.modified_at = at
    if before.is_prospect and application.passed_prospect_at is None:
        application.passed_prospect_at = at
    application.save()
    StageMove.objects.create(application=application, from_stage=before, to_stage=to, at=at, by=by.user)
    events.publish(
        ApplicationMoved(**held.about(application, by.user_id, at), from_stage_id=before.pk, to_stage_id=to.pk)
    )
    return application


def _require_done(application: Application, before: Stage, to: Stage) -> None:
    """Whoever goes on has behind them what every stage up to there requires (A58); to go back asks nothing."""
    passed = [stage for stage in jobs.stages(application.job) if before.position <= stage.position < to.position]
    undone = activities.left_undone(application, passed) if passed else None
    if undone is not None:
        raise ActivityNotDone(undone, undone.stage)


def _delete(application: Application, *, by_id: int | None, at: datetime) -> Application:
    event = ApplicationDeleted(**held.about(application, by_id, at))
    application.delete()
    events.publish(event)
    return application


def _entry(job: Job, kind: StageKind) -> Stage:
    current = job_actions.hold(job.pk)
    held.require_open(current)
    if kind == StageKind.PROSPECT and not current.enable_prospects:
        raise JobWithoutProspects
    return rules.first_stage(jobs.stages(current), kind)


def _require_known(candidate: Candidate, by: Actor) -> None:
    if not candidates.visible_to(by).filter(pk=candidate.pk).exists():
        raise candidates.CandidateNotFound
