"""What a scenario's customer syncs: jobs, candidates and applications that are the same every time."""

from collections.abc import Sequence

from rsc_sandbox.scenarios.vendor import ORGANIZATION
from rsc_sandbox.store.members import Member

Record = dict[str, object]

_FIRST = ("Alma", "Bertil", "Carmen", "Dawit", "Elin", "Farid", "Greta", "Hugo", "Iris", "Jonas", "Kerstin", "Liam")
_LAST = (
    "Ahlström",
    "Berggren",
    "Cervenka",
    "Dahl",
    "Engström",
    "Farouk",
    "Granqvist",
    "Holm",
    "Ito",
    "Jansson",
    "Kaya",
)
_STAGES = ("New", "Screening", "Interview", "Offer", "Rejected")
_WORDS = ("Clear answers, good examples.", "Knows the craft; has led a small team.", "Would rather start after summer.")
_HOUR = 3_600_000
_SITE = "https://ats.example"


def posting(external_id: str, title: str, *, at: int) -> Record:
    return {
        "integrationContext": ORGANIZATION,
        "externalJobPostingId": external_id,
        "jobPostingOperationType": "CREATE",
        "title": title,
        "description": f"{title}: plan the work with the team, do it well and write down why. " * 3,
        "location": "Gothenburg, Sweden",
        "listedAt": at - 1,
        "companyApplyUrl": f"{_SITE}/jobs/{external_id}",
        "availability": "PRIVATE_TO_ATS_INTEGRATION",
        "companyJobCode": external_id,
    }


def candidates(count: int, known: Sequence[Member], *, at: int) -> dict[str, Record]:
    """By id; the first are the `known` members, found by their e-mail address or their profile's."""
    made: dict[str, Record] = {}
    for index in range(count):
        member = known[index] if index < len(known) else None
        made[f"C{index + 1:04}"] = _member(member, at) if member else _stranger(index, at)
    return {name: {**record, "externalProfileUrl": f"{_SITE}/candidates/{name}"} for name, record in made.items()}


def applications(people: dict[str, Record], jobs: Sequence[tuple[str, str]], *, at: int) -> dict[str, Record]:
    """Each candidate applied for one job."""
    if not jobs:
        return {}
    return {
        f"A{name[1:]}": {
            "atsCandidateId": name,
            "atsJobPostingId": jobs[index % len(jobs)][0],
            "atsJobPostingName": jobs[index % len(jobs)][1],
            "firstName": person["firstName"],
            "lastName": person["lastName"],
            "source": "Career site",
            "atsCreatedAt": at - 48 * _HOUR,
            "atsLastModifiedAt": at - _HOUR,
        }
        for index, (name, person) in enumerate(people.items())
    }


def stages(applied: Sequence[str], *, at: int) -> dict[str, Record]:
    """How far each application came, every stage on the way."""
    made: dict[str, Record] = {}
    for index, name in enumerate(applied):
        for step, stage in enumerate(_STAGES[: 1 + index % len(_STAGES)]):
            key = f"jobApplicationId:{name},jobApplicationStageId:S{step + 1}"
            made[key] = {"stage": stage, "atsCreatedAt": at - (40 - step) * _HOUR}
    return made


def notes(applied: Sequence[str], *, at: int) -> dict[str, Record]:
    author = {"firstName": "Rhea", "lastName": "Demo"}
    return {
        f"externalJobApplicationId:{name},externalNoteId:N1": {
            "note": _WORDS[index % len(_WORDS)],
            "author": author,
            "atsCreatedAt": at - 20 * _HOUR,
        }
        for index, name in enumerate(applied)
    }


def feedback(applied: Sequence[str], *, at: int) -> dict[str, Record]:
    return {
        f"jobApplicationId:{name},interviewFeedbackId:F1": {
            "atsCreatedAt": at - 10 * _HOUR,
            "interviewer": {"firstName": "Hal", "lastName": "Demo"},
            "interviewType": "ONSITE",
            "evaluations": [{"attribute": "Overall", "result": f"{3 + index % 3}/5"}],
            "feedback": _WORDS[index % len(_WORDS)],
        }
        for index, name in enumerate(applied)
    }


def _member(member: Member, at: int) -> Record:
    return {
        "firstName": member.first_name,
        "lastName": member.last_name,
        "emailAddresses": list(member.emails) or [f"member{member.id}@example.org"],  # a file of people may know none
        "phoneNumbers": [{"number": number} for number in member.phones],
        "addresses": [],
        "linkedInProfileUrl": f"https://www.linkedin.com/in/{member.slug}",
        "atsCreatedAt": at - 72 * _HOUR,
        "atsLastModifiedAt": at - _HOUR,
    }


def _stranger(index: int, at: int) -> Record:
    first, last = _FIRST[index % len(_FIRST)], _LAST[index % len(_LAST)]
    return {
        "firstName": first,
        "lastName": last,
        "emailAddresses": [f"candidate{index + 1}@example.net"],
        "phoneNumbers": [],
        "addresses": [{"city": "Gothenburg", "country": "SE"}],
        "atsCreatedAt": at - 72 * _HOUR,
        "atsLastModifiedAt": at - _HOUR,
    }
