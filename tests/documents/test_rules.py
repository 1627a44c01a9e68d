"""Which files are taken: name and content have to agree, whatever a browser says."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.core import refusals
from skaffa.documents import formats, rules
from skaffa.documents.models import FileType
from tests.documents import files

KINDS = {"pdf": files.PDF, "doc": files.DOC, "docx": files.docx(), "txt": files.TXT}


def why_not(name: str, content: bytes) -> str:
    with pytest.raises(refusals.Invalid) as refused:
        rules.checked_file(name, content)
    assert set(refused.value.fields) == {"file"}
    return str(refused.value.fields["file"])


@pytest.mark.parametrize("ending", KINDS)
def test_a_file_is_what_both_its_name_and_its_content_say(ending: str):
    file = rules.checked_file(f"My résumé.{ending.upper()}", KINDS[ending])

    assert (file.type, file.name) == (FileType(ending), f"My résumé.{ending.upper()}")
    assert len(file.sha256) == 64


@pytest.mark.parametrize(("claimed", "real"), [(one, other) for one in KINDS for other in KINDS if one != other])
def test_a_file_under_a_wrong_name_is_refused(claimed: str, real: str):
    content = KINDS[real] + (b"\0" if claimed == "txt" else b"")  # a PDF of a few words is text as well

    assert "something else is in it" in why_not(f"cv.{claimed}", content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("workbook.docx", files.zipped("[Content_Types].xml", "xl/workbook.xml")),
        ("archive.docx", files.zipped("setup.exe")),
        ("cut.docx", files.docx()[:-30]),
        ("workbook.doc", files.container("Workbook")),
        ("cut.doc", files.DOC[:700]),
        ("only-the-head.doc", files.DOC[:8]),
        ("program.pdf", b"MZ\x90\0" + bytes(2000) + b"%PDF-1.7"),
        ("program.txt", b"MZ\x90\0\x03"),
        ("page.pdf", b"<html><script>alert(1)</script></html>"),
    ],
)
def test_what_only_looks_like_a_document_is_refused(name: str, content: bytes):
    assert "something else is in it" in why_not(name, content)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_plain_text_comes_in_any_usual_encoding(encoding: str):
    assert rules.checked_file("cv.txt", "Åsa – fyrvaktare\r\n\tGöteborg".encode(encoding)).type == FileType.TXT


@pytest.mark.parametrize("name", ["cv.exe", "cv.html", "cv.svg", "cv", ".pdf", "cv.pdf.js", ""])
def test_other_kinds_of_files_are_refused_with_those_that_are_taken(name: str):
    assert "Choose a PDF, a Word document" in why_not(name, files.PDF)


def test_an_empty_and_a_huge_file_are_refused():
    exactly = files.PDF.ljust(rules.LARGEST, b"\n")

    assert rules.checked_file("cv.pdf", exactly).content == exactly
    assert "larger than 10 MB" in why_not("cv.pdf", exactly + b"\n")
    assert "is empty" in why_not("cv.pdf", b"")


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("C:\\Users\\asa\\cv.pdf", "cv.pdf"),
        ("../../etc/cv.pdf", "cv.pdf"),
        ('a"b<c>|d?.pdf', "a_b_c__d_.pdf"),
        ("cv\u202efdp.exe.pdf", "cvfdp.exe.pdf"),
        ("cv\n\0  one.pdf", "cv one.pdf"),
        ("نامه\u200cها.pdf", "نامه\u200cها.pdf"),
        (f"{'x' * 400}.pdf", f"{'x' * 251}.pdf"),
    ],
)
def test_a_name_is_made_safe_and_stays_readable(given_name: str, kept: str):
    assert rules.safe_name(given_name) == kept


@given(st.text(max_size=400))
def test_no_name_leaves_its_folder_or_outgrows_its_column(name: str):
    safe = rules.safe_name(name)

    assert len(safe) <= rules.NAME
    assert not set(safe) & set('/\\<>:"|?*\0\n\r\u202e\u2066')
    assert rules.safe_name(safe) == safe


@given(st.sampled_from(list(FileType)), st.binary(max_size=3000))
def test_no_content_breaks_the_check(file_type: FileType, content: bytes):
    assert formats.is_a(file_type, content) in {True, False}


@given(st.integers(min_value=8, max_value=len(files.DOC) - 1), st.binary(min_size=1, max_size=40))
def test_no_damaged_container_breaks_the_check(place: int, damage: bytes):
    damaged = files.DOC[:place] + damage + files.DOC[place + len(damage) :]

    assert formats.is_a(FileType.DOC, damaged) in {True, False}
