"""A table as a file for a spreadsheet; text stays text, whatever it begins with."""

import csv
import io
from collections.abc import Iterator

from django.http import HttpResponse
from django.utils.http import content_disposition_header
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.writer.excel import save_workbook

from skaffa.web.analytics.table import Table, Value

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def response(table: Table, kind: str) -> HttpResponse:
    """The table as csv or xlsx, to be saved."""
    content, content_type = (_excel(table), EXCEL) if kind == "xlsx" else (_csv(table), "text/csv; charset=utf-8")
    disposition = content_disposition_header(as_attachment=True, filename=f"{table.key}.{kind}") or ""
    return HttpResponse(content, content_type=content_type, headers={"content-disposition": disposition})


def _lines(table: Table) -> Iterator[list[str | Value]]:
    yield [table.first, *(column.label for column in table.columns)]
    for label, values in (*table.lines, *table.foot):
        yield [label, *values]


def _csv(table: Table) -> bytes:
    """With a byte order mark, by which Excel knows that it is UTF-8."""
    file = io.StringIO()
    writer = csv.writer(file)
    for line in _lines(table):
        writer.writerow([f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell for cell in line])
    return file.getvalue().encode("utf-8-sig")


def _excel(table: Table) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(table.title[:31].translate(str.maketrans("", "", "[]:*?/\\")))
    sheet.column_dimensions["A"].width = 32
    for place, line in enumerate(_lines(table)):
        cells = [WriteOnlyCell(sheet, value=cell) for cell in line]
        for cell in cells:
            if isinstance(cell.value, str):
                cell.data_type = "s"
            cell.font = Font(bold=place == 0)
        sheet.append(cells)
    file = io.BytesIO()
    save_workbook(book, file)
    return file.getvalue()
