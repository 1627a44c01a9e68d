"""Whatever is typed, pasted or sent, the database and a page can take it."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.core import text

ANYTHING = st.text(st.characters())  # lone halves of surrogate pairs included


@given(ANYTHING)
def test_text_can_be_stored_and_sent(raw: str):
    clean = text.paragraphs(raw)

    clean.encode()
    assert not [char for char in clean if unicodedata.category(char) == "Cc" and char not in "\n\t"]
    assert clean == clean.strip()


@given(ANYTHING)
def test_tidying_twice_changes_nothing_more(raw: str):
    assert text.paragraphs(text.paragraphs(raw)) == text.paragraphs(raw)
    assert text.line(text.line(raw)) == text.line(raw)


@given(ANYTHING)
def test_a_line_has_no_line_breaks(raw: str):
    assert len(text.line(raw).splitlines()) <= 1


@given(ANYTHING, st.integers(1, 50))
def test_shortened_text_fits(raw: str, limit: int):
    short = text.shortened(raw, limit)

    assert len(short) <= limit
    assert (short == raw) == (len(raw) <= limit)


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("  Ada\u00a0 Demo\r\n", "Ada Demo"),
        ("a\0b", "ab"),
        ("\ud83d", ""),
        ("e\u0301", "é"),
        ("👩\u200d💻", "👩\u200d💻"),
        ("שלום", "שלום"),
    ],
)
def test_lines_read_as_they_were_meant(raw: str, clean: str):
    assert text.line(raw) == clean


def test_paragraphs_keep_their_lines():
    assert text.paragraphs("One \r\n\r\n\r\n\r\ntwo\rthree") == "One\n\ntwo\nthree"
