"""What can be done to tell people: a notice under the bell, an e-mail that starts as a row."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F, Q

from skaffa.accounts.actor import Actor
from skaffa.candidates.models import Candidate
from skaffa.core import events, text
from skaffa.notify import queries, rules
from skaffa.notify.events import EmailWritten
from skaffa.notify.models import Email, Notice


@dataclass(frozen=True, slots=True)
class Claim:
    """An e-mail that is ours to send until the lease ends; `attempts` counts this one."""

    id: int
    attempts: int
    to: str
    subject: str
    body: str


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


@transaction.atomic
def email(to: str, *, subject: str, body: str, at: datetime) -> Email:
    """Write an e-mail in the reader's language; it leaves when this transaction has committed."""
    written = Email.objects.create(
        to=to, subject=text.shortened(text.line(subject), rules.SUBJECT), body=body, created_at=at, due_at=at
    )
    events.publish(EmailWritten(email_id=written.pk, at=at))
    return written


@transaction.atomic
def claim_emails(*, at: datetime, most: int = 20) -> list[Claim]:
    """Lease e-mails that are due; another worker takes others, and these again only when the lease has ended."""
    rows = Email.objects.select_for_update(skip_locked=True).filter(
        Q(lease_until=None) | Q(lease_until__lte=at), sent_at=None, due_at__lte=at, attempts__lt=rules.MOST_ATTEMPTS
    )
    found = list(rows.order_by("due_at", "pk")[:most])
    Email.objects.filter(pk__in=[row.pk for row in found]).update(
        lease_until=at + rules.LEASE, attempts=F("attempts") + 1
    )
    return [Claim(row.pk, row.attempts + 1, row.to, row.subject, row.body) for row in found]


@transaction.atomic
def settle_sent(claim: Claim, *, at: datetime) -> None:
    """The mail server has accepted it: it never leaves again, and its text is forgotten."""
    Email.objects.filter(pk=claim.id).update(sent_at=at, lease_until=None, last_error="", body="")


@transaction.atomic
def settle_failed(claim: Claim, error: str, *, at: datetime) -> None:
    """The mail server has not accepted it: again later, each time later."""
    Email.objects.filter(pk=claim.id, sent_at=None).update(
        lease_until=None, due_at=at + rules.wait_after(claim.attempts), last_error=text.shortened(error, 1_000)
    )
