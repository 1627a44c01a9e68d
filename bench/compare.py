"""Pure: two states of LinkedIn, record for record and field for field, and what must never have been sent."""

import json
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

MAY_BE_MISSING = "may be missing"
"""A field of an expected record that LinkedIn need not have at all."""

ONLY_ME = "only-for-me"
"""What every private note says; nothing that says so may leave."""
UNDECIDED = "still-a-draft"
"""What every draft of feedback says."""

_CANDIDATE = re.compile(r"(?:ats|external)CandidateId\W{1,4}(\d+)|/candidates/(\d+)/")
_APPLICATION = re.compile(r"(?:ats|external)?[jJ]obApplicationId\W{1,4}(\d+)")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_NAME = re.compile(r"\bkx\d+x\b")

GRACE = 20_000
"""Milliseconds after the exception has ended in which a call may still come: LinkedIn had it, or the sender was at it."""
_IDENTITY = frozenset(
    {
        *("firstName", "lastName", "externalProfileUrl", "manualMatchedMember", "$delete"),
        *("atsCreatedAt", "atsLastModifiedAt", "externalCreatedAt", "externalLastModifiedAt"),
    }
)
"""What may be said of a prospect while the exception is on; `$delete` takes the member away."""
_VIEWERS = re.compile(r"(?:JOB_POSTING|APPLICATION)_VIEWERS")
_JOB = ("externalJobPostingId", "atsJobPostingId")
_SAYS_NOTHING = frozenset({"DELETE", "GET"})
_CANDIDATES = re.compile(r"/(?:v2/atsCandidates|rest/candidates)$")


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
    exception: list[tuple[int, bool]] = field(default_factory=list)
    """When *Identity before application* was switched on and off; it was off before."""
    prospects: set[int] = field(default_factory=set)
    """Candidates who were considered for a job and linked to a member at some time: whom the exception is about."""
    confidential: dict[str, list[tuple[int, bool]]] = field(default_factory=dict)
    """By Job ID: when the job became confidential, and ceased to be."""
    jumps: list[tuple[int, int]] = field(default_factory=list)
    """When the clock was put forward, and by how much: nothing happened in between."""

    def is_excepted(self, candidate: int, at: int) -> bool:
        """Whether their identity might leave then."""
        return candidate in self.prospects and any(
            is_on or self._since(switched, at) < GRACE
            for switched, is_on in [(switched, is_on) for switched, is_on in self.exception if switched <= at][-1:]
        )

    def was_excepted(self, candidate: int, at: int) -> bool:
        """Whether LinkedIn may have had them by then, so that they may be taken back."""
        return candidate in self.prospects and any(is_on for switched, is_on in self.exception if switched <= at)

    def is_confidential(self, code: str, at: int) -> bool:
        """Whether the job was, and had been for a while: a call may have been on its way."""
        latest = [switch for switch in self.confidential.get(code, []) if switch[0] <= at][-1:]
        return any(is_on and self._since(switched, at) >= GRACE for switched, is_on in latest)

    def _since(self, then: int, at: int) -> int:
        return at - then - sum(by for when, by in self.jumps if then < when <= at)


def differences(expected: State, actual: State) -> list[str]:
    """One sentence for each record that is missing or too much, and for each field that differs."""
    found = []
    for kind in sorted({*expected, *actual}):
        wanted, there = expected.get(kind, {}), actual.get(kind, {})
        needed = {one for one, record in wanted.items() if MAY_BE_MISSING not in record}
        found += [f"{kind} {one}: missing at LinkedIn" for one in sorted(needed - there.keys(), key=_by_number)]
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


def overseen(calls: Iterable[Sent], witness: Witness) -> list[str]:
    """One sentence for everything confidential that was sent while LinkedIn showed everything to everyone, or may have.

    `calls` are those that LinkedIn did not refuse, in their order.
    """
    found, open_to_everyone = [], set[str]()
    for call in calls:
        if settings := set(_VIEWERS.findall(call.words)):
            open_to_everyone = open_to_everyone | settings if _opens(call) else open_to_everyone - settings
        elif open_to_everyone and call.method not in _SAYS_NOTHING:
            found += [
                f"{call.method} {call.path[:80]} at {call.at}: job {code} is confidential, and everyone sees it"
                for code in sorted(_jobs_told(call))
                if witness.is_confidential(code, call.at)
            ]
    return found


