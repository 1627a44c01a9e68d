"""Who somebody may be: those of our people they are like, how probably, and why."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache

from django.db import connection

from skaffa.accounts.actor import Actor
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.duplicates import lessons, records
from skaffa.duplicates.comparisons import NOTHING_IN_COMMON, Contribution
from skaffa.duplicates.lessons import Lesson
from skaffa.duplicates.model import Model
from skaffa.duplicates.models import Learned, Policy
from skaffa.duplicates.proposals import proposals

_COUNTED = 10_000  # people, in about a millisecond
_MANY = """
SELECT (SELECT count(*) FROM (SELECT FROM duplicates_record LIMIT %s) few), (SELECT max(candidate_id) FROM duplicates_record)
"""
_SAID = (  # as JSON: many arrays are slow to read
    f"SELECT candidate_id, json_build_array({', '.join(records.FIELDS)}) FROM duplicates_record"  # noqa: S608 -- our own
    " WHERE candidate_id = ANY(%s)"
)


class Verdict(Enum):
    SAME = "same"
    MAYBE = "maybe"


@dataclass(frozen=True, slots=True)
class Likeness:
    """One of our people beside somebody: that both are one person, how probably, and what each field says about it.

    `exact` names what both have that one person only has: link, email, phone; empty when it is nothing.
    """

    candidate_id: int
    probability: float
    verdict: Verdict
    contributions: Sequence[Contribution]
    exact: str


def policy() -> Policy:
    return Policy.objects.first() or Policy()


def learned() -> Learned | None:
    """When the latest lesson was, and from how many; None: there was none yet."""
    return Learned.objects.order_by("-pk").defer("content").first()


def many() -> int:
    """How many people there are; of very many, about how many: the highest number of one."""
    with connection.cursor() as cursor:
        cursor.execute(_MANY, [_COUNTED])
        counted, highest = cursor.fetchone()
    people: int = highest if counted == _COUNTED else max(counted, 1)
    return people


def model(people: int) -> Model:
    """By the latest lesson, for about so many people; made once in a process."""
    latest = Learned.objects.order_by("-pk").values_list("pk", flat=True).first()
    return _model(latest, 2 ** round(math.log2(people)))


def find(person: Person) -> list[Likeness]:
    """Those of our people whom this one is, or may be, the likeliest first. For intake, not for pages."""
    return find_many([person])[0]


def find_many(people: Sequence[Person]) -> list[list[Likeness]]:
    """The same for each of these; five questions for any number."""
    chosen, there = policy(), many()
    told = [records.record(person, region=chosen.region) for person in people]
    keys = {-1 - place: records.keys(one) for place, one in enumerate(told)}
    pairs = proposals(keys, bits=math.log2(there + 1))
    stored = of_candidates({candidate for _subject, candidate in pairs})
    judge, found = model(there), [list[Likeness]() for _ in people]
    for subject, candidate in pairs:
        if candidate in stored:
            alike = likeness(judge, chosen, told[-1 - subject], candidate, stored[candidate])
            if alike:
                found[-1 - subject].append(alike)
    for those in found:
        those.sort(key=lambda one: (not one.exact, -one.probability, one.candidate_id))
    return found


def others(actor: Actor, candidate: Candidate) -> list[Likeness]:
    """Who else somebody who is here may be, as far as the actor sees them."""
    found = [one for one in find(candidates.person(candidate)) if one.candidate_id != candidate.pk]
    return _seen(actor, found)


def known(actor: Actor, person: Person) -> list[Likeness]:
    """Whom somebody typed in may be, as far as the actor sees them."""
    return _seen(actor, find(person))


def of_candidates(ids: Iterable[int]) -> dict[int, records.Record]:
    """What is compared of these candidates."""
    with connection.cursor() as cursor:
        cursor.execute(_SAID, [list(set(ids))])
        return {pk: dict(zip(records.FIELDS, map(tuple, said), strict=True)) for pk, said in cursor}


def likeness(
    judge: Model, chosen: Policy, one: records.Record, candidate: int, other: records.Record
) -> Likeness | None:
    """None where they are not even maybe the same: nearly always, so the reasons are asked for afterwards.

    Names that have nothing in common are never maybe the same person's, unless something exact says so: colleagues have
    employer, town and years in common, and the model takes each of these for a chance of its own.
    """
    probability, exact = judge.probability(one, other), _exact(one, other)
    if not exact and probability < chosen.maybe:
        return None
    said = judge.contributions(one, other)
    if not exact and any(field == "name" and level == NOTHING_IN_COMMON for field, level, _bits in said):
        return None
    verdict = Verdict.SAME if exact in {"link", "email"} or probability >= chosen.same else Verdict.MAYBE
    return Likeness(candidate, probability, verdict, said, exact)


def _exact(one: Mapping[str, Sequence[str]], other: Mapping[str, Sequence[str]]) -> str:
    """A link counts where it is a LinkedIn profile's: others may be an employer's or a school's."""
    for field in ("link", "email", "phone"):
        shared = set(one[field]).intersection(other[field]) if one[field] and other[field] else set()
        if field == "link":
            shared = {link for link in shared if link.startswith("linkedin.com/")}
        if shared:
            return field
    return ""


def _seen(actor: Actor, found: Sequence[Likeness]) -> list[Likeness]:
    ids = [one.candidate_id for one in found]
    seen = set(candidates.visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True)) if ids else set()
    return [one for one in found if one.candidate_id in seen]


@lru_cache(maxsize=2)
def _lesson(pk: int) -> Lesson:
    content: Lesson = Learned.objects.values_list("content", flat=True).get(pk=pk)
    return content


@lru_cache(maxsize=4)
def _model(latest: int | None, people: int) -> Model:
    return lessons.model(_lesson(latest) if latest else lessons.start(), people=people)
