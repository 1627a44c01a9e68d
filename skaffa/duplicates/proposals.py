"""Whom it is worth comparing with: those who share a key that few have, told by PostgreSQL alone.

A key is read until it is found to be shared by more than MOST; then it leads nowhere. For each person at most so many
are given, the likeliest first: the rarer a shared key, the more it counts, log2 of the records there are for each that
has it.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import connection

MOST = 16
"""Records under one key. Those who have a rarer one in common as well are found by that, and others, of whom nothing is
rare, are not told apart by comparing: of 2,700 doubles among 100,000 people one is lost by it, and half of the time saved.
"""
NEAREST = 40
"""Records that are compared with one person."""

_SQL = """
WITH wanted AS MATERIALIZED (
    SELECT * FROM unnest(%(subjects)s::bigint[], %(keys)s::bigint[]) AS one(subject, key)
), led AS MATERIALIZED (
    SELECT key, candidates, %(bits)s - ln(cardinality(candidates)) / ln(2) AS bits
    FROM (
        SELECT key, ARRAY(
            SELECT candidate_id FROM duplicates_key WHERE duplicates_key.key = once.key LIMIT %(most)s + 1
        ) AS candidates
        FROM (SELECT DISTINCT key FROM wanted ORDER BY key) once
        OFFSET 0  -- so that each key is looked up once
    ) found
    WHERE cardinality(candidates) BETWEEN 1 AND %(most)s
), shared AS (
    SELECT wanted.subject, candidate, sum(led.bits) AS bits
    FROM wanted JOIN led USING (key)
    CROSS JOIN LATERAL unnest(led.candidates) candidate
    WHERE candidate <> wanted.subject AND (NOT %(later)s OR candidate > wanted.subject)
    GROUP BY wanted.subject, candidate
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
        "later": later,
        "nearest": NEAREST,
    }
    with connection.cursor() as cursor:
        cursor.execute(_SQL, given)
        return [(subject, candidate) for subject, candidate in cursor.fetchall()]
