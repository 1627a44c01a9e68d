"""Pure rules about people: what identifies them, what fits, what changed."""

import dataclasses
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals, text

FIRST_NAME, LAST_NAME, HEADLINE, LOCATION, YEARS = 120, 120, 400, 200, 40
COMPANY, TITLE, PERIOD, SCHOOL, DEGREE, SKILL = 200, 200, 80, 200, 200, 120
EMAIL, PHONE, LINK = 254, 40, 500
SHORTEST_PHONE = 7
"""Digits that are worth comparing: shorter numbers are extensions."""
MOST = 100
"""Of each kind of contact point or background entry a person may have."""

_LINKEDIN = re.compile(r"(?:^|\.)linkedin\.com$")
_PROFILE = re.compile(r"^/(?:in|pub)/[^/]+")
_TRANSLATED_PROFILE = re.compile(r"^(/in/[^/]+)/[a-z]{2}(?:-[a-z]{2})?$")
_LIMITS = {
    "first_name": FIRST_NAME,
    "last_name": LAST_NAME,
    "headline": HEADLINE,
    "location": LOCATION,
    "years_of_experience": YEARS,
}


@dataclass(frozen=True, slots=True)
class JobHeld:
    """A position somebody has or had."""

    company: str
    title: str = ""
    period: str = ""
    is_current: bool = False


@dataclass(frozen=True, slots=True)
class Study:
    school: str
    degree: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """What is said about somebody; the first e-mail address is the primary one, links are URLs."""

    first_name: str
    last_name: str = ""
    headline: str = ""
    location: str = ""
    emails: Sequence[str] = ()
    phones: Sequence[str] = ()
    links: Sequence[str] = ()
    employments: Sequence[JobHeld] = ()
    educations: Sequence[Study] = ()
    skills: Sequence[str] = ()
    years_of_experience: str = ""


def normalize_email(address: str) -> str:
    """What two spellings of one e-mail address have in common: no surrounding blanks, lower case."""
    return text.line(address).lower()


def normalize_phone(number: str) -> str:
    """What two spellings of one phone number have in common: its digits and a leading plus sign."""
    digits = re.sub(r"\D", "", number)
    return f"+{digits}" if number.strip().startswith("+") else digits


def phone_key(number: str) -> str:
    """What phone numbers are found by: ASCII digits without the zeros in front, as the index in the database has them."""
    return re.sub(r"[^0-9]", "", number).lstrip("0")


def normalize_link(url: str) -> str:
    """What two spellings of one address have in common: host and path, without scheme, www, query or last slash.

    A LinkedIn profile loses its country subdomain and language suffix too and is compared in lower case: LinkedIn
    serves one profile under all of these.
    """
    host, path = _host_and_path(url)
    if _is_profile(host, path):
        path = path.lower()
        return "linkedin.com" + (_TRANSLATED_PROFILE.sub(r"\1", path))
    return host.removeprefix("www.") + path


def is_linkedin_profile(url: str) -> bool:
    """Whether this is the address of a member's own page."""
    return _is_profile(*_host_and_path(url))


def shown_link(url: str) -> str:
    """The address as a browser needs it: with a scheme, and only one that is safe to follow; else empty."""
    address = text.line(url)
    if not address or any(char in address for char in ' <>"'):
        return ""
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme.lower() in {"http", "https"} and "." in parts.netloc else ""


