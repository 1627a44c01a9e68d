"""Pure: people, their applications and what belongs to those, as LinkedIn takes them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from rsc_client import synced
from rsc_client.schemas import millis

_UNSAYABLE = "Not Available"  # LinkedIn refuses a stage of this name (wire §4.7)


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonFacts:
    """Everything about a person that LinkedIn may see; `member` is the person URN they are linked to."""

    id: int
    first_name: str
    last_name: str
    page: str
    created_at: datetime
    modified_at: datetime
    member: str = ""
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    linkedin_url: str = ""
    company: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ApplicationFacts:
    """An application, with what LinkedIn wants to know of its person and its job."""

    id: int
    candidate_id: int
    job_code: str
    job_title: str
    first_name: str
    last_name: str
    created_at: datetime
    modified_at: datetime
    email: str = ""
    source: str = ""
    ending: str = ""  # why it was closed; empty while it is open


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A note of one of us."""

    text: str
    author: tuple[str, str]
    created_at: datetime
    modified_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What an interviewer submitted; `points` are what was judged and how."""

    author: tuple[str, str]
    submitted_at: datetime
    comment: str = ""
    interview: synced.InterviewType | None = None
    points: Sequence[tuple[str, str]] = field(default=())


@dataclass(frozen=True, slots=True, kw_only=True)
class ResumeFacts:
    """A résumé without its content: `owner_id` is an application's or a candidate's, as `owner` says."""

    id: int
    owner: synced.AttachmentOwner
    owner_id: int
    file_name: str
    file_type: synced.FileType
    size: int  # bytes
    sha256: str  # of the content
    created_at: datetime
    modified_at: datetime


def missing(person: PersonFacts) -> bool:
    """Whether LinkedIn would refuse: it wants both names, and an address unless a member is attached (wire §4.2)."""
    return not person.last_name.strip() or not (person.emails or person.member)


def whole(person: PersonFacts) -> synced.Candidate:
    return synced.Candidate(
        first_name=person.first_name,
        last_name=person.last_name,
        email_addresses=list(person.emails),
        phone_numbers=[synced.PhoneNumber(number=number) for number in person.phones],
        external_profile_url=person.page,
        created_at=millis(person.created_at),
        last_modified_at=_later(person.created_at, person.modified_at),
        linked_in_profile_url=person.linkedin_url or None,
        current_company_name=person.company or None,
        current_job_title=person.title or None,
        manual_matched_member=person.member or None,
    )


def identity(person: PersonFacts) -> synced.Candidate:
    """Id, name and member: what *Identity before application* lets out; required times are those of the record."""
    return synced.Candidate(
        first_name=person.first_name,
        last_name=person.last_name,
        email_addresses=[],
        external_profile_url=person.page,
        created_at=millis(person.created_at),
        last_modified_at=millis(person.created_at),
        manual_matched_member=person.member or None,
    )


def application(facts: ApplicationFacts) -> synced.JobApplication:
    return synced.JobApplication(
        candidate_id=str(facts.candidate_id),
        job_posting_id=facts.job_code,
        job_posting_name=facts.job_title,
        candidate_email=facts.email or None,
        first_name=facts.first_name,
        last_name=facts.last_name or None,
        source=facts.source or None,
        disposition_reason=facts.ending,
        created_at=millis(facts.created_at),
        last_modified_at=_later(facts.created_at, facts.modified_at),
    )


def stage(name: str, entered_at: datetime) -> synced.Stage:
    said = name.strip()
    return synced.Stage(stage=f"{said}." if said == _UNSAYABLE else said, created_at=millis(entered_at))


def note(remark: Remark) -> synced.Note:
    return synced.Note(
        note=remark.text,
        author=_actor(remark.author),
        created_at=millis(remark.created_at),
        last_modified_at=_later(remark.created_at, remark.modified_at),
    )


def feedback(judgement: Judgement) -> synced.InterviewFeedback:
    points = [synced.Evaluation(attribute, result) for attribute, result in judgement.points]
    return synced.InterviewFeedback(
        feedback=judgement.comment or None,
        interviewer=_actor(judgement.author),
        interview_type=judgement.interview,
        evaluations=points or None,
        created_at=millis(judgement.submitted_at),
    )


def resume(facts: ResumeFacts, content: bytes) -> synced.Attachment:
    return synced.Attachment(
        external_file_name=facts.file_name,
        external_created_at=millis(facts.created_at),
        external_last_modified_at=_later(facts.created_at, facts.modified_at),
        file_type=facts.file_type,
        content=content,
    )


def resume_fingerprint(facts: ResumeFacts) -> str:
    """Of all that is sent of a résumé; its SHA-256 stands for its content, which need not be read for this."""
    return fingerprint((resume(facts, b""), facts.sha256))


def fingerprint(payload: object) -> str:
    """Equal for two payloads that say the same."""
    return hashlib.sha256(repr(payload).encode()).hexdigest()


def _actor(name: tuple[str, str]) -> synced.Actor | None:
    """LinkedIn wants both names or none (wire §4.3); nothing is made up for who has one."""
    first, last = name
    return synced.Actor(first_name=first, last_name=last) if first and last else None


def _later(created: datetime, modified: datetime) -> int:
    """LinkedIn wants a change not to be before its creation (wire §4.2)."""
    return millis(max(created, modified))
