"""Whom we e-mail about what; the words come from the templates of skaffa.mail, but for what concerns an account."""

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.events import UserInvited
from skaffa.accounts.models import Invitation, Language, User
from skaffa.applications.events import ApplicantAdded, ApplicationClosed, ApplicationMoved, ApplicationRejected
from skaffa.applications.models import Application, CloseReason
from skaffa.careers import queries as careers
from skaffa.careers.events import ApplicationSubmitted
from skaffa.careers.models import Submission
from skaffa.core import events
from skaffa.jobs import queries as jobs
from skaffa.jobs.events import ApprovalAnswered, ApprovalReminded, ApprovalRequested
from skaffa.jobs.models import Approval, Job, JobStatus, Stage, TeamRole
from skaffa.mail import actions, queries, rules
from skaffa.mail.letter import Letter, Reader
from skaffa.mail.models import Kind, Recipient
from skaffa.processes.models import Confirmation, StageKind

_CONSIDERED = (Kind.APPLICANT_ADDED, Kind.APPLICATION_RECEIVED, Kind.APPLICATION_REPEATED)
"""Who got one of them knows that they are considered for the job."""
_ANSWERS = {CloseReason.HIRED.value: Kind.OFFER_ACCEPTED, CloseReason.OFFER_DECLINED.value: Kind.OFFER_DECLINED}


def register() -> None:
    events.subscribe(UserInvited, _invite)
    events.subscribe(ApplicationSubmitted, _confirm)
    events.subscribe(ApplicantAdded, _tell_applicant)
    events.subscribe(ApplicationMoved, _tell_former_prospect)
    events.subscribe(ApplicationRejected, _reject)
    events.subscribe(ApplicationClosed, _confirm_withdrawal)
    events.subscribe(ApplicationClosed, _tell_of_answer)
    events.subscribe(ApprovalRequested, _ask_approver)
    events.subscribe(ApprovalReminded, _ask_approver)
    events.subscribe(ApprovalAnswered, _tell_requester)


