"""Files with people: what is read, what is refused, and that nothing in them is trusted."""

import io
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from datetime import date

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from skaffa.core import refusals
from skaffa.pools import sheets

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
        sheets.read(name, content)
    return str(refusal.value.fields["file"])


def faults(sheet: sheets.Sheet) -> list[tuple[int, str, str]]:
    return [(fault.number, str(fault.column), str(fault.message)) for fault in sheet.faults]


def test_people_are_read_with_the_number_of_their_row_and_empty_rows_are_passed_over():
    content = excel(("greta@example.com", "Greta", "Lind", 46701, None, "Lamps"), (), ("otto@example.com", " Otto "))

    sheet = sheets.read("People.XLSX", content)

    assert [(line.number, line.values["email"], line.values["first_name"]) for line in sheet.lines] == [
        (2, "greta@example.com", "Greta"),
        (4, "otto@example.com", "Otto"),
    ]
    person = sheets.person(sheet.lines[0].values)
    assert (person.last_name, list(person.phones), person.headline) == ("Lind", ["46701"], "Lamps")


@pytest.mark.parametrize("language", ["en", "sv"])
def test_the_template_is_read_back_in_every_language_whatever_the_reader_speaks(language: str):
    with translation.override(language):
        book = load_workbook(io.BytesIO(sheets.template()))
    sheet = book.worksheets[0]
    sheet.append(["greta@example.com", "Greta"])
    packed = io.BytesIO()
    book.save(packed)

    assert [line.values["email"] for line in sheets.read("x.xlsx", packed.getvalue()).lines] == ["greta@example.com"]
    assert "+46" in str(book.worksheets[1].cell(2, 4).value)
    assert book.worksheets[1].cell(2, 4).data_type == "s"


@pytest.mark.parametrize(
    ("content", "first"),
    [
        ("E-mail;First name\ngreta@example.com;Åsa\n".encode(), "Åsa"),
        ("\ufeffE-post,Förnamn\r\ngreta@example.com,Åsa\r\n".encode(), "Åsa"),
        ("e-mail\tfirst name\ngreta@example.com\tÅsa".encode("cp1252"), "Åsa"),
        (b'"E-mail";"First name"\n"greta@example.com";"Two;parts"\n', "Two;parts"),
    ],
)
def test_a_csv_file_is_read_as_offices_write_it(content: bytes, first: str):
    [line] = sheets.read("people.csv", content).lines

    assert line.values == {"email": "greta@example.com", "first_name": first}


def test_every_fault_is_listed_by_row_and_column():
    sheet = sheets.read(
        "people.xlsx",
        excel(
            ("greta@example.com", "Greta"),
            ("", "Nobody"),
            ("not an address", "Otto"),
            ("GRETA@example.com", "Greta again"),
            ("nils@example.com", "", "Berg", "call me", "no address"),
        ),
    )

    assert faults(sheet) == [
        (3, "E-mail", "Give an e-mail address."),
        (4, "E-mail", "Give complete e-mail addresses, such as name@example.com."),
        (5, "E-mail", "This address is in row 2 too."),
        (6, "First name", "Give at least a first name."),
        (6, "Phone", "Give phone numbers with digits and at most 40 characters."),
        (6, "LinkedIn profile", "Give web addresses, such as https://example.com, of at most 500 characters."),
    ]


def test_a_formula_is_what_it_last_showed_and_text_that_looks_like_one_stays_text():
    content = excel(
        ("greta@example.com", '=HYPERLINK("https://evil.example","Greta")'), ("otto@example.com", "-1", "@SUM", "+46 1")
    )

    sheet = sheets.read("people.xlsx", content)

    assert sheet.lines[0].values["first_name"] == ""  # never calculated, so it never showed anything
    assert faults(sheet) == [(2, "First name", "Give at least a first name.")]
    assert [sheet.lines[1].values[name] for name in ("first_name", "last_name", "phone")] == ["-1", "@SUM", "+46 1"]


def test_numbers_and_days_are_read_as_they_look():
    [line] = sheets.read("x.xlsx", excel(("a@example.com", 7.0, date(2026, 3, 2), 7.5, True))).lines

    assert [line.values[name] for name in ("first_name", "last_name", "phone", "link")] == [
        "7",
        "2026-03-02T00:00:00",
        "7.5",
        "True",
    ]


def test_what_is_no_list_of_people_is_refused_with_what_to_do():
    assert "empty" in refused(b"")
    assert "5 MB" in refused(b"x" * (sheets.LARGEST + 1))
    assert "Choose an Excel file" in refused(excel(), "people.xls")
    assert "Choose an Excel file" in refused(excel(), "people")
    assert "not an Excel file" in refused(b"PK\x03\x04 and so on")
    assert "not an Excel file" in refused(b"E-mail;First name\n")
    assert "Missing: First name" in refused(excel(header=("E-mail", "Name")))
    assert "nobody below" in refused(excel())
    assert "nothing in the first sheet" in refused(excel(header=()))
    assert "not a CSV file" in refused(b'E-mail;First name\n"' + b"x" * 200_000, "people.csv")
    assert "more than 2000 people" in refused(excel(*((f"p{n}@example.com", "P") for n in range(2_001))))


def test_two_thousand_people_are_read():
    assert len(sheets.read("x.xlsx", excel(*((f"p{n}@example.com", "P") for n in range(2_000)))).lines) == 2_000


def test_a_file_that_unpacks_to_far_more_than_people_is_not_unpacked():
    bomb = packed_again(excel(), **{"xl/media/image.bin": b"\0" * (sheets.UNPACKED + 1)})
    many = packed_again(excel(), **{f"xl/extra{n}.xml": b"<x/>" for n in range(sheets.MOST_PARTS)})

    assert len(bomb) < 100_000
    assert "far more" in refused(bomb)
    assert "far more" in refused(many)


def test_a_file_that_lies_about_its_size_is_not_believed():
    """The directory says a part is small; what is unpacked is not."""
    bomb = packed_again(excel(), **{"xl/media/image.bin": b"\0" * (sheets.UNPACKED + 1)})
    real = (sheets.UNPACKED + 1).to_bytes(4, "little")
    assert bomb.count(real) == 2

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
            assert sheets.read(name, bytes(content)).lines
