"""The deletion ledger: what has to leave LinkedIn, from the first try until LinkedIn has confirmed it."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import F, QuerySet

from skaffa.linkedin.models import Deletion, RemoteRecord, SyncKind


def asked(connection_id: int, kind: SyncKind | str, remote_ids: Iterable[str], *, at: datetime) -> None:
    """These are about to be deleted, or tried once more."""
    ids = list(remote_ids)
    rows = [Deletion(connection_id=connection_id, kind=kind, remote_id=one, asked_at=at) for one in ids]
    Deletion.objects.bulk_create(rows, ignore_conflicts=True)
    _open(connection_id, kind, ids).update(attempts=F("attempts") + 1)


def failed(connection_id: int, kind: SyncKind | str, remote_id: str, reason: str) -> None:
    _open(connection_id, kind, [remote_id]).update(last_error=reason)


def confirmed(connection_id: int, kind: SyncKind | str, remote_ids: Iterable[str], *, at: datetime) -> None:
    _open(connection_id, kind, list(remote_ids)).update(confirmed_at=at, last_error="")


def withdrawn(connection_id: int, kind: SyncKind | str, remote_ids: Iterable[str]) -> None:
    """LinkedIn may have these again after all: nobody waits any more for a deletion that was asked for and not confirmed."""
    ids = list(remote_ids)
    if ids:
        _open(connection_id, kind, ids).delete()


def cascaded(parts: Iterable[RemoteRecord], *, at: datetime) -> None:
    """What LinkedIn removes along with the entity it belonged to (wire §8): confirmed with it.

    Of a part that was to be deleted by itself, and of which LinkedIn had not said so yet, the row that waits is the proof.
    """
    for record in parts:
        names = [part_id(record.entity_id, one) for one in record.parts]
        waiting = set(_open(record.connection_id, record.kind, names).values_list("remote_id", flat=True))
        Deletion.objects.bulk_create(
            Deletion(
                connection_id=record.connection_id,
                kind=record.kind,
                remote_id=name,
                asked_at=at,
                attempts=1,
                cascaded=True,
            )
            for name in names
            if name not in waiting
        )
        confirmed(record.connection_id, record.kind, names, at=at)


def part_id(parent_id: int, one: str) -> str:
    return f"{parent_id}/{one}"


def _open(connection_id: int, kind: SyncKind | str, ids: list[str]) -> QuerySet[Deletion]:
    return Deletion.objects.filter(connection=connection_id, kind=kind, remote_id__among=ids, confirmed_at__isnull=True)
