"""What a typed search means, and what is shown of it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.search import rules
from skaffa.search.rules import Term


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("", []),
        ("  *  ", []),
        ("anna berg", [Term(("anna",), is_phrase=False), Term(("berg",), is_phrase=False)]),
        ("engin*", [Term(("engin",), is_phrase=False)]),
        ('"lamp keeper" oslo', [Term(("lamp", "keeper"), is_phrase=True), Term(("oslo",), is_phrase=False)]),
        ('"never closed', [Term(("never", "closed"), is_phrase=True)]),
        ("anna@people.example", [Term(("anna", "people", "example"), is_phrase=True)]),
        ("C++ c#", [Term(("Cplusplus",), is_phrase=False), Term(("csharp",), is_phrase=False)]),
        ("& | ! ( ) : ' <->", []),
    ],
)
def test_what_is_typed_is_taken_apart(typed: str, meant: list[Term]):
    assert rules.terms(typed) == meant


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Göran Öberg", "goran", "<mark>Göran</mark> Öberg"),
        ("Goran Oberg", "öberg", "Goran <mark>Oberg</mark>"),
        ("Engineering", "engin", "<mark>Engin</mark>eering"),
        ("An anchor", "an", "<mark>An</mark> anchor"),
        ("Lamp  keeper, keeper lamp", '"lamp keeper"', "<mark>Lamp  keeper</mark>, keeper lamp"),
        ("C++ and C#", "c++ c#", "<mark>C++</mark> and <mark>C#</mark>"),
        ("<b>Anna</b>", "anna", "&lt;b&gt;<mark>Anna</mark>&lt;/b&gt;"),
    ],
)
def test_what_was_found_is_marked(text: str, typed: str, shown: str):
    assert rules.highlighted(text, rules.terms(typed)) == shown


def test_an_excerpt_is_cut_between_words_around_what_was_found():
    text = "a " * 200 + "the harbour lamp burns " + "z " * 200

    piece = rules.excerpt(text, rules.terms("lamp"), around=20)

    assert piece == "… a a a the harbour lamp burns z z z z z z …"
    assert rules.excerpt(text, rules.terms("anchor")) == ""


@given(st.text(max_size=60), st.text(max_size=30))
def test_nothing_of_a_text_is_lost_or_run(text: str, typed: str):
    shown = rules.highlighted(text, rules.terms(typed))

    assert len(rules.folded(text)) == len(text)
    plain = shown.replace("<mark>", "").replace("</mark>", "")
    assert "<" not in plain
    assert ">" not in plain
