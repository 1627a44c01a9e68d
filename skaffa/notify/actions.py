"""What can be done to tell people inside the product: a notice under the bell."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from skaffa.accounts.actor import Actor
from skaffa.candidates.models import Candidate
from skaffa.notify import queries
from skaffa.notify.models import Notice


@transaction.atomic
def notice(user_ids: Iterable[int], *, kind: str, data: Mapping[str, Any], url: str = "", at: datetime) -> list[Notice]:
    """Put one line under the bell of each of these users; the page renders it from kind and data in their language."""
    return Notice.objects.bulk_create(
        Notice(user_id=user_id, kind=kind, data=dict(data), url=url, created_at=at)
        for user_id in dict.fromkeys(user_ids)
    )


@transaction.atomic
def read(notice_id: int, *, by: Actor, at: datetime) -> Notice:
    """Mark one of the actor's own notices as read; raises NoticeNotFound for anybody else's."""
    found = queries.notice(by, notice_id)
    if found.read_at is None:
        found.read_at = at
        found.save(update_fields=["read_at"])
    return found


@transaction.atomic
def read_all(*, by: Actor, at: datetime) -> int:
    """Mark all of the actor's notices as read; how many were not."""
    return queries.unread(by).update(read_at=at)


@transaction.atomic
def forget(candidate: Candidate) -> None:
    """Take away every line that names this person; older ones know only the name, so namesakes lose theirs too."""
    Notice.objects.filter(Q(data__candidate_id=candidate.pk) | Q(data__candidate=str(candidate))).delete()
