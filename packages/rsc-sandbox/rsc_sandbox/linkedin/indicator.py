"""In ATS: what Recruiter shows a seat of a member, from synced data only and only what the seat may see."""

import sqlite3
from collections.abc import Callable, Iterable, Sequence

import msgspec

from rsc_sandbox.linkedin import enablement, matching
from rsc_sandbox.linkedin.in_ats import Evaluation, Feedback, InAts, JobStatus, Note, Record, Stage
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.linkedin.visibility import EVERYBODY, JOB
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import acls, details, integrations, job_applications, jobs, observations, seats
from rsc_sandbox.store.candidates import Candidate
from rsc_sandbox.store.details import Detail, Kind, Place
from rsc_sandbox.store.job_applications import JobApplication
from rsc_sandbox.store.observations import Event

_TYPE = "IN_ATS_INDICATOR"


class _System(msgspec.Struct, frozen=True, kw_only=True):
    """`jobs`: the only ones whose applications the seat may see; None: all."""

    application_id: int
    context: str
    name: str
    jobs: frozenset[str] | None


def indicator(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[InAts]:
    """Every system that knows the member and that the seat may look into. NotFound: no such active seat."""
    with sandbox.transaction() as tx:
        systems = _systems(tx, seat_id)
        known = matching.of_members(sandbox, tx, [member_id]).get(member_id, [])
        found = [_shown(tx, system, [row for row in known if _is_of(row, system)]) for system in systems]
        for system, shown in zip(systems, found, strict=True):
            if system.jobs is not None and any(_is_of(row, system) for row in known):
                seen = Event(what=f"recruiter.indicator.{seat_id}.{'shown' if shown else 'hidden'}")
                observations.note(tx, seen, application_id=system.application_id, at=sandbox.now())
    return [shown for shown in found if shown is not None]


def in_ats(sandbox: Sandbox, *, seat_id: int, member_ids: Iterable[int]) -> frozenset[int]:
    """Those of the members for whom `indicator` has something to show the seat."""
    return _those(sandbox, seat_id, member_ids, _may_see)


def rediscovered(sandbox: Sandbox, *, seat_id: int, member_ids: Iterable[int]) -> frozenset[int]:
    """Those of the members who have applied before, as far as the seat may see it (once called Past Applicants)."""
    return _those(
        sandbox, seat_id, member_ids, lambda tx, system, candidate: bool(_applications(tx, system, candidate))
    )


def _those(
    sandbox: Sandbox,
    seat_id: int,
    member_ids: Iterable[int],
    fits: Callable[[sqlite3.Connection, _System, Candidate], bool],
) -> frozenset[int]:
    with sandbox.transaction() as tx:
        systems = _systems(tx, seat_id)
        known = matching.of_members(sandbox, tx, member_ids)
        return frozenset(
            member_id
            for member_id, rows in known.items()
            if any(_is_of(row, system) and fits(tx, system, row) for row in rows for system in systems)
        )


def _systems(tx: sqlite3.Connection, seat_id: int) -> list[_System]:
    seat = seats.get(tx, seat_id)
    if seat is None or seat.state != "ACTIVE":
        raise NotFound
    found = [row for row in integrations.of_company(tx, seat.company_id) if row.type == _TYPE]
    return [
        _System(
            application_id=row.application_id,
            context=row.context,
            name=row.name or "",
            jobs=_visible_jobs(tx, row, seat),
        )
        for row in found
        if row.status == "ENABLED"
        and enablement.reaches(
            tx, application_id=row.application_id, company_id=seat.company_id, contract_id=seat.contract_id
        )
    ]


def _visible_jobs(
    tx: sqlite3.Connection, integration: integrations.Integration, seat: seats.Seat
) -> frozenset[str] | None:
    viewers = integrations.configuration(tx, integration.id, "APPLICATION_VIEWERS")
    if viewers is not None and viewers.value == EVERYBODY:
        return None
    return acls.entities_for(
        tx,
        application_id=integration.application_id,
        context=integration.context,
        entity_type=JOB,
        member_id=seat.member_id,
    )


def _is_of(candidate: Candidate, system: _System) -> bool:
    return candidate.application_id == system.application_id and candidate.context == system.context


def _applications(tx: sqlite3.Connection, system: _System, candidate: Candidate) -> list[JobApplication]:
    found = job_applications.of_candidate(
        tx, application_id=system.application_id, context=system.context, candidate=candidate.external_id
    )
    return [row for row in found if system.jobs is None or row.job in system.jobs]


def _may_see(tx: sqlite3.Connection, system: _System, candidate: Candidate) -> bool:
    """Under access lists a candidate shows through an application on a job of the seat's lists [INF]."""
    return system.jobs is None or bool(_applications(tx, system, candidate))


def _shown(tx: sqlite3.Connection, system: _System, known: Sequence[Candidate]) -> InAts | None:
    visible = [candidate for candidate in known if _may_see(tx, system, candidate)]
    if not visible:
        return None
    applications = [row for candidate in visible for row in _applications(tx, system, candidate)]
    feedback = [found for row in applications for found in _feedback(tx, row)]
    notes = [found for candidate in visible for found in _notes(tx, candidate, "CANDIDATE_NOTE", None)]
    notes += [found for row in applications for found in _notes(tx, row, "APPLICATION_NOTE", _title(row))]
    return InAts(
        application_id=system.application_id,
        context=system.context,
        name=system.name,
        records=tuple(_record(candidate) for candidate in visible),
        jobs=tuple(sorted((_status(tx, row) for row in applications), key=lambda job: -job.changed_at)),
        feedback=tuple(sorted(feedback, key=lambda found: -(found.at or 0))),
        notes=tuple(sorted(notes, key=lambda note: -(note.at or 0))),
    )


class _CandidateValue(msgspec.Struct, frozen=True, rename="camel"):
    first_name: str = ""
    last_name: str = ""
    external_profile_url: str = ""
    do_not_contact: bool = False


class _ApplicationValue(msgspec.Struct, frozen=True, rename="camel"):
    ats_job_posting_name: str
    ats_created_at: int
    ats_last_modified_at: int
    source: str = ""
    disposition_reason: str = ""


class _Actor(msgspec.Struct, frozen=True, rename="camel"):
    first_name: str = ""
    last_name: str = ""

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


class _StageValue(msgspec.Struct, frozen=True, rename="camel"):
    stage: str
    ats_created_at: int


class _EvaluationValue(msgspec.Struct, frozen=True):
    attribute: str
    result: str | None = None


class _FeedbackValue(msgspec.Struct, frozen=True, rename="camel"):
    ats_created_at: int | None = None
    interviewer: _Actor = _Actor()
    interview_type: str = ""
    evaluations: tuple[_EvaluationValue, ...] = ()
    feedback: str = ""


class _NoteValue(msgspec.Struct, frozen=True, rename="camel"):
    note: str = ""
    author: _Actor = _Actor()
    ats_created_at: int | None = None


def _record(candidate: Candidate) -> Record:
    value = msgspec.convert(candidate.value, _CandidateValue)
    return Record(
        external_id=candidate.external_id,
        name=f"{value.first_name} {value.last_name}",
        url=value.external_profile_url,
        do_not_contact=value.do_not_contact,
        by_hand=candidate.manual_member_id is not None,
    )


def _title(row: JobApplication) -> str:
    return msgspec.convert(row.value, _ApplicationValue).ats_job_posting_name


def _status(tx: sqlite3.Connection, row: JobApplication) -> JobStatus:
    value = msgspec.convert(row.value, _ApplicationValue)
    job = jobs.by_external_id(tx, application_id=row.application_id, context=row.context, external_id=row.job)
    stages = [msgspec.convert(stage.value, _StageValue) for stage in _details(tx, row, "STAGE")]
    return JobStatus(
        external_id=row.external_id,
        job_id=row.job,
        job_title=value.ats_job_posting_name,
        job_open=job is not None and job.state == "LISTED",
        applied_at=value.ats_created_at,
        changed_at=value.ats_last_modified_at,
        source=value.source,
        disposition_reason=value.disposition_reason,
        stages=tuple(
            Stage(name=stage.stage, at=stage.ats_created_at)
            for stage in sorted(stages, key=lambda stage: stage.ats_created_at)
        ),
    )


def _feedback(tx: sqlite3.Connection, row: JobApplication) -> list[Feedback]:
    values = [msgspec.convert(found.value, _FeedbackValue) for found in _details(tx, row, "INTERVIEW_FEEDBACK")]
    return [
        Feedback(
            job_title=_title(row),
            interviewer=value.interviewer.name,
            interview_type=value.interview_type,
            evaluations=tuple(
                Evaluation(attribute=found.attribute, result=found.result or "") for found in value.evaluations
            ),
            text=value.feedback,
            at=value.ats_created_at,
        )
        for value in values
    ]


def _notes(tx: sqlite3.Connection, row: Candidate | JobApplication, kind: Kind, job_title: str | None) -> list[Note]:
    values = [msgspec.convert(found.value, _NoteValue) for found in _details(tx, row, kind)]
    return [
        Note(job_title=job_title, author=value.author.name, text=value.note, at=value.ats_created_at)
        for value in values
    ]


def _details(tx: sqlite3.Connection, row: Candidate | JobApplication, kind: Kind) -> list[Detail]:
    place = Place(application_id=row.application_id, context=row.context, kind=kind, parent=row.external_id)
    return details.of(tx, place)
