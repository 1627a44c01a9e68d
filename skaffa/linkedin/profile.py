"""Pure: a delivered profile as the JSON we keep, and that JSON as a Person for the domain."""

from typing import Any

from rsc_client.schemas import StubProfile
from skaffa.candidates.rules import JobHeld, Person, Study

_COMPANY = ("companyName", "company", "employerName")
_TITLE = ("title", "jobTitle", "positionTitle")
_TEXT_LIMIT = 2_000
_LIST_LIMIT = 50


def snapshot(profile: StubProfile) -> dict[str, Any]:
    """What LinkedIn delivered, in LinkedIn's own field names (wire §6.1), safe for a jsonb column."""
    kept: dict[str, Any] = {
        "member": profile.member,
        "firstName": profile.first_name,
        "lastName": profile.last_name,
        "profileUrl": profile.profile_url,
        "currentEmployerNames": profile.current_employer_names,
        "emailAddresses": profile.email_addresses,
        "headline": profile.headline,
        "location": profile.location,
        "yearsOfExperience": profile.years_of_experience,
        "skills": profile.skills,
        "positions": profile.positions,
        "educations": [{"schoolName": one.school_name, "degreeName": one.degree_name} for one in profile.educations],
    }
    clean: dict[str, Any] = _clean(kept)
    return clean


def person(kept: dict[str, Any]) -> Person:
    """The person in a kept profile; what is missing or of another shape is left out."""
    return Person(
        first_name=text(kept.get("firstName")),
        last_name=text(kept.get("lastName")),
        headline=text(kept.get("headline")),
        location=text(kept.get("location")),
        emails=_texts(kept.get("emailAddresses")),
        links=_texts([kept.get("profileUrl")]),
        employments=_employments(kept),
        educations=tuple(
            Study(text(one.get("schoolName")), text(one.get("degreeName"))) for one in _objects(kept.get("educations"))
        ),
        skills=_texts(kept.get("skills")),
        years_of_experience=text(kept.get("yearsOfExperience")),
    )


def text(value: object, *, most: int = _TEXT_LIMIT) -> str:
    """What LinkedIn sent where text is expected: without NUL, blanks around it, and what a database cannot hold."""
    return _storable(value)[:most].strip() if isinstance(value, str) else ""


def _employments(kept: dict[str, Any]) -> tuple[JobHeld, ...]:
    """The two positions of an enhanced export, completed by the employers every export names.

    LinkedIn's page of Position is not readable; the names tried are [INF].
    """
    current = _texts(kept.get("currentEmployerNames"))
    held = [
        JobHeld(company=company, title=_first(one, _TITLE), is_current=company in current)
        for one in _objects(kept.get("positions"))
        if (company := _first(one, _COMPANY))
    ]
    named = {one.company for one in held}
    return (*held, *(JobHeld(company=company, is_current=True) for company in current if company not in named))


def _first(row: dict[str, Any], names: tuple[str, ...]) -> str:
    return next((found for name in names if (found := text(row.get(name)))), "")


def _texts(value: object) -> tuple[str, ...]:
    return tuple(found for one in value if (found := text(one))) if isinstance(value, list) else ()


def _objects(value: object) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _clean(value: Any) -> Any:
    """Without NUL and lone surrogates, which PostgreSQL refuses; long text and lists cut."""
    if isinstance(value, str):
        return _storable(value)[:_TEXT_LIMIT]
    if isinstance(value, list):
        return [_clean(one) for one in value[:_LIST_LIMIT]]
    if isinstance(value, dict):
        return {_clean(str(name)): _clean(one) for name, one in list(value.items())[:_LIST_LIMIT]}
    return value


def _storable(value: str) -> str:
    return value.encode("utf-8", "ignore").decode().replace("\0", "")
