"""Recruiters' notes about members, of one contract: edits and deletions made in LinkedIn follow here (wire §6.4)."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection as database

from rsc_client import retrieved
from rsc_client.client import Client
from rsc_client.schemas import moment
from rsc_client.slices import Window
from skaffa.linkedin import forgetting
from skaffa.linkedin.history import seats
from skaffa.linkedin.history.pages import COUNT, Reading
from skaffa.linkedin.models import Connection, Lane, LinkedInNote
from skaffa.linkedin.profile import text

LONGEST = 20_000
# Windows of the past are read after those of the present: what is older never replaces what is newer.
_KEEP = """
    INSERT INTO linkedin_linkedinnote AS known
        (connection_id, remote_id, contract, seat_id, member_urn, text, created_at, modified_at)
    SELECT %(connection)s, remote_id, %(contract)s, seat_id, member_urn, body, created_at, modified_at
    FROM unnest(%(ids)s::bigint[], %(seats)s::bigint[], %(members)s::text[], %(texts)s::text[],
        %(created)s::timestamptz[], %(modified)s::timestamptz[])
        AS told (remote_id, seat_id, member_urn, body, created_at, modified_at)
    ON CONFLICT (connection_id, remote_id) DO UPDATE
    SET contract = EXCLUDED.contract, seat_id = EXCLUDED.seat_id, member_urn = EXCLUDED.member_urn,
        text = EXCLUDED.text, created_at = EXCLUDED.created_at, modified_at = EXCLUDED.modified_at
    WHERE known.modified_at <= EXCLUDED.modified_at
"""


def read(client: Client, lane: Lane, window: Window, reading: Reading) -> list[retrieved.ProspectNote]:
    return reading.everything(
        lambda start: client.prospect_notes(lane.contract, window, start=start, count=COUNT),
        of=lambda note: (note.id, note.last_modified),
    )


def keep(connection: Connection, lane: Lane, told: Sequence[retrieved.ProspectNote], *, at: datetime) -> None:
    """Each as it was changed last; one that is not active was deleted there, and is deleted here."""
    latest: dict[int, retrieved.ProspectNote] = {}
    for note in sorted(told, key=lambda note: note.last_modified):
        latest[note.id] = note
    gone = [note.id for note in latest.values() if not note.active]
    LinkedInNote.objects.filter(connection=connection, remote_id__in=gone).delete()
    there = [note for note in latest.values() if note.active and note.prospect]
    forgetting.lock(connection.pk, (note.prospect or "" for note in there))
    kept = forgetting.remembered(
        connection, there, of=lambda note: note.prospect or "", when=lambda note: moment(note.created)
    )
    authors = seats.by_urn(connection, lane.contract, (note.owner for note in kept if note.owner), at=at)
    owners = [authors.get(note.owner or "") for note in kept]
    with database.cursor() as cursor:
        cursor.execute(
            _KEEP,
            {
                "connection": connection.pk,
                "contract": lane.contract,
                "ids": [note.id for note in kept],
                "seats": [owner.pk if owner else None for owner in owners],
                "members": [note.prospect for note in kept],
                "texts": [text(note.note, most=LONGEST) for note in kept],
                "created": [moment(note.created) for note in kept],
                "modified": [moment(note.last_modified) for note in kept],
            },
        )
