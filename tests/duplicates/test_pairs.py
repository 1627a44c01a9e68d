"""Pairs that may be one person: found at any door and by a look at everybody; what people say of them stays."""

import dataclasses
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from django.db import connection

from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import User
from skaffa.candidates import actions as candidates
from skaffa.candidates.merging import actions as merging
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import JobHeld, Person
from skaffa.core import refusals
from skaffa.duplicates import actions as duplicates
from skaffa.duplicates import tasks
from skaffa.duplicates.models import Learned, Mark, Pair, PairState, Part, Scan
from skaffa.duplicates.pairs import actions, queries
from skaffa.duplicates.pairs import merging as pair_merging
from skaffa.duplicates.scanning import actions as scanning
from skaffa.notify.models import Notice
from tests.personas import START

pytestmark = pytest.mark.django_db

GRETA = Person("Margareta", "Engelfält", location="Visby", emails=("greta@people.example",))
STUB = Person("Greta", "Engelfält", location="Visby")


def work() -> None:
    while duplicates.freshen(at=START):
        pass


def add(person: Person) -> Candidate:
    return candidates.add(person, source=Source.OTHER, by=SYSTEM, at=START)


@pytest.fixture
def twice() -> tuple[Candidate, Candidate]:
    """Two records that wait to be judged."""
    both = add(GRETA), add(STUB)
    work()
    return both


def test_who_is_maybe_known_waits_with_reasons(twice: tuple[Candidate, Candidate], rhea: User) -> None:
    (pair,) = queries.waiting(Actor.of(rhea))

    assert (pair.one_id, pair.other_id) == (twice[0].pk, twice[1].pk)
    assert pair.probability >= 0.5
    assert {field for field, bits in pair.contributions if bits > 0} == {"name", "place"}
    assert set(queries.flags(Actor.of(rhea), [twice[1].pk])) == {twice[1].pk}


def colleagues() -> list[Person]:
    """Nine families in the towns around Lund, and four employers."""
    first = ("Aron", "Berit", "Cecil", "Dag", "Elvira", "Fanny", "Gun", "Hjalmar", "Inger", "Jakob", "Kerstin")
    families = ("Almbom", "Bergfält", "Dalvik", "Ekholt", "Forsbom", "Granfält", "Hedevik", "Lindholt", "Roskvist")
    towns, employers = (
        ("Lund, Sweden", "Lund, Sweden", "Malmö, Sweden"),
        ("Lime Kilns", "Salt Works", "Tall Ships", "Warm Bread"),
    )
    return [
        Person(
            given,
            family,
            location=towns[(place + number) % 3],
            employments=(
                JobHeld(employers[(place * 3 + number) % 4], "Baker", f"{2015 + place % 4} –", is_current=True),
            ),
        )
        for place, given in enumerate(first)
        for number, family in enumerate(families)
    ]


@pytest.mark.parametrize("at_once", [True, False])
def test_what_is_common_here_makes_nobody_the_same_person_however_rare_it_is_elsewhere(at_once: bool) -> None:
    people = [GRETA, *colleagues(), STUB]
    for some in [people] if at_once else [people[:50], people[50:]]:
        candidates.add_many(some, source=Source.OTHER, by=SYSTEM, at=START)
        tasks.freshen()

    (pair,) = Pair.objects.all()

    assert {one.last_name for one in Candidate.objects.filter(pk__in=[pair.one_id, pair.other_id])} == {"Engelfält"}
    assert Learned.objects.latest("pk").pairs == 0  # too few to learn from pairs


def test_what_waits_is_judged_anew_by_what_has_been_learned(monkeypatch: pytest.MonkeyPatch) -> None:
    candidates.add_many([*colleagues(), GRETA, STUB], source=Source.OTHER, by=SYSTEM, at=START)
    work()
    said = Pair.objects.order_by("pk").first()
    assert said is not None
    Pair.objects.filter(pk=said.pk).update(state=PairState.DIFFERENT)
    before = set(Pair.objects.values_list("pk", flat=True))
    monkeypatch.setattr(actions, "_STEP", 7)

    tasks.learn()

    waiting = Pair.objects.get(state=PairState.WAITING)
    assert {one.last_name for one in Candidate.objects.filter(pk__in=[waiting.one_id, waiting.other_id])} == {
        "Engelfält"
    }
    assert Pair.objects.filter(pk=said.pk).exists()
    assert len(before) > 2


def test_colleagues_whose_names_have_nothing_in_common_are_two(rhea: User) -> None:
    job = JobHeld("Fyrverket", "Lamp keeper", "2019 –", is_current=True)
    for first, last in (("Margareta", "Engelfält"), ("Bo", "Ekwall")):
        add(Person(first, last, "Lamp keeper", "Visby", employments=(job,)))
    work()

    assert not queries.waiting(Actor.of(rhea)).exists()


def test_what_holds_no_more_does_not_wait(twice: tuple[Candidate, Candidate], rhea: User) -> None:
    candidates.edit(twice[1], Person("Bo", "Ekwall"), by=SYSTEM, at=START)
    work()

    assert not Pair.objects.exists()


def test_not_the_same_person_is_remembered_after_edits_until_it_is_undone(
    twice: tuple[Candidate, Candidate], rhea: User
) -> None:
    by = Actor.of(rhea)
    (pair,) = queries.waiting(by)
    actions.say_different([pair.pk], by=by, at=START)

    candidates.edit(twice[1], dataclasses.replace(STUB, headline="Diver"), by=SYSTEM, at=START + timedelta(days=1))
    work()

    assert not queries.waiting(by).exists()
    assert not queries.flags(by, [twice[0].pk])
    assert Pair.objects.get().state == PairState.DIFFERENT

    actions.undo_different([pair.pk], by=by, at=START)

    assert queries.waiting(by).get() == pair


