"""What stands under In ATS: the shapes that Recruiter's pages and the control API show."""

import msgspec


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
