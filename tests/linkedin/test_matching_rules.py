"""Which profile belongs to a candidate: rules 1 to 3 over everything that may be equal, different or missing."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.linkedin import matching
from skaffa.linkedin.matching import Agreement, Met, Rule, Subject, name_words

MINA, OTHER, THIRD = "urn:li:person:mina", "urn:li:person:other", "urn:li:person:third"
NAME, NAMESAKE, STRANGER = "Mina Okoro", "Okoro, Mina", "Ebba Lind"
EQUAL, DIFFERENT, MISSING = Agreement
SHOWN, LISTED, NOBODY = Rule.EXACT, Rule.POSSIBLE, Rule.NONE

# e-mail address, member id, then what happens when the name is the same, and when it is not
TABLE = [
    (EQUAL, EQUAL, SHOWN, SHOWN),
    (EQUAL, MISSING, SHOWN, SHOWN),
    (EQUAL, DIFFERENT, LISTED, LISTED),
    (MISSING, EQUAL, SHOWN, SHOWN),
    (MISSING, MISSING, LISTED, NOBODY),
    (MISSING, DIFFERENT, LISTED, NOBODY),
    (DIFFERENT, EQUAL, LISTED, LISTED),
    (DIFFERENT, MISSING, LISTED, NOBODY),
    (DIFFERENT, DIFFERENT, LISTED, NOBODY),
]


def ids():
    for (email, member, *rules), same in itertools.product(TABLE, (True, False)):
        rule = rules[0] if same else rules[1]
        told = {SHOWN: "the profile is shown", LISTED: "a list of possible profiles", NOBODY: "no profile fits"}[rule]
        name = "same name" if same else "another name"
        yield pytest.param(
            email, member, same, rule, id=f"e-mail {email.value}, member id {member.value}, {name}: {told}"
        )


def subject(email=MISSING, member=MISSING, *, said="", unlinked=()):
    """Mina as a candidate, such that she compares so with the member `met()`."""
    return Subject(
        words=name_words(NAME),
        emails=frozenset() if email is MISSING else frozenset({"mina@example.org"}),
        member={EQUAL: MINA, DIFFERENT: THIRD, MISSING: ""}[member],
        said=said,
        unlinked=unlinked,
    )


def met(email=MISSING, *, urn=MINA, name=NAMESAKE, **more):
    emails = {EQUAL: {"mina@example.org"}, DIFFERENT: {"else@example.org"}, MISSING: set()}[email]
    return Met(urn, name_words(name), frozenset(emails), **more)


def shown(found):
    return found.shown.urn if found.shown else ""


def test_the_table_holds_every_combination():
    assert {(email, member) for email, member, *_ in TABLE} == set(itertools.product(Agreement, repeat=2))
    assert len(TABLE) == 9


@pytest.mark.parametrize(("email", "member", "same_name", "rule"), list(ids()))
def test_rule(email, member, same_name, rule):
    found = matching.find(subject(email, member), [met(email, name=NAMESAKE if same_name else STRANGER)])

    assert found.rule is rule
    assert shown(found) == (MINA if rule is SHOWN else "")
    assert [guess.urn for guess in found.possible] == ([MINA] if rule is LISTED else [])
    for guess in (*found.possible, *([found.shown] if found.shown else [])):
        assert (guess.email, guess.member, guess.same_name) == (email, member, same_name)  # the reasons


@pytest.mark.parametrize(("email", "member"), [(email, member) for email, member, *_ in TABLE])
def test_an_explicit_link_wins_whatever_differs(email, member):
    found = matching.find(subject(email, member, said=MINA), [met(email, name=STRANGER)])

    assert (found.rule, shown(found)) == (Rule.SAID, MINA)


@pytest.mark.parametrize(("email", "member"), [(email, member) for email, member, *_ in TABLE])
def test_an_explicit_unlink_suppresses_that_member_and_no_other(email, member):
    other = met(urn=OTHER)

    found = matching.find(subject(email, member, unlinked={MINA}), [met(email), other])

    assert (found.rule, found.shown) == (Rule.POSSIBLE, None)
    assert [guess.urn for guess in found.possible] == [OTHER]


def test_linking_again_ends_the_suppression():
    suppressed = matching.find(subject(EQUAL, EQUAL, unlinked={MINA}), [met(EQUAL)])
    again = matching.find(subject(EQUAL, EQUAL, said=MINA), [met(EQUAL)])

    assert suppressed.rule is Rule.NONE
    assert shown(again) == MINA


def test_an_address_that_two_members_share_gives_the_list():
    found = matching.find(subject(EQUAL), [met(EQUAL), met(EQUAL, urn=OTHER)])

    assert (found.rule, {guess.urn for guess in found.possible}) == (Rule.POSSIBLE, {MINA, OTHER})


def test_somebody_with_another_id_and_the_same_address_does_not_hide_whom_the_id_names():
    found = matching.find(subject(EQUAL, EQUAL), [met(MISSING), met(EQUAL, urn=OTHER)])

    assert (found.rule, shown(found)) == (Rule.EXACT, MINA)
    assert [guess.urn for guess in found.possible] == [OTHER]


def test_a_member_who_is_another_candidate_is_never_shown_by_itself():
    found = matching.find(subject(EQUAL), [met(EQUAL, elsewhere=True)])

    assert (found.rule, found.possible[0].elsewhere) == (Rule.POSSIBLE, True)


def test_whom_linkedin_proposes_beside_others_is_possible_though_we_know_nothing_of_them():
    assert matching.find(subject(), [Met(OTHER, proposed=True)]).rule is Rule.POSSIBLE


def test_the_likeliest_stands_first():
    found = matching.find(
        subject(EQUAL), [met(urn=OTHER), met(EQUAL, elsewhere=True), met(urn=THIRD, name=STRANGER, proposed=True)]
    )

    assert [guess.urn for guess in found.possible] == [MINA, OTHER, THIRD]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Åsa Lindqvist", "lindqvist ASA", True),
        ("José María Peña", "Pena, Jose", True),
        ("Søren Kierkegård", "Soren Kierkegard", True),
        ("Łukasz Żak", "Lukasz Zak", True),
        ("Jürgen Weiß", "JURGEN WEISS", True),
        ("Mina K. Okoro", "Mina Okoro", True),
        ("Anne-Marie Holm", "Marie Anne Holm", True),
        ("王 小明", "小明 王", True),
        ("Mina", "Mina", True),
        ("Mina", "Mina Okoro", False),
        ("Mina Okoro", "Mina Adeyemi", False),
        ("", "", False),
        ("Mina Okoro", "", False),
    ],
)
def test_names_are_the_same_whatever_their_order_and_accents(one, other, same):
    found = matching.find(Subject(words=name_words(one)), [Met(MINA, name_words(other))])

    assert bool(found.possible) is same


@given(st.lists(st.text(max_size=20), max_size=4), st.randoms())
def test_the_order_of_the_words_never_matters(words, chance):
    shuffled = list(words)
    chance.shuffle(shuffled)

    assert name_words(" ".join(words)) == name_words(" ".join(shuffled))
