"""Two records as one, and what each is again: pure."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.candidates.merging import rules
from skaffa.candidates.merging.rules import ABSORBED, Edge, Record
from skaffa.candidates.rules import JobHeld, Person, Study, tidied
from skaffa.core import refusals

WORDS = st.text("abcå ", max_size=4)
LISTS = st.lists(WORDS, max_size=3)
PEOPLE = st.builds(
    Person,
    first_name=st.text("AB", min_size=1, max_size=2),
    last_name=WORDS,
    headline=WORDS,
    location=WORDS,
    emails=LISTS,
    phones=st.lists(st.text("+01 ", max_size=4), max_size=3),
    links=LISTS,
    employments=st.lists(st.builds(JobHeld, WORDS, WORDS, WORDS, st.booleans()), max_size=3),
    educations=st.lists(st.builds(Study, WORDS, WORDS), max_size=3),
    skills=LISTS,
    years_of_experience=WORDS,
).map(tidied)
RECORDS = st.builds(
    Record,
    PEOPLE,
    source=st.none() | st.sampled_from(["agency", "referral"]),
    referred_by=WORDS,
    is_internal=st.booleans(),
)
CHOICES = st.dictionaries(st.sampled_from(sorted(rules.CHOICES)), st.sampled_from([rules.KEPT, ABSORBED]))


@given(kept=RECORDS, absorbed=RECORDS, choices=CHOICES)
def test_what_nobody_has_touched_goes_back_to_the_last_letter(kept, absorbed, choices):
    after = rules.unite(kept, absorbed, choices)

    assert rules.carried(after, after, onto=kept) == kept
    assert rules.carried(after, after, onto=after) == after


@given(kept=RECORDS, absorbed=RECORDS, choices=CHOICES)
def test_nothing_is_lost_and_nothing_is_twice(kept, absorbed, choices):
    person = rules.unite(kept, absorbed, choices).person

    for name, key in rules._KEYS.items():
        together = [*getattr(kept.person, name), *getattr(absorbed.person, name)]
        assert {key(one) for one in getattr(person, name)} == {key(one) for one in together}
        twins = len(getattr(kept.person, name)) - len({key(one) for one in getattr(kept.person, name)})
        assert len(getattr(person, name)) == len({key(one) for one in together}) + twins
    for name in rules.SCALARS:
        values = {getattr(one.person, name) for one in (kept, absorbed)} - {""}
        assert getattr(person, name) in (values or {""})


def test_what_was_edited_since_stays_and_what_was_taken_away_stays_away():
    kept = Record(Person("Anna", emails=("a@example.com",), skills=("Oil",)), source="agency")
    absorbed = Record(Person("Ann", headline="Keeper", emails=("b@example.com", "c@example.com")))
    after = rules.unite(kept, absorbed, {"first_name": ABSORBED})
    now = replace(
        after,
        person=replace(after.person, headline="Chief", emails=("new@example.com", "c@example.com", "a@example.com")),
    )

    assert rules.carried(after, now, onto=kept).person == Person(
        "Anna", headline="Chief", emails=("new@example.com", "a@example.com"), skills=("Oil",)
    )
    again = rules.unite(rules.carried(after, now, onto=kept), absorbed, {"first_name": ABSORBED, "headline": ABSORBED})
    assert rules.carried(after, now, onto=again).person == replace(now.person, first_name="Ann")


def test_an_origin_is_chosen_as_a_whole():
    kept, absorbed = Record(Person("A"), source="agency"), Record(Person("A"), source="referral", referred_by="Hal")

    assert rules.differing(kept, absorbed) == ("source",)
    chosen = rules.unite(kept, absorbed, {"source": ABSORBED})
    assert (chosen.source, chosen.referred_by) == ("referral", "Hal")
    assert rules.unite(Record(Person("A")), absorbed, {}).source == "referral"


@pytest.mark.parametrize(
    ("which", "expected"),
    [(1, [4, 5]), (2, [4, 5]), (3, []), (4, [5]), (5, [])],
)
def test_only_what_touches_the_same_people_is_undone_before(which, expected):
    """1: B into A. 2: D into C. 3: F into E. 4: A into C. 5: C into G."""
    edges = [Edge(1, 1, 2), Edge(2, 3, 4), Edge(3, 5, 6), Edge(4, 3, 1), Edge(5, 7, 3)]

    assert rules.later(edges, which) == expected


def test_the_address_they_are_written_to_is_chosen_and_both_are_kept():
    kept, absorbed = Record(Person("A", emails=("a@x.se", "B@x.se"))), Record(Person("A", emails=("b@x.se", "c@x.se")))

    assert rules.differing(kept, absorbed) == ("primary_email",)
    assert rules.unite(kept, absorbed, {}).person.emails == ("a@x.se", "B@x.se", "c@x.se")
    after = rules.unite(kept, absorbed, {"primary_email": ABSORBED})
    assert after.person.emails == ("B@x.se", "a@x.se", "c@x.se")
    assert rules.carried(after, after, onto=kept) == kept


def test_whoever_has_put_an_address_first_since_meant_it():
    kept, absorbed = Record(Person("A", emails=("a@x.se", "b@x.se"))), Record(Person("A", emails=("b@x.se",)))
    after = rules.unite(kept, absorbed, {"primary_email": ABSORBED})

    def left(*emails: str) -> tuple[str, ...]:
        now = replace(after, person=replace(after.person, emails=emails))
        return tuple(rules.carried(after, now, onto=kept).person.emails)

    assert left("new@x.se", "b@x.se", "a@x.se") == ("new@x.se", "a@x.se", "b@x.se")
    assert left("a@x.se", "b@x.se") == ("a@x.se", "b@x.se")
    assert left("b@x.se") == ("b@x.se",)


def test_one_address_written_in_two_ways_is_no_choice():
    assert not rules.differing(Record(Person("A", emails=("A@x.se",))), Record(Person("A", emails=("a@x.se",))))
    assert not rules.differing(Record(Person("A")), Record(Person("A", emails=("a@x.se",))))


def test_only_known_fields_and_sides_can_be_chosen():
    assert rules.checked({"headline": ABSORBED, "location": ""}) == {"headline": ABSORBED}
    with pytest.raises(refusals.Invalid):
        rules.checked({"headline": "neither"})
