"""What the model learns by itself, and what it then says."""

import math
import random

import pytest

from skaffa.duplicates import blocking
from skaffa.duplicates.comparisons import Comparison, Day, Words
from skaffa.duplicates.model import Model, Record, Weights, train

FIRST = [
    "anna",
    "greta",
    "sven",
    "bo",
    "karin",
    "lars",
    "ulla",
    "nils",
    "maja",
    "olof",
    "edit",
    "axel",
    "siv",
    "stig",
    "rut",
]
LAST = [
    "ek",
    "lind",
    "berg",
    "dal",
    "ahl",
    "sten",
    "falk",
    "holm",
    "ros",
    "gren",
    "moberg",
    "englund",
    "sjogren",
    "akesson",
    "brodin",
    "tornquist",
    "wikander",
]
PLACES = ["malmo", "lund", "ystad", "gavle", "kiruna", "falun", "boras", "visby"]


def made_up(number: int, seed: int) -> tuple[list[Record], list[int]]:
    """People, every third of them twice: the second time with a slip of the pen or something left out."""
    draw = random.Random(seed)
    records: list[Record] = []
    who: list[int] = []
    for person in range(number):
        name = (draw.choice(FIRST), draw.choice(LAST) + draw.choice(["", "er", "qvist", "son"]))
        born = f"{draw.randrange(1950, 2000)}{draw.randrange(1, 13):02}{draw.randrange(1, 29):02}"
        place = (draw.choice(PLACES),)
        records.append({"name": name, "born": born, "place": place})
        who.append(person)
        if person % 3 == 0:
            word = name[1]
            slip = (name[0], word[:2] + word[3:]) if draw.random() < 0.4 else name
            records.append(
                {"name": slip, "born": draw.choice([born, born, ""]), "place": draw.choice([place, place, ()])}
            )
            who.append(person)
    return records, who


def keys(record: Record) -> list[object]:
    return [*record["name"], record["born"], record["name"][1][:2]]


def learned(records: list[Record]) -> tuple[Model, list[tuple[int, int]]]:
    comparisons: list[Comparison] = [Words("name", of_people=True), Day("born"), Words("place")]
    for comparison in comparisons:
        comparison.learn(record[comparison.field] for record in records)
    pairs = list(blocking.pairs(records, keys))
    number = len(records)
    model = train(
        comparisons,
        ((records[one], records[other]) for one, other in pairs),
        lambda draw: (records[draw.randrange(number)], records[draw.randrange(number)]),
        of=number * (number - 1) // 2,
        samples=20_000,
    )
    return model, pairs


@pytest.fixture(scope="module")
def town() -> tuple[Model, list[tuple[int, int]], list[Record], list[int]]:
    records, who = made_up(600, seed=7)
    return *learned(records), records, who


def test_it_finds_who_is_here_twice_though_nobody_told_it(town):
    model, pairs, records, who = town
    said = {pair for pair in pairs if model.probability(records[pair[0]], records[pair[1]]) >= 0.9}
    right = {pair for pair in said if who[pair[0]] == who[pair[1]]}
    telling = {(one, other) for one, other in pairs if who[one] == who[other] and records[other]["born"]}

    assert len(right & telling) >= 0.9 * len(telling)
    assert len(right) >= 0.97 * len(said)


def test_it_knows_about_how_many_there_are(town):
    model, _pairs, records, _who = town
    number = len(records)

    assert model.weights.prior * number * (number - 1) / 2 == pytest.approx(200, rel=0.25)


def test_the_contributions_of_the_fields_are_the_whole_reason(town):
    model, _pairs, records, _who = town
    one = {**records[0], "place": ()}
    found = model.contributions(one, records[1])

    assert [each.field for each in found] == ["name", "born"]
    assert model.probability(one, records[1]) == pytest.approx(
        1 / (1 + (1 - model.weights.prior) / model.weights.prior * 2 ** -sum(each.bits for each in found))
    )


def test_what_is_missing_counts_for_nothing_and_a_contradiction_against(town):
    model, _pairs, _records, _who = town
    person = {"name": ("greta", "sjogrenqvist"), "born": "19710304", "place": ("kiruna",)}
    silent = {**person, "place": ()}
    elsewhere = {**person, "place": ("lund",)}

    assert model.probability(person, elsewhere) < model.probability(person, silent) < model.probability(person, person)


def test_it_says_the_same_each_time_it_learns():
    records, _who = made_up(150, seed=3)

    assert learned(records)[0].weights == learned(records)[0].weights


def test_records_are_compared_once_if_they_share_a_key_that_not_everybody_has():
    records = [{"keys": one} for one in ("ab", "bc", "ab", "d")]

    assert set(blocking.pairs(records, lambda record: record["keys"])) == {(0, 1), (0, 2), (1, 2)}
    assert set(blocking.pairs(records, lambda record: record["keys"], most=2)) == {(0, 2)}


def test_agreement_that_nobody_has_shown_is_worth_what_lies_between_what_others_have_shown() -> None:
    places = Words("place")
    shown = {(3, 0): 0.5, (5, 0): 0.4, (8, 0): 0.0999}
    same = {level: shown.get(level, 1e-6) for level in places.levels}
    different = {level: 2.0 ** -(2 * level[0]) / 10 for level in places.levels}

    (bits,) = Model([places], Weights([same], [different], prior=0.001)).worth().values()
    agreements = [bits[level] for level in places.agreements]

    assert [bits[level] for level in shown] == pytest.approx([math.log2(same[one] / different[one]) for one in shown])
    assert agreements == sorted(agreements)
    assert bits[4, 0] == pytest.approx(bits[3, 0] + 2)
    assert bits[1, 0] == pytest.approx(bits[3, 0] - 4)
    assert bits[12, 0] == bits[8, 0]
