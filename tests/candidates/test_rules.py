"""What identifies a person, and what can be stored of what is said about them."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from skaffa.candidates import rules
from skaffa.candidates.rules import JobHeld, Person, Study
from skaffa.core import refusals

ANYTHING = st.text(st.characters(), max_size=12) | st.sampled_from(["x" * 700, "1" * 45, "a\0b", " "])
SLUG = st.text(string.ascii_lowercase + string.digits + "-åä", min_size=1, max_size=30)
PERSON = st.builds(
    Person,
    first_name=ANYTHING,
    last_name=ANYTHING,
    headline=ANYTHING,
    location=ANYTHING,
    emails=st.lists(ANYTHING | st.emails(), max_size=5),
    phones=st.lists(ANYTHING, max_size=5),
    links=st.lists(ANYTHING, max_size=5),
    employments=st.lists(st.builds(JobHeld, ANYTHING, ANYTHING, ANYTHING, st.booleans()), max_size=3),
    educations=st.lists(st.builds(Study, ANYTHING, ANYTHING), max_size=3),
    skills=st.lists(ANYTHING, max_size=5),
    years_of_experience=ANYTHING,
)


@given(st.emails())
def test_one_address_is_recognised_in_any_spelling(address: str):
    assert rules.normalize_email(f" {address.upper()}\n") == rules.normalize_email(address.upper().lower())


@given(SLUG, st.sampled_from(["", "www.", "se.", "uk."]), st.sampled_from(["", "/", "?trk=x", "#top", "/sv", "/en-us"]))
def test_one_profile_is_recognised_under_all_its_addresses(slug: str, host: str, tail: str):
    plain = rules.normalize_link(f"https://www.linkedin.com/in/{slug}")

    assert rules.normalize_link(f"http://{host}linkedin.com/in/{slug.upper()}{tail}".replace("/SV", "/sv")) == plain
    assert rules.is_linkedin_profile(f"{host}linkedin.com/in/{slug}{tail}")


@given(SLUG, SLUG)
def test_two_profiles_are_never_one(one: str, other: str):
    same = rules.normalize_link(f"linkedin.com/in/{one}") == rules.normalize_link(f"linkedin.com/in/{other}")

    assert same == (one == other)


@pytest.mark.parametrize(
    "url",
    [
        "https://linkedin.com/company/birch",
        "https://notlinkedin.com/in/ada",
        "https://linkedin.com.evil.example/in/a",
        "",
    ],
)
def test_what_looks_like_a_profile_is_none(url: str):
    assert not rules.is_linkedin_profile(url)


@pytest.mark.parametrize(
    ("url", "normalized"),
    [
        ("HTTPS://WWW.Example.com/Blog/?utm=1", "example.com/Blog"),
        ("example.com", "example.com"),
        ("https://www.linkedin.com/in/%C3%A5sa/", "linkedin.com/in/åsa"),
        ("http://[broken", "http://[broken"),
    ],
)
def test_links_are_compared_without_noise(url: str, normalized: str):
    assert rules.normalize_link(url) == normalized


@given(ANYTHING)
def test_no_text_breaks_the_comparison_of_links(anything: str):
    rules.normalize_link(anything)
    rules.is_linkedin_profile(anything)


@pytest.mark.parametrize(
    ("given_", "shown"),
    [
        ("example.com/me", "https://example.com/me"),
        ("http://example.com", "http://example.com"),
        ("javascript:alert(1)", ""),
        ("javascript://example.com/%0aalert(1)", ""),
        ("data://x.y", ""),
        ('https://a.b/"onclick', ""),
        ("https://[bad.", ""),
        ("nothing", ""),
        ("", ""),
    ],
)
def test_only_links_that_are_safe_to_follow_are_shown(given_: str, shown: str):
    assert rules.shown_link(given_) == shown


@pytest.mark.parametrize(("one", "other"), [("+46 (0)31-12", "+4603112"), ("031 12 34", "0311234")])
def test_phone_numbers_are_compared_by_their_digits(one: str, other: str):
    assert rules.normalize_phone(one) == rules.normalize_phone(other)


@given(PERSON)
def test_whatever_a_machine_sends_fits(said: Person):
    fitted = rules.fitted(said)

    assert fitted == rules.checked(fitted)


@given(PERSON, PERSON)
def test_merging_loses_nothing_and_repeats_nothing(known: Person, said: Person):
    before, other = rules.fitted(known), rules.fitted(said)

    after = rules.merged(before, other)

    assert set(before.emails) <= set(after.emails)
    assert (after.first_name, after.last_name) == (before.first_name, before.last_name or other.last_name)
    assert after.headline == (before.headline or other.headline)
    assert rules.merged(after, other) == after


@given(PERSON)
def test_nothing_changes_from_a_person_to_themselves(said: Person):
    fitted = rules.fitted(said)

    assert rules.changed(fitted, fitted) == ()
    assert rules.changed(fitted, rules.merged(fitted, fitted)) == ()


@pytest.mark.parametrize(
    ("said", "name"),
    [
        (Person("", "Ek"), "Ek"),
        (Person("", emails=("greta@example.com",)), "greta@example.com"),
        (Person(""), "?"),
    ],
)
def test_nobody_is_refused_for_want_of_a_name(said: Person, name: str):
    assert rules.fitted(said).first_name == name


@pytest.mark.parametrize(
    ("said", "field"),
    [
        (Person(" "), "first_name"),
        (Person("x" * 121), "first_name"),
        (Person("G", headline="x" * 401), "headline"),
        (Person("G", emails=("greta",)), "emails"),
        (Person("G", phones=("call me",)), "phones"),
        (Person("G", links=("javascript:alert(1)",)), "links"),
        (Person("G", employments=(JobHeld("x" * 201),)), "employments"),
        (Person("G", educations=(Study("S", "x" * 201),)), "educations"),
        (Person("G", skills=("x" * 121,)), "skills"),
        (Person("G", skills=[str(number) for number in range(101)]), "skills"),
    ],
)
def test_what_a_user_types_is_refused_by_its_field(said: Person, field: str):
    with pytest.raises(refusals.Invalid) as refusal:
        rules.checked(said)

    assert list(refusal.value.fields) == [field]


def test_what_changed_is_named():
    before = Person("Greta", "Ek", emails=("a@b.example",))

    assert rules.changed(before, Person("Greta", "Alm", emails=["a@b.example", "c@d.example"])) == (
        "last_name",
        "emails",
    )