def is_email(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return len(address) <= EMAIL


def tidied(person: Person) -> Person:
    """The same person without stray blanks, control characters, empty entries and repetitions."""
    return Person(
        first_name=text.line(person.first_name),
        last_name=text.line(person.last_name),
        headline=text.line(person.headline),
        location=text.line(person.location),
        emails=_distinct([text.line(email) for email in person.emails], normalize_email),
        phones=_distinct([text.line(phone) for phone in person.phones], normalize_phone),
        links=_distinct([shown_link(link) or text.line(link) for link in person.links], normalize_link),
        employments=tuple(held for held in map(_tidied_job, person.employments) if held.company),
        educations=tuple(study for study in map(_tidied_study, person.educations) if study.school),
        skills=_distinct([text.line(skill) for skill in person.skills], str.casefold),
        years_of_experience=text.line(person.years_of_experience),
    )


def fitted(person: Person) -> Person:
    """What can be stored of what a machine sent: over-long text is shortened, unusable contact points are left out.

    Somebody without any name is called by their e-mail address, else "?", for a person is never refused for that.
    """
    clean = tidied(person)
    first, last = clean.first_name, clean.last_name
    if not first:
        first, last = (last, "") if last else (next(iter(clean.emails), "?"), "")
    return dataclasses.replace(
        clean,
        first_name=text.shortened(first, FIRST_NAME),
        last_name=text.shortened(last, LAST_NAME),
        headline=text.shortened(clean.headline, HEADLINE),
        location=text.shortened(clean.location, LOCATION),
        years_of_experience=text.shortened(clean.years_of_experience, YEARS),
        emails=tuple(email for email in clean.emails if is_email(email))[:MOST],
        phones=tuple(phone for phone in clean.phones if len(phone) <= PHONE and normalize_phone(phone))[:MOST],
        links=tuple(link for link in clean.links if shown_link(link) and len(link) <= LINK)[:MOST],
        employments=tuple(_fitted_job(held) for held in clean.employments)[:MOST],
        educations=tuple(_fitted_study(study) for study in clean.educations)[:MOST],
        skills=_distinct([text.shortened(skill, SKILL) for skill in clean.skills], str.casefold)[:MOST],
    )


def checked(person: Person) -> Person:
    """What a user typed, tidied; raises Invalid naming the fields that cannot be stored as they are."""
    clean = tidied(person)
    wrong = {name: sentence for name, sentence, fits in _CHECKS if not fits(clean)}
    for name, limit in _LIMITS.items():
        if len(getattr(clean, name)) > limit:
            wrong[name] = _("Use at most %(limit)d characters.") % {"limit": limit}
    for name in ("emails", "phones", "links", "employments", "educations", "skills"):
        if len(getattr(clean, name)) > MOST:
            wrong[name] = _("Give at most %(limit)d of these.") % {"limit": MOST}
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return clean


def merged(known: Person, said: Person) -> Person:
    """What is known, completed by what is said: nothing known is lost or overwritten."""
    return Person(
        first_name=known.first_name,
        last_name=known.last_name or said.last_name,
        headline=known.headline or said.headline,
        location=known.location or said.location,
        emails=_distinct([*known.emails, *said.emails], normalize_email)[:MOST],
        phones=_distinct([*known.phones, *said.phones], normalize_phone)[:MOST],
        links=_distinct([*known.links, *said.links], normalize_link)[:MOST],
        employments=known.employments or said.employments,
        educations=known.educations or said.educations,
        skills=_distinct([*known.skills, *said.skills], str.casefold)[:MOST],
        years_of_experience=known.years_of_experience or said.years_of_experience,
    )


def changed(before: Person, after: Person) -> tuple[str, ...]:
    """The names of the fields that differ."""
    names = (field.name for field in dataclasses.fields(Person))
    return tuple(name for name in names if _plain(getattr(before, name)) != _plain(getattr(after, name)))


def _plain(value: object) -> object:
    return tuple(value) if isinstance(value, list) else value


def _host_and_path(url: str) -> tuple[str, str]:
    address = text.line(url)
    if "://" not in address:
        address = f"https://{address}"
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
    except ValueError:  # "http://[": nothing to compare by but the text itself
        return "", address.lower()
    return host, text.line(unquote(parts.path)).rstrip("/ ")


def _is_profile(host: str, path: str) -> bool:
    return bool(_LINKEDIN.search(host) and _PROFILE.match(path.lower()))


def _distinct(values: Sequence[str], key: Callable[[str], str]) -> tuple[str, ...]:
    found: dict[str, str] = {}
    for value in values:
        if value:
            found.setdefault(key(value) or value, value)
    return tuple(found.values())


def _tidied_job(held: JobHeld) -> JobHeld:
    return JobHeld(text.line(held.company), text.line(held.title), text.line(held.period), held.is_current)


def _tidied_study(study: Study) -> Study:
    return Study(text.line(study.school), text.line(study.degree))


def _fitted_job(held: JobHeld) -> JobHeld:
    return JobHeld(
        text.shortened(held.company, COMPANY),
        text.shortened(held.title, TITLE),
        text.shortened(held.period, PERIOD),
        held.is_current,
    )


def _fitted_study(study: Study) -> Study:
    return Study(text.shortened(study.school, SCHOOL), text.shortened(study.degree, DEGREE))


_CHECKS: tuple[tuple[str, refusals.Message, Callable[[Person], bool]], ...] = (
    ("first_name", _("Give at least a first name."), lambda person: bool(person.first_name)),
    (
        "emails",
        _("Give complete e-mail addresses, such as name@example.com."),
        lambda person: all(is_email(email) for email in person.emails),
    ),
    (
        "phones",
        _("Give phone numbers with digits and at most 40 characters."),
        lambda person: all(len(phone) <= PHONE and normalize_phone(phone) for phone in person.phones),
    ),
    (
        "links",
        _("Give web addresses, such as https://example.com, of at most 500 characters."),
        lambda person: all(shown_link(link) and len(link) <= LINK for link in person.links),
    ),
    (
        "employments",
        _("Use at most 200 characters for a company or a title and 80 for a period."),
        lambda person: all(held == _fitted_job(held) for held in person.employments),
    ),
    (
        "educations",
        _("Use at most 200 characters for a school or a degree."),
        lambda person: all(study == _fitted_study(study) for study in person.educations),
    ),
    (
        "skills",
        _("Use at most 120 characters for a skill."),
        lambda person: all(len(skill) <= SKILL for skill in person.skills),
    ),
)
