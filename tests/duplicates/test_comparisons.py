"""How far two values agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.duplicates.comparisons import Code, Day, Words
from skaffa.duplicates.words import name

PEOPLE = [("anna", "ek")] * 8 + [("greta", "englefield"), ("sven", "ek"), ("john", "smith"), ("john", "smith")]


@pytest.fixture
def names() -> Words:
    comparison = Words("name", of_people=True)
    comparison.learn(PEOPLE)
    return comparison


def test_what_is_missing_says_nothing(names: Words):
    assert names.level((), ("anna",)) is None
    assert Day("born").level("", "19800101") is None
    assert Code("post").level("11122", "") is None


def test_to_share_something_rare_says_more(names: Words):
    rare = names.level(("greta", "englefield"), ("greta", "englefield"))
    common = names.level(("anna", "ek"), ("anna", "ek"))

    assert rare is not None
    assert common is not None
    assert rare > common


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Greta Englefield", "Englefield, Greta"),
        ("Greta Englefield", "Greta Englefeild"),
        ("Margareta Englefield", "Greta Englefield"),
        ("Greta Englefield", "G. Englefield"),
        ("Greta Englefield", "Greta Maria Englefield"),
    ],
    ids=["turned", "misspelt", "called otherwise", "an initial", "a second name"],
)
def test_names_that_may_be_the_same_do_not_contradict(names: Words, one: str, other: str):
    level = names.level(name(one), name(other))

    assert level is not None
    assert level[0] >= 2
    assert level[1] == 0


def test_different_people_contradict(names: Words):
    assert names.level(("greta", "ek"), ("john", "smith")) == (0, 1)


@given(
    st.lists(st.sampled_from(["anna", "ek", "greta", "englefield", "sven", "bo", "x"]), min_size=1, max_size=4),
    st.data(),
)
def test_who_is_compared_with_whom_does_not_matter(one: list[str], data: st.DataObject):
    other = data.draw(
        st.lists(st.sampled_from(["ana", "ek", "margareta", "engelfield", "b", "smith"]), min_size=1, max_size=4)
    )
    comparison = Words("name", of_people=True)
    comparison.learn(PEOPLE)

    there, back = (comparison.level(*pair) for pair in ((tuple(one), tuple(other)), (tuple(other), tuple(one))))

    assert there is not None
    assert there in comparison.levels
    assert back is not None
    if len(one) != len(other):
        assert there == back


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("18610417", "18610417", "equal"),
        ("18610101", "18610101", "equal_vague"),
        ("18610417", "18610418", "one_edit"),
        ("18610407", "18610704", "turned"),
        ("18610417", "18610925", "year"),
        ("18610417", "18690925", "decade"),
        ("18610417", "19120925", "other"),
    ],
)
def test_dates(one: str, other: str, kind: str):
    assert Day("born").level(one, other) == Day("born").level(other, one) == (Day.KINDS.index(kind), 0)


def test_equal_codes_are_worth_more_than_mistyped_ones_and_rare_ones_most():
    code = Code("post")
    code.learn(["11122"] * 15 + ["98765"])
    rare, common, mistyped, other = (
        code.level(*pair) for pair in (("98765", "98765"), ("11122", "11122"), ("98765", "98764"), ("98765", "11122"))
    )

    assert (rare, common, mistyped, other) == tuple(sorted((rare, common, mistyped, other), reverse=True))  # type: ignore[type-var]
    assert len({rare, common, mistyped, other}) == 4
