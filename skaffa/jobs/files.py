"""Makes jobs of the rows of files as they are found in the world: foreign headers, broken encodings, HTML, stray blanks."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from html.parser import HTMLParser

import ftfy
from babel import Locale
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skaffa.choices.models import EmploymentType, Seniority
from skaffa.choices.queries import Lists
from skaffa.choices.rules import spelling
from skaffa.core import refusals, text
from skaffa.jobs import rules
from skaffa.jobs.rules import JobDetails

_PARAGRAPH_TAGS = frozenset({"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "table"})
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_GAP = re.compile(r"[ \t\u00a0]{3,}")  # where line breaks got lost, wide gaps are left
_SEVERAL = re.compile(r"[,;|\n]")
_BLANKS = re.compile(r"[ \t\u00a0]+")

Place = tuple[str, str, str]
"""City, region, country."""


class NotATable(refusals.Invalid):
    """The file has no header we know."""

    sentence = gettext_lazy("This file has no column for the job's title in its first line.")


@dataclass(frozen=True, slots=True)
class Row:
    """One row: where it begins in the file, what it says, and what it lacks, one sentence each."""

    line: int
    code: str
    details: JobDetails
    shortcomings: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        return not self.shortcomings


@dataclass(frozen=True, slots=True)
class _Dialect:
    """Which headers mean what; the columns after the first of a field are appended as paragraphs."""

    columns: Mapping[str, tuple[str, ...]]
    place: Callable[[Mapping[str, str], str], Place]


def rows(header: Sequence[str], lines: Iterable[tuple[int, Sequence[str]]], *, country: str) -> Iterator[Row]:
    """The rows below a header we know; `country` (ISO 3166-1 alpha-2) holds where a row names none.

    Raises NotATable for a file without a title column.
    """
    headings = [text.line(name).casefold() for name in header]
    dialect, lists = _dialect(headings), Lists()
    for number, cells in lines:
        known = dict(zip(headings, cells, strict=False))
        parts = {field: [known.get(name, "") for name in names] for field, names in dialect.columns.items()}
        surplus = len(cells) > len(header)
        yield row(number, parts, lists, place=lambda said: dialect.place(said, country), surplus=surplus)


def row(
    number: int,
    parts: Mapping[str, Sequence[str]],
    lists: Lists,
    *,
    place: Callable[[Mapping[str, str]], Place],
    surplus: bool = False,
) -> Row:
    """One row by what its cells say of each field; further parts of a description follow the first as paragraphs."""
    clean = {field: [cleaned(cell) for cell in cells] for field, cells in parts.items()}
    said = {field: next((part for part in found if part), "") for field, found in clean.items()}
    city, region, land = place(said)
    openings = _number(said)
    employment, seniority = _choice(said, "employment_type", lists), _choice(said, "seniority", lists)
    lacks = [
        sentence
        for value, sentence in (
            (openings, _("The number of positions is not a number.")),
            (employment, _("The employment type is not one we know.")),
            (seniority, _("The seniority is not one we know.")),
            (None if surplus else "", _("The row has more columns than the header.")),
        )
        if value is None
    ]
    details = rules.tidied(
        JobDetails(
            title=said.get("title", ""),
            description=_description(clean.get("description", [])),
            city=city,
            region=region,
            country=country_code(land),
            openings=openings or 1,
            employment_type=employment or "",
            seniority=seniority or "",
            functions=_SEVERAL.split(said.get("functions", "")),
            skills=_SEVERAL.split(said.get("skills", "")),
        )
    )
    lacks += [str(sentence) for sentence in rules.shortcomings(details)]
    return Row(number, text.line(said.get("code", "")), details, tuple(lacks))


def country_code(given: str) -> str:
    """The two letters of a country that somebody named in one of our languages; what we do not know stays as it is."""
    name = text.line(given)
    return name.upper() if name.upper() in rules.COUNTRIES else _countries().get(name.casefold(), name)


def cleaned(raw: str) -> str:
    """Text as its author meant it: encoding repaired, HTML made lines, lost line breaks found again."""
    repaired = ftfy.fix_text(raw)
    if _TAG.search(repaired):
        repaired = _without_tags(repaired)
    lines = (_GAP.sub("\n\n", line.strip()) for line in text.paragraphs(repaired).split("\n"))
    return text.paragraphs("\n".join(_BLANKS.sub(" ", line) for line in lines))


def _description(parts: list[str]) -> str:
    """Requirements alone describe nothing: they follow a description or are left out."""
    return "\n\n".join(part for part in parts if part) if parts and parts[0] else ""


def _number(said: Mapping[str, str]) -> int | None:
    """How many openings: 1 where nothing is said, None where it is no sensible number."""
    given = said.get("openings", "").replace(",", "").removesuffix(".0")
    if not given:
        return 1
    return int(given) if given.isdecimal() and 1 <= int(given) <= rules.MOST_OPENINGS else None


def _choice(said: Mapping[str, str], field: str, lists: Lists) -> str | None:
    """The stored value for what a person wrote, "" where nothing is said, None where we do not know it."""
    given = said.get(field, "")
    return (_MORE_CHOICES[field].get(spelling(given)) or lists.meant(field, given) or None) if given else ""


@lru_cache(maxsize=1)
def _countries() -> Mapping[str, str]:
    """The codes of countries by their names in every language."""
    return {
        name.casefold(): code
        for language, _label in settings.LANGUAGES
        for code, name in Locale(language).territories.items()
        if code in rules.COUNTRIES
    }


def _dialect(header: list[str]) -> _Dialect:
    for dialect in (_NYC, _PLAIN):
        if any(name in header for name in dialect.columns["title"]):
            return dialect
    raise NotATable


def _without_tags(html: str) -> str:
    reader = _Lines()
    reader.feed(html)
    reader.close()
    return "".join(reader.parts)


class _Lines(HTMLParser):
    """Collects the text of HTML, a new line for each block."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - HTMLParser's
        if tag in _PARAGRAPH_TAGS:
            self.parts.append("\n• " if tag == "li" else "\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in _PARAGRAPH_TAGS - {"br", "li"}:
            self.parts.append("\n")

    def handle_data(self, data: str) -> None:
        self.parts.append(data)


def _plain_place(said: Mapping[str, str], country: str) -> Place:
    return said.get("city", ""), said.get("region", ""), said.get("country", "") or country


def _nyc_place(said: Mapping[str, str], country: str) -> Place:
    """New York City's file names buildings and units; its jobs are in the city unless a place outside is named."""
    where = said.get("place", "")
    if not where:
        return "", "", country
    city = next((name for pattern, name in _NYC_PLACES if pattern.search(where)), "New York")
    return city, "New York", country


_NYC_PLACES = tuple(
    (re.compile(pattern, re.IGNORECASE), name)
    for pattern, name in (
        (r"\bvalhalla\b", "Valhalla"),
        (r"\bkingston\b", "Kingston"),
        (r"\bgrahamsville\b", "Grahamsville"),
        (r"\bdownsville\b", "Downsville"),
        (r"\b(brooklyn|bklyn)\b(?! qns)", "Brooklyn"),
        (r"\b(bronx|bx)\b", "Bronx"),
        (r"\bstaten isl|\bs\.?i\.?,", "Staten Island"),
        (r"\b(queens|qns|corona|woodside|jamaica|lic|l i city|astoria)\b|l\.i\.c|long is", "Queens"),
    )
)
_PLAIN = _Dialect(
    {
        "code": ("job id", "code", "id", "reference"),
        "title": ("title", "job title"),
        "description": ("description", "job description"),
        "city": ("city", "location"),
        "region": ("region", "state"),
        "country": ("country",),
        "openings": ("openings", "number of openings"),
        "employment_type": ("employment type",),
        "seniority": ("seniority",),
        "functions": ("job function", "job functions", "function"),
        "skills": ("skills",),
    },
    _plain_place,
)
_NYC = _Dialect(
    {
        "code": ("job id",),
        "title": ("business title",),
        "description": ("job description", "minimum qual requirements", "preferred skills"),
        "place": ("work location",),
        "openings": ("# of positions",),
        "employment_type": ("full-time/part-time indicator",),
    },
    _nyc_place,
)
"""As NYC Open Data publishes the postings of the city's agencies."""

_MORE_CHOICES: Mapping[str, Mapping[str, str]] = {
    "employment_type": {
        **{value.replace("_", " "): value for value in EmploymentType.values},
        "f": EmploymentType.FULL_TIME.value,
        "p": EmploymentType.PART_TIME.value,
    },
    "seniority": {
        **{value.replace("_", " "): value for value in Seniority.values},
        "entry level": Seniority.ENTRY.value,
        "mid senior level": Seniority.MID_SENIOR.value,
    },
}
