"""Whom it is worth comparing with: those who share enough keys, told by PostgreSQL alone.

A key is read until it is found to be shared by more than MOST; then it leads nowhere. The rarer a shared key, the more
it counts: log2 of the records there are for each that has it. Who cannot be the same person by that is left out, and
for each person at most so many are given, the likeliest first.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

from skaffa.duplicates.blocking import MOST

NEAREST = 40
"""Records that are compared with one person."""

_TOO_FEW = 6.0
"""Bits below log2 of the records there are at which keys in common say nothing: they overlap, so they say too much."""

_SQL = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(subjects)s::bigint[], %(keys)s::bigint[]) AS one(subject, key)
), led AS MATERIALIZED (
    SELECT key, ARRAY(
        SELECT candidate_id FROM duplicates_key WHERE duplicates_key.key = once.key LIMIT %(most)s + 1
    ) AS candidates
    FROM (SELECT DISTINCT key FROM wanted) once
), shared AS (
    SELECT wanted.subject, candidate, sum(%(bits)s - log(2, cardinality(led.candidates)::numeric)::float8) AS bits
    FROM wanted JOIN led ON led.key = wanted.key AND cardinality(led.candidates) <= %(most)s
    CROSS JOIN LATERAL unnest(led.candidates) candidate
    WHERE candidate <> wanted.subject AND (NOT %(later)s OR candidate > wanted.subject)
    GROUP BY wanted.subject, candidate
    HAVING sum(%(bits)s - log(2, cardinality(led.candidates)::numeric)::float8) >= %(least)s
), placed AS (
    SELECT subject, candidate, row_number() OVER (PARTITION BY subject ORDER BY bits DESC, candidate) AS place
    FROM shared
)
SELECT subject, candidate FROM placed WHERE place <= %(nearest)s
"""


def proposals(keys: Mapping[int, Sequence[int]], *, bits: float, later: bool = False) -> list[tuple[int, int]]:
    """Pairs of subject and candidate; subjects are ids of candidates, or numbers below 0 for people not stored.

    `bits` is log2 of the records there are. `later`: only with candidates of a higher id, so that a pair comes once.
    """
    given: dict[str, Any] = {
        "subjects": [subject for subject, own in keys.items() for _ in own],
        "keys": [key for own in keys.values() for key in own],
        "most": MOST,
        "bits": bits,
        "least": bits - _TOO_FEW,
        "later": later,
        "nearest": NEAREST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        return [(subject, candidate) for subject, candidate in cursor.fetchall()]
