"""The countries of the world in the reader's language."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from babel import Locale
from django.utils import translation

from skaffa.jobs import rules
from skaffa.jobs.models import Job

_LAST_LETTERS = str.maketrans({"å": "{a", "ä": "{b", "ö": "{c"})  # Swedish sorts these after z


def name(code: str) -> str:
    """The country's name in the language of the page; the code itself when it has none."""
    return _names(translation.get_language() or "en").get(code, code)


def choices() -> list[tuple[str, str]]:
    """Every country by name, for a select."""
    return in_order(_names(translation.get_language() or "en").items())


def in_order(choices: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Values with their names, by name as the language of the page sorts."""
    language = translation.get_language() or "en"
    return sorted(choices, key=lambda item: _sorting(item[1], language))


def place(job: Job) -> str:
    """Where a job is, on one line."""
    return line(job.city, job.region, job.country)


def line(city: str, region: str, country: str) -> str:
    """A place on one line, as far as it is known; the country by its code."""
    return ", ".join(part for part in (city, region, name(country)) if part)


@cache
def _names(language: str) -> dict[str, str]:
    territories = Locale.parse(language, sep="-").territories
    return {code: str(territories[code]) for code in rules.COUNTRIES if code in territories}


def _sorting(text: str, language: str) -> str:
    lower = text.casefold()
    if language.startswith("sv"):
        lower = lower.translate(_LAST_LETTERS)
    return "".join(char for char in unicodedata.normalize("NFD", lower) if not unicodedata.combining(char))
