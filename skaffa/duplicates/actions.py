"""What keeps records true: people who have changed are marked with the change, and made anew a moment later."""

import json
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection, transaction

from skaffa.candidates import persons
from skaffa.duplicates import records
from skaffa.duplicates.models import Mark
from skaffa.duplicates.pairs import actions as pairs
from skaffa.duplicates.queries import policy

BATCH = 1_000
_ONE_AT_A_TIME = 7_306_114
"""The lock of whoever writes records: the latest look at a person is the one that stays."""

_MADE = f"""
WITH made AS (
    INSERT INTO duplicates_record (candidate_id, {", ".join(records.FIELDS)}, keys)
    SELECT * FROM json_to_recordset(%s)
        AS told(candidate_id bigint, {", ".join(f"{field} text[]" for field in records.FIELDS)}, keys bigint[])
    RETURNING candidate_id, keys
)
INSERT INTO duplicates_key (key, candidate_id)
SELECT key, candidate_id FROM made CROSS JOIN LATERAL unnest(keys) key ORDER BY key
"""  # noqa: S608 -- our own names


def mark(people: Iterable[int], *, at: datetime, is_new: bool = True) -> bool:
    """Remember that these people's records are to be made anew; whether somebody has to be woken for it."""
    waits = Mark.objects.exists()
    Mark.objects.bulk_create((Mark(candidate_id=pk, at=at, is_new=is_new) for pk in people), batch_size=1_000)
    return not waits


@transaction.atomic
def freshen(*, at: datetime) -> bool:
    """Make anew the records of who is marked, as many as fit a moment, and look whom they may be; False when nobody is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_ONE_AT_A_TIME])
    marks = list(Mark.objects.order_by("pk")[:BATCH])
    _write({mark.candidate_id for mark in marks})
    pairs.look({mark.candidate_id for mark in marks if mark.is_new}, at=at)
    Mark.objects.filter(pk__in=[mark.pk for mark in marks]).delete()
    return bool(marks)


def forget_erased(people: Collection[int]) -> None:
    """Keep nothing of people who are erased."""
    if people:
        forget(people)
        pairs.forget(people)


def _write(people: Collection[int]) -> None:
    forget(people)
    region = policy().region
    made = []
    for pk, person in persons.of(people).items():
        told = records.record(person, region=region)
        made.append({"candidate_id": pk, "keys": records.keys(told), **told})
    with connection.cursor() as cursor:
        cursor.execute(_MADE, [json.dumps(made)])


def forget(people: Collection[int]) -> None:
    """Compare them with nobody any more."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM duplicates_key USING (SELECT unnest(keys) AS key, candidate_id FROM duplicates_record"
            " WHERE candidate_id = ANY(%s)) gone"
            " WHERE duplicates_key.key = gone.key AND duplicates_key.candidate_id = gone.candidate_id",
            [list(people)],
        )
        cursor.execute("DELETE FROM duplicates_record WHERE candidate_id = ANY(%s)", [list(people)])
