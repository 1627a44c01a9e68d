"""Jobs and their stages."""

import dataclasses
from datetime import datetime
from typing import Annotated, Any

from ninja import Router, Schema, Status
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged, Since
from skaffa.choices.models import CODE
from skaffa.core import clock, paging
from skaffa.jobs import actions, queries, rules
from skaffa.jobs.functions import JobFunction
from skaffa.jobs.models import CloseReason, Job, JobStatus, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.keys.models import Scope
from skaffa.processes.models import Confirmation

router = Router(tags=["Jobs"])

Title = Annotated[str, Field(min_length=1, max_length=rules.TITLE)]
Place = Annotated[str, Field(max_length=rules.PLACE)]
Country = Annotated[str, Field(max_length=2, description="ISO 3166-1 alpha-2, or empty")]
Openings = Annotated[int, Field(ge=1, le=rules.MOST_OPENINGS)]
Choice = Annotated[str, Field(max_length=CODE, description="A code of its list, see list_choices")]
Functions = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=rules.FUNCTION)]],
    Field(
        max_length=rules.MOST_FUNCTIONS,
        description=f"{', '.join(JobFunction.values)}; and {rules.MOST_OWN_FUNCTIONS} of your own words at most",
    ),
]
Skills = Annotated[
    list[Annotated[str, Field(min_length=1, max_length=rules.SKILL)]], Field(max_length=rules.MOST_SKILLS)
]
Description = Annotated[str, Field(max_length=rules.DESCRIPTION)]


class NewJob(Schema):
    """A draft; whoever the key acts for joins its hiring team in `role`."""

    code: str = Field("", max_length=rules.CODE, description="The visible Job ID, your own number; empty: ours")
    role: TeamRole = TeamRole.RECRUITER
    title: Title
    description: Description = ""
    city: Place = ""
    region: Place = ""
    country: Country = ""
    openings: Openings = 1
    employment_type: Choice | None = None
    seniority: Choice | None = None
    functions: Functions = []
    skills: Skills = []
    enable_prospects: bool = True
    resume_required: bool = True
    confirm_to: Confirmation = Confirmation.APPLYING
    is_confidential: bool = False
    is_listed: bool = True


class JobChange(Schema):
    """Only what is sent changes: what stands here when nothing is said is never used, nor told."""

    title: Title = Field(default_factory=str)
    description: Description = Field(default_factory=str)
    city: Place = Field(default_factory=str)
    region: Place = Field(default_factory=str)
    country: Country = Field(default_factory=str)
    openings: Openings = Field(default_factory=int)
    employment_type: Choice | None = Field(default_factory=lambda: None)
    seniority: Choice | None = Field(default_factory=lambda: None)
    functions: Functions = Field(default_factory=list)
    skills: Skills = Field(default_factory=list)
    enable_prospects: bool = Field(default_factory=bool)
    resume_required: bool = Field(default_factory=bool)
    confirm_to: Confirmation = Field(default_factory=lambda: Confirmation.APPLYING)
    is_confidential: bool = Field(default_factory=bool)
    is_listed: bool = Field(default_factory=bool)


class Closing(Schema):
    reason: CloseReason
    comment: str = Field("", max_length=rules.COMMENT)


class JobOut(Schema):
    id: int
    code: str
    title: str
    status: JobStatus
    description: str
    city: str
    region: str
    country: str
    openings: int
    employment_type: str
    seniority: str
    functions: list[str]
    skills: list[str]
    is_confidential: bool
    is_listed: bool
    enable_prospects: bool
    resume_required: bool
    confirm_to: Confirmation
    activated_at: datetime | None
    closed_at: datetime | None
    created_at: datetime
    modified_at: datetime


class StageOut(Schema):
    id: int
    kind: str
    name: str
    position: int

    @staticmethod
    def resolve_name(stage: object) -> str:
        return str(stage)


class JobPage(Schema):
    items: list[JobOut] = Field(alias="rows")
    next_cursor: str


@router.get("/jobs", response=JobPage, operation_id="list_jobs", summary="Jobs, the latest first")
@door.scope(Scope.JOBS_READ)
def jobs(
    request: Call,
    paged: Paged,
    status: JobStatus | None = None,
    code: door.Short = "",
    q: door.Short = "",
    updated_since: Since = None,
) -> paging.Page[Job]:
    rows = queries.filtered(request.actor, status=status or "", search=q)
    return door.page(rows.filter(code__iexact=code) if code else rows, paged, since=updated_since)


@router.post("/jobs", response={201: JobOut}, operation_id="create_job", summary="Create a draft")
@door.scope(Scope.JOBS_WRITE)
def create(request: Call, said: NewJob) -> Status[Job]:
    details = JobDetails(**_said(said, without={"code", "role"}))
    job = actions.create(details, code=said.code, role=said.role, by=request.actor, at=clock.now())
    return Status(201, job)


@router.get("/jobs/{int:job_id}", response=JobOut, operation_id="read_job", summary="One job")
@door.scope(Scope.JOBS_READ)
def job(request: Call, job_id: int) -> Job:
    return queries.job(request.actor, job_id)


@router.patch(
    "/jobs/{int:job_id}",
    response=JobOut,
    operation_id="change_job",
    summary="Change what is sent, and nothing else",
)
@door.scope(Scope.JOBS_WRITE)
def change(request: Call, job_id: int, said: JobChange) -> Job:
    known = queries.job(request.actor, job_id)
    details = dataclasses.replace(queries.details(known), **_said(said, only=said.model_fields_set))
    return actions.edit(known, details, by=request.actor, at=clock.now())


@router.delete(
    "/jobs/{int:job_id}",
    response={204: None},
    operation_id="delete_job",
    summary="Delete a job that nobody was ever considered for",
)
@door.scope(Scope.JOBS_WRITE)
def delete(request: Call, job_id: int) -> Status[None]:
    actions.delete(queries.job(request.actor, job_id), by=request.actor, at=clock.now())
    return Status(204, None)


@router.post(
    "/jobs/{int:job_id}/activate",
    response=JobOut,
    operation_id="activate_job",
    summary="Open it for prospects and applicants",
)
@door.scope(Scope.JOBS_WRITE)
def activate(request: Call, job_id: int) -> Job:
    return actions.activate(queries.job(request.actor, job_id), by=request.actor, at=clock.now())


@router.post(
    "/jobs/{int:job_id}/close",
    response=JobOut,
    operation_id="close_job",
    summary="Close it for good, and what is open on it",
)
@door.scope(Scope.JOBS_WRITE)
def close(request: Call, job_id: int, said: Closing) -> Job:
    found = queries.job(request.actor, job_id)
    return actions.close(found, reason=said.reason, comment=said.comment, by=request.actor, at=clock.now())


@router.get("/jobs/{int:job_id}/stages", response=list[StageOut], operation_id="list_stages", summary="Its stages")
@door.scope(Scope.JOBS_READ)
def stages(request: Call, job_id: int) -> list[object]:
    return list(queries.stages(queries.job(request.actor, job_id)))


def _said(body: Schema, *, without: set[str] | None = None, only: set[str] | None = None) -> dict[str, Any]:
    """The fields of JobDetails that were said; a choice left open is an empty one there."""
    said = body.dict(exclude=without, include=only)
    return {name: "" if value is None else value for name, value in said.items()}
