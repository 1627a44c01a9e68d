"""One example of everything that is sent and answered; each is judged by its schema in the tests."""

from collections.abc import Mapping
from typing import Any

_AT = "2026-03-02T09:00:00Z"
_PERSON = {
    "first_name": "Greta",
    "last_name": "Lind",
    "headline": "Lamp keeper",
    "location": "Gothenburg",
    "emails": ["greta@people.example"],
    "phones": ["+46 70 123 45 67"],
    "links": ["https://www.linkedin.com/in/greta-lind"],
    "skills": ["Lamps", "Rounds"],
}
_JOB = {
    "code": "2026-17",
    "title": "Lamp keeper",
    "description": "You look after the lamps of the harbour.",
    "city": "Gothenburg",
    "region": "",
    "country": "SE",
    "openings": 1,
    "employment_type": "full_time",
    "seniority": "associate",
    "functions": ["engineering", "Lamps"],
    "skills": ["Climbing", "First aid"],
    "enable_prospects": True,
    "resume_required": True,
    "confirm_to": "applying",
    "is_confidential": False,
    "is_listed": True,
}
_STAMPS = {"created_at": _AT, "modified_at": _AT}

EXAMPLES: Mapping[str, Any] = {
    "NewJob": {**_JOB, "role": "recruiter"},
    "JobChange": {"title": "Senior lamp keeper", "openings": 2},
    "Closing": {"reason": "cancelled", "comment": "The harbour is closed."},
    "JobOut": {**_JOB, "id": 17, "status": "active", "activated_at": _AT, "closed_at": None, **_STAMPS},
    "StageOut": {"id": 81, "kind": "interview", "name": "Interview", "position": 3},
    "NewCandidate": {**_PERSON, "source": "agency"},
    "PersonIn": _PERSON,
    "CandidateOut": {**_PERSON, "id": 42, "source": "agency", **_STAMPS},
    "AddedCandidate": {
        **_PERSON,
        "id": 42,
        "source": "agency",
        **_STAMPS,
        "possible_duplicates": [{"id": 17, "probability": 0.9731, "verdict": "same", "exact": "phone"}],
    },
    "NewApplication": {"candidate_id": 42, "entry": "applicant", "source": "agency"},
    "ApplicationOut": {
        "id": 5,
        "job_id": 17,
        "candidate_id": 42,
        "stage_id": 81,
        "stage": "interview",
        "status": "active",
        "close_reason": "",
        "offer": "",
        "decline_reason": "",
        "source": "agency",
        **_STAMPS,
    },
    "Move": {"stage_id": 81},
    "Rejection": {"reason": "skills", "comment": "Has never climbed a mast."},
    "Offer": {"offer": "declined", "decline_reason": "relocation", "comment": "Stays by the sea."},
    "Withdrawal": {"comment": "Took another job."},
    "NoteIn": {"text": "Knows the tides.", "visibility": "shared"},
    "NoteOut": {
        "id": 9,
        "candidate_id": 42,
        "application_id": 5,
        "text": "Knows the tides.",
        "visibility": "shared",
        "author": "Rhea Berg",
        "created_at": _AT,
    },
    "FeedbackOut": {
        "id": 3,
        "author": "Ivan Holm",
        "recommendation": "yes",
        "strengths": "Calm.",
        "weaknesses": "",
        "comment": "Dives well.",
        "submitted_at": _AT,
    },
    "NewPool": {"name": "Summer crew"},
    "PoolOut": {"id": 4, "name": "Summer crew", "source": "internal", "owner": "Rhea Berg", **_STAMPS},
    "NewMember": {"candidate_id": 42},
    "MemberOut": {"candidate_id": 42, "first_name": "Greta", "last_name": "Lind", "added_at": _AT},
    "ChoiceOut": {
        "list": "employment_type",
        "code": "seasonal",
        "name_en": "Seasonal",
        "name_sv": "Säsongsanställning",
        "counts_as": "temporary",
        "is_built_in": False,
        "is_offered": True,
    },
    "Problem": {
        "status": 404,
        "title": "Not Found",
        "code": "JobNotFound",
        "detail": "There is no such job, or you may not see it.",
        "fields": {},
    },
}
_PAGES = {
    "JobPage": "JobOut",
    "CandidatePage": "CandidateOut",
    "ApplicationPage": "ApplicationOut",
    "NotePage": "NoteOut",
    "FeedbackPage": "FeedbackOut",
    "PoolPage": "PoolOut",
    "MemberPage": "MemberOut",
}


def by_schema(known: Mapping[str, Any]) -> dict[str, Any]:
    """The example of each of the schemas that are known; a page has one of its rows."""
    pages = {page: {"items": [EXAMPLES[row]], "next_cursor": ""} for page, row in _PAGES.items()}
    return {name: example for name, example in {**EXAMPLES, **pages}.items() if name in known}
