"""People, whether they are considered for a job or not."""

from datetime import datetime
from typing import Annotated

from ninja import Router, Schema, Status
from pydantic import Field

from skaffa.api import door
from skaffa.api.door import Call, Paged, Since
from skaffa.api.v1 import notes
from skaffa.candidates import actions, intake, queries, rules
from skaffa.candidates.models import Candidate, EmailAddress, Source
from skaffa.candidates.rules import Person
from skaffa.core import clock, paging
from skaffa.duplicates import queries as duplicates
from skaffa.keys.models import Scope
from skaffa.notes import actions as note_actions
from skaffa.notes.models import Note

router = Router(tags=["Candidates"])


class PersonIn(Schema):
    """What is said about somebody; the first e-mail address is the primary one."""

    first_name: str = Field(min_length=1, max_length=120)
    last_name: str = Field("", max_length=120)
    headline: str = Field("", max_length=400)
    location: str = Field("", max_length=200)
    emails: list[Annotated[str, Field(max_length=rules.EMAIL)]] = Field([], max_length=rules.MOST)
    phones: list[Annotated[str, Field(max_length=rules.PHONE)]] = Field([], max_length=rules.MOST)
    links: list[Annotated[str, Field(max_length=rules.LINK)]] = Field([], max_length=rules.MOST)
    skills: list[Annotated[str, Field(max_length=rules.SKILL)]] = Field([], max_length=rules.MOST)

    def person(self, known: Person | None = None) -> Person:
        """In the shape that actions take; work and education of somebody known stay as they are."""
        return Person(
            **self.dict(),
            employments=known.employments if known else (),
            educations=known.educations if known else (),
            years_of_experience=known.years_of_experience if known else "",
        )


class NewCandidate(PersonIn):
    source: str = Field(Source.API.value, max_length=40)


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
    source: str | None
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
            source=candidate.profile_source_id,
            created_at=candidate.created_at,
            modified_at=candidate.modified_at,
        )


class PossibleDuplicate(Schema):
    """Somebody who may be the same person; `exact` names what only one person has: link, email, phone."""

    id: int
    probability: float
    verdict: str
    exact: str


class AddedCandidate(CandidateOut):
    possible_duplicates: list[PossibleDuplicate]


class CandidatePage(Schema):
    items: list[CandidateOut]
    next_cursor: str


@router.get("/candidates", response=CandidatePage, operation_id="list_candidates", summary="People, the latest first")
@door.scope(Scope.CANDIDATES_READ)
def candidates(
    request: Call, paged: Paged, q: door.Short = "", email: door.Short = "", updated_since: Since = None
) -> CandidatePage:
    rows = queries.searched(request.actor, q)
    if email:
        known = EmailAddress.objects.filter(normalized=rules.normalize_email(email))
        rows = rows.filter(pk__in=known.values("candidate"))
    page = door.page(queries.with_background(rows), paged, since=updated_since)
    return CandidatePage(items=[CandidateOut.of(row) for row in page.rows], next_cursor=page.next_cursor)


@router.get(
    "/candidates/{int:candidate_id}", response=CandidateOut, operation_id="read_candidate", summary="One person"
)
@door.scope(Scope.CANDIDATES_READ)
def candidate(request: Call, candidate_id: int) -> CandidateOut:
    return CandidateOut.of(queries.candidate(request.actor, candidate_id))


@router.post(
    "/candidates",
    response={201: AddedCandidate},
    operation_id="add_candidate",
    summary="Add a person; who is known by e-mail address or LinkedIn profile is found again and completed",
)
@door.scope(Scope.CANDIDATES_WRITE)
def add(request: Call, said: NewCandidate) -> Status[AddedCandidate]:
    """Who may be known under another record is added all the same, and told."""
    person = PersonIn(**said.dict(exclude={"source"})).person()
    found = intake.remember(person, source=said.source, by=request.actor, at=clock.now())
    added = queries.candidate(request.actor, found.pk)
    alike = [
        PossibleDuplicate(
            id=one.candidate_id, probability=round(one.probability, 4), verdict=one.verdict.value, exact=one.exact
        )
        for one in duplicates.others(request.actor, added)
    ]
    return Status(201, AddedCandidate(**CandidateOut.of(added).dict(), possible_duplicates=alike))


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


@router.get(
    "/candidates/{int:candidate_id}/notes",
    response=notes.NotePage,
    operation_id="list_candidate_notes",
    summary="Notes about a person, but not about their applications, the latest first",
)
@door.scope(Scope.CANDIDATES_READ)
def notes_of(request: Call, candidate_id: int, paged: Paged) -> paging.Page[Note]:
    known = queries.candidate(request.actor, candidate_id)
    return notes.page(request, paged, candidate=known.pk, application=None)


@router.post(
    "/candidates/{int:candidate_id}/notes",
    response={201: notes.NoteOut},
    operation_id="write_candidate_note",
    summary="Write a note about a person",
)
@door.scope(Scope.CANDIDATES_WRITE)
def write(request: Call, candidate_id: int, said: notes.NoteIn) -> Status[Note]:
    known = queries.candidate(request.actor, candidate_id)
    note = note_actions.write(known, text=said.text, visibility=said.visibility, by=request.actor, at=clock.now())
    return Status(201, note)
