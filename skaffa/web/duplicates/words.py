"""Why two records may be one person, in words and as a picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from skaffa.candidates import queries as candidates
from skaffa.candidates.rules import Person
from skaffa.core.refusals import Message
from skaffa.duplicates import records
from skaffa.duplicates.pairs.queries import Both

FIELDS: Mapping[str, Message] = {
    "name": _("Name"),
    "employer": _("Employer"),
    "title": _("Job title"),
    "place": _("Location"),
    "dates": _("Years"),
    "email": _("E-mail"),
    "phone": _("Phone"),
    "link": _("Links"),
}
EXACT: Mapping[str, Message] = {
    "email": _("The same e-mail address"),
    "phone": _("The same phone number"),
    "link": _("The same LinkedIn profile"),
}
_MUCH, _SOME = 8.0, 2.0
_MOST = 20.0  # bits that fill half of the picture
_HALF = 100  # its width on each side
_MOST_REASONS = 3


@dataclass(frozen=True, slots=True)
class Line:
    """A pair in a list: both names, and the strongest reasons on each side; either may be empty."""

    both: Both
    one: str
    other: str
    reasons: str
    against: str


@dataclass(frozen=True, slots=True)
class Bar:
    """Where it begins and how wide it is in a picture of twice `_HALF`; to the right speaks for, to the left against."""

    x: float
    width: float
    speaks_for: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both records and what it says; no bar and no bits where one of them has nothing."""

    label: Message
    one: Sequence[str]
    other: Sequence[str]
    words: Message
    bits: float | None
    bar: Bar | None
    differs: bool


def rows(both: Both) -> list[Row]:
    """Every field that one of the two says something about."""
    bits = {str(field): float(said) for field, said in both.pair.contributions}
    said = [_said(candidates.person(one)) for one in (both.one, both.other)]
    return [
        _row(label, said[0][field], said[1][field], bits.get(field))
        for field, label in FIELDS.items()
        if said[0][field] or said[1][field]
    ]


def line(both: Both) -> Line:
    exact = [EXACT[both.pair.exact]] if both.pair.exact else []
    strong = sorted(both.pair.contributions, key=lambda one: -float(one[1]))
    named = [FIELDS[field] for field, bits in strong if float(bits) >= _SOME and field != both.pair.exact]
    against = [FIELDS[field] for field, bits in both.pair.contributions if float(bits) <= -_SOME]
    return Line(both, str(both.one), str(both.other), _joined([*exact, *named]), _joined(against))


def _joined(reasons: Sequence[Message]) -> str:
    return ", ".join(str(reason) for reason in reasons[:_MOST_REASONS])


def meaning(bits: float) -> Message:
    """What so much evidence is called."""
    steps = ((_MUCH, _("Speaks strongly for it")), (_SOME, _("Speaks for it")), (-_SOME, _("Says little")))
    weak = next((words for least, words in steps if bits >= least), None)
    return weak or (_("Speaks against it") if bits > -_MUCH else _("Speaks strongly against it"))


def bar(bits: float) -> Bar:
    width = round(min(abs(bits), _MOST) / _MOST * _HALF, 1)
    return Bar(_HALF if bits >= 0 else _HALF - width, width, bits >= 0)


def _row(label: Message, one: Sequence[str], other: Sequence[str], bits: float | None) -> Row:
    if bits is None:
        return Row(label, one, other, _("Only one of them has it"), None, None, differs=False)
    return Row(label, one, other, meaning(bits), bits, bar(bits), differs=bits < 0)


def _said(person: Person) -> dict[str, Sequence[str]]:
    """As people wrote it, by the fields that are compared."""
    held = [job for job in person.employments if job.is_current] or list(person.employments[:1])
    title = held[0].title if held and held[0].title else person.headline
    return {
        "name": [f"{person.first_name} {person.last_name}".strip()],
        "employer": [job.company for job in person.employments[: records.EMPLOYERS]],
        "title": [title] if title else [],
        "place": [person.location] if person.location else [],
        "dates": [job.period for job in person.employments[: records.EMPLOYERS] if job.period],
        "email": person.emails,
        "phone": person.phones,
        "link": person.links,
    }
