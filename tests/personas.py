"""The people of the tests: each comes to be through the actions of the product, so that no state is impossible."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import QuerySet

from skaffa.accounts import actions as accounts
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import SecurityRole, User
from skaffa.applications import actions as applications
from skaffa.applications import queries as application_queries
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.documents import actions as documents
from skaffa.documents.models import Document, Kind
from skaffa.documents.rules import checked_file
from skaffa.jobs import actions as jobs
from skaffa.jobs.models import Job, TeamRole
from skaffa.jobs.rules import JobDetails
from skaffa.processes.models import StageKind

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
"""A Monday morning: when every test begins."""

DESCRIPTION = (
    "You look after the lamps of the harbour: you plan the rounds, order the parts, mend what the storm broke and "
    "teach the summer crew how to do it safely."
)
PASSWORD = "a lamp for every ship"
_numbers = count(1)


class Watch:
    """A clock that stands still until a test turns it; calling it tells the time."""

    def __init__(self, at: datetime = START) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def tick(self, **amount: float) -> datetime:
        """Turn the clock forward, by a second unless told otherwise: tick(days=2)."""
        self.at += timedelta(**(amount or {"seconds": 1}))
        return self.at


def user(name: str, *roles: SecurityRole, last_name: str = "Persona", language: str = "en", **more: Any) -> User:
    """A user called like this, who signs in as <name>@example.com with PASSWORD."""
    return accounts.create_user(
        f"{name.lower()}@example.com",
        first_name=name,
        last_name=last_name,
        roles=roles,
        password=more.get("password", PASSWORD),
        language=language,
        time_zone=more.get("time_zone", "UTC"),
        by=SYSTEM,
        at=START,
    )


def details(title: str = "Lamp keeper", **changes: Any) -> JobDetails:
    """What a job needs to be activated and to please LinkedIn."""
    given: dict[str, Any] = {"description": DESCRIPTION, "city": "Gothenburg", "country": "SE", **changes}
    return JobDetails(title=title, **given)


def draft(by: User, title: str = "Lamp keeper", *, role: TeamRole = TeamRole.RECRUITER, **changes: Any) -> Job:
    """A job that `by` created and has not activated."""
    code = changes.pop("code", "")
    return jobs.create(details(title, **changes), role=role, by=Actor.of(by), at=START, code=code)


def active_job(
    by: User,
    title: str = "Lamp keeper",
    *,
    team: Iterable[tuple[User, TeamRole]] = (),
    role: TeamRole = TeamRole.RECRUITER,
    **changes: Any,
) -> Job:
    """An active job of `by`, with these people on its hiring team besides."""
    job = draft(by, title, role=role, **changes)
    for member, member_role in team:
        jobs.add_team_member(job, member, role=member_role, by=Actor.of(by), at=START)
    return jobs.activate(job, by=Actor.of(by), at=START)


def candidate(first_name: str = "Greta", last_name: str = "", **known: Any) -> Candidate:
    """A person we know of; without a last name they get a number, so that two are never the same."""
    person = Person(first_name=first_name, last_name=last_name or f"No. {next(_numbers)}", **known)
    return candidates.add(person, source=Source.RECRUITER, by=SYSTEM, at=START)


def crowd(many: int, first_name: str = "Greta", **known: Any) -> list[Candidate]:
    """So many of them at once."""
    people = [Person(first_name=first_name, last_name=f"No. {next(_numbers)}", **known) for _ in range(many)]
    return candidates.add_many(people, source=Source.RECRUITER, by=SYSTEM, at=START)


def prospect(job: Job, who: Candidate | None = None, *, by: User | None = None, at: datetime = START) -> Application:
    """Somebody on the job's Prospect tab."""
    actor = Actor.of(by) if by else SYSTEM
    return applications.add_prospect(job, who or candidate(), source=Source.RECRUITER, by=actor, at=at)


def applicant(job: Job, who: Candidate | None = None, *, by: User | None = None, at: datetime = START) -> Application:
    """Somebody in the job's Application stage."""
    actor = Actor.of(by) if by else SYSTEM
    return applications.add_applicant(job, who or candidate(), source=Source.CAREER_SITE, by=actor, at=at)


def tab(actor: Actor, job: Job, *, prospects: bool) -> list[Application]:
    """Whom the actor sees on the job's Prospect tab, or among its applicants, as pages ask for it: the latest first."""
    active = ApplicationStatus.ACTIVE
    found = application_queries.page(
        actor, job, prospects=prospects, status=active, cursor="", size=100, besides=_alone
    )
    return list(found.rows)


def _alone(rows: QuerySet[Application]) -> QuerySet[Application]:
    return rows


def offered_to(job: Job, who: Candidate | None = None, *, at: datetime = START) -> Application:
    """Somebody in the job's Offer stage."""
    stage = job.stages.get(kind=StageKind.OFFER)
    return applications.move(applicant(job, who, at=at), to=stage, by=SYSTEM, at=at)


def document(
    about: Application | Candidate,
    content: bytes = b"Lamp keeper for ten years.\n",
    *,
    name: str = "resume.txt",
    kind: Kind = Kind.RESUME,
    by: User | None = None,
    at: datetime = START,
) -> Document:
    """A document about an application, or about a person."""
    application = about if isinstance(about, Application) else None
    return documents.add(
        about.candidate if isinstance(about, Application) else about,
        application=application,
        file=checked_file(name, content),
        kind=kind,
        by=Actor.of(by) if by else SYSTEM,
        at=at,
    )


def text_file(content: str, name: str = "resume.txt") -> SimpleUploadedFile:
    """A file as a form sends it."""
    return SimpleUploadedFile(name, content.encode())
