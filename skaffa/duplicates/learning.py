"""What the records themselves teach: how rare words are, and what each agreement is worth."""

import math
import random
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import connection, transaction

from skaffa.duplicates import lessons, queries, records
from skaffa.duplicates.comparisons import Comparison
from skaffa.duplicates.model import Weights, adapt, train
from skaffa.duplicates.models import Learned, Record
from skaffa.duplicates.proposals import proposals

FEWEST = 2_000
"""People from whom is learned what agreement is worth; how rare words are is counted among any number."""

_LEAST = 2
_MOST_WORDS = 20_000  # of a field, the most frequent; all others are as rare as can be
_SUBJECTS = 4_000  # people who are compared with those like them
_ANYBODY = 10_000  # people of whom two at random are compared
_CHANCES = 60_000  # pairs at random
_STEP = 500
_A_DAY = timedelta(hours=20)

_COUNT = """
SELECT value, count(*) FROM duplicates_record, unnest({field}) value
GROUP BY value HAVING count(*) > 1 ORDER BY count(*) DESC, value LIMIT %s
"""

_SOME = "SELECT candidate_id FROM duplicates_record ORDER BY hashint8extended(candidate_id, %s), candidate_id LIMIT %s"


def learn_if_worth_it(*, at: datetime) -> Learned | None:
    """Learn anew where a day has passed since the last time and somebody has come, or where people are twice as many."""
    latest = queries.learned()
    people = Record.objects.count()
    if latest and people < 2 * latest.people and (at - latest.at < _A_DAY or people == latest.people):
        return None
    return learn(at=at)


@transaction.atomic
def learn(*, at: datetime, seed: int = 1) -> Learned | None:
    """Learn from the records there are; None where there are hardly any."""
    people = Record.objects.count()
    if people < _LEAST:
        return None
    seen = {field: _seen(field) for field in records.FIELDS}
    made = lessons.comparisons({"doubles": 0, "fields": _counted(seen)})
    begun = lessons.weights(lessons.start(), made, people=people) if lessons.start()["fields"] else None
    crowd = list(queries.of_candidates(_some(_ANYBODY, seed=seed)).values())
    if begun is not None and people < FEWEST:
        weights, pairs = adapt(made, _two_of(crowd), begun, samples=min(_CHANCES, math.comb(people, 2)), seed=seed), 0
    else:
        weights, pairs = _trained(made, crowd, people, begun, seed=seed)
    content = lessons.told(seen, made, weights, people=people)
    return Learned.objects.create(at=at, people=people, pairs=pairs, content=content)


def _trained(
    made: list[Comparison], crowd: Sequence[records.Record], people: int, begun: Weights | None, *, seed: int
) -> tuple[Weights, int]:
    """What is learned, and from how many pairs."""
    pairs = list(_compared(_some(_SUBJECTS, seed=seed + 1), people))
    of = min(_SUBJECTS, people) * (people - 1)
    found = train(made, pairs, _two_of(crowd), of=of, samples=_CHANCES, seed=seed, believed=begun)
    return found.weights, len(pairs)


def _two_of(crowd: Sequence[records.Record]) -> Callable[[random.Random], tuple[records.Record, records.Record]]:
    return lambda chance: tuple(chance.sample(crowd, 2))  # type: ignore[return-value]


def _seen(field: str) -> tuple[int, dict[str, int]]:
    """How many records have the field, and its frequent values."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM duplicates_record WHERE {field} <> '{{}}'")  # noqa: S608 -- our own names
        number = cursor.fetchone()[0]
        cursor.execute(_COUNT.format(field=field), [_MOST_WORDS])
        return number, dict(cursor.fetchall())


def _counted(seen: dict[str, tuple[int, dict[str, int]]]) -> dict[str, lessons.Field]:
    return {
        field: {"number": number, "seen": values, "same": {}, "different": {}}
        for field, (number, values) in seen.items()
    }


def _some(number: int, *, seed: int) -> Sequence[int]:
    """So many candidates as if at random, the same ones for the same seed, or all of them."""
    with connection.cursor() as cursor:
        cursor.execute(_SOME, [seed, number])
        return [candidate for (candidate,) in cursor.fetchall()]


def _compared(subjects: Sequence[int], people: int) -> Iterator[tuple[records.Record, records.Record]]:
    """They and those they share keys with."""
    for start in range(0, len(subjects), _STEP):
        part = subjects[start : start + _STEP]
        keys = dict(Record.objects.filter(pk__in=part).values_list("pk", "keys"))
        pairs = proposals(keys, bits=math.log2(people))
        rows = queries.of_candidates({one for pair in pairs for one in pair})
        yield from ((rows[one], rows[other]) for one, other in pairs if one in rows and other in rows)
