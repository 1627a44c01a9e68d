"""People made up from names as they are borne in many countries: some known twice, as people come in by other doors.

Frequencies are what matters: a few names are everybody's, most are rare. Given names and surnames are Faker's, weighted
where Faker knows how often they are borne and by Zipf's law elsewhere; a third of the surnames are made of parts, for a
million people have more names than any list.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib import import_module
from itertools import accumulate
from typing import NamedTuple

from skaffa.candidates.rules import JobHeld, Person
from skaffa.duplicates.nicknames import STAND_FOR

_LANDS = {"sv_SE": 50, "en_US": 15, "en_GB": 6, "fi_FI": 6, "de_DE": 5, "da_DK": 4, "no_NO": 4, "tr_TR": 3}
_LANDS |= {"es_ES": 2, "it_IT": 2, "nl_NL": 1, "fr_FR": 1, "ru_RU": 1}
_HEADS = (
    "Lind Berg Ek Norr Söder Öster Väster Björk Gran Hall Sand Sten Strand Sund Alm Asp Dal Eng Fors Grön Hag Hede Holm Hög "
    "Kall Kvarn Lager Ljung Lund Löv Malm Mo Ny Näs Ros Rud Sjö Skog Stål Ström Svan Tall Tall Vall Wall Vik Wik Åker Ång "
    "Ahl Bohl Dahl Erik Flod Gyll Hell Igel Jern Klint Lek Mell Nord Oxel Palm Quist Rönn Silf Torn Ull Ving Zett"
).split()
_TAILS = (
    "qvist kvist gren ström berg lund mark stedt man ner blad dahl fors by ell én in holm stam sjö vall feldt gård hult rot "
    "ros thal vik wall strand löf beck borg bom ling ing ius ander ert ster ov sson ley ham ton wood field worth brook"
).split()
_PLACES = (
    "Stockholm|Göteborg|Malmö|Uppsala|Västerås|Örebro|Linköping|Helsingborg|Jönköping|Norrköping|Lund|Umeå|Gävle|Borås|"
    "Södertälje|Eskilstuna|Halmstad|Växjö|Karlstad|Sundsvall|Östersund|Trollhättan|Luleå|Kalmar|Falun|Skövde|Karlskrona|"
    "Visby|Kiruna|Oslo|Bergen|Trondheim|Köpenhamn|Århus|Odense|Helsingfors|Åbo|Tammerfors|London|Manchester|Leeds|"
    "Edinburgh|Bristol|New York|Boston|Chicago|Austin|Seattle|Portland|Denver|San Francisco|Los Angeles|Berlin|Hamburg|"
    "München|Paris|Lyon|Madrid|Barcelona|Milano|Roma|Amsterdam|Rotterdam|Warszawa|Kraków|Istanbul|Dublin|Wien|Zürich"
).split("|")
_TRADES = (
    "engineer|nurse|teacher|accountant|developer|designer|project manager|sales manager|welder|electrician|analyst|"
    "consultant|researcher|recruiter|planner|driver|chef|architect|lawyer|controller|technician|assistant|coordinator|"
    "buyer|editor|physician|pharmacist|carpenter|pilot|librarian|economist|translator|data scientist|product owner"
).split("|")
_GRADES = ("", "", "", "Senior ", "Junior ", "Lead ", "Head ", "Deputy ")
_BRANCHES = (
    "Bygg Konsult Teknik Media Energi Data Logistik Design Vård Mekaniska Transport Foods Systems Labs Partners".split()
)


class Weighted(NamedTuple):
    values: Sequence[str]
    sums: Sequence[float]

    def one(self, chance: random.Random) -> str:
        return chance.choices(self.values, cum_weights=self.sums)[0]


class Doubled(NamedTuple):
    """Somebody, and by number whom they are, if they are somebody who came before."""

    person: Person
    of: int | None


def people(number: int, *, share: float = 0.05, seed: int = 1) -> Iterator[Doubled]:
    """So many, numbered from 0; this share of them are people who were there before, in another shape."""
    chance = random.Random(seed)
    kept: list[tuple[int, Person]] = []
    for place in range(number):
        if kept and chance.random() < share:
            first, known = kept.pop(chance.randrange(len(kept)))
            yield Doubled(again(known, chance), first)
        else:
            made = _person(place, chance)
            if chance.random() < share * 3:
                kept.append((place, made))
            yield Doubled(made, None)


def again(known: Person, chance: random.Random) -> Person:
    """The same person by another door: exported from LinkedIn, applying for themselves, or in an old list."""
    first, last = _called(known, chance)
    held = (
        known.employments[0] if known.employments else JobHeld(_employer(chance), _title(chance), "", is_current=True)
    )
    if chance.random() < 0.25:
        held = JobHeld(_employer(chance), _title(chance), "", is_current=True)
    place = known.location if chance.random() < 0.85 else _places().one(chance)
    door = chance.random()
    if door < 0.45:  # exported
        headline = f"{held.title} at {held.company}" if chance.random() < 0.8 else ""
        return Person(first, last, headline, place, employments=(held,) if chance.random() < 0.6 else ())
    keeps_mail = chance.random() < 0.45
    mail = known.emails if keeps_mail else (f"{first}.{last}{chance.randrange(1000)}@mail.example".replace(" ", "."),)
    phones = tuple(_written(phone, chance) for phone in known.phones) if chance.random() < 0.6 else ()
    if door < 0.75:  # applying
        return Person(first, last, "", place if chance.random() < 0.7 else "", mail, phones)
    return replace(
        known, first_name=first, last_name=last, emails=mail, phones=phones, employments=(held,), location=place
    )


def _person(place: int, chance: random.Random) -> Person:
    land = chance.choices(list(_LANDS), list(_LANDS.values()))[0]
    first, last = _given(land).one(chance), _surname(land, chance)
    if chance.random() < 0.12:
        first = f"{first} {_given(land).one(chance)}"
    mail = f"person{place}@example.net"
    phone = f"+46 7{chance.choice('0236')} {chance.randrange(10**7):07}"
    held = JobHeld(_employer(chance), _title(chance), f"{chance.randrange(1995, 2026)} –", is_current=True)
    home = _places().one(chance)
    return Person(
        first,
        last,
        f"{held.title} at {held.company}" if chance.random() < 0.5 else "",
        home,
        emails=(mail,) if chance.random() < 0.8 else (),
        phones=(phone,) if chance.random() < 0.6 else (),
        links=(f"https://www.linkedin.com/in/p{place}",) if chance.random() < 0.3 else (),
        employments=(held,),
    )


def _called(known: Person, chance: random.Random) -> tuple[str, str]:
    """The name as it is written this time."""
    first, last = known.first_name, known.last_name
    forms = sorted(STAND_FOR.get(first.split()[0].lower(), {first}))
    shorter = first.split()[0] if " " in first else f"{first} {_given('sv_SE').one(chance)}"
    plain = last.translate(str.maketrans("åäöÅÄÖéü", "aaoAAOeu"))
    written = [
        (first, last),
        (chance.choice(forms).title(), last),
        (last, first),
        (shorter, last),
        (f"{first[0]}.", last),
    ]
    written += [(first, plain), (_mistyped(first, chance), last), (first, _mistyped(last, chance))]
    return chance.choices(written, [45, 10, 7, 8, 6, 6, 8, 10])[0]


def _mistyped(word: str, chance: random.Random) -> str:
    if len(word) < 3:
        return word
    at, letter = chance.randrange(1, len(word)), chance.choice("aeiorstnl")
    return chance.choice(
        [word[:at] + word[at + 1 :], word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]]
    )


def _written(phone: str, chance: random.Random) -> str:
    """As it came, or as people write it at home."""
    digits = "0" + phone.replace(" ", "").removeprefix("+46")
    return chance.choice([phone, digits, f"{digits[:3]}-{digits[3:6]} {digits[6:8]} {digits[8:]}"])


@cache
def _given(land: str) -> Weighted:
    return _weighted(import_module(f"faker.providers.person.{land}").Provider.first_names)


@cache
def _listed(land: str) -> Weighted:
    return _weighted(import_module(f"faker.providers.person.{land}").Provider.last_names)


@cache
def _made() -> Weighted:
    made = [head + tail for head in _HEADS for tail in _TAILS]
    made += [head + middle + tail for head in _HEADS for middle in ("en", "a", "er", "is", "o") for tail in _TAILS]
    random.Random(3).shuffle(made)
    return _zipf(made)


@cache
def _places() -> Weighted:
    return _zipf(_PLACES)


@cache
def _employers() -> Weighted:
    chance = random.Random(4)
    return _zipf([f"{_made().one(chance)} {chance.choice(_BRANCHES)}" for _ in range(20_000)])


def _surname(land: str, chance: random.Random) -> str:
    if chance.random() < 0.35:
        return _made().one(chance).title()
    name = _listed(land).one(chance)
    return f"{name}-{_made().one(chance)}" if chance.random() < 0.04 else name


def _employer(chance: random.Random) -> str:
    return _employers().one(chance)


def _title(chance: random.Random) -> str:
    return (chance.choice(_GRADES) + chance.choice(_TRADES)).capitalize()


def _weighted(names: "dict[str, float] | Sequence[str]") -> Weighted:
    if isinstance(names, dict):
        return Weighted(list(names), list(accumulate(names.values())))
    shuffled = list(dict.fromkeys(names))
    random.Random(2).shuffle(shuffled)
    return _zipf(shuffled)


def _zipf(values: Sequence[str]) -> Weighted:
    return Weighted(values, list(accumulate(1 / (place + 8) for place in range(len(values)))))
