"""What is compared of a person, made comparable; and the keys by which others like them are looked up."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from hashlib import blake2b
from itertools import combinations, permutations

import phonenumbers

from skaffa.candidates import rules
from skaffa.candidates.rules import Person
from skaffa.duplicates import words
from skaffa.duplicates.comparisons import Comparison, Rarity, Several, Words
from skaffa.duplicates.nicknames import GROUPS

Record = dict[str, tuple[str, ...]]
"""By field, what a person has: words of texts, whole codes."""

WORDS = ("name", "employer", "title", "place", "dates")
CODES = ("email", "phone", "link")
FIELDS = (*WORDS, *CODES)

_MOST_NAMES = 4
EMPLOYERS = 3
_CODES = 10
_YEAR = re.compile(r"\b(?:19|20)\d\d\b")
_VAGUE = frozenset(
    [
        *("greater", "area", "metropolitan", "region", "county", "city", "lan", "kommun", "stad", "storstockholm"),
        *(
            "new",
            "los",
            "las",
            "san",
            "santa",
            "saint",
            "st",
            "el",
            "la",
            "le",
            "den",
            "sao",
            "rio",
            "de",
            "upper",
            "lower",
        ),
        *("north", "south", "east", "west", "norra", "sodra", "ostra", "vastra", "gamla", "nya", "stora", "bad"),
        *(
            "the",
            "of",
            "and",
            "och",
            "ab",
            "inc",
            "ltd",
            "gmbh",
            "as",
            "oy",
            "llc",
            "group",
            "co",
            "company",
            "svenska",
        ),
    ]
)
"""Words of places and employers that tell nothing apart."""


def comparisons() -> list[Comparison]:
    """How each field is compared; they know nothing of what is rare yet."""
    made: list[Rarity] = [Words(field, of_people=field == "name") for field in WORDS]
    return [*made, *(Several(field) for field in CODES)]


def record(person: Person, *, region: str) -> Record:
    """The person as compared; phone numbers without a country code are taken to be of this region, such as SE."""
    held = [job for job in person.employments if job.is_current] or list(person.employments[:1])
    present = held[0].title if held and held[0].title else person.headline
    return {
        "name": words.name(f"{person.first_name} {person.last_name}"),
        "employer": _distinct(word for job in person.employments[:EMPLOYERS] for word in words.words(job.company)),
        "title": _distinct(words.words(present)),
        "place": _distinct(words.words(person.location)),
        "dates": _distinct(year for job in person.employments for year in _YEAR.findall(job.period)),
        "email": _distinct(rules.normalize_email(one) for one in person.emails)[:_CODES],
        "phone": _distinct(international(one, region) for one in person.phones)[:_CODES],
        "link": _distinct(rules.normalize_link(one) for one in person.links)[:_CODES],
    }


@lru_cache(maxsize=2**14)
def international(number: str, region: str) -> str:
    """`070-174 06 05` of SE as `+46701740605`; what is no number of that region, by its digits."""
    try:
        told = phonenumbers.parse(number, region)
    except phonenumbers.NumberParseException:
        return rules.phone_key(number)
    if not phonenumbers.is_possible_number(told):
        return rules.phone_key(number)
    return phonenumbers.format_number(told, phonenumbers.PhoneNumberFormat.E164)


def keys(one: Record) -> list[int]:
    """Two records that share none of these are never compared; most pairs of one person share several.

    Nicknames, another order, an initial, a word left out or mistyped each leave some key as it was.
    """
    found = {_hashed(key) for key in _keys(one)}
    return sorted(found)


def _keys(one: Record) -> Iterator[tuple[str, ...]]:
    called = one["name"] if len(one["name"]) <= _MOST_NAMES else (*one["name"][:2], *one["name"][-2:])
    whole = [word for word in called if len(word) > 1]
    yield from ((field, code) for field in CODES for code in one[field])
    yield from (("word", word) for word in whole)
    for left, right in combinations(whole, 2):
        yield from (("both", *sorted((mine, theirs))) for mine in _forms(left) for theirs in _forms(right))
    yield from (("initial", left[0], right) for left, right in permutations(called, 2) if len(right) > 1)
    for place in _telling(one["place"]):
        yield from _keys_with("place", place, called, whole)
    for employer in _telling(one["employer"]):
        yield from (("work", employer, *sorted((left[:3], right[:3]))) for left, right in combinations(whole, 2))


def _keys_with(kind: str, context: str, called: Sequence[str], whole: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Weaker ones: enough beside a place that is shared."""
    yield from ((kind, context, left[0], right) for left, right in permutations(called, 2) if len(right) > 1)
    for left, right in permutations(whole, 2):
        for form in _forms(left):
            yield from ((kind, context, form, "begins", right[:3]), (kind, context, form, "ends", right[-3:]))
    if len(called) == 1:
        yield kind, context, called[0]


def _forms(word: str) -> tuple[str, ...]:
    return GROUPS.get(word, (word,))


def _telling(said: Sequence[str]) -> list[str]:
    """The first word that tells it from others, as a list of at most one."""
    return [word for word in said if word not in _VAGUE and len(word) > 1][:1]


def _distinct(said: Iterator[str] | Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(word for word in said if word))


def _hashed(key: tuple[str, ...]) -> int:
    """As PostgreSQL's bigint."""
    return int.from_bytes(blake2b("\x1f".join(key).encode(), digest_size=8).digest(), signed=True)
