"""Files with rows: what is read, what is refused, and that nothing in them is trusted."""

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from skaffa.core import refusals
from skaffa.imports import encodings, fields, sheets
from skaffa.imports.models import Kind

HEADER = ("E-mail", "First name", "Last name", "Phone", "LinkedIn profile", "Headline")


def excel(*rows: Sequence[object], header: Sequence[object] = HEADER) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (header, *rows):
        sheet.append(list(row))
    packed = io.BytesIO()
    book.save(packed)
    return packed.getvalue()


def packed_again(content: bytes, **parts: bytes) -> bytes:
    """The same file with some parts replaced or added."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, data in parts.items():
            new.writestr(name, data)
    return out.getvalue()


def refused(content: bytes, name: str = "people.xlsx") -> str:
    with pytest.raises(refusals.Invalid) as refusal:
        sheets.opened(name, content)
        list(sheets.lines(name, content))
    return str(refusal.value.fields["file"])


def read(name: str, content: bytes) -> list[sheets.Line]:
    return list(sheets.lines(name, content))


def test_rows_are_read_with_their_number_and_empty_ones_are_passed_over():
    content = excel(("greta@example.com", "Greta", "Lind", 46701, None, "Lamps"), (), ("otto@example.com", " Otto "))

    assert sheets.opened("People.XLSX", content).header == list(HEADER)
    assert read("People.XLSX", content) == [
        (2, ["greta@example.com", "Greta", "Lind", "46701", "", "Lamps"]),
        (4, ["otto@example.com", "Otto"]),
    ]


@pytest.mark.parametrize(
    ("content", "first", "encoding"),
    [
        ("E-mail;First name\ngreta@example.com;Åsa\n".encode(), "Åsa", "utf-8"),
        ("\ufeffE-post,Förnamn\r\ngreta@example.com,Åsa\r\n".encode(), "Åsa", "utf-8"),
        ("e-mail\tfirst name\ngreta@example.com\tÅsa".encode("cp1252"), "Åsa", "cp1252"),
        ("e-mail|first name\ngreta@example.com|Åsa Öberg".encode("mac_roman"), "Åsa Öberg", "mac_roman"),
        ("e-mail,first name\ngreta@example.com,Åsa Öberg på".encode("cp850"), "Åsa Öberg på", "cp850"),
        ("e-mail,first name\ngreta@example.com,Åsa".encode("utf-16"), "Åsa", "utf-16"),
        (b'"E-mail";"First name"\n"greta@example.com";"Two;parts"\n', "Two;parts", "utf-8"),
        (b"Our people 2026\n\nE-mail;First name\ngreta@example.com;Greta\n", "Greta", "utf-8"),
    ],
)
def test_a_csv_file_is_read_as_offices_write_it(content: bytes, first: str, encoding: str):
    table = sheets.opened("people.csv", content)

    assert ([cells for _no, cells in table.sample], table.encoding) == ([["greta@example.com", first]], encoding)


def test_rows_are_numbered_where_they_begin():
    assert read("x.csv", b'Title,City\nOne,"two\nlines"\n\nThree,x\n') == [
        (2, ["One", "two\nlines"]),
        (5, ["Three", "x"]),
    ]


def test_letters_that_were_saved_wrongly_before_are_mended():
    assert encodings.repaired("Ã…sa Ã–berg") == "Åsa Öberg"
    assert encodings.repaired("Ångström") == "Ångström"


def test_a_formula_is_what_it_last_showed_and_text_that_looks_like_one_stays_text():
    content = excel(
        ("greta@example.com", '=HYPERLINK("https://evil.example","Greta")'), ("otto@example.com", "-1", "@SUM", "+46 1")
    )

    assert read("people.xlsx", content) == [
        (2, ["greta@example.com"]),  # never calculated, so it never showed anything
        (3, ["otto@example.com", "-1", "@SUM", "+46 1"]),
    ]


def test_what_is_written_is_text_whatever_it_begins_with():
    dangerous = ["=1+1", "+46 70", "-1", "@SUM(A1)", "\tx", "=HYPERLINK(1)"]

    book = load_workbook(io.BytesIO(sheets.written(["=A1"], [dangerous], title="Rows")))

    written = [cell for row in book.worksheets[0].iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in written} == {"s"}
    assert [cell.value for cell in written][1:] == dangerous


def test_numbers_and_days_are_read_as_they_look():
    content = excel(("a@example.com", 7.0, date(2026, 3, 2), 7.5, True))

    assert read("x.xlsx", content) == [(2, ["a@example.com", "7", "2026-03-02", "7.5", "True"])]


def test_what_is_no_list_is_refused_with_what_to_do(monkeypatch: pytest.MonkeyPatch):
    assert "empty" in refused(b"")
    assert "20 MB" in refused(b"x" * (sheets.LARGEST + 1))
    assert "Choose an Excel file" in refused(excel(), "people.xls")
    assert "Choose an Excel file" in refused(excel(), "people")
    assert "not an Excel file" in refused(b"PK\x03\x04 and so on")
    assert "not an Excel file" in refused(b"E-mail;First name\n")
    assert "nothing below" in refused(excel())
    assert "nothing in the first sheet" in refused(excel(header=()))
    assert "Line 2 is not CSV" in refused(b'E-mail;First name\n"' + b"x" * 300_000, "people.csv")
    assert "Line 2 is not CSV" in refused(b'E-mail;First name\n"open;x\ny;z\n', "people.csv")
    assert "100 columns" in refused(excel(("x",), header=[f"H{n}" for n in range(101)]))
    monkeypatch.setattr(sheets, "MOST_ROWS", 200)
    many = [(f"p{n}@example.com", "P") for n in range(201)]
    assert "more than 200 rows" in refused(excel(*many))
    assert "more than 200 rows" in refused("\n".join(["E-mail,Name", *map(",".join, many)]).encode(), "x.csv")
    assert len(read("x.xlsx", excel(*many[:200]))) == 200


def test_a_file_that_unpacks_to_far_more_than_rows_is_not_unpacked(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(sheets, "UNPACKED", 5_000_000)
    bomb = packed_again(excel(), **{"xl/media/image.bin": b"\0" * (sheets.UNPACKED + 1)})
    many = packed_again(excel(), **{f"xl/extra{n}.xml": b"<x/>" for n in range(sheets.MOST_PARTS)})

    assert len(bomb) < 100_000
    assert "far more" in refused(bomb)
    assert "far more" in refused(many)
    real = (sheets.UNPACKED + 1).to_bytes(4, "little")
    assert bomb.count(real) == 2  # the directory says a part is small; what is unpacked is not
    assert "not an Excel file" in refused(bomb.replace(real, (7).to_bytes(4, "little")))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_file_that_declares_entities_is_refused(encoding: str):
    laughs = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><x>&b;</x>'.encode(encoding)

    assert "not an Excel file" in refused(packed_again(excel(), **{"xl/sharedStrings.xml": laughs}))


@given(st.binary(max_size=400), st.integers(min_value=0, max_value=4_000))
def test_whatever_is_in_a_file_it_is_read_or_refused(noise: bytes, place: int):
    content = bytearray(excel(("greta@example.com", "Greta")))
    content[place : place + len(noise)] = noise
    for name in ("people.xlsx", "people.csv"):
        with suppress(refusals.Invalid):
            sheets.opened(name, bytes(content))


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            ["First Name", "SURNAME", "E-mail address", "Mobile", "LinkedIn URL"],
            "first_name last_name email phone linkedin",
        ),
        (["Förnamn", "Efternamn", "E-post", "Mobilnummer", "Ort"], "first_name last_name email phone location"),
        (["Namn", "Arbetsgivare", "Befattning", "Kompetenser", "Skonummer"], "name company title skills -"),
        (["E-mail", "Email", "First name", "First name"], "email email first_name -"),
    ],
)
def test_headings_are_understood_in_both_languages(header: list[str], found: str):
    assert fields.guessed(Kind.CANDIDATES, header, []) == [name.strip("-") for name in found.split()]


def test_what_headings_do_not_say_the_content_does():
    rows = [
        ["Greta", "greta@example.com", "https://se.linkedin.com/in/greta", "+46 70 123 45 67", "2026-03-02", "1234"]
    ] * 3

    assert fields.guessed(Kind.CANDIDATES, ["A", "B", "C", "D", "E", "F"], rows) == [
        "",
        "email",
        "linkedin",
        "phone",
        "",
        "",
    ]


def test_the_headings_of_a_citys_own_file_of_jobs_are_understood():
    header = ["Job ID", "Agency", "# Of Positions", "Business Title", "Full-Time/Part-Time indicator", "Work Location"]

    assert fields.guessed(Kind.JOBS, [*header, "Job Description", "Preferred Skills"], []) == [
        *["code", "", "openings", "title", "employment_type", ""],
        *["description", "description"],
    ]
