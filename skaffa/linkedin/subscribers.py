"""What we hear: who is told about LinkedIn, what the timeline keeps, and what wakes the worker."""

from typing import get_args

from django.conf import settings

from skaffa.accounts import queries as accounts
from skaffa.accounts.events import UserDeactivated
from skaffa.activity import actions as activity
from skaffa.candidates.events import CandidateErased
from skaffa.candidates.merging.events import CandidatesMerged
from skaffa.candidates.models import Candidate
from skaffa.core.events import subscribe
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.linkedin import events, forgetting, merging, personal, tasks
from skaffa.linkedin.models import ExportedProfile, Notification
from skaffa.linkedin.profile import text
from skaffa.linkedin.sync import subscriptions
from skaffa.notify import actions as notify
from skaffa.pools import actions as pools

ADMIN_PAGE = "/admin-center/linkedin"
HEALTH_PAGE = f"{ADMIN_PAGE}/health"
CLOSED_PAGE = f"{ADMIN_PAGE}/closed-accounts"
Recorded = (
    events.LinkedInConnected
    | events.LinkedInDisconnected
    | events.LinkedInGenerationsChosen
    | events.IntegrationEnabled
    | events.IntegrationDisabled
    | events.AccountConnected
    | events.AccountDisconnected
    | events.ExportAccepted
    | events.ExportRefused
    | events.JobRefusedByLinkedIn
    | events.LoadFinished
    | events.MemberLinked
    | events.MemberUnlinked
    | events.ProfileShared
    | events.ClosedAccountsSettled
    | events.RetrievalChosen
    | events.OwnLinkMade
)
"""What the timeline keeps."""

Told = (
    events.IntegrationEnabled
    | events.IntegrationDisabled
    | events.NotificationLost
    | events.ExportRefused
    | events.JobRefusedByLinkedIn
    | events.LoadFinished
    | events.AccountsClosed
)
"""What people get a notice of, under the event's name."""


def register() -> None:
    subscribe(CandidatesMerged, merging.settle)
    subscriptions.register()
    for kind in get_args(Recorded):
        subscribe(kind, _record)
    subscribe(UserDeactivated, _revoke)
    subscribe(CandidateErased, _forget)
    subscribe(events.NotificationReceived, _handle_soon)
    subscribe(events.SyncMarked, _send_soon)
    subscribe(events.LinkClaimed, _verify_soon)
    subscribe(events.ProfileShared, _gather)
    subscribe(events.RefreshAsked, _fetch_soon)
    subscribe(events.RetrievalChosen, _fetch_soon)
    subscribe(events.AccountsClosed, _tell_of_closed)
    subscribe(events.IntegrationEnabled, _tell_administrators)
    subscribe(events.IntegrationDisabled, _tell_administrators)
    subscribe(events.LoadFinished, _tell_of_load)
    subscribe(events.NotificationLost, _tell_of_loss)
    subscribe(events.ExportRefused, _tell_of_refusal)
    subscribe(events.JobRefusedByLinkedIn, _tell_recruiters)


def _record(event: Recorded) -> None:
    activity.record(event, at=event.at)


def _revoke(event: UserDeactivated) -> None:
    personal.revoke(event.user_id, at=event.at, by_id=event.by_id)


def _forget(event: CandidateErased) -> None:
    """What LinkedIn delivered about the person goes; that something was delivered stays."""
    forgetting.forget_candidate(event.candidate_id, at=event.at)
    exports = ExportedProfile.objects.filter(candidate=event.candidate_id)
    Notification.objects.filter(exports__in=exports).update(content="")
    exports.update(profile={}, notes="", member_urn="")


def _handle_soon(event: events.NotificationReceived) -> None:
    """The job commits with the notification or not at all; should it get lost, the sweep finds the row."""
    tasks.handle_notification.defer(notification_id=event.notification_id)


def _verify_soon(event: events.LinkClaimed) -> None:
    tasks.verify_link.defer(claim_id=event.claim_id)


def _gather(event: events.ProfileShared) -> None:
    """Whoever shares their profile with any one of us is in the LinkedIn talent pool (S62-S63)."""
    pools.gather_shared(Candidate.objects.get(pk=event.candidate_id), at=event.at)


def _fetch_soon(_event: events.RefreshAsked | events.RetrievalChosen) -> None:
    tasks.retrieve.defer()


def _send_soon(_event: events.SyncMarked) -> None:
    """As soon as what was marked is due; a first load does not mind the moment."""
    tasks.send_due.configure(schedule_in={"seconds": settings.SKAFFA.linkedin_wait}).defer()


def _tell_administrators(event: events.IntegrationEnabled | events.IntegrationDisabled) -> None:
    _tell(event, _administrators(), {}, ADMIN_PAGE)


def _tell_of_load(event: events.LoadFinished) -> None:
    """A first load, or a comparison somebody asked for: administrators wait for it, or it went wrong."""
    _tell(event, _administrators(), {"balanced": "yes" if event.balanced else ""}, HEALTH_PAGE)


def _tell_of_closed(event: events.AccountsClosed) -> None:
    """The employer decides about them, so the administrators have to know (wire §8)."""
    _tell(event, _administrators(), {"people": str(event.people)}, CLOSED_PAGE)


def _tell_of_loss(event: events.NotificationLost) -> None:
    _tell(event, _administrators(), {"outcome": event.outcome}, ADMIN_PAGE)


def _tell_of_refusal(event: events.ExportRefused) -> None:
    """The job's team and whoever exported; the administrators where there is no job, or nobody in its team, to ask.

    Whoever exported without seeing the job here is led to where they can choose another.
    """
    export = ExportedProfile.objects.select_related("job").get(pk=event.export_id)
    name = f"{text(export.profile.get('firstName'))} {text(export.profile.get('lastName'))}".strip()
    data = {"candidate": name, "refusal": event.refusal, "job": export.job.title if export.job else export.job_code}
    readers = (_team(export.job) if export.job else []) or _administrators()
    _tell(event, readers, data, f"/jobs/{export.job_id}/prospects" if export.job_id else ADMIN_PAGE)
    if export.exporter_id and export.exporter_id not in readers:
        _tell(event, [export.exporter_id], data, f"/exports/{export.pk}/job")


def _tell_recruiters(event: events.JobRefusedByLinkedIn) -> None:
    job = Job.objects.filter(pk=event.job_id).first()
    if job is not None:
        data = {"job": job.title, "reason": event.reason}
        handling = jobs.members_in(job, TeamRole.RECRUITER) or jobs.members_in(job, TeamRole.HIRING_MANAGER)
        _tell(event, handling or _administrators(), data, f"/jobs/{job.pk}/")


def _tell(event: Told, readers: list[int], data: dict[str, str], url: str) -> None:
    notify.notice(readers, kind=type(event).__name__, data=data, url=url, at=event.at)


def _team(job: Job) -> list[int]:
    managers = jobs.members_in(job, TeamRole.HIRING_MANAGER) if job.hiring_managers_handle_prospects else []
    return [*jobs.members_in(job, TeamRole.RECRUITER), *managers]


def _administrators() -> list[int]:
    return [user.pk for user in accounts.administrators()]
