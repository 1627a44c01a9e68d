"""Pure: two states of LinkedIn, record for record and field for field, and what must never have been sent."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote_plus

Record = Mapping[str, object]
Records = Mapping[str, Record]
State = Mapping[str, Records]
"""By kind of record and by its id; a field that is null is one that is not there."""

UNSAID = object()
"""As an expected value: the field may say anything."""

ONLY_ME = "only-for-me"
"""What every private note says; nothing that says so may leave."""
UNDECIDED = "still-a-draft"
"""What every draft of feedback says."""

_CANDIDATE = re.compile(r"(?:ats|external)CandidateId\W{1,4}(\d+)|/candidates/(\d+)/")
_APPLICATION = re.compile(r"(?:ats|external)?[jJ]obApplicationId\W{1,4}(\d+)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"\bkx\d+x\b")


@dataclass(frozen=True)
class Sent:
    """A call as LinkedIn's side wrote it down: when, in milliseconds, and everything it said."""

    at: int
    method: str
    path: str
    query: str
    body: str

    @property
    def words(self) -> str:
        return f"{unquote_plus(self.path)}?{unquote_plus(self.query)}\n{self.body}\n{unquote_plus(self.body)}"


@dataclass
class Witness:
    """What the database saw happen, also to what is deleted since: who is called how, and when who passed Prospect."""

    passed: dict[int, int] = field(default_factory=dict)
    """By application, in milliseconds; who never passed is missing."""
    candidate_passed: dict[int, int] = field(default_factory=dict)
    """By candidate: when the first of their applications did."""
    named: dict[str, set[int]] = field(default_factory=dict)
    """Candidates by every name and address they ever had, in lower case."""


def differences(expected: State, actual: State) -> list[str]:
    """One sentence for each record that is missing or too much, and for each field that differs."""
    found = []
    for kind in sorted({*expected, *actual}):
        wanted, there = expected.get(kind, {}), actual.get(kind, {})
        found += [f"{kind} {one}: missing at LinkedIn" for one in sorted(wanted.keys() - there.keys(), key=_by_number)]
        found += [
            f"{kind} {one}: LinkedIn has it, and should not"
            for one in sorted(there.keys() - wanted.keys(), key=_by_number)
        ]
        for one in sorted(wanted.keys() & there.keys(), key=_by_number):
            found += [f"{kind} {one}: {said}" for said in _fields(wanted[one], there[one])]
    return found


def leaks(calls: Iterable[Sent], witness: Witness) -> list[str]:
    """One sentence for everything that left of somebody who was only a prospect then, or that is nobody's business."""
    return [f"{call.method} {call.path[:80]} at {call.at}: {said}" for call in calls for said in _leaks(call, witness)]


def _fields(wanted: Record, there: Record) -> Iterator[str]:
    for name in sorted({*wanted, *there}):
        should, is_ = wanted.get(name), there.get(name)
        if should is not UNSAID and should != is_:
            yield f"{name} is {is_!r}, should be {should!r}"


def _leaks(call: Sent, witness: Witness) -> Iterator[str]:
    words = call.words
    for one in sorted({int(a or b) for a, b in _CANDIDATE.findall(words)}):
        if _is_early(call, witness.candidate_passed.get(one)):
            yield f"candidate {one} was only a prospect"
    for one in sorted(set(map(int, _APPLICATION.findall(words)))):
        if _is_early(call, witness.passed.get(one)):
            yield f"application {one} had not passed Prospect"
    yield from _named(call, words.lower(), witness)
    yield from (f"it says {marker!r}" for marker in (ONLY_ME, UNDECIDED) if marker in words)


def _named(call: Sent, words: str, witness: Witness) -> Iterator[str]:
    """An address says whose it is now, and nothing of the one it was named after: that one may have given it up."""
    for name in sorted({*_EMAIL.findall(words), *_NAME.findall(_EMAIL.sub(" ", words))}):
        owners = witness.named.get(name, set())
        if owners and all(_is_early(call, witness.candidate_passed.get(one)) for one in owners):
            where = words.index(name)
            beside = words[max(0, where - 40) : where + len(name)]
            yield f"{name} belongs to candidate {sorted(owners)}, only a prospect: {beside!r}"


def _is_early(call: Sent, passed: int | None) -> bool:
    return passed is None or call.at < passed


def _by_number(one: str) -> tuple[list[int], str]:
    return [int(number) for number in re.findall(r"\d+", one)], one
