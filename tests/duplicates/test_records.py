"""What is compared of a person, and that two ways of writing one person share a key."""

import dataclasses

import pytest

from skaffa.candidates.rules import JobHeld, Person
from skaffa.duplicates import records

ANNA = Person(
    "Anna Maria",
    "Söderqvist",
    "Harbour engineer at Fyrverket",
    "Göteborg, Sweden",
    emails=("Anna@People.example",),
    phones=("070-174 06 05",),
    links=("https://se.linkedin.com/in/Anna-S/",),
    employments=(JobHeld("Fyrverket AB", "Harbour engineer", "2019 – 2024", is_current=True),),
)


def test_a_record_holds_words_and_whole_codes() -> None:
    assert records.record(ANNA, region="SE") == {
        "name": ("anna", "maria", "soderqvist"),
        "employer": ("fyrverket", "ab"),
        "title": ("harbour", "engineer"),
        "place": ("goteborg", "sweden"),
        "dates": ("2019", "2024"),
        "email": ("anna@people.example",),
        "phone": ("+46701740605",),
        "link": ("linkedin.com/in/anna-s",),
    }


@pytest.mark.parametrize(
    ("number", "region", "international"),
    [
        ("070-174 06 05", "SE", "+46701740605"),
        ("+46 (0)70 174 06 05", "US", "+46701740605"),
        ("0046701740605", "SE", "+46701740605"),
        ("(202) 555-0134", "US", "+12025550134"),
        ("ext. 12", "SE", "12"),
    ],
)
def test_a_number_is_one_however_it_is_written(number: str, region: str, international: str) -> None:
    assert records.international(number, region) == international


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("Anna", "Söderqvist"),
        ("Söderqvist", "Anna"),
        ("Annie", "Soderqvist"),
        ("A.", "Söderqvist"),
        ("Anan", "Söderqvist"),
        ("Anna", "Söderkvist"),
        ("Anna", "Sönderqvist"),
        ("Anna", "Soederqvist"),
        ("Анна", "Седерквист"),
        ("Fil. dr Anna", "Söderqvist, PhD"),
    ],
)
def test_name_and_place_alone_lead_to_the_person(first: str, last: str) -> None:
    stub = Person(first, last, location="Göteborg")

    shared = set(records.keys(records.record(stub, region="SE"))) & set(records.keys(records.record(ANNA, region="SE")))

    assert shared


@pytest.mark.parametrize("field", ["emails", "phones", "links"])
def test_what_only_one_person_has_leads_to_the_person_under_any_name(field: str) -> None:
    other = dataclasses.replace(Person("Someone", "Else"), **{field: getattr(ANNA, field)})

    shared = set(records.keys(records.record(other, region="SE"))) & set(
        records.keys(records.record(ANNA, region="SE"))
    )

    assert len(shared) == 1


def test_strangers_share_no_key() -> None:
    other = Person("Bo", "Ek", "Nurse", "Malmö, Sweden", employments=(JobHeld("Kliniken AB", "Nurse", "2019 –"),))

    assert not set(records.keys(records.record(other, region="SE"))) & set(
        records.keys(records.record(ANNA, region="SE"))
    )
