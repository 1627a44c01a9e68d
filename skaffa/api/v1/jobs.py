"""Jobs and their stages."""

from datetime import datetime

from ninja import Router, Schema
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged
from skaffa.core import paging
from skaffa.jobs import queries
from skaffa.jobs.models import Job, JobStatus
from skaffa.keys.models import Scope

router = Router(tags=["Jobs"])


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
    is_confidential: bool
    enable_prospects: bool
    activated_at: datetime | None
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
def jobs(request: Call, paged: Paged, status: JobStatus | None = None, q: str = "") -> paging.Page[Job]:
    return door.page(queries.filtered(request.actor, status=status or "", search=q), paged)


@router.get("/jobs/{int:job_id}", response=JobOut, operation_id="read_job", summary="One job")
@door.scope(Scope.JOBS_READ)
def job(request: Call, job_id: int) -> Job:
    return queries.job(request.actor, job_id)


@router.get("/jobs/{int:job_id}/stages", response=list[StageOut], operation_id="list_stages", summary="Its stages")
@door.scope(Scope.JOBS_READ)
def stages(request: Call, job_id: int) -> list[object]:
    return list(queries.stages(queries.job(request.actor, job_id)))
