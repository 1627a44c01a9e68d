"""People considered for jobs: where they are, where they go, what is written about them."""

from datetime import datetime
from enum import StrEnum

from ninja import Router, Schema, Status
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged
from skaffa.applications import actions, queries, rules
from skaffa.applications.models import Application, ApplicationStatus, RejectionReason
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Source
from skaffa.core import clock, paging
from skaffa.interviews import queries as interviews
from skaffa.jobs import queries as jobs
from skaffa.keys.models import Scope
from skaffa.notes import actions as notes
from skaffa.notes import queries as note_queries
from skaffa.notes.models import Note, Visibility

router = Router(tags=["Applications"])


class Entry(StrEnum):
    PROSPECT = "prospect"
    APPLICANT = "applicant"


class ApplicationOut(Schema):
    id: int
    job_id: int
    candidate_id: int
    stage_id: int
    stage: str
    status: ApplicationStatus
    close_reason: str
    source: Source
    created_at: datetime
    modified_at: datetime

    @staticmethod
    def resolve_stage(application: Application) -> str:
        return application.stage.kind


class ApplicationPage(Schema):
    items: list[ApplicationOut] = Field(alias="rows")
    next_cursor: str


class NewApplication(Schema):
    candidate_id: int
    entry: Entry = Entry.APPLICANT
    source: Source = Source.OTHER


class Move(Schema):
    stage_id: int


class Rejection(Schema):
    reason: RejectionReason
    comment: str = Field("", max_length=rules.COMMENT)


class Withdrawal(Schema):
    comment: str = Field("", max_length=rules.COMMENT)


class NoteIn(Schema):
    text: str = Field(min_length=1)
    visibility: Visibility = Visibility.SHARED


class NoteOut(Schema):
    id: int
    text: str
    visibility: Visibility
    author: str
    created_at: datetime

    @staticmethod
    def resolve_author(note: Note) -> str:
        return str(note.author)


class FeedbackOut(Schema):
    id: int
    author: str
    recommendation: str
    strengths: str
    weaknesses: str
    comment: str
    submitted_at: datetime

    @staticmethod
    def resolve_author(feedback: object) -> str:
        return str(getattr(feedback, "author", ""))


@router.get(
    "/jobs/{int:job_id}/applications",
    response=ApplicationPage,
    operation_id="list_applications",
    summary="Prospects and applicants of a job, the latest first",
)
@door.scope(Scope.APPLICATIONS_READ)
def of_job(
    request: Call, job_id: int, paged: Paged, status: ApplicationStatus | None = None
) -> paging.Page[Application]:
    job = jobs.job(request.actor, job_id)
    rows = queries.visible_to(request.actor).filter(job=job).select_related("stage")
    return door.page(rows.filter(status=status) if status else rows, paged)


@router.post(
    "/jobs/{int:job_id}/applications",
    response={201: ApplicationOut},
    operation_id="add_application",
    summary="Put a candidate on a job; who is on it already stays where they are",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def add(request: Call, job_id: int, said: NewApplication) -> Status[Application]:
    job = jobs.job(request.actor, job_id)
    candidate = candidates.candidate(request.actor, said.candidate_id)
    put = actions.add_prospect if said.entry is Entry.PROSPECT else actions.add_applicant
    return Status(201, put(job, candidate, source=said.source, by=request.actor, at=clock.now()))


@router.get(
    "/applications/{int:application_id}",
    response=ApplicationOut,
    operation_id="read_application",
    summary="One of them",
)
@door.scope(Scope.APPLICATIONS_READ)
def application(request: Call, application_id: int) -> Application:
    return queries.application(request.actor, application_id)


@router.post(
    "/applications/{int:application_id}/move",
    response=ApplicationOut,
    operation_id="move_application",
    summary="To another stage of its job",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def move(request: Call, application_id: int, said: Move) -> Application:
    found = queries.application(request.actor, application_id)
    stage = next((stage for stage in jobs.stages(found.job) if stage.pk == said.stage_id), None)
    if stage is None:
        raise rules.StageOfAnotherJob(fields={"stage_id": rules.StageOfAnotherJob.sentence})
    return actions.move(found, to=stage, by=request.actor, at=clock.now())


@router.post(
    "/applications/{int:application_id}/reject",
    response=ApplicationOut,
    operation_id="reject_application",
    summary="End it with a reason",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def reject(request: Call, application_id: int, said: Rejection) -> Application:
    found = queries.application(request.actor, application_id)
    return actions.reject(found, reason=said.reason, comment=said.comment, by=request.actor, at=clock.now())


@router.post(
    "/applications/{int:application_id}/withdraw",
    response=ApplicationOut,
    operation_id="withdraw_application",
    summary="End it because the candidate no longer wants it",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def withdraw(request: Call, application_id: int, said: Withdrawal) -> Application:
    found = queries.application(request.actor, application_id)
    return actions.withdraw(found, comment=said.comment, by=request.actor, at=clock.now())


@router.post(
    "/applications/{int:application_id}/reopen",
    response=ApplicationOut,
    operation_id="reopen_application",
    summary="Take it up again where it ended",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def reopen(request: Call, application_id: int) -> Application:
    found = queries.application(request.actor, application_id)
    return actions.reopen(found, by=request.actor, at=clock.now())


@router.get(
    "/applications/{int:application_id}/notes",
    response=list[NoteOut],
    operation_id="list_notes",
    summary="The latest two hundred notes about it",
)
@door.scope(Scope.APPLICATIONS_READ)
def notes_of(request: Call, application_id: int) -> list[Note]:
    found = queries.application(request.actor, application_id)
    rows = note_queries.visible_to(request.actor).filter(application=found).select_related("author")
    return list(rows.order_by("-created_at", "-pk")[:200])


@router.post(
    "/applications/{int:application_id}/notes",
    response={201: NoteOut},
    operation_id="write_note",
    summary="Write a note about it",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def write(request: Call, application_id: int, said: NoteIn) -> Status[Note]:
    found = queries.application(request.actor, application_id)
    note = notes.write(
        found.candidate,
        application=found,
        text=said.text,
        visibility=said.visibility,
        by=request.actor,
        at=clock.now(),
    )
    return Status(201, note)


@router.get(
    "/applications/{int:application_id}/feedback",
    response=list[FeedbackOut],
    operation_id="list_feedback",
    summary="What interviewers submitted about it",
)
@door.scope(Scope.APPLICATIONS_READ)
def feedback(request: Call, application_id: int) -> list[object]:
    found = queries.application(request.actor, application_id)
    return list(interviews.of_application(request.actor, found)[:200])
