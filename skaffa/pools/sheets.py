"""Reads people from a file that somebody filled in (Excel or CSV), and makes the empty one; trusts nothing in it.

Only values are read: a formula is what it last showed, and text that looks like one stays text. Nothing of a file is
unpacked before its parts are counted and measured, as they say they are and as they really are.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from xml.etree.ElementTree import ParseError

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.writer.excel import save_workbook

from skaffa.candidates import rules as people
from skaffa.candidates.rules import Person
from skaffa.core import refusals, text
from skaffa.core.refusals import Message

LARGEST = 5 * 1024 * 1024
"""Bytes of a file as it is sent."""
UNPACKED = 20 * 1024 * 1024
"""Bytes of everything in an Excel file: twenty times what the most people need."""
MOST_PARTS = 500
MOST_ROWS = 2_000
MOST_COLUMNS = 50
_LONGEST_CELL = 100_000
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

COLUMNS: Mapping[str, Message] = {
    "email": _("E-mail"),
    "first_name": _("First name"),
    "last_name": _("Last name"),
    "phone": _("Phone"),
    "link": _("LinkedIn profile"),
    "headline": _("Headline"),
}
"""The columns we know, under the words of every language; the first two must be there."""
NEEDED = ("email", "first_name")
_EXAMPLE = ("greta.lind@example.com", "Greta", "Lind", "+46 70 123 45 67", "https://www.linkedin.com/in/…", "…")
_FIELDS = {"emails": "email", "phones": "phone", "links": "link"}
_DECLARATIONS = tuple(
    word.encode(encoding) for word in ("<!DOCTYPE", "<!ENTITY") for encoding in ("utf-8", "utf-16-le", "utf-16-be")
)
_UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
    EOFError,
    RuntimeError,
)
"""What openpyxl and zipfile raise over files that are not what they say; NotImplementedError is a RuntimeError."""


@dataclass(frozen=True, slots=True)
class Line:
    """One person of the file, by the number of their row there."""

    number: int
    values: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in one row, and in which column."""

    number: int
    column: Message
    message: Message


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds: people who can be added, or what has to be mended first."""

    lines: Sequence[Line]
    faults: Sequence[Fault]


def read(name: str, content: bytes) -> Sheet:
    """The people of a file; raises Invalid about `file` for one that cannot be read as a whole."""
    if not content:
        raise _refused(_("The file is empty. Choose another."))
    if len(content) > LARGEST:
        raise _refused(_("The file is larger than 5 MB. Split it into smaller ones."))
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        rows = _excel(content)
    elif ending == "csv":
        rows = _csv(content)
    else:
        raise _refused(_("Choose an Excel file (XLSX) or a CSV file. Older Excel files can be saved as XLSX."))
    return _checked(rows)


def person(values: Mapping[str, str]) -> Person:
    """A row in the shape that actions take."""
    return Person(
        first_name=values.get("first_name", ""),
        last_name=values.get("last_name", ""),
        headline=values.get("headline", ""),
        emails=[values.get("email", "")],
        phones=[values.get("phone", "")],
        links=[values.get("link", "")],
    )


def template() -> bytes:
    """An empty Excel file with the columns in the reader's language, and a second sheet that shows a filled-in row."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None  # noqa: S101 - a new workbook has one
    sheet.title = gettext("Candidates")
    example = book.create_sheet(gettext("Example"))
    for page in (sheet, example):
        page.append([str(label) for label in COLUMNS.values()])
        for place in range(1, len(COLUMNS) + 1):
            page.cell(1, place).font = Font(bold=True)
            page.column_dimensions[get_column_letter(place)].width = 28
        page.freeze_panes = "A2"
    example.append(_EXAMPLE)
    for place in range(1, len(_EXAMPLE) + 1):
        example.cell(2, place).data_type = "s"  # "+46 ..." is text, whatever a spreadsheet makes of a plus sign
    packed = io.BytesIO()
    save_workbook(book, packed)
    return packed.getvalue()


