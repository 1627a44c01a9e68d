"""In ATS: what Recruiter shows a seat of a member, from synced data only and only what the seat may see."""

import re
import sqlite3
from collections.abc import Iterable, Sequence

import msgspec

from rsc_sandbox.linkedin import matching, viewing
from rsc_sandbox.linkedin.viewing import System
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import details, job_applications, jobs, matches, observations
from rsc_sandbox.store.candidates import Candidate
from rsc_sandbox.store.details import Detail, Kind, Place
from rsc_sandbox.store.job_applications import JobApplication
from rsc_sandbox.store.observations import Event

_WEB = re.compile(r"https?://", re.IGNORECASE)  # whatever else an ATS sends as an address, nobody is led there


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """The person as the ATS has them; `url` leads there. `by_hand`: somebody linked them."""

    external_id: str
    name: str
    url: str
    do_not_contact: bool
    by_hand: bool


class Stage(msgspec.Struct, frozen=True, kw_only=True):
    """Entered at `at`."""

    name: str
    at: int


class JobStatus(msgspec.Struct, frozen=True, kw_only=True):
    """One application under Jobs & Statuses; `stages` oldest first, the last one is where it stands."""

    external_id: str
    job_id: str
    job_title: str
    job_open: bool
    applied_at: int
    changed_at: int
    source: str
    disposition_reason: str
    stages: tuple[Stage, ...]


class Evaluation(msgspec.Struct, frozen=True, kw_only=True):
    """One row of an interviewer's sheet."""

    attribute: str
    result: str


class Feedback(msgspec.Struct, frozen=True, kw_only=True):
    """Under Interview Feedback, newest first."""

    job_title: str
    interviewer: str
    interview_type: str
    evaluations: tuple[Evaluation, ...]
    text: str
    at: int | None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Under Notes, newest first; without a job it is about the candidate."""

    job_title: str | None
    author: str
    text: str
    at: int | None


class InAts(msgspec.Struct, frozen=True, kw_only=True):
    """One applicant tracking system that knows the member; recruiters choose by name (Change ATS)."""

    application_id: int
    context: str
    name: str
    records: tuple[Record, ...]
    jobs: tuple[JobStatus, ...]
    feedback: tuple[Feedback, ...]
    notes: tuple[Note, ...]


def indicator(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[InAts]:
    """Every system that knows the member and that the seat may look into. NotFound: no such active seat."""
    with sandbox.transaction() as tx:
        systems = viewing.systems(sandbox, tx, seat_id)
        known = matching.of_members(sandbox, tx, [member_id]).get(member_id, [])
        found = [_shown(tx, system, [row for row in known if _is_of(row, system)]) for system in systems]
        for system, shown in zip(systems, found, strict=True):
            if system.jobs is not None and any(_is_of(row, system) for row in known):
                seen = Event(what=f"recruiter.indicator.{seat_id}.{'shown' if shown else 'hidden'}")
                observations.note(tx, seen, application_id=system.application_id, at=sandbox.now())
    return [shown for shown in found if shown is not None]


def in_ats(sandbox: Sandbox, *, seat_id: int, member_ids: Iterable[int]) -> frozenset[int]:
    """Those of the members for whom `indicator` has something to show the seat."""
    with sandbox.transaction() as tx:
        systems = viewing.systems(sandbox, tx, seat_id)
        known = matching.of_members(sandbox, tx, member_ids)
        applied = job_applications.jobs_of(tx, (row.id for rows in known.values() for row in rows))
    return frozenset(
        member_id
        for member_id, rows in known.items()
        if any(
            _is_of(row, system) and (system.jobs is None or system.jobs & applied.get(row.id, frozenset()))
            for row in rows
            for system in systems
        )
    )


def rediscovered(sandbox: Sandbox, *, seat_id: int) -> frozenset[int]:
    """Members who have applied before, as far as the seat may see their applications."""
    switches = sandbox.switches
    with sandbox.transaction() as tx:
        found = [
            matches.applicants(
                tx,
                application_id=system.application_id,
                context=system.context,
                jobs=system.jobs,
                precedence=switches.match_precedence,
                ripe=sandbox.now() - switches.match_delay_seconds * 1_000,
            )
            for system in viewing.systems(sandbox, tx, seat_id)
        ]
    return frozenset().union(*found)


def _is_of(candidate: Candidate, system: System) -> bool:
    return candidate.application_id == system.application_id and candidate.context == system.context


def _applications(tx: sqlite3.Connection, system: System, candidate: Candidate) -> list[JobApplication]:
    found = job_applications.of_candidate(
        tx, application_id=system.application_id, context=system.context, candidate=candidate.external_id
    )
    return [row for row in found if system.jobs is None or row.job in system.jobs]


def _may_see(tx: sqlite3.Connection, system: System, candidate: Candidate) -> bool:
    """Under access lists a candidate shows through an application on a job of the seat's lists [INF]."""
    return system.jobs is None or bool(_applications(tx, system, candidate))


def _shown(tx: sqlite3.Connection, system: System, known: Sequence[Candidate]) -> InAts | None:
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
        url=value.external_profile_url if _WEB.match(value.external_profile_url) else "",
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
