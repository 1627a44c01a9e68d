"""Exports that did not become prospects, with what the reader can do about each."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import profile, settling
from skaffa.linkedin.models import ExportedProfile, RefusalCode

_WHAT_TO_DO: dict[str, Message] = {
    RefusalCode.NO_JOB: _("Choose the job here; in Recruiter, pick a job before pressing Export."),
    RefusalCode.JOB_UNKNOWN: _(
        "Choose the right job. In Recruiter, Change ATS shows which environment is exported to."
    ),
    RefusalCode.JOB_NOT_OPEN: _("Choose another job. A closed job takes nobody; a draft has to be activated first."),
    RefusalCode.WITHOUT_PROSPECTS: _("Choose a job with prospects enabled. An active job keeps the stages it has."),
    RefusalCode.NOT_ALLOWED: _(
        "If the person belongs here, add them yourself, or put who exported on the hiring team."
    ),
    RefusalCode.REJECTED_BEFORE: _("Reopen the application if the person is to be considered again."),
    RefusalCode.OTHER: _("Try again; if it happens again, choose another job or tell an administrator."),
}
_HOPELESS = frozenset({RefusalCode.NO_JOB, RefusalCode.REJECTED_BEFORE})


@dataclass(frozen=True, slots=True)
class Refused:
    """One refused export in words; `retry` is what its button says, empty where trying again cannot help."""

    export: ExportedProfile
    name: str
    about: str
    reason: Message
    advice: Message
    retry: Message
    can_reopen: bool
    can_choose: bool


def rows(actor: Actor, found: Iterable[ExportedProfile]) -> list[Refused]:
    """Asks the actor's rights once per job."""
    held: dict[int, frozenset[Action]] = {}
    lines = []
    for export in found:
        job = export.job
        if job is not None and job.pk not in held:
            held[job.pk] = frozenset(jobs.rights(actor, job))
        lines.append(_row(actor, export, held.get(export.job_id or 0, frozenset())))
    return lines


def _row(actor: Actor, export: ExportedProfile, held: frozenset[Action]) -> Refused:
    person = profile.person(export.profile)
    settles = settling.may_settle(export, actor) if export.job is None else Action.PROSPECT_ADD in held
    reopens = export.refusal == RefusalCode.REJECTED_BEFORE and Action.APPLICATION_REJECT in held
    return Refused(
        export=export,
        name=" ".join(part for part in (person.first_name, person.last_name) if part)
        or str(_("A person without name")),
        about=" · ".join(part for part in (person.headline, person.location) if part),
        reason=RefusalCode(export.refusal).label,
        advice=_WHAT_TO_DO[export.refusal],
        retry=_retry(export, export.job) if settles else "",
        can_reopen=reopens and export.application_id is not None,
        can_choose=settles or export.exporter_id == actor.user_id,
    )


def _retry(export: ExportedProfile, job: Job | None) -> Message:
    if export.refusal in _HOPELESS or (job is not None and not job.takes_prospects):
        return ""
    return _("Add anyway") if export.refusal == RefusalCode.NOT_ALLOWED else _("Retry")
