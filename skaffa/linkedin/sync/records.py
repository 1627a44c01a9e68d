"""Our memory of what LinkedIn has of people and applications, written many records at a time."""

from collections.abc import Iterable

from django.db import connection as database
from psycopg.types.json import Jsonb

from skaffa.linkedin.models import RemoteRecord

_SAVE = """
    INSERT INTO linkedin_remoterecord (connection_id, kind, entity_id, parent_id, parent_kind, state, hash, parts, person_urn,
        reason, accepted_at, is_listed, sent_hash, operation, task_urn, task_attempts, posting_urn, members)
    SELECT connection_id, kind, entity_id, parent_id, parent_kind, state, hash, parts, person_urn,
        reason, accepted_at, false, '', '', '', 0, '', '[]'
    FROM unnest(%s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::jsonb[], %s::text[],
        %s::text[], %s::timestamptz[])
        AS told (connection_id, kind, entity_id, parent_id, parent_kind, state, hash, parts, person_urn, reason,
            accepted_at)
    ON CONFLICT (connection_id, kind, entity_id) DO UPDATE
    SET parent_id = EXCLUDED.parent_id, state = EXCLUDED.state, hash = EXCLUDED.hash, parts = EXCLUDED.parts,
        person_urn = EXCLUDED.person_urn, reason = EXCLUDED.reason, accepted_at = EXCLUDED.accepted_at
"""


def save(records: Iterable[RemoteRecord]) -> None:
    """Create what is new, and write of the others what the sync of people keeps there."""
    rows = [
        (
            record.connection_id,
            str(record.kind),
            record.entity_id,
            record.parent_id,
            str(record.parent_kind),
            str(record.state),
            record.hash,
            Jsonb(record.parts),
            record.person_urn,
            record.reason,
            record.accepted_at,
        )
        for record in records
    ]
    if rows:
        with database.cursor() as cursor:
            cursor.execute(_SAVE, [list(column) for column in zip(*rows, strict=True)])


def forget(records: Iterable[RemoteRecord]) -> None:
    """LinkedIn has nothing of these any more."""
    gone = list(records)
    if gone:
        ids = [record.entity_id for record in gone]
        RemoteRecord.objects.filter(connection=gone[0].connection_id, kind=gone[0].kind, entity_id__in=ids).delete()
