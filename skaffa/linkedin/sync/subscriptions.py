"""Which event makes what dirty; all of it on one screen."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import get_args

from skaffa.accounts import events as accounts
from skaffa.applications import events as applications
from skaffa.applications.models import Application
from skaffa.candidates import events as candidates
from skaffa.candidates.merging import events as merging
from skaffa.choices import events as choices
from skaffa.choices.models import ChoiceList
from skaffa.core.events import subscribe, subscribe_together
from skaffa.documents import events as documents
from skaffa.interviews import events as interviews
from skaffa.jobs import events as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import connection as connections
from skaffa.linkedin import events as linkedin
from skaffa.linkedin.models import MemberLink, RemoteRecord, SyncKind
from skaffa.linkedin.sync import attachments, outbox
from skaffa.linkedin.sync.applications import PARTS
from skaffa.notes import events as notes

JobEvent = jobs.JobActivated | jobs.JobEdited | jobs.JobClosed | jobs.TeamMemberAdded | jobs.TeamMemberRemoved
UserEvent = (
    accounts.RolesAssigned
    | accounts.UserDeactivated
    | accounts.UserReactivated
    | linkedin.AccountConnected
    | linkedin.AccountDisconnected
)
ApplicationEvent = (
    applications.ApplicantAdded
    | applications.ApplicationMoved
    | applications.MoveTakenBack
    | applications.ApplicationRejected
    | applications.ApplicationReopened
    | applications.ApplicationClosed
)
NoteEvent = notes.NoteWritten | notes.NoteChanged | notes.NoteDeleted
FeedbackEvent = interviews.FeedbackSubmitted | interviews.FeedbackChanged | interviews.FeedbackDeleted
DocumentEvent = documents.DocumentAdded | documents.DocumentChanged | documents.DocumentDeleted
MemberEvent = linkedin.MemberLinked | linkedin.MemberUnlinked
ProspectEvent = applications.ProspectAdded | linkedin.ExportAccepted
_NAMED = frozenset({"title", "is_confidential"})
"""What of a job its applications carry, or depend on."""


def register() -> None:
    for job_event in get_args(JobEvent):
        subscribe(job_event, _job_changed)
    for application_event in get_args(ApplicationEvent):
        subscribe(application_event, _application_changed)
    subscribe(applications.ApplicationDeleted, _application_changed)
    subscribe(applications.ApplicationDeleted, _application_deleted)
    subscribe(candidates.CandidateErased, _erased)
    subscribe(merging.CandidatesMerged, _merged)
    subscribe(merging.MergeUndone, _merged)
    for note_event in get_args(NoteEvent):
        subscribe(note_event, _noted)
    for feedback_event in get_args(FeedbackEvent):
        subscribe(feedback_event, _judged)
    for document_event in get_args(DocumentEvent):
        subscribe(document_event, _document_changed)
    subscribe(jobs.JobEdited, _job_renamed)
    subscribe(choices.ChoicesChanged, _choices_changed)
    subscribe_together(candidates.CandidateUpdated, _candidates_changed)
    subscribe(applications.ProspectAdded, _prospect_changed)
    subscribe(linkedin.ExportAccepted, _prospect_changed)
    subscribe(linkedin.MemberLinked, _member_changed)
    subscribe(linkedin.MemberUnlinked, _member_changed)
    for user_event in get_args(UserEvent):
        subscribe(user_event, _user_changed)


def _job_changed(event: JobEvent) -> None:
    """A team decides who owns the requisition and who may see a confidential job."""
    outbox.mark_each({SyncKind.JOB: [event.job_id], SyncKind.ACL: [event.job_id]}, at=event.at)


def _application_changed(event: ApplicationEvent | applications.ApplicationDeleted) -> None:
    """Whether anything of it may leave, or has to come back, is decided when it is sent, by the gate."""
    marks = {
        SyncKind.CANDIDATE: [event.candidate_id],
        SyncKind.CANDIDATE_NOTES: [event.candidate_id],
        SyncKind.APPLICATION: [event.application_id],
        SyncKind.ATTACHMENTS: attachments.resumes(candidates=[event.candidate_id], applications=[event.application_id]),
    }
    outbox.mark_each(marks | {kind: [event.application_id] for kind in PARTS}, at=event.at)


def _application_deleted(event: applications.ApplicationDeleted) -> None:
    """Its documents went with it, and only our records tell which of them LinkedIn has."""
    connection = connections.live()
    if connection is not None:
        left = attachments.of(connection, SyncKind.APPLICATION, [event.application_id])
        outbox.mark(SyncKind.ATTACHMENTS, left, at=event.at)


def _erased(event: candidates.CandidateErased) -> None:
    """Whatever LinkedIn may have of the person, whether it still stands here or not."""
    theirs = RemoteRecord.objects.filter(kind=SyncKind.APPLICATION, parent_id=event.candidate_id)
    ids = list(theirs.values_list("entity_id", flat=True))
    marks = {SyncKind.CANDIDATE: [event.candidate_id], SyncKind.CANDIDATE_NOTES: [event.candidate_id]}
    outbox.mark_each(marks | dict.fromkeys((SyncKind.APPLICATION, *PARTS), ids), at=event.at)
    connection = connections.live()
    if connection is not None:
        for kind, owners in ((SyncKind.CANDIDATE, [event.candidate_id]), (SyncKind.APPLICATION, ids)):
            outbox.mark(SyncKind.ATTACHMENTS, attachments.of(connection, kind, owners), at=event.at)


def _merged(event: merging.CandidatesMerged | merging.MergeUndone) -> None:
    """Everything of both as it stands here now, and whatever LinkedIn may have of them."""
    people = [event.candidate_id, event.absorbed_id]
    here = set(Application.objects.filter(candidate__in=people).values_list("pk", flat=True))
    there = RemoteRecord.objects.filter(kind=SyncKind.APPLICATION, parent_id__in=people)
    ids = here.union(there.values_list("entity_id", flat=True))
    marks: dict[SyncKind, Iterable[int]] = {SyncKind.CANDIDATE: people, SyncKind.CANDIDATE_NOTES: people}
    marks[SyncKind.ATTACHMENTS] = attachments.resumes(candidates=people, applications=ids)
    outbox.mark_each(marks | dict.fromkeys((SyncKind.APPLICATION, *PARTS), ids), at=event.at)
    connection = connections.live()
    if connection is not None:
        for kind, owners in ((SyncKind.CANDIDATE, people), (SyncKind.APPLICATION, ids)):
            outbox.mark(SyncKind.ATTACHMENTS, attachments.of(connection, kind, owners), at=event.at)


def _document_changed(event: DocumentEvent) -> None:
    """Also of what is no résumé: it may have been one, and LinkedIn may have it."""
    outbox.mark(SyncKind.ATTACHMENTS, [event.document_id], at=event.at)


def _noted(event: NoteEvent) -> None:
    if event.application_id is None:
        outbox.mark(SyncKind.CANDIDATE_NOTES, [event.candidate_id], at=event.at)
    else:
        outbox.mark(SyncKind.APPLICATION_NOTES, [event.application_id], at=event.at)


def _judged(event: FeedbackEvent) -> None:
    outbox.mark(SyncKind.FEEDBACK, [event.application_id], at=event.at)


def _job_renamed(event: jobs.JobEdited) -> None:
    if not _NAMED.intersection(event.changed):
        return
    considered = Application.objects.filter(job=event.job_id)
    rows = considered.filter(passed_prospect_at__isnull=False)
    past, people = list(rows.values_list("pk", flat=True)), list(rows.values_list("candidate_id", flat=True))
    marks: dict[SyncKind, Iterable[int]] = {SyncKind.APPLICATION: past, SyncKind.CANDIDATE: people}
    if "is_confidential" in event.changed:  # whether they may leave at all, and all that hangs on them
        marks |= dict.fromkeys(PARTS, past)
        marks |= {
            SyncKind.CANDIDATE_NOTES: people,
            SyncKind.ATTACHMENTS: attachments.resumes(candidates=people, applications=past),
        }
        _mark_prospects(set(considered.values_list("candidate_id", flat=True)).difference(people), event.at)
    outbox.mark_each(marks, at=event.at)


def _choices_changed(event: choices.ChoicesChanged) -> None:
    """Applications carry the name of a reason; jobs what an own choice counts as, and never its name."""
    if event.change != "changed":
        return
    if event.list == ChoiceList.REJECTION_REASON:
        ended = Application.objects.filter(rejection_reason=event.code, passed_prospect_at__isnull=False)
        outbox.mark(SyncKind.APPLICATION, ended.values_list("pk", flat=True), at=event.at)
    elif event.counts_anew:
        with_it = Job.objects.filter(**{event.list: event.code}, activated_at__isnull=False)
        outbox.mark(SyncKind.JOB, with_it.values_list("pk", flat=True), at=event.at)


def _candidates_changed(happened: Sequence[candidates.CandidateUpdated]) -> None:
    """Applications carry the person's name and address."""
    people, at = {event.candidate_id for event in happened}, happened[-1].at
    rows = Application.objects.filter(candidate__in=people, passed_prospect_at__isnull=False)
    past = dict(rows.values_list("pk", "candidate_id"))
    outbox.mark_each({SyncKind.CANDIDATE: past.values(), SyncKind.APPLICATION: past}, at=at)
    _mark_prospects(people.difference(past.values()), at)


def _prospect_changed(event: ProspectEvent) -> None:
    _mark_prospects({event.candidate_id}, event.at)


def _mark_prospects(people: set[int], at: datetime) -> None:
    """At most the identity of a prospect leaves, of who is linked to a member, or LinkedIn has the person.

    Whether it may is not asked here: somebody may be choosing it at this moment.
    """
    connection = connections.live() if people else None
    if connection is None:
        return
    known = RemoteRecord.objects.filter(connection=connection, kind=SyncKind.CANDIDATE, entity_id__in=people)
    linked = MemberLink.objects.filter(connection=connection, candidate__in=people)
    ids = known.values_list("entity_id", flat=True).union(linked.values_list("candidate", flat=True))
    outbox.mark(SyncKind.CANDIDATE, ids, at=at)


def _member_changed(event: MemberEvent) -> None:
    """Sent as soon as the gate lets the person out; until then it is kept here."""
    outbox.mark(SyncKind.CANDIDATE, [event.candidate_id], at=event.at)


def _user_changed(event: UserEvent) -> None:
    outbox.mark(SyncKind.ASSIGNEE, [event.user_id], at=event.at)
