"""People, whether they are considered for a job or not."""

from datetime import datetime

from ninja import Router, Schema, Status
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged
from skaffa.candidates import actions, intake, queries
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.core import clock
from skaffa.keys.models import Scope

router = Router(tags=["Candidates"])


class PersonIn(Schema):
    """What is said about somebody; the first e-mail address is the primary one."""

    first_name: str = Field(min_length=1, max_length=120)
    last_name: str = Field("", max_length=120)
    headline: str = Field("", max_length=400)
    location: str = Field("", max_length=200)
    emails: list[str] = []
    phones: list[str] = []
    links: list[str] = []
    skills: list[str] = []

    def person(self, known: Person | None = None) -> Person:
        """In the shape that actions take; work and education of somebody known stay as they are."""
        return Person(
            **self.dict(),
            employments=known.employments if known else (),
            educations=known.educations if known else (),
            years_of_experience=known.years_of_experience if known else "",
        )


class NewCandidate(PersonIn):
    source: Source = Source.OTHER


class CandidateOut(Schema):
    id: int
    first_name: str
    last_name: str
    headline: str
    location: str
    emails: list[str]
    phones: list[str]
    links: list[str]
    skills: list[str]
    source: Source
    created_at: datetime
    modified_at: datetime

    @classmethod
    def of(cls, candidate: Candidate) -> "CandidateOut":
        person = queries.person(candidate)
        return cls(
            id=candidate.pk,
            first_name=person.first_name,
            last_name=person.last_name,
            headline=person.headline,
            location=person.location,
            emails=list(person.emails),
            phones=list(person.phones),
            links=list(person.links),
            skills=list(person.skills),
            source=Source(candidate.profile_source),
            created_at=candidate.created_at,
            modified_at=candidate.modified_at,
        )


class CandidatePage(Schema):
    items: list[CandidateOut]
    next_cursor: str


@router.get("/candidates", response=CandidatePage, operation_id="list_candidates", summary="People, the latest first")
@door.scope(Scope.CANDIDATES_READ)
def candidates(request: Call, paged: Paged, q: str = "") -> CandidatePage:
    page = door.page(queries.with_background(queries.searched(request.actor, q)), paged)
    return CandidatePage(items=[CandidateOut.of(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/candidates/{int:candidate_id}", response=CandidateOut, operation_id="read_candidate", summary="One person"
)
@door.scope(Scope.CANDIDATES_READ)
def candidate(request: Call, candidate_id: int) -> CandidateOut:
    return CandidateOut.of(queries.candidate(request.actor, candidate_id))


@router.post(
    "/candidates",
    response={201: CandidateOut},
    operation_id="add_candidate",
    summary="Add a person; who is known by e-mail address or LinkedIn profile is found again and completed",
)
@door.scope(Scope.CANDIDATES_WRITE)
def add(request: Call, said: NewCandidate) -> Status[CandidateOut]:
    person = PersonIn(**said.dict(exclude={"source"})).person()
    found = intake.remember(person, source=said.source, by=request.actor, at=clock.now())
    return Status(201, CandidateOut.of(queries.candidate(request.actor, found.pk)))


@router.put(
    "/candidates/{int:candidate_id}",
    response=CandidateOut,
    operation_id="change_candidate",
    summary="Replace what is known of a person; work and education stay",
)
@door.scope(Scope.CANDIDATES_WRITE)
def change(request: Call, candidate_id: int, said: PersonIn) -> CandidateOut:
    known = queries.candidate(request.actor, candidate_id)
    actions.edit(known, said.person(queries.person(known)), by=request.actor, at=clock.now())
    return CandidateOut.of(queries.candidate(request.actor, candidate_id))
