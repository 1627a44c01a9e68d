"""Exported people, taken in from LinkedIn's answer: prospects, or refused with a reason and kept."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from rsc_client.schemas import ExportedCandidate
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.core import events
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import admission, members, profile, rules
from skaffa.linkedin.events import ExportAccepted, ExportRefused
from skaffa.linkedin.models import (
    Account,
    ExportedProfile,
    ExportStatus,
    ExportTo,
    Notification,
    RefusalCode,
)

_CODE = 200


def take_in(notification: Notification, told: Sequence[ExportedCandidate], *, at: datetime) -> None:
    """Make prospects of what LinkedIn delivered, or keep it with the reason why not.

    Call inside the transaction that marks the notification as handled: both happen, or neither.
    """
    kept = [_kept(notification, position, one, at=at) for position, one in enumerate(told)]
    admission.lock_people(kept)
    members.meet_exported(kept)
    for export in kept:
        _decide(export, at=at)


def _kept(notification: Notification, position: int, told: ExportedCandidate, *, at: datetime) -> ExportedProfile:
    """The delivered profile as a row, not yet saved."""
    code = profile.text(told.external_job_posting_id or told.reference_entity_id)[:_CODE]
    exporter = Account.objects.filter(connection=notification.connection_id, person_urn=told.exporter or "")
    account = exporter.select_related("user").first()
    return ExportedProfile(
        notification=notification,
        connection=notification.connection,
        position=position,
        received_at=at,
        member_urn=told.candidate.member,
        profile=profile.snapshot(told.candidate),
        job_code=code,
        job=jobs.by_code(code) if code else None,
        notes=profile.text(told.notes),
        exporter_urn=told.exporter or "",
        exporter=account.user if account else None,
    )


def _decide(export: ExportedProfile, *, at: datetime) -> None:
    by = Actor.of(export.exporter) if export.exporter else SYSTEM
    try:
        job = _target(export)
        with transaction.atomic():  # what a refusal undoes
            admitted = admission.admit(export, job, by=by, at=at)
    except admission.Refused as refused:
        _refuse(export, refused, at=at)
        return
    export.status = ExportStatus.ACCEPTED
    admission.remember(export, admitted)
    export.save()
    events.publish(
        ExportAccepted(
            export_id=export.pk,
            application_id=admitted.application.pk,
            job_id=job.pk,
            candidate_id=admitted.candidate.pk,
            exporter_told=export.exporter_told,
            at=at,
            by_id=by.user_id,
        )
    )


def _target(export: ExportedProfile) -> Job:
    """The job the export may go to; a refusal otherwise."""
    job = export.job
    if not export.job_code:
        raise admission.Refused(RefusalCode.NO_JOB)
    if job is None:
        raise admission.Refused(RefusalCode.JOB_UNKNOWN)
    if not job.is_active:
        raise admission.Refused(RefusalCode.JOB_NOT_OPEN)
    if not job.takes_prospects:
        raise admission.Refused(RefusalCode.WITHOUT_PROSPECTS)
    if export.exporter_told and not _may_export(export, job):
        raise admission.Refused(RefusalCode.NOT_ALLOWED)
    return job


def _may_export(export: ExportedProfile, job: Job) -> bool:
    user: User | None = export.exporter
    exporter = None
    if user is not None:
        roles = jobs.team_roles(Actor.of(user), job)
        exporter = rules.Exporter(is_active=user.is_active, roles=frozenset(user.roles), team_roles=roles)
    return rules.may_export(
        exporter,
        team_only=export.connection.export_to == ExportTo.TEAM,
        confidential=job.is_confidential,
        hiring_managers_handle_prospects=job.hiring_managers_handle_prospects,
    )


def _refuse(export: ExportedProfile, refused: admission.Refused, *, at: datetime) -> None:
    export.status, export.refusal = ExportStatus.REFUSED, refused.code
    export.application = refused.application
    export.candidate = refused.application.candidate if refused.application else None
    export.save()
    events.publish(
        ExportRefused(
            export_id=export.pk,
            job_id=export.job_id,
            candidate_id=export.candidate_id,
            refusal=export.refusal,
            at=at,
            by_id=export.exporter_id,
        )
    )
