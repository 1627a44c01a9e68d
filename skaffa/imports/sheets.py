"""Reads tables from files that somebody filled in (Excel or CSV), and writes some; trusts nothing in them.

Only values are read: a formula is what it last showed, and text that looks like one stays text, also where we write it.
Nothing of a file is unpacked before its parts are counted and measured, as they say they are and as they really are.
Rows come one after the other: what a file costs in memory does not grow with their number.
"""

import csv
import io
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from xml.etree.ElementTree import ParseError

from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.writer.excel import save_workbook

from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.imports import encodings

LARGEST = 20 * 1024 * 1024
"""Bytes of a file as it is sent."""
UNPACKED = 200 * 1024 * 1024
"""Bytes of everything in an Excel file: what 100,000 rows take with room to spare."""
MOST_PARTS = 500
MOST_ROWS = 100_000
MOST_COLUMNS = 100
SAMPLE = 100
"""Rows that are looked at to guess what the columns mean."""
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_HEADER_WITHIN = 10
_LONGEST_CELL = 200_000
_DELIMITERS = ";,\t|"
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

Line = tuple[int, list[str]]
"""The number of a row in its file, and its cells."""


@dataclass(frozen=True, slots=True)
class Table:
    """The beginning of a file: its headers, and the first rows below them; `encoding` is empty for Excel."""

    header: list[str]
    sample: list[Line]
    encoding: str


def opened(name: str, content: bytes, *, encoding: str = "") -> Table:
    """Look into a file; raises Invalid about `file` for one that cannot be read, or `encoding` for a wrong one."""
    rows, used = _rows(name, content, encoding)
    header = next(rows, None)
    if header is None:
        raise refused(_("There is nothing in the first sheet of this file."))
    if len(header[1]) > MOST_COLUMNS:
        raise refused(_("There are more than %(limit)d columns in this file.") % {"limit": MOST_COLUMNS})
    sample = list(islice(rows, SAMPLE))
    if not sample:
        raise refused(_("There are columns in this file and nothing below them."))
    if used:  # a CSV file is read to its end at once: what is wrong further down is told now
        for number, _row in enumerate(rows, start=len(sample) + 1):
            _check_many(number)
    return Table(header[1], sample, used)


def lines(name: str, content: bytes, *, encoding: str = "") -> Iterator[Line]:
    """The rows below the header, by their number in the file; empty ones are passed over."""
    rows, _used = _rows(name, content, encoding)
    next(rows, None)
    for many, row in enumerate(rows, start=1):
        _check_many(many)
        yield row


def written(header: Sequence[str], rows: Iterable[Sequence[str]], *, title: str) -> bytes:
    """An Excel file in which every cell is text, whatever it begins with."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title)
    for place in range(1, len(header) + 1):
        sheet.column_dimensions[get_column_letter(place)].width = 28
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, heading, bold=True) for heading in header])
    for row in rows:
        sheet.append([_cell(sheet, value) for value in row])
    packed = io.BytesIO()
    save_workbook(book, packed)
    return packed.getvalue()


def refused(message: Message) -> refusals.Invalid:
    return refusals.Invalid(_("Some fields need your attention."), fields={"file": message})


def _rows(name: str, content: bytes, encoding: str) -> tuple[Iterator[Line], str]:
    """The rows from the header on, and the encoding they are in."""
    if not content:
        raise refused(_("The file is empty. Choose another."))
    if len(content) > LARGEST:
        raise refused(_("The file is larger than 20 MB. Split it into smaller ones."))
    ending = name.lower().rpartition(".")[2]
    if ending == "xlsx":
        return _from_header(_excel(content)), ""
    if ending in {"csv", "tsv", "txt"}:
        whole, used = encodings.decoded(content, encoding)
        return _from_header(_csv(whole)), used
    raise refused(_("Choose an Excel file (XLSX) or a CSV file. Older Excel files can be saved as XLSX."))


def _from_header(rows: Iterator[Line]) -> Iterator[Line]:
    """Rows with anything in them, from the first of the first few that has two cells filled: a title may stand above."""
    filled = ((number, cells) for number, cells in rows if any(cells))
    first = list(islice(filled, _HEADER_WITHIN))
    begins = next((place for place, (_no, cells) in enumerate(first) if sum(map(bool, cells)) > 1), 0)
    yield from first[begins:]
    yield from filled


def _excel(content: bytes) -> Iterator[Line]:
    try:
        _measure(content)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # openpyxl tells of styles and extensions it leaves out
            book = load_workbook(io.BytesIO(content), read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            for number, row in enumerate(sheet.iter_rows(max_col=MOST_COLUMNS + 1, values_only=True), start=1):
                yield number, _trimmed([_text(value) for value in row])
    except _UNREADABLE as error:
        raise refused(
            _("This is not an Excel file we can read. Open it, save it as XLSX without a password, and try again.")
        ) from error


def _measure(content: bytes) -> None:
    """Refuse what unpacks to more than rows need, by what its parts say and by what they are."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > UNPACKED:
            raise refused(_TOO_MUCH)
        if "xl/workbook.xml" not in packed.namelist():
            raise KeyError("xl/workbook.xml")
        real = 0
        for part in parts:
            with packed.open(part) as unpacked:
                before = b""
                while chunk := unpacked.read(65_536):
                    real += len(chunk)
                    if real > UNPACKED:
                        raise refused(_TOO_MUCH)
                    if any(word in before + chunk for word in _DECLARATIONS):
                        raise ValueError("a document type declaration")
                    before = chunk[-32:]


def _csv(whole: str) -> Iterator[Line]:
    """Rows by the line they begin on."""
    csv.field_size_limit(_LONGEST_CELL)  # the whole process has one limit
    reader = csv.reader(io.StringIO(whole, newline=""), delimiter=_delimiter(whole), strict=True)
    begins = 1
    try:
        for row in reader:
            yield begins, _trimmed([text.paragraphs(cell) for cell in row])
            begins = reader.line_num + 1
    except csv.Error as error:
        message = _("Line %(line)d is not CSV: %(error)s. Look for a quotation mark that is not closed.")
        raise refused(message % {"line": begins, "error": error}) from error


def _delimiter(whole: str) -> str:
    """Whichever of the usual separators the first lines agree most about."""
    first = [line for line in whole[:20_000].splitlines()[:20] if line.strip()]
    return max(
        _DELIMITERS, key=lambda char: (first[0].count(char) if first else 0, sum(char in line for line in first))
    )


def _trimmed(cells: list[str]) -> list[str]:
    """Without the empty cells that sheets have on the right."""
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(value: object) -> str:
    """A cell as somebody reads it."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, datetime | date):
        return value.isoformat().removesuffix("T00:00:00")
    return text.paragraphs(str(value))


def _cell(sheet: object, value: str, *, bold: bool = False) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    cell.data_type = "s"  # "=1+1" and "+46 ..." are text
    if bold:
        cell.font = Font(bold=True)
    return cell


def _check_many(many: int) -> None:
    if many > MOST_ROWS:
        raise refused(_("There are more than %(limit)s rows in this file. Split it.") % {"limit": f"{MOST_ROWS:,}"})


_TOO_MUCH = _("There is far more in this file than a list. Copy the rows into a new one and try again.")
