"""People considered for jobs: where they are, where they go, what is written about them."""

from datetime import datetime
from enum import StrEnum
from typing import Literal

from django.db.models import QuerySet
from ninja import Router, Schema, Status
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged, Since
from skaffa.api.v1 import notes
from skaffa.applications import actions, queries, rules
from skaffa.applications.models import Application, ApplicationStatus, DeclineReason, OfferStatus
from skaffa.applications.offers import actions as offers
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Source
from skaffa.choices.models import CODE
from skaffa.core import clock, paging
from skaffa.interviews import queries as interviews
from skaffa.interviews.models import Feedback, Recommendation
from skaffa.jobs import queries as jobs
from skaffa.keys.models import Scope
from skaffa.notes import actions as note_actions
from skaffa.notes.models import Note

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
    offer: OfferStatus | Literal[""]
    decline_reason: DeclineReason | Literal[""]
    source: str | None = Field(None, alias="source_id")
    created_at: datetime
    modified_at: datetime

    @staticmethod
    def resolve_stage(application: Application) -> str:
        return application.stage.kind


class ApplicationPage(Schema):
    items: list[ApplicationOut] = Field(alias="rows")
    next_cursor: str


class NewApplication(Schema):
    candidate_id: door.Id
    entry: Entry = Entry.APPLICANT
    source: str = Field(Source.API.value, max_length=40)


class Move(Schema):
    stage_id: door.Id


class Rejection(Schema):
    reason: str = Field(max_length=CODE, description="A code of the list rejection_reason, see list_choices")
    comment: str = Field("", max_length=rules.COMMENT)


class Withdrawal(Schema):
    comment: str = Field("", max_length=rules.COMMENT)


class Offer(Schema):
    offer: OfferStatus
    decline_reason: DeclineReason | None = None
    comment: str = Field("", max_length=rules.COMMENT)


class FeedbackOut(Schema):
    id: int
    author: str
    recommendation: Recommendation
    strengths: str
    weaknesses: str
    comment: str
    submitted_at: datetime

    @staticmethod
    def resolve_author(feedback: object) -> str:
        return str(getattr(feedback, "author", ""))


class FeedbackPage(Schema):
    items: list[FeedbackOut] = Field(alias="rows")
    next_cursor: str


@router.get(
    "/jobs/{int:job_id}/applications",
    response=ApplicationPage,
    operation_id="list_job_applications",
    summary="Prospects and applicants of a job, the latest first",
)
@door.scope(Scope.APPLICATIONS_READ)
def of_job(
    request: Call, job_id: int, paged: Paged, status: ApplicationStatus | None = None, updated_since: Since = None
) -> paging.Page[Application]:
    job = jobs.job(request.actor, job_id)
    return door.page(_rows(request, status).filter(job=job), paged, since=updated_since)


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
    "/applications",
    response=ApplicationPage,
    operation_id="list_applications",
    summary="Prospects and applicants of every job, the latest first",
)
@door.scope(Scope.APPLICATIONS_READ)
def applications(
    request: Call,
    paged: Paged,
    status: ApplicationStatus | None = None,
    candidate_id: door.Id | None = None,
    updated_since: Since = None,
) -> paging.Page[Application]:
    rows = _rows(request, status)
    return door.page(rows.filter(candidate=candidate_id) if candidate_id else rows, paged, since=updated_since)


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
    "/applications/{int:application_id}/offer",
    response=ApplicationOut,
    operation_id="note_offer",
    summary="Say how far an offer is; accepted or declined, it ends the application",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def offer(request: Call, application_id: int, said: Offer) -> Application:
    found = queries.application(request.actor, application_id)
    why = said.decline_reason or ""
    return offers.note(found, said.offer, decline_reason=why, comment=said.comment, by=request.actor, at=clock.now())


@router.post(
    "/applications/{int:application_id}/offer/take-back",
    response=ApplicationOut,
    operation_id="take_back_offer",
    summary="Undo the last step of an offer",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def take_back_offer(request: Call, application_id: int) -> Application:
    found = queries.application(request.actor, application_id)
    return offers.take_back(found, by=request.actor, at=clock.now())


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
    response=notes.NotePage,
    operation_id="list_application_notes",
    summary="Notes about it, the latest first",
)
@door.scope(Scope.APPLICATIONS_READ)
def notes_of(request: Call, application_id: int, paged: Paged) -> paging.Page[Note]:
    found = queries.application(request.actor, application_id)
    return notes.page(request, paged, application=found.pk)


@router.post(
    "/applications/{int:application_id}/notes",
    response={201: notes.NoteOut},
    operation_id="write_application_note",
    summary="Write a note about it",
)
@door.scope(Scope.APPLICATIONS_WRITE)
def write(request: Call, application_id: int, said: notes.NoteIn) -> Status[Note]:
    found = queries.application(request.actor, application_id)
    note = note_actions.write(
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
    response=FeedbackPage,
    operation_id="list_feedback",
    summary="What interviewers submitted about it, the latest first",
)
@door.scope(Scope.APPLICATIONS_READ)
def feedback(request: Call, application_id: int, paged: Paged) -> paging.Page[Feedback]:
    found = queries.application(request.actor, application_id)
    return door.page(interviews.of_application(request.actor, found).order_by(), paged, by="-submitted_at")


def _rows(request: Call, status: ApplicationStatus | None) -> QuerySet[Application]:
    rows = queries.visible_to(request.actor).select_related("stage")
    return rows.filter(status=status) if status else rows