def _excel(content: bytes) -> list[tuple[int, Sequence[str]]]:
    try:
        _measured(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions it leaves out
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            rows = sheet.iter_rows(max_col=MOST_COLUMNS, values_only=True)
            return _filled(enumerate((list(map(_text, row)) for row in rows), start=1))
    except _UNREADABLE as error:
        raise _refused(
            _("This is not an Excel file we can read. Open it, save it as XLSX without a password, and try again.")
        ) from error


def _measured(content: bytes) -> None:
    """Refuse what unpacks to more than people need, by what its parts say and by what they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise _refused(_TOO_MUCH)
        if "xl/workbook.xml" not in packed.namelist():
            raise KeyError("xl/workbook.xml")
        real = 0
        for part in parts:
            with packed.open(part) as unpacked:
                before = b""
                while chunk := unpacked.read(65_536):
                    real += len(chunk)
                    if real > UNPACKED:
                        raise _refused(_TOO_MUCH)
                    if any(word in before + chunk for word in _DECLARATIONS):
                        raise ValueError("a document type declaration")
                    before = chunk[-32:]


def _csv(content: bytes) -> list[tuple[int, Sequence[str]]]:
    """In UTF-8 or as Windows writes it; separated by whichever of ; , and tab its first line has most of."""
    try:
        whole = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        whole = content.decode("cp1252", errors="replace")
    whole = whole.replace("\0", "")
    csv.field_size_limit(_LONGEST_CELL)  # the whole process has one limit
    first = whole.split("\n", 1)[0]
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=max(";,\t", key=first.count))
    try:
        return _filled((reader.line_num, row[:MOST_COLUMNS]) for row in reader)
    except csv.Error as error:
        raise _refused(_("This is not a CSV file we can read. Save it as XLSX and try again.")) from error


def _filled(rows: Iterable[tuple[int, Sequence[str]]]) -> list[tuple[int, Sequence[str]]]:
    """The rows with anything in them; one more than may be added, so that too many are noticed, and no further."""
    found: list[tuple[int, Sequence[str]]] = []
    for number, row in rows:
        if any(cell.strip() for cell in row):
            found.append((number, row))
            if len(found) > MOST_ROWS + 1:
                break
    return found


def _text(value: object) -> str:
    """A cell as somebody reads it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat()
    return str(value)


def _checked(rows: list[tuple[int, Sequence[str]]]) -> Sheet:
    if not rows:
        raise _refused(_("There is nothing in the first sheet of this file."))
    places = _places(rows[0][1])
    missing = [str(COLUMNS[name]) for name in NEEDED if name not in places]
    if missing:
        raise _refused(
            _("The first row must name the columns. Missing: %(columns)s. Download the template to see them all.")
            % {"columns": ", ".join(missing)}
        )
    if len(rows) == 1:
        raise _refused(_("There are columns in this file and nobody below them."))
    if len(rows) > MOST_ROWS + 1:
        raise _refused(_("There are more than %(limit)s people in this file. Split it.") % {"limit": MOST_ROWS})
    lines = [
        Line(number, {name: text.line(row[place]) for name, place in places.items() if place < len(row)})
        for number, row in rows[1:]
    ]
    return Sheet(lines, list(_faults(lines)))


def _places(header: Sequence[str]) -> dict[str, int]:
    """Which column is where: by its heading in any of our languages."""
    known: dict[str, str] = {}
    for code, _label in settings.LANGUAGES:
        with translation.override(code):
            known |= {_plain(str(label)): name for name, label in COLUMNS.items()}
    found: dict[str, int] = {}
    for place, heading in enumerate(header):
        name = known.get(_plain(heading))
        if name:
            found.setdefault(name, place)
    return found


def _plain(heading: str) -> str:
    return "".join(char for char in text.line(heading).casefold() if char.isalnum())


def _faults(lines: Iterable[Line]) -> Iterator[Fault]:
    seen: dict[str, int] = {}
    for line in lines:
        email = people.normalize_email(line.values.get("email", ""))
        if not email:
            yield Fault(line.number, COLUMNS["email"], _("Give an e-mail address."))
        elif email in seen:
            said = _("This address is in row %(number)d too.") % {"number": seen[email]}
            yield Fault(line.number, COLUMNS["email"], said)
        seen.setdefault(email, line.number)
        yield from _of_person(line)


def _of_person(line: Line) -> Iterator[Fault]:
    try:
        people.checked(person(line.values))
    except refusals.Invalid as refusal:  # an edge: what the candidate's own rules say, row by row
        for field, message in refusal.fields.items():
            name = _FIELDS.get(field, field)
            yield Fault(line.number, COLUMNS.get(name, ""), message)


_TOO_MUCH = _("There is far more in this file than a list of people. Copy the people into a new one and try again.")


def _refused(message: Message) -> refusals.Invalid:
    return refusals.Invalid(_("Some fields need your attention."), fields={"file": message})
