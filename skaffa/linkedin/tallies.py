"""How the queue stands by kind: what LinkedIn has, what waits and since when, what it refused; a million cost no more than ten thousand."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection as database

from skaffa.linkedin.models import Connection, SyncKind

COUNTED = 10_000
"""Beyond this a count is "more than": nobody acts on the difference, and counting a million costs a second."""
_LANES = """
    SELECT kind,
        (SELECT count(*) FROM (SELECT FROM linkedin_remoterecord AS record
            WHERE record.connection_id = %(connection)s AND record.kind = one.kind
            AND record.accepted_at IS NOT NULL AND record.state <> 'closed' LIMIT %(most)s) AS held),
        (SELECT count(*) FROM (SELECT FROM linkedin_syncitem AS item
            WHERE item.connection_id = %(connection)s AND item.kind = one.kind
            AND NOT item.needs_attention LIMIT %(most)s) AS waiting),
        CASE one.kind WHEN 'job' THEN
            (SELECT count(*) FROM linkedin_remoterecord AS record WHERE record.connection_id = %(connection)s
                AND record.kind = 'job' AND record.state = 'refused')
        ELSE
            (SELECT count(*) FROM (SELECT FROM linkedin_syncitem AS item
                WHERE item.connection_id = %(connection)s AND item.kind = one.kind
                AND item.needs_attention LIMIT %(most)s) AS refused)
        END,
        (SELECT min(since) FROM (VALUES (false), (true)) AS lane (bulk), LATERAL (
            SELECT min(marked_at) AS since FROM linkedin_syncitem AS item
            WHERE item.connection_id = %(connection)s AND item.kind = one.kind
            AND item.bulk = lane.bulk AND NOT item.needs_attention) AS marked),
        (SELECT max(accepted_at) FROM linkedin_sample AS sample
            WHERE sample.connection_id = %(connection)s AND sample.kind = one.kind)
    FROM unnest(%(kinds)s::text[]) AS one (kind)
"""


@dataclass(frozen=True, slots=True)
class Tally:
    """A number, or `more` than that: then nobody counted on."""

    number: int
    more: bool = False

    def __str__(self) -> str:
        return f"{self.number:,}{'+' if self.more else ''}"


@dataclass(frozen=True, slots=True)
class Lane:
    """One kind of thing: what LinkedIn has, what waits and since when, what it refused, when it took one last."""

    kind: SyncKind
    held: Tally
    waiting: Tally
    refused: Tally
    oldest: datetime | None  # be it a change or of a first load
    last_at: datetime | None


def lanes(connection: Connection) -> Sequence[Lane]:
    """Of every kind, in one statement; each count goes no further than COUNTED, each moment is a look into an index."""
    given: dict[str, Any] = {"connection": connection.pk, "most": COUNTED + 1, "kinds": SyncKind.values}
    with database.cursor() as cursor:
        cursor.execute(_LANES, given)
        rows = cursor.fetchall()
    return [
        Lane(SyncKind(kind), _tally(held), _tally(waiting), _tally(refused), oldest, last_at)
        for kind, held, waiting, refused, oldest, last_at in rows
    ]


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together; more than that where one was not counted to its end."""
    found = list(tallies)
    return Tally(sum(tally.number for tally in found), more=any(tally.more for tally in found))


def _tally(number: int) -> Tally:
    return Tally(min(number, COUNTED), more=number > COUNTED)
