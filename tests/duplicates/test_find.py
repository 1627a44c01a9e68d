"""Who somebody is among our people: found by what they share, judged by how far it agrees."""

import dataclasses
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from skaffa.accounts.actor import SYSTEM
from skaffa.candidates import actions as candidates
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import JobHeld, Person
from skaffa.duplicates import actions, learning, queries
from skaffa.duplicates.models import Key, Learned, Mark, Record
from skaffa.duplicates.queries import Verdict
from tests import personas

pytestmark = pytest.mark.django_db

GRETA = Person(
    "Margareta",
    "Engelfält",
    "Lamp keeper at Fyrverket",
    "Visby, Sweden",
    emails=("greta@people.example",),
    phones=("070-174 06 05",),
    links=("https://www.linkedin.com/in/greta-e",),
    employments=(JobHeld("Fyrverket", "Lamp keeper", "2019 –", is_current=True),),
)
STUB = Person("Margareta", "Engelfält", location="Visby")


def add(person: Person = GRETA) -> Candidate:
    """Somebody whose record is made, as the worker does a moment later."""
    added = candidates.add(person, source=Source.OTHER, by=SYSTEM, at=personas.START)
    work()
    return added


def work() -> None:
    while actions.freshen(at=personas.START):
        pass


@pytest.mark.parametrize(
    ("exact", "said"),
    [
        ("email", Person("M.", "E.", emails=("Greta@People.Example",))),
        ("phone", Person("Greta", "Engelfält", phones=("+46 70 174 06 05",))),
        ("link", Person("Maggan", "", links=("se.linkedin.com/in/Greta-E/",))),
    ],
)
def test_what_only_one_person_has_finds_them_and_says_so(exact: str, said: Person) -> None:
    greta = add()

    (found,) = queries.find(said)

    assert (found.candidate_id, found.exact) == (greta.pk, exact)
    assert found.verdict is Verdict.SAME


@pytest.mark.parametrize(
    "name",
    [
        ("Margareta", "Engelfält"),
        ("Engelfält", "Margareta"),
        ("Greta", "Engelfalt"),
        ("Margareta", "Engelfeldt"),
        ("Маргарета", "Энгелфельт"),
    ],
)
def test_a_stub_with_name_and_place_only_may_be_the_person(name: tuple[str, str]) -> None:
    greta = add()

    (found,) = queries.find(Person(*name, location="Visby"))

    assert found.candidate_id == greta.pk
    assert not found.exact
    assert found.probability >= queries.policy().maybe
    assert {one.field for one in found.contributions} == {"name", "place"}


def test_somebody_else_is_new() -> None:
    add()

    assert queries.find(Person("Bo", "Ekwall", location="Visby")) == []
    assert queries.find(Person("Margareta", "Lund", location="Visby")) == []


def test_a_contradiction_counts_against_and_what_is_missing_for_nothing() -> None:
    add()

    alike = queries.find(STUB)[0].probability
    elsewhere = queries.find(dataclasses.replace(STUB, location="Kiruna"))
    silent = queries.find(dataclasses.replace(STUB, location=""))[0].probability

    assert alike > silent
    assert all(one.probability < silent for one in elsewhere)


def test_a_number_of_a_switchboard_makes_nobody_the_same_person() -> None:
    add()

    (found,) = queries.find(Person("Bo", "Ekwall", phones=("070-174 06 05",)))

    assert (found.exact, found.verdict) == ("phone", Verdict.MAYBE)


def test_a_record_follows_the_person_until_they_are_erased() -> None:
    greta = add()
    at = personas.START + timedelta(hours=1)

    candidates.edit(greta, Person("Greta", "Sandelholm"), by=SYSTEM, at=at)
    work()

    assert Record.objects.get().name == ["greta", "sandelholm"]
    assert queries.find(STUB) == []
    assert queries.find(Person("Greta", "Sandelholm"))

    candidates.erase(greta, by=SYSTEM, at=at)
    work()

    assert not Record.objects.exists()
    assert not Key.objects.exists()
    assert not Mark.objects.exists()


def test_people_are_found_in_as_many_questions_as_one() -> None:
    add()
    queries.find(STUB)

    with CaptureQueriesContext(connection) as few:
        queries.find(STUB)
    with CaptureQueriesContext(connection) as many:
        found = queries.find_many([STUB] * 50)

    assert len(many) == len(few) == 5
    assert all(len(one) == 1 for one in found)


def test_weights_are_learned_once_there_are_people_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    assert learning.learn(at=personas.START) is None

    monkeypatch.setattr(learning, "FEWEST", 100)
    monkeypatch.setattr(learning, "_CHANCES", 2_000)
    heads, tails = (
        ("Alm", "Berg", "Dal", "Ek", "Fors", "Gran", "Hede", "Lind", "Malm", "Sjö"),
        ("bom", "fält", "vik", "holt"),
    )
    first = ("Aron", "Berit", "Cecil", "Dag", "Elvira", "Fanny", "Gun")
    surnames = [head + tail + end for head in heads for tail in tails for end in ("", "er", "s")]
    people = [Person(first[place % 7], name, location="Visby") for place, name in enumerate(surnames)]
    again = [dataclasses.replace(person, location="") for person in people[:20]]
    candidates.add_many(people + again, source=Source.OTHER, by=SYSTEM, at=personas.START)
    work()

    learned = learning.learn(at=personas.START)

    assert learned == Learned.objects.get()
    assert learned.people == 140
    alike = {one.candidate_id: one.verdict for one in queries.find(people[0])}
    assert learning.learn_if_worth_it(at=personas.START + timedelta(days=2)) is None  # nobody has come since
    twice = Candidate.objects.filter(last_name="Almbom")
    assert [alike.get(one.pk) for one in twice] == [Verdict.SAME, Verdict.SAME]
