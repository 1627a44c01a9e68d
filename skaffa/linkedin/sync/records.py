"""Our memory of what LinkedIn has of people and applications, written many records at a time."""

from collections.abc import Iterable

import msgspec
from django.db import connection as database

from skaffa.linkedin.models import RemoteRecord

_SAVE = """
    INSERT INTO linkedin_remoterecord (connection_id, kind, entity_id, parent_id, parent_kind, state, hash, parts, person_urn,
        reason, accepted_at, is_listed, sent_hash, operation, task_urn, task_attempts, posting_urn, members)
    SELECT connection_id, kind, entity_id, parent_id, parent_kind, state, hash, parts, person_urn,
        reason, accepted_at, false, '', '', '', 0, '', '[]'
    FROM jsonb_to_recordset(%s) AS told (connection_id bigint, kind text, entity_id bigint, parent_id bigint,
        parent_kind text, state text, hash text, parts jsonb, person_urn text, reason text, accepted_at timestamptz)
    ON CONFLICT (connection_id, kind, entity_id) DO UPDATE
    SET parent_id = EXCLUDED.parent_id, state = EXCLUDED.state, hash = EXCLUDED.hash, parts = EXCLUDED.parts,
        person_urn = EXCLUDED.person_urn, reason = EXCLUDED.reason, accepted_at = EXCLUDED.accepted_at
"""
_COLUMNS = (
    *("connection_id", "kind", "entity_id", "parent_id", "parent_kind", "state", "hash", "parts", "person_urn"),
    *("reason", "accepted_at"),
)


def save(records: Iterable[RemoteRecord]) -> None:
    """Create what is new, and write of the others what the sync of people keeps there.

    All of them travel as one JSON text: quoting hundreds of values one by one would cost more than writing them.
    """
    rows = [{column: getattr(record, column) for column in _COLUMNS} for record in records]
    if rows:
        with database.cursor() as cursor:
            cursor.execute(_SAVE, [msgspec.json.encode(rows).decode()])


def forget(records: Iterable[RemoteRecord]) -> None:
    """LinkedIn has nothing of these any more."""
    gone = list(records)
    if gone:
        ids = [record.entity_id for record in gone]
        RemoteRecord.objects.filter(connection=gone[0].connection_id, kind=gone[0].kind, entity_id__among=ids).delete()