def _opens(call: Sent) -> bool:
    return "ALL_PRODUCT_USERS" in call.words


def _jobs_told(call: Sent) -> set[str]:
    """The jobs that it tells of, but not those that it closes."""
    start, end = call.body.find("{"), call.body.rfind("}")
    said = json.loads(call.body[start : end + 1]) if start >= 0 else {}
    records = [*said.get("elements", []), *said.get("entities", {}).values()]
    shown = [one for one in records if "CLOSE" not in str(one.get("jobPostingOperationType"))]
    return {str(one[name]) for one in shown for name in _JOB if name in one}


def _fields(wanted: Record, there: Record) -> Iterator[str]:
    for name in sorted({*wanted, *there}):
        should, is_ = wanted.get(name), there.get(name)
        if should is not UNSAID and should != is_:
            yield f"{name} is {is_!r}, should be {should!r}"


def _leaks(call: Sent, witness: Witness) -> Iterator[str]:
    words = call.words
    early = {one for one in _candidates(words) if _is_early(call, witness.candidate_passed.get(one))}
    excepted = {one for one in early if _is_excepted(call, one, witness)}
    yield from (f"candidate {one} was only a prospect" for one in sorted(early - excepted))
    yield from _beyond_identity(call, excepted)
    for one in sorted(set(map(int, _APPLICATION.findall(words)))):
        if _is_early(call, witness.passed.get(one)):
            yield f"application {one} had not passed Prospect"
    yield from _named(call, words.lower(), witness, excepted)
    yield from (f"it says {marker!r}" for marker in (ONLY_ME, UNDECIDED) if marker in words)


def _candidates(words: str) -> set[int]:
    return {int(a or b) for a, b in _CANDIDATE.findall(words)}


def _is_excepted(call: Sent, candidate: int, witness: Witness) -> bool:
    """By *Identity before application*, which is about candidates alone; whom LinkedIn had may be taken back later."""
    if not _CANDIDATES.search(call.path):
        return False
    return (witness.was_excepted if call.method in _SAYS_NOTHING else witness.is_excepted)(candidate, call.at)


def _beyond_identity(call: Sent, excepted: set[int]) -> Iterator[str]:
    """What is said of those of whom nothing but the identity may leave; what cannot be read is too much."""
    if not excepted or call.method in _SAYS_NOTHING:
        return
    start, end = call.body.find("{"), call.body.rfind("}")  # a long query goes before it, in the same body
    said = json.loads(call.body[start : end + 1]).get("entities", {})
    for key, record in said.items():
        for one in sorted(_candidates(key) & excepted):
            yield from (f"{name} of candidate {one}, only a prospect" for name in sorted(_told(record) - _IDENTITY))
    yield from (f"what of candidate {one}?" for one in sorted(excepted - _candidates(" ".join(said))))


def _told(record: Mapping[str, object]) -> set[str]:
    """The names of what is not empty, however deep."""
    deep = [_told(value) if isinstance(value, Mapping) else {name} for name, value in record.items() if value]
    return set().union(*deep)


def _named(call: Sent, words: str, witness: Witness, excepted: set[int]) -> Iterator[str]:
    """An address says whose it is now, and nothing of the one it was named after: that one may have given it up."""
    for name in sorted({*_EMAIL.findall(words), *_NAME.findall(_EMAIL.sub(" ", words))}):
        owners = witness.named.get(name, set())
        if "@" not in name and owners & excepted:  # that the name stands for itself alone is looked at apart
            continue
        if owners and all(_is_early(call, witness.candidate_passed.get(one)) for one in owners):
            where = words.index(name)
            beside = words[max(0, where - 40) : where + len(name)]
            yield f"{name} belongs to candidate {sorted(owners)}, only a prospect: {beside!r}"


def _is_early(call: Sent, passed: int | None) -> bool:
    return passed is None or call.at < passed


def _by_number(one: str) -> tuple[list[int], str]:
    return [int(number) for number in re.findall(r"\d+", one)], one
