"""Refused exports, settled afterwards: tried again, sent to another job, or taken up where they ended."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import actions as applications
from skaffa.candidates import actions as candidates
from skaffa.core import events, refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import admission
from skaffa.linkedin.events import ExportAccepted
from skaffa.linkedin.models import ExportedProfile, ExportStatus, MatchedBy, RefusalCode, Resolution


class ExportNotFound(refusals.NotFound):
    """There is no such export, or it is not the actor's to settle."""

    sentence = _("There is no such export, or it is not yours to settle.")


class AlreadySettled(refusals.Conflict):
    """Somebody has settled this export already."""

    sentence = _("Somebody has settled this export already.")


@transaction.atomic
def retry_export(export: ExportedProfile, *, by: Actor, at: datetime) -> ExportedProfile:
    """Add the person to the job of the export, now that what stood in the way may be gone."""
    locked = _locked(export, by)
    job = locked.job or jobs.by_code(locked.job_code)
    if job is None:
        raise refusals.Conflict(RefusalCode.JOB_UNKNOWN.label)
    return _settle(locked, job, Resolution.RETRIED, by=by, at=at)


@transaction.atomic
def choose_other_job(export: ExportedProfile, job: Job, *, by: Actor, at: datetime) -> ExportedProfile:
    """Add the person to another job than the one that was chosen in Recruiter."""
    return _settle(_locked(export, by), job, Resolution.OTHER_JOB, by=by, at=at)


@transaction.atomic
def reopen_rejected(export: ExportedProfile, *, by: Actor, at: datetime) -> ExportedProfile:
    """Take up again the closed application of a person who was exported to the same job once more."""
    locked = _locked(export, by)
    if locked.application is None:
        raise refusals.Conflict
    application = applications.reopen(locked.application, by=by, at=at)
    admission.lock_people([locked])
    person = admission.person_of(locked)
    candidates.enrich(application.candidate, person, by=by, at=at)
    if not application.candidate.member_links.filter(connection=locked.connection).exists():
        admission.link_member(locked, application.candidate, at=at)  # the refusal had undone it
    admitted = admission.Admitted(application.candidate, application, MatchedBy(locked.matched_by or MatchedBy.MEMBER))
    return _close(locked, admitted, Resolution.REOPENED, by=by, at=at)


def may_settle(export: ExportedProfile, actor: Actor) -> bool:
    """Administrators, whoever exported, and those who handle prospects of the chosen job."""
    if permissions.allowed(actor, Action.ADMIN_CENTER) or (export.exporter_id and export.exporter_id == actor.user_id):
        return True
    return export.job is not None and jobs.may(actor, Action.PROSPECT_ADD, export.job)


def _settle(export: ExportedProfile, job: Job, how: Resolution, *, by: Actor, at: datetime) -> ExportedProfile:
    jobs.require(by, Action.PROSPECT_ADD, job)
    admission.lock_people([export])
    try:
        admitted = admission.admit(export, job, by=by, at=at)
    except admission.Refused as refused:
        raise refusals.Conflict(refused.code.label, code=refused.code.value) from refused
    return _close(export, admitted, how, by=by, at=at)


def _close(
    export: ExportedProfile, admitted: admission.Admitted, how: Resolution, *, by: Actor, at: datetime
) -> ExportedProfile:
    export.status, export.resolution = ExportStatus.SETTLED, how
    export.resolved_at, export.resolved_by = at, by.user
    admission.remember(export, admitted)
    export.save()
    events.publish(
        ExportAccepted(
            export_id=export.pk,
            application_id=admitted.application.pk,
            job_id=admitted.application.job_id,
            candidate_id=admitted.candidate.pk,
            exporter_told=export.exporter_told,
            at=at,
            by_id=by.user_id,
        )
    )
    return export


def _locked(export: ExportedProfile, by: Actor) -> ExportedProfile:
    rows = ExportedProfile.objects.select_for_update(of=("self",)).select_related(
        "connection", "job", "exporter", "application"
    )
    locked = rows.filter(pk=export.pk).first()
    if locked is None or not may_settle(locked, by):
        raise ExportNotFound
    if not locked.is_open:
        raise AlreadySettled
    return locked
