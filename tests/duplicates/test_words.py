"""Texts as comparable words."""

import pytest

from skaffa.duplicates import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Åsa Öberg-Lind", ("asa", "oberg", "lind")),
        ("O’Brien & Sons, Ltd.", ("obrien", "sons", "ltd")),
        ("Łukasz Straße", ("lukasz", "strasse")),
        ("Дмитрий", ("dmitriy",)),
        ("", ()),
    ],
)
def test_a_text_is_its_words_in_latin_letters(text: str, expected: tuple[str, ...]):
    assert words.words(text) == expected


def test_titles_are_no_part_of_a_name():
    assert words.name("Prof. Dr. Greta Ek, PhD") == ("greta", "ek")


def test_a_name_that_is_nothing_but_a_title_stays():
    assert words.name("Major Lord") == ("major",)
    assert words.name("Dame") == ("dame",)
