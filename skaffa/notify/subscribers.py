"""Whom we tell about what, under the bell."""

from skaffa.accounts.models import User
from skaffa.applications.events import ProspectAdded
from skaffa.applications.models import Application
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.models import Candidate
from skaffa.careers.events import ApplicationSubmitted
from skaffa.core import events
from skaffa.duplicates.events import ScanFinished
from skaffa.interviews.events import FeedbackSubmitted
from skaffa.jobs import queries as jobs
from skaffa.jobs.events import ApprovalAnswered, ApprovalReminded, ApprovalRequested
from skaffa.jobs.models import Job, JobStatus, TeamRole
from skaffa.notify import actions
from skaffa.pipeline.events import BulkFinished
from skaffa.pipeline.rules import AT_ONCE
from skaffa.pools.events import PoolShared


def register() -> None:
    events.subscribe(ProspectAdded, _tell_recruiters)
    events.subscribe(ApplicationSubmitted, _tell_of_applicant)
    events.subscribe(FeedbackSubmitted, _tell_team)
    events.subscribe(PoolShared, _tell_contributor)
    events.subscribe(ApprovalRequested, _tell_approver)
    events.subscribe(ApprovalReminded, _tell_approver)
    events.subscribe(ApprovalAnswered, _tell_of_outcome)
    events.subscribe(BulkFinished, _tell_who_asked)
    events.subscribe(ScanFinished, _tell_of_scan)
    events.subscribe(CandidateErased, _forget)


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


def _tell_approver(event: ApprovalRequested | ApprovalReminded) -> None:
    job = Job.objects.get(pk=event.job_id)
    url = f"/jobs/{job.pk}/approval"
    actions.notice([event.user_id], kind=type(event).__name__, data={"job": job.title}, url=url, at=event.at)


def _tell_of_outcome(event: ApprovalAnswered) -> None:
    """Whoever has sent the job, once all have approved or one has rejected (A27)."""
    if event.outcome == JobStatus.PENDING or event.asked_by_id is None:
        return
    job = Job.objects.get(pk=event.job_id)
    kind = "JobApproved" if event.outcome == JobStatus.APPROVED else "JobNotApproved"
    actions.notice([event.asked_by_id], kind=kind, data={"job": job.title}, url=f"/jobs/{job.pk}/approval", at=event.at)


def _tell_who_asked(event: BulkFinished) -> None:
    """Of few, the page has said it already."""
    if event.by_id and event.done + event.same + event.refused > AT_ONCE:
        actions.notice(
            [event.by_id],
            kind="BulkFinished",
            data={
                "job": Job.objects.get(pk=event.job_id).title,
                "done": event.done + event.same,
                "refused": event.refused,
            },
            url=f"/bulk/{event.bulk_id}",
            at=event.at,
        )


def _leads(job: Job) -> list[int]:
    """The job's recruiters, then its hiring managers."""
    return [*jobs.members_in(job, TeamRole.RECRUITER), *jobs.members_in(job, TeamRole.HIRING_MANAGER)]


def _tell_of_scan(event: ScanFinished) -> None:
    """Whoever asked for a look at everybody."""
    data = {"people": event.people, "found": event.found}
    readers = [event.by_id] if event.by_id else []
    actions.notice(readers, kind="ScanFinished", data=data, url="/duplicates/", at=event.at)


def _forget(event: CandidateErased) -> None:
    actions.forget(Candidate.objects.get(pk=event.candidate_id))
