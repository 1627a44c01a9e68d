"""What is read out of files in the background, and that a hostile file gains nothing."""

import subprocess
import sys
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.candidates.models import Candidate
from skaffa.documents import actions as documents
from skaffa.documents.models import Document, PagePicture, Reading, ReadingState, Trouble
from skaffa.documents.reading import actions, program, reader
from skaffa.documents.rules import checked_file
from tests import personas
from tests.documents import files
from tests.personas import Watch

LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE w [<!ENTITY a "haha">'
    + "".join(f'<!ENTITY {c} "{f"&{chr(ord(c) - 1)};" * 20}">' for c in "bcdefghi")
    + ']><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r>'
    "<w:t>&i;</w:t></w:r></w:p></w:body></w:document>"
)


@pytest.fixture
def greta(db: None) -> Candidate:
    return personas.candidate("Greta")


def test_the_words_and_pictures_of_a_pdf_are_read():
    found = reader.read("pdf", files.readable_pdf("Keeper of lamps", "Second page"))

    assert (found.trouble, found.pages, len(found.pictures)) == ("", 2, 2)
    assert "Keeper of lamps" in found.text
    assert "Second page" in found.pictures[1].text
    with Image.open(BytesIO(found.pictures[0].picture)) as picture:
        assert (picture.format, picture.width <= reader.WIDTH) == ("WEBP", True)


def test_a_page_as_large_as_a_field_makes_a_picture_of_ordinary_size():
    found = reader.read("pdf", files.readable_pdf("Wide", box="0 0 90000 90000"))

    assert found.pictures[0].width <= reader.WIDTH
    assert found.pictures[0].height <= reader.HEIGHT


def test_only_the_first_pages_have_pictures():
    found = reader.read("pdf", files.readable_pdf(*["Again"] * (reader.MOST_PICTURES + 3)))

    assert (found.pages, len(found.pictures)) == (reader.MOST_PICTURES + 3, reader.MOST_PICTURES)
    assert found.text.count("Again") == reader.MOST_PICTURES + 3


def test_what_a_word_document_says_is_kept_and_nothing_that_could_run():
    body = (
        files.paragraph("Lamp &lt;script&gt;alert(1)&lt;/script&gt; keeper")
        + '<w:p><w:hyperlink r:id="rId1"><w:r><w:t>My page</w:t></w:r></w:hyperlink></w:p>'
        + "<w:tbl><w:tr><w:tc>"
        + files.paragraph("Oslo")
        + "</w:tc></w:tr></w:tbl>"
        + '<w:altChunk r:id="rId2"/>'
    )
    relations = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        '<Relationship Id="rId1" TargetMode="External" Target="javascript:alert(1)" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"/>'
        '<Relationship Id="rId2" Target="evil.html" '
        'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/aFChunk"/></Relationships>'
    )
    evil = "<script>alert(1)</script>"
    parts = {"word/_rels/document.xml.rels": relations, "word/evil.html": evil}

    found = reader.read("docx", files.readable_docx(body, parts))

    assert found.trouble == ""
    assert "Lamp &lt;script&gt;alert(1)&lt;/script&gt; keeper" in found.html
    assert "<td>" in found.html
    assert "My page" in found.html
    assert not any(bad in found.html for bad in ("<script", "javascript:", "href", "<a", "onload", "<img"))
    assert "Lamp <script>alert(1)</script> keeper" in found.text
    assert "Oslo" in found.text


def test_the_styles_a_word_document_brings_make_no_tag_of_its_own():
    """Mammoth lets a file map styles to HTML; ours does not listen, and would not keep it."""
    style = "p => script > iframe.evil:fresh"
    content = files.readable_docx(files.paragraph("Calm"), {"mammoth/style-map": style})

    assert reader.read("docx", content).html == "<p>Calm</p>"


@pytest.mark.parametrize(
    ("file_type", "content", "trouble"),
    [
        ("pdf", b"%PDF-1.7 nothing", "broken"),
        ("docx", b"PK nothing", "broken"),
        ("docx", files.docx(), "broken"),
        ("docx", files.readable_docx("<w:p>" * 3), "broken"),
        ("docx", files.readable_docx("", {"bomb": "0" * (reader.MOST_UNPACKED + 1)}), "too_much"),
        ("docx", files.zipped_texts({"[Content_Types].xml": "", "word/document.xml": LAUGHS}), "broken"),
    ],
    ids=["no pdf", "no zip", "no text", "broken xml", "a bomb", "a billion laughs"],
)
def test_a_file_that_cannot_be_read_is_said_to_be_so(file_type: str, content: bytes, trouble: str):
    found = reader.read(file_type, content)

    assert (found.trouble, found.text, found.html) == (trouble, "", "")