def test_only_who_may_merge_judges(twice: tuple[Candidate, Candidate], hal: User, stan: User) -> None:
    pair = Pair.objects.get()

    for user in (hal, stan):
        with pytest.raises(refusals.NotAllowed):
            actions.say_different([pair.pk], by=Actor.of(user), at=START)
    assert queries.flags(Actor.of(hal), [twice[0].pk])
    assert not queries.flags(Actor.of(stan), [twice[0].pk])


def test_a_merge_leaves_nothing_waiting_and_its_undo_brings_the_pair_back(
    twice: tuple[Candidate, Candidate], rhea: User
) -> None:
    by = Actor.of(rhea)
    merge = pair_merging.merge(Pair.objects.get(), by=by, at=START)
    work()

    assert not queries.waiting(by).exists()
    assert not queries.flags(by, [twice[0].pk])

    merging.undo(merge, by=by, at=START)
    work()

    assert queries.waiting(by).get().other_id == twice[1].pk


def test_who_was_told_apart_from_a_merged_record_is_not_proposed_again(
    twice: tuple[Candidate, Candidate], rhea: User
) -> None:
    by = Actor.of(rhea)
    third = add(dataclasses.replace(STUB, headline="Diver"))
    work()
    apart = Pair.objects.get(one_id=twice[1].pk, other_id=third.pk)
    actions.say_different([apart.pk], by=by, at=START)

    merge = merging.merge(twice[0], twice[1], {}, by=by, at=START)
    work()

    assert not queries.waiting(by).exists()

    merging.undo(merge, by=by, at=START)
    work()

    assert queries.waiting(by).count() == 2


def test_the_likeliest_are_merged_at_once(rhea: User) -> None:
    by = Actor.of(rhea)
    for name in ("Engelfält", "Strandquist", "Sjöwillman"):
        for _time in range(2):
            add(Person("Margareta", name, location="Visby", emails=(f"{name}@people.example".lower(),)))
    work()
    assert queries.waiting(by).count() == 3

    made = pair_merging.merge_likeliest(0.5, by=by, at=START)

    assert len(made) == 3
    assert Candidate.objects.count() == 3


def test_erased_people_leave_no_pairs(twice: tuple[Candidate, Candidate]) -> None:
    candidates.erase(twice[0], by=SYSTEM, at=START)

    assert not Pair.objects.exists()


def test_a_look_at_everybody_finds_the_pairs_is_paused_and_goes_on(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    admin = Actor.of(ada)
    monkeypatch.setattr(scanning, "BATCH", 2)
    for person in (GRETA, Person("Bo", "Ekwall"), STUB, Person("Ida", "Malmborg"), Person("Ida", "Malmborg")):
        add(person)
    Mark.objects.update(is_new=False)
    work()
    assert not Pair.objects.exists()

    scanning.begin(by=admin, at=START)
    with pytest.raises(scanning.AlreadyScanning):
        scanning.begin(by=admin, at=START)
    assert scanning.take_next(at=START)
    scanning.pause(by=admin, at=START)
    assert not scanning.take_next(at=START)
    scanning.go_on(by=admin, at=START)
    while scanning.take_next(at=START):
        pass

    scan = Scan.objects.get()
    assert (scan.people, scan.found, scan.finished_at) == (5, 2, START)
    assert Pair.objects.count() == 2
    assert Notice.objects.filter(kind="ScanFinished", user=ada).count() == 1


def test_a_batch_at_which_somebody_was_killed_is_done_by_another(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "BATCH", 2)
    for person in (GRETA, STUB, Person("Bo", "Ekwall"), Person("Ida", "Malmborg"), Person("Ida", "Malmborg")):
        add(person)
    Mark.objects.update(is_new=False)
    work()
    scanning.begin(by=Actor.of(ada), at=START)

    with monkeypatch.context() as dying:
        dying.setattr(actions, "look", Mock(side_effect=KeyboardInterrupt))
        with pytest.raises(KeyboardInterrupt):
            scanning.take_next(at=START)
    assert Part.objects.get().scan.people == 0
    while scanning.take_next(at=START):
        pass

    scan = Scan.objects.get()
    assert (scan.people, scan.found, scan.finished_at) == (5, 2, START)
    assert not Part.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_several_look_at_once_but_not_too_many(ada: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "BATCH", 1)
    for person in (GRETA, STUB, Person("Bo", "Ekwall")):
        add(person)
    Mark.objects.update(is_new=False)
    work()
    scanning.begin(by=Actor.of(ada), at=START)
    look = actions.look
    helped: list[bool] = []
    inside = 0

    def look_while_another_comes(people: list[int], *, at: datetime, later: bool) -> int:
        nonlocal inside
        inside += 1
        if inside <= scanning.HANDS:
            with ThreadPoolExecutor(1) as other:
                helped.append(other.submit(_take_next).result())
        return look(people, at=at, later=later)

    monkeypatch.setattr(actions, "look", look_while_another_comes)
    while scanning.take_next(at=START):
        pass

    assert helped == [False, True]  # the third leaves again, the second does its batch
    assert (Scan.objects.get().people, Scan.objects.get().found) == (3, 1)


def _take_next() -> bool:
    """As another process does it: with a connection of its own."""
    try:
        return scanning.take_next(at=START)
    finally:
        connection.close()


def test_nobody_else_looks_at_everybody(rhea: User) -> None:
    with pytest.raises(refusals.NotAllowed):
        scanning.begin(by=Actor.of(rhea), at=START)
