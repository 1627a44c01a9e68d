"""How many of each kind LinkedIn has, wait and are refused, counted so that a million cost no more than ten thousand."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db import connection as database

from skaffa.linkedin.models import Connection, SyncKind

COUNTED = 10_000
"""Beyond this a count is "more than": nobody acts on the difference, and counting a million costs a second."""
_COUNTS = """
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
        END
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
class Counts:
    """Of one kind."""

    held: Tally
    waiting: Tally
    refused: Tally


def counted(connection: Connection) -> Mapping[SyncKind, Counts]:
    """Of every kind, in one statement; each count goes no further than COUNTED."""
    given: dict[str, Any] = {"connection": connection.pk, "most": COUNTED + 1, "kinds": SyncKind.values}
    with database.cursor() as cursor:
        cursor.execute(_COUNTS, given)
        rows = cursor.fetchall()
    return {
        SyncKind(kind): Counts(*(Tally(min(number, COUNTED), more=number > COUNTED) for number in found))
        for kind, *found in rows
    }


def total(tallies: Iterable[Tally]) -> Tally:
    """All of them together; more than that where one was not counted to its end."""
    found = list(tallies)
    return Tally(sum(tally.number for tally in found), more=any(tally.more for tally in found))