def test_a_pdf_whose_pages_are_each_others_parents_ends():
    content = files.readable_pdf("Round").replace(b"/Kids [10 0 R]", b"/Kids [2 0 R 10 0 R]")

    assert reader.read("pdf", content).trouble in {"", "broken"}


def test_the_reader_is_a_program_that_knows_no_secret_and_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Another program in its place tells what it was given, and then never ends."""
    seen, slow = tmp_path / "seen", tmp_path / "slow"
    slow.write_text(f"#!/bin/sh\nenv > {seen}\nexec sleep 60\n")
    slow.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(slow))
    monkeypatch.setattr(program, "LONGEST", 1)
    monkeypatch.setenv("DATABASE_URL", "postgresql://secret")

    with pytest.raises(program.Unreadable) as refused:
        program.read("txt", b"Calm")

    assert refused.value.trouble == Trouble.TOO_MUCH
    assert "secret" not in seen.read_text()


def test_the_reader_may_not_grow_without_end():
    code = "from skaffa.core import apart; from skaffa.documents.reading import reader; apart.limit(seconds=reader.SECONDS, memory=reader.MEMORY, written=reader.WRITTEN); bytearray(reader.MEMORY + 1)"

    ended = subprocess.run([sys.executable, "-I", "-c", code], check=False, capture_output=True, text=True)

    assert ended.returncode != 0
    assert "MemoryError" in ended.stderr


def test_a_document_is_read_by_the_program_once_and_again_with_its_next_file(
    greta: Candidate, rhea: User, clock: Watch
):
    document = personas.document(greta, files.readable_pdf("Keeper of lamps"), name="cv.pdf")
    assert actions.left(at=clock.at) == [document.pk]

    actions.read(document.pk, now=clock)
    reading = Reading.objects.get()
    assert (reading.state, reading.pages, reading.attempts) == (ReadingState.DONE, 1, 1)
    assert "Keeper of lamps" in reading.text
    assert PagePicture.objects.get().width > 500
    actions.read(document.pk, now=clock)
    assert Reading.objects.get().attempts == 1

    documents.change(
        document, kind="resume", file=checked_file("cv.txt", b"Diver now"), by=Actor.of(rhea), at=clock.tick()
    )
    assert not PagePicture.objects.exists()
    actions.read(document.pk, now=clock)
    assert Reading.objects.get().text == "Diver now"


def test_whoever_was_killed_while_reading_is_followed_by_another_three_times(greta: Candidate, clock: Watch):
    document = personas.document(greta)
    for _ in range(actions.MOST_ATTEMPTS):
        assert actions._claim(document.pk, at=clock.at) is not None
        assert actions._claim(document.pk, at=clock.at) is None
        clock.tick(seconds=(actions.LEASE + timedelta(seconds=1)).total_seconds())

    actions.read(document.pk, now=clock)

    reading = Reading.objects.get()
    assert (reading.state, reading.trouble) == (ReadingState.FAILED, Trouble.TOO_MUCH)
    assert actions.left(at=clock.at) == []


def test_what_was_read_of_a_file_that_is_gone_meanwhile_is_dropped(greta: Candidate, rhea: User, clock: Watch):
    document = personas.document(greta)
    before = Document.objects.get()
    documents.change(
        document, kind="resume", file=checked_file("cv.txt", b"Diver now"), by=Actor.of(rhea), at=clock.tick()
    )

    actions._settle(before, reader.What(text="Lamp keeper"), "", at=clock.at)

    assert Reading.objects.get().state == ReadingState.WAITING


def test_an_old_word_file_is_said_not_to_be_shown(greta: Candidate, clock: Watch):
    personas.document(greta, files.DOC, name="cv.doc")

    assert Reading.objects.get().trouble == Trouble.OLD_WORD
    assert actions.left(at=clock.at) == []
