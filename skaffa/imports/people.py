"""What a row says about a person, and what is wrong with it."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext_lazy as _

from skaffa.candidates import queries, rules
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.imports import encodings

_ADDRESSES = re.compile(r"[;,\s|]+")
_NUMBERS = re.compile(r"[;,|\n]+")
_SKILLS = re.compile(r"[;,|\n•]+")
COLUMNS_OF: Mapping[str, tuple[str, ...]] = {
    "first_name": ("first_name", "name"),
    "last_name": ("last_name", "name"),
    "emails": ("email",),
    "phones": ("phone",),
    "links": ("linkedin", "website"),
    "employments": ("company", "title"),
    "educations": ("school", "degree"),
}
"""The fields of a file by what they become of a person; the others have the same name."""


def person(said: Mapping[str, Sequence[str]]) -> Person:
    """The person of a row, in the shape that actions take."""
    one = {name: encodings.repaired(cells[0]) for name, cells in said.items()}
    first, last = _names(one)
    company, title, school = one.get("company", ""), one.get("title", ""), one.get("school", "")
    headline = one.get("headline", "")
    return rules.tidied(
        Person(
            first_name=first,
            last_name=last,
            headline=headline or ("" if company else title),
            location=one.get("location", ""),
            emails=_split(_ADDRESSES, said.get("email", ())),
            phones=_split(_NUMBERS, said.get("phone", ())),
            links=_split(_ADDRESSES, [*said.get("linkedin", ()), *said.get("website", ())]),
            employments=[JobHeld(company, title, is_current=True)] if company else [],
            educations=[Study(school, one.get("degree", ""))] if school else [],
            skills=[encodings.repaired(skill) for skill in _split(_SKILLS, said.get("skills", ()))],
            years_of_experience=one.get("years_of_experience", ""),
        )
    )


def faults(known: Person) -> dict[str, Message]:
    """What cannot be stored as it is, by field of a person."""
    try:
        rules.checked(known)
    except refusals.Invalid as refusal:  # an edge: what the candidate's own rules say, row by row
        return refusal.fields
    return {}


def identities(known: Person, cells: Sequence[str]) -> list[tuple[str, str]]:
    """By what two rows are about the same person: as anybody is found again, or by saying the very same."""
    return [*queries.identities(known), ("row", "\x1f".join(cells).casefold())]


def shown(known: Person) -> list[tuple[Message, str]]:
    """How the person will look, for a preview."""
    held = next(iter(known.employments), None)
    study = next(iter(known.educations), None)
    said = [
        (_("Name"), f"{known.first_name} {known.last_name}".strip()),
        (_("E-mail"), ", ".join(known.emails)),
        (_("Phone"), ", ".join(known.phones)),
        (_("Links"), ", ".join(known.links)),
        (_("Headline"), known.headline),
        (_("Location"), known.location),
        (_("Employer"), ", ".join(filter(None, [held.title, held.company])) if held else ""),
        (_("Education"), ", ".join(filter(None, [study.degree, study.school])) if study else ""),
        (_("Skills"), ", ".join(known.skills)),
        (_("Years of experience"), known.years_of_experience),
    ]
    return [(label, value) for label, value in said if value]


def _names(one: Mapping[str, str]) -> tuple[str, str]:
    first, last = text.line(one.get("first_name", "")), text.line(one.get("last_name", ""))
    whole = text.line(one.get("name", ""))
    if first or not whole:
        return first, last
    if "," in whole:  # Lind, Greta
        family, _comma, given = whole.partition(",")
        return given.strip() or family.strip(), last or (family.strip() if given.strip() else "")
    given, _blank, family = whole.rpartition(" ")
    return given or family, last or (family if given else "")


def _split(pattern: re.Pattern[str], cells: Sequence[str]) -> list[str]:
    return [part for cell in cells for part in pattern.split(cell) if part]
