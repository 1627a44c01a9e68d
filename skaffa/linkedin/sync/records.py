"""Our memory of what LinkedIn has, written many records at a time."""

from collections.abc import Iterable, Sequence

from skaffa.linkedin.models import RemoteRecord

_KEY = ("connection", "kind", "entity_id")


def save(records: Iterable[RemoteRecord], fields: Sequence[str]) -> None:
    """Create what is new; of what is known already write these fields."""
    RemoteRecord.objects.bulk_create(records, update_conflicts=True, unique_fields=_KEY, update_fields=fields)


def forget(records: Iterable[RemoteRecord]) -> None:
    """LinkedIn has nothing of these any more."""
    ids = [record.pk for record in records]
    if ids:
        RemoteRecord.objects.filter(pk__in=ids).delete()