def _invite(event: UserInvited) -> None:
    """The invited person has no language yet: they read their host's."""
    invitation = Invitation.objects.select_related("invited_by").get(pk=event.invitation_id)
    host = invitation.invited_by
    with translation.override(host.language if host else Language.ENGLISH):
        environment = settings.SKAFFA.environment_name
        link = f"{settings.SKAFFA.base_url}/invitations/{event.token}"
        actions.write(
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


def _confirm(event: ApplicationSubmitted) -> None:
    """To whom has applied, in the language of the page they used; the same for everybody, but where they had before."""
    submission = Submission.objects.select_related("application__job", "application__candidate").get(
        pk=event.submission_id
    )
    if submission.application.job.confirm_to == Confirmation.NOBODY:
        return
    letter = Letter(
        kind=Kind.APPLICATION_REPEATED if event.is_repeated else Kind.APPLICATION_RECEIVED,
        to=_applicant(submission),
        application=submission.application,
        values={"Status_Link": rules.SECRET_LINK},
        secret=careers.link(submission),
    )
    actions.send_automatic(letter, at=event.at)


def _tell_applicant(event: ApplicantAdded) -> None:
    """Whom somebody has added; who has applied by themselves gets a confirmation instead."""
    if event.by_id is not None and not event.from_file:
        _tell_considered(event)


def _tell_former_prospect(event: ApplicationMoved) -> None:
    """Whom somebody has made an applicant."""
    if event.by_id is not None and Stage.objects.filter(pk=event.from_stage_id, kind=StageKind.PROSPECT).exists():
        _tell_considered(event)


def _tell_considered(event: ApplicantAdded | ApplicationMoved) -> None:
    """Where the job says so, once for each application, and late enough to be called back (A38, A60)."""
    application = _application(event.application_id)
    if application.job.confirm_to != Confirmation.EVERYBODY or queries.was_told(application, *_CONSIDERED):
        return
    letter = Letter(kind=Kind.APPLICANT_ADDED, to=queries.reader(application), application=application)
    actions.send_automatic(letter, wait=rules.SECOND_THOUGHT, by=_actor(event.by_id), at=event.at)


def _reject(event: ApplicationRejected) -> None:
    """Only where administrators have switched it on, and late enough to be called back."""
    if not event.is_told:
        return
    application = _application(event.application_id)
    letter = Letter(kind=Kind.APPLICATION_REJECTED, to=queries.reader(application), application=application)
    actions.send_automatic(letter, wait=rules.SECOND_THOUGHT, by=_actor(event.by_id), at=event.at)


def _confirm_withdrawal(event: ApplicationClosed) -> None:
    """To whom has withdrawn by themselves; what a recruiter notes is the recruiter's to tell."""
    if event.reason != CloseReason.WITHDRAWN or event.by_id is not None:
        return
    application = _application(event.application_id)
    last = Submission.objects.filter(application=application).order_by("-submitted_at", "-pk").first()
    to = _applicant(last) if last else queries.reader(application)
    letter = Letter(kind=Kind.WITHDRAWAL_CONFIRMED, to=to, application=application)
    actions.send_automatic(letter, at=event.at)


def _tell_of_answer(event: ApplicationClosed) -> None:
    """The job's recruiters and hiring managers hear how an offer was answered, except the one who noted it."""
    kind = _ANSWERS.get(event.reason)
    if kind is None:
        return
    application = _application(event.application_id)
    link = f"{settings.SKAFFA.base_url}/candidates/{application.candidate_id}/"
    told = {event.by_id} if event.by_id is not None else set()
    for role in (TeamRole.RECRUITER, TeamRole.HIRING_MANAGER):
        for user in User.objects.filter(pk__in=jobs.members_in(application.job, role)).exclude(pk__in=told):
            told.add(user.pk)
            to = Reader.user(user, Recipient(role.value))
            said = {"Application_Link": link, "Comment": event.comment}
            letter = Letter(kind=kind, to=to, application=application, values=said)
            actions.send_automatic(letter, by=_actor(event.by_id), at=event.at)


def _ask_approver(event: ApprovalRequested | ApprovalReminded) -> None:
    row = Approval.objects.select_related("job", "approver", "requested_by").get(
        job=event.job_id, approver=event.user_id
    )
    letter = Letter(
        kind=Kind.APPROVAL_REQUESTED if isinstance(event, ApprovalRequested) else Kind.APPROVAL_REMINDER,
        to=Reader.user(row.approver, Recipient.APPROVER),
        job=row.job,
        values={"Approval_Link": _approval_page(row.job_id), "Requester_Name": str(row.requested_by or "")},
    )
    actions.send_automatic(letter, by=_actor(row.requested_by_id), at=event.at)


def _tell_requester(event: ApprovalAnswered) -> None:
    """Once all have approved, or one has rejected."""
    if event.outcome == JobStatus.PENDING or event.asked_by_id is None:
        return
    letter = Letter(
        kind=Kind.APPROVAL_GRANTED if event.outcome == JobStatus.APPROVED else Kind.APPROVAL_DENIED,
        to=Reader.user(User.objects.get(pk=event.asked_by_id), Recipient.REQUESTER),
        job=Job.objects.get(pk=event.job_id),
        values={
            "Approval_Link": _approval_page(event.job_id),
            "Approver_Name": str(User.objects.get(pk=event.by_id)) if event.by_id else "",
            "Comment": event.comment,
        },
    )
    actions.send_automatic(letter, by=_actor(event.by_id), at=event.at)


def _approval_page(job_id: int) -> str:
    return f"{settings.SKAFFA.base_url}/jobs/{job_id}/approval"


def _applicant(submission: Submission) -> Reader:
    """By the address and in the language they applied with."""
    return Reader(
        recipient=Recipient.CANDIDATE,
        address=submission.email,
        name=submission.application.candidate.first_name,
        language=submission.language,
    )


def _application(pk: int) -> Application:
    return Application.objects.select_related("job", "candidate").get(pk=pk)


def _actor(user_id: int | None) -> Actor:
    return Actor.of(User.objects.get(pk=user_id)) if user_id is not None else SYSTEM
