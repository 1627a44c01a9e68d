"""Reads jobs from CSV files as they are found in the world: foreign headers, broken encodings, HTML, stray blanks."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser

import ftfy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from skaffa.core import refusals, text
from skaffa.jobs import rules
from skaffa.jobs.models import EmploymentType, Seniority
from skaffa.jobs.rules import JobDetails

_LONGEST_CELL = 10_000_000
_PARAGRAPH_TAGS = frozenset({"p", "div", "br", "li", "ul", "ol", "h1", "h2", "h3", "h4", "tr", "table"})
_TAG = re.compile(r"</?[a-zA-Z][^<>]*>|&(?:[a-zA-Z]+|#\d+);")
_GAP = re.compile(r"[ \t\u00a0]{3,}")  # where line breaks got lost, wide gaps are left
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


def rows(content: bytes, *, country: str) -> Iterator[Row]:
    """The rows of a CSV file; `country` (ISO 3166-1 alpha-2) holds where a row names none.

    Raises NotATable for a file without a title column, Invalid with the line for one that is not CSV.
    """
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(_decoded(content), newline=""), strict=True)
    try:
        header = [text.line(name).casefold() for name in next(reader, [])]
        dialect = _dialect(header)
        begins = reader.line_num + 1
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield _row(begins, dict(zip(header, cells, strict=False)), dialect, country, len(cells) - len(header))
            begins = reader.line_num + 1
    except csv.Error as error:
        message = _("Line %(line)d is not CSV: %(error)s") % {"line": reader.line_num, "error": error}
        raise refusals.Invalid(message) from error


def cleaned(raw: str) -> str:
    """Text as its author meant it: encoding repaired, HTML made lines, lost line breaks found again."""
    repaired = ftfy.fix_text(raw)
    if _TAG.search(repaired):
        repaired = _without_tags(repaired)
    lines = (_GAP.sub("\n\n", line.strip()) for line in text.paragraphs(repaired).split("\n"))
    return text.paragraphs("\n".join(_BLANKS.sub(" ", line) for line in lines))


def _row(line: int, cells: Mapping[str, str], dialect: _Dialect, country: str, surplus: int) -> Row:
    parts = {field: [cleaned(cells.get(name, "")) for name in names] for field, names in dialect.columns.items()}
    said = {field: next((part for part in found if part), "") for field, found in parts.items()}
    city, region, land = dialect.place(said, country)
    openings, employment, seniority = _number(said), _choice(said, "employment_type"), _choice(said, "seniority")
    lacks = [
        sentence
        for value, sentence in (
            (openings, _("The number of positions is not a number.")),
            (employment, _("The employment type is not one we know.")),
            (seniority, _("The seniority is not one we know.")),
            (None if surplus > 0 else "", _("The row has more columns than the header.")),
        )
        if value is None
    ]
    details = rules.tidied(
        JobDetails(
            title=said.get("title", ""),
            description=_description(parts.get("description", [])),
            city=city,
            region=region,
            country=land,
            openings=openings or 1,
            employment_type=employment or "",
            seniority=seniority or "",
        )
    )
    lacks += [str(sentence) for sentence in rules.shortcomings(details)]
    return Row(line, text.line(said.get("code", "")), details, tuple(lacks))


def _description(parts: list[str]) -> str:
    """Requirements alone describe nothing: they follow a description or are left out."""
    return "\n\n".join(part for part in parts if part) if parts and parts[0] else ""


def _number(said: Mapping[str, str]) -> int | None:
    """How many openings: 1 where nothing is said, None where it is no sensible number."""
    given = said.get("openings", "").replace(",", "").removesuffix(".0")
    if not given:
        return 1
    return int(given) if given.isdecimal() and 1 <= int(given) <= rules.MOST_OPENINGS else None


def _choice(said: Mapping[str, str], field: str) -> str | None:
    """The stored value for what a person wrote, "" where nothing is said, None where we do not know it."""
    given = re.sub(r"[\s_-]+", " ", said.get(field, "")).casefold()
    return _CHOICES[field].get(given) if given else ""


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding).replace("\0", "")
        except UnicodeDecodeError:
            continue
    return content.decode("latin-1").replace("\0", "")


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

_CHOICES: dict[str, dict[str, str]] = {
    "employment_type": {
        **{re.sub(r"[\s_-]+", " ", value): value for value in EmploymentType.values},
        "f": EmploymentType.FULL_TIME.value,
        "p": EmploymentType.PART_TIME.value,
    },
    "seniority": {
        **{re.sub(r"[\s_-]+", " ", value): value for value in Seniority.values},
        "entry level": Seniority.ENTRY.value,
        "mid senior level": Seniority.MID_SENIOR.value,
    },
}
