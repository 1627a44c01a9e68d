"""What a column of a file may mean, and what it probably means: by its heading in our languages, then by what is in it."""

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from skaffa.candidates import rules as people
from skaffa.core import text
from skaffa.core.refusals import Message
from skaffa.imports.models import Kind


@dataclass(frozen=True, slots=True)
class Field:
    """What a column can mean; `headings` are other words for it, `is_many` lets several columns say it together."""

    name: str
    label: Message
    headings: str = ""
    is_many: bool = False


FIELDS: Mapping[str, Sequence[Field]] = {
    Kind.CANDIDATES: (
        Field("first_name", _("First name"), "given name, forename, tilltalsnamn"),
        Field("last_name", _("Last name"), "surname, family name"),
        Field("name", _("Full name"), "name, candidate, candidate name, namn, kandidat, kandidatnamn, person"),
        Field("email", _("E-mail"), "email, mail, email address, epost, epostadress, mejl, mailadress", is_many=True),
        Field(
            "phone",
            _("Phone"),
            "phone number, telephone, mobile, mobile phone, cell, telefon, telefonnummer, mobil, mobiltelefon, mobilnummer",
            is_many=True,
        ),
        Field("linkedin", _("LinkedIn profile"), "linkedin, linkedin url, linkedin link, profile url, linkedinprofil"),
        Field(
            "website", _("Website"), "web, url, homepage, portfolio, github, webbsida, hemsida, webbplats", is_many=True
        ),
        Field("headline", _("Headline"), "tagline, summary, rubrik, sammanfattning, presentation"),
        Field("location", _("Location"), "city, town, place, residence, birth place, ort, stad, bostadsort, plats"),
        Field("company", _("Employer"), "company, current company, organization, företag, arbetsgivare, bolag"),
        Field(
            "title", _("Job title"), "title, current title, position, role, occupation, titel, befattning, roll, yrke"
        ),
        Field(
            "school", _("School"), "university, college, education, skola, universitet, högskola, lärosäte, utbildning"
        ),
        Field("degree", _("Degree"), "qualification, examen"),
        Field(
            "skills", _("Skills"), "skill, tags, keywords, kompetenser, kunskaper, färdigheter, taggar", is_many=True
        ),
        Field("years_of_experience", _("Years of experience"), "experience, experience years, erfarenhet"),
    ),
    Kind.JOBS: (
        Field(
            "code",
            _("Job ID"),
            "id, code, reference, ref, job number, requisition, jobbnummer, annonsnummer, nummer, referens",
        ),
        Field(
            "title", _("Job title"), "title, job, business title, position, role, titel, tjänst, befattning, jobbtitel"
        ),
        Field(
            "description",
            _("Description"),
            "job description, text, ad, preferred skills, minimum qual requirements, requirements, beskrivning,"
            " annonstext, kravprofil, kvalifikationer, arbetsbeskrivning",
            is_many=True,
        ),
        Field("city", _("City"), "location, town, place, stad, ort, placeringsort, arbetsort"),
        Field("region", _("Region or state"), "region, state, province, county, län"),
        Field("country", _("Country"), "country code, nation, land, landskod"),
        Field(
            "openings",
            _("Openings"),
            "number of openings, positions, number of positions, # of positions, vacancies, headcount, antal, antal tjänster",
        ),
        Field(
            "employment_type",
            _("Employment type"),
            "type of employment, full-time/part-time indicator, anställningsform, anställningstyp, omfattning",
        ),
        Field("seniority", _("Seniority"), "seniority level, experience level, senioritet, erfarenhetsnivå"),
        Field("functions", _("Job functions"), "job function, function, yrkesområde, yrkesområden"),
        Field("skills", _("Skills"), "skill, färdigheter, kompetenser"),
    ),
}
NEEDED: Mapping[str, tuple[frozenset[str], Message]] = {
    Kind.CANDIDATES: (frozenset({"first_name", "name"}), _("Choose which column has the first name or the full name.")),
    Kind.JOBS: (frozenset({"title"}), _("Choose which column has the job title.")),
}
"""Without one of these nobody can be told from anybody, and why."""

_MOSTLY = 0.6
_PHONE = re.compile(r"^\+?[\d\s()./-]{7,25}$")


def named(kind: str) -> Mapping[str, Field]:
    return {field.name: field for field in FIELDS[kind]}


def key(header: Sequence[str]) -> str:
    """What two files with the same headers have in common."""
    return hashlib.sha256(json.dumps([plain(heading) for heading in header]).encode()).hexdigest()


def guessed(kind: str, header: Sequence[str], samples: Sequence[Sequence[str]]) -> list[str]:
    """The field of each column, "" for one we do not know; no field twice unless it takes several columns."""
    found = [_by_heading(kind).get(plain(heading), "") for heading in header]
    if kind == Kind.CANDIDATES:
        for place, name in enumerate(found):
            found[place] = name or _by_content([row[place] for row in samples if place < len(row)])
    return _once(kind, found)


def fitting(kind: str, columns: Sequence[str], width: int) -> list[str]:
    """What was chosen or remembered, as far as it can mean something for a file of this width."""
    known = named(kind)
    given = [name if name in known else "" for name in columns[:width]]
    return [*given, *[""] * (width - len(given))]


def doubled(kind: str, columns: Sequence[str]) -> list[Field]:
    """The fields that several columns claim, although one alone can have them."""
    many = Counter(name for name in columns if name)
    return [field for field in FIELDS[kind] if many[field.name] > 1 and not field.is_many]


def values(columns: Sequence[str], cells: Sequence[str]) -> dict[str, list[str]]:
    """What a row says, by field, in the order of the columns."""
    found: dict[str, list[str]] = {}
    for place, name in enumerate(columns):
        if name:
            found.setdefault(name, []).append(cells[place] if place < len(cells) else "")
    return found


def plain(heading: str) -> str:
    return "".join(char for char in text.line(heading).casefold() if char.isalnum())


@lru_cache(maxsize=4)
def _by_heading(kind: str) -> Mapping[str, str]:
    """Every word we know for a field of this kind, in every language; an own label wins over another's word."""
    known: dict[str, str] = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            for field in FIELDS[kind]:
                known.setdefault(plain(str(field.label)), field.name)
    for field in FIELDS[kind]:
        for heading in field.headings.split(","):
            known.setdefault(plain(heading), field.name)
    return known


def _by_content(cells: Sequence[str]) -> str:
    filled = [cell for cell in cells if cell]
    if not filled:
        return ""
    return next((name for name, fits in _CONTENTS if sum(map(fits, filled)) >= _MOSTLY * len(filled)), "")


def _once(kind: str, columns: Sequence[str]) -> list[str]:
    known, seen, kept = named(kind), set[str](), []
    for name in columns:
        is_free = bool(name) and (known[name].is_many or name not in seen)
        kept.append(name if is_free else "")
        seen.add(name)
    return kept


def _is_website(cell: str) -> bool:
    return cell.lower().startswith(("http://", "https://", "www."))


def _is_phone(cell: str) -> bool:
    return bool(_PHONE.match(cell)) and len(people.phone_key(cell)) >= people.SHORTEST_PHONE and "-" not in cell[3:5]


_CONTENTS: tuple[tuple[str, Callable[[str], bool]], ...] = (
    ("email", people.is_email),
    ("linkedin", people.is_linkedin_profile),
    ("website", _is_website),
    ("phone", _is_phone),
)
