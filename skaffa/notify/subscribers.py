"""Whom we tell about what."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from skaffa.accounts.events import UserInvited
from skaffa.accounts.models import Invitation, Language, User
from skaffa.applications.events import ProspectAdded
from skaffa.applications.models import Application
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Candidate
from skaffa.careers import queries as careers
from skaffa.careers.events import ApplicationSubmitted
from skaffa.careers.models import Submission
from skaffa.core import events
from skaffa.interviews.events import FeedbackSubmitted
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.notify import actions, tasks
from skaffa.notify.events import EmailWritten
from skaffa.pools.events import ImportFinished, PoolShared


def register() -> None:
    events.subscribe(UserInvited, _invite)
    events.subscribe(ProspectAdded, _tell_recruiters)
    events.subscribe(ApplicationSubmitted, _confirm)
    events.subscribe(ApplicationSubmitted, _tell_of_applicant)
    events.subscribe(FeedbackSubmitted, _tell_team)
    events.subscribe(PoolShared, _tell_contributor)
    events.subscribe(ImportFinished, _tell_importer)
    events.subscribe(CandidateErased, _forget)
    events.subscribe(EmailWritten, _send_soon)


def _invite(event: UserInvited) -> None:
    """The invited person has no language yet: they read their host's."""
    invitation = Invitation.objects.select_related("invited_by").get(pk=event.invitation_id)
    host = invitation.invited_by
    with translation.override(host.language if host else Language.ENGLISH):
        environment = settings.SKAFFA.environment_name
        link = f"{settings.SKAFFA.base_url}/invitations/{event.token}"
        actions.email(
            invitation.email,
            subject=_("Your invitation to %(environment)s") % {"environment": environment},
            body=_(
                "%(host)s invites you to %(environment)s, where people are recruited together.\n\n"
                "Open this link to choose your name and password:\n%(link)s\n\n"
                "The link works once and until %(day)s. If you did not expect it, you need not do anything.\n"
            )
            % {
                "host": host or environment,
                "environment": environment,
                "link": link,
                "day": f"{invitation.expires_at:%Y-%m-%d}",
            },
            at=event.at,
        )


def _tell_recruiters(event: ProspectAdded) -> None:
    """The job's recruiters, except the one who added the prospect."""
    job = Job.objects.get(pk=event.job_id)
    candidate = Candidate.objects.get(pk=event.candidate_id)
    readers = [user_id for user_id in jobs.members_in(job, TeamRole.RECRUITER) if user_id != event.by_id]
    actions.notice(
        readers,
        kind="ProspectAdded",
        data={"candidate": str(candidate), "candidate_id": candidate.pk, "job": job.title, "source": event.source},
        url=f"/jobs/{job.pk}/prospects",
        at=event.at,
    )


def _confirm(event: ApplicationSubmitted) -> None:
    """To whom has applied, in the language of the page they used; the same for everybody, but where they had before."""
    submission = Submission.objects.select_related("application__job", "application__candidate").get(
        pk=event.submission_id
    )
    with translation.override(submission.language):
        said = {
            "name": submission.application.candidate.first_name,
            "job": submission.application.job.title,
            "environment": settings.SKAFFA.environment_name,
            "link": careers.link(submission),
        }
        subject = _("Your application: %(job)s") if not event.is_repeated else _("You have applied before: %(job)s")
        arrived = _("thank you for your application. It has arrived, and the hiring team will read it.")
        before = _("you had applied for this job before. What you sent now has been added to that application.")
        actions.email(
            submission.email,
            subject=subject % said,
            body=_(
                "Hello %(name)s,\n\n%(what)s\n\nThis link shows how it stands, and lets you withdraw. It is yours alone; "
                "please do not pass it on.\n%(link)s\n\n%(environment)s\n"
            )
            % {**said, "what": before if event.is_repeated else arrived},
            at=event.at,
        )


def _tell_of_applicant(event: ApplicationSubmitted) -> None:
    """The job's recruiters and hiring managers."""
    application = Application.objects.select_related("job", "candidate").get(pk=event.application_id)
    actions.notice(
        _leads(application.job),
        kind="ApplicationSubmitted",
        data={
            "candidate": str(application.candidate),
            "candidate_id": application.candidate_id,
            "job": application.job.title,
            "again": "yes" if event.is_repeated else "",
        },
        url=f"/candidates/{application.candidate_id}/",
        at=event.at,
    )


def _tell_team(event: FeedbackSubmitted) -> None:
    """The job's recruiters and hiring managers, except the one who wrote it."""
    application = Application.objects.select_related("job", "candidate").get(pk=event.application_id)
    actions.notice(
        [user_id for user_id in _leads(application.job) if user_id != event.by_id],
        kind="FeedbackSubmitted",
        data={
            "candidate": str(application.candidate),
            "candidate_id": application.candidate_id,
            "job": application.job.title,
        },
        url=f"/applications/{application.pk}/feedback",
        at=event.at,
    )


def _tell_contributor(event: PoolShared) -> None:
    owner = User.objects.get(pk=event.by_id) if event.by_id else None
    actions.notice(
        [event.user_id],
        kind="PoolShared",
        data={"pool": event.pool, "owner": str(owner or "")},
        url=f"/talent-pools/{event.pool_id}/",
        at=event.at,
    )


def _tell_importer(event: ImportFinished) -> None:
    actions.notice(
        [event.by_id] if event.by_id else [],
        kind="ImportFinished",
        data={"pool": event.pool, "added": event.added, "present": event.present, "failed": event.failed},
        url=f"/talent-pools/{event.pool_id}/imports/{event.import_id}",
        at=event.at,
    )


def _leads(job: Job) -> list[int]:
    """The job's recruiters, then its hiring managers."""
    return [*jobs.members_in(job, TeamRole.RECRUITER), *jobs.members_in(job, TeamRole.HIRING_MANAGER)]


def _forget(event: CandidateErased) -> None:
    actions.forget(Candidate.objects.get(pk=event.candidate_id))


def _send_soon(_event: EmailWritten) -> None:
    """The job commits with the e-mail or not at all."""
    tasks.send_due_emails.defer()
