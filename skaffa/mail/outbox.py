"""What becomes of an e-mail once it is a row: claimed, handed over, settled; called back, or decided about by somebody.

From the moment of handing over we send at most once: a worker that dies between handing over and writing it down leaves
a row that only a person sends again (docs/flows/mail.md).
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q, QuerySet
from django.db.models.functions import Lower

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.candidates.models import Candidate
from skaffa.core import events, text
from skaffa.jobs import queries as jobs
from skaffa.mail import queries, rules
from skaffa.mail.events import EmailCalledBack, EmailWritten
from skaffa.mail.models import Email, Kind, Recipient, Status

_ERROR = 1_000


class NoLongerOurs(Exception):
    """The lease has ended meanwhile, or somebody deleted what the e-mail was about: it must not be handed over."""


@dataclass(frozen=True, slots=True)
class Claim:
    """An e-mail that is ours to send until the lease ends; `attempts` counts this one."""

    id: int
    attempts: int


@transaction.atomic
def claim(*, at: datetime) -> Claim | None:
    """Lease the e-mail that has been due the longest; another worker takes another, and this again only after the lease."""
    rows = Email.objects.select_for_update(skip_locked=True).filter(
        Q(lease_until=None) | Q(lease_until__lte=at), status=Status.WAITING, due_at__lte=at
    )
    found = rows.order_by("due_at", "pk").values_list("pk", "attempts").first()
    if found is None:
        return None
    claimed = Claim(found[0], found[1] + 1)
    Email.objects.filter(pk=claimed.id).update(lease_until=at + rules.LEASE, attempts=claimed.attempts)
    return claimed


def content(claimed: Claim) -> Email | None:
    """The row with its attachments, while it is ours."""
    return _ours(claimed).prefetch_related("attachments").first()


def hand_over(claimed: Claim, *, at: datetime) -> None:
    """Write down that the mail server gets the text now: committed before the first byte of it leaves."""
    if not _ours(claimed).filter(lease_until__gt=at).update(status=Status.HANDED_OVER):
        raise NoLongerOurs


def sent(claimed: Claim, *, at: datetime) -> None:
    """The mail server has accepted it; what is about somebody's account, and everybody's own link, is forgotten."""
    _settle(claimed, status=Status.SENT, sent_at=at, last_error="", secret="")
    _forget_private(claimed.id)


def failed(claimed: Claim, error: str, *, at: datetime) -> None:
    """The mail server has certainly not accepted it: again later, each time later, until it is hopeless."""
    if claimed.attempts >= rules.MOST_ATTEMPTS:
        refused(claimed, error)
    else:
        _settle(claimed, status=Status.WAITING, due_at=at + rules.wait_after(claimed.attempts), last_error=_cut(error))


def refused(claimed: Claim, error: str) -> None:
    """It will never be accepted as it is: somebody has to look."""
    _settle(claimed, status=Status.REFUSED, last_error=_cut(error))


def uncertain(claimed: Claim, error: str) -> None:
    """Nobody knows whether the mail server has accepted it: somebody has to decide."""
    _settle(claimed, status=Status.UNCERTAIN, last_error=_cut(error))


def flag_forgotten(*, at: datetime) -> int:
    """What was handed over by a worker that never came back is uncertain; how many."""
    rows = Email.objects.filter(status=Status.HANDED_OVER, lease_until__lte=at)
    return rows.update(status=Status.UNCERTAIN, lease_until=None)


@transaction.atomic
def call_back(application: Application, kind: Kind, *, by_id: int | None, at: datetime) -> int:
    """Keep what has not left yet from leaving; how many."""
    rows = Email.objects.select_for_update(skip_locked=True).filter(
        application=application, kind=kind, recipient=Recipient.CANDIDATE, status=Status.WAITING, lease_until=None
    )
    waiting = list(rows)
    for email in waiting:
        Email.objects.filter(pk=email.pk).update(status=Status.CALLED_BACK)
        events.publish(EmailCalledBack(**email.about(application), at=at, by_id=by_id))
    return len(waiting)


@transaction.atomic
def forget(candidate: Candidate) -> None:
    """Take away what was sent to a person apart from applications, which take their own along; users keep theirs."""
    addresses = {one for row in candidate.emails.all() for one in (row.address, row.normalized)}
    ours = User.objects.annotate(lower=Lower("email")).filter(lower__in=[one.lower() for one in addresses])
    kept = {user.email.lower() for user in ours}
    Email.objects.filter(kind="", to__in=[one for one in addresses if one.lower() not in kept]).delete()


@transaction.atomic
def send_again(email_id: int, *, by: Actor, at: datetime) -> Email:
    """Try once more what was refused or is uncertain, under the same Message-ID; the one who decides bears the risk."""
    email = _to_decide(email_id, by, Status.REFUSED, Status.UNCERTAIN)
    Email.objects.filter(pk=email.pk).update(status=Status.WAITING, due_at=at, attempts=0, last_error="")
    events.publish(EmailWritten(email_id=email.pk, at=at, by_id=by.user_id))
    return email


@transaction.atomic
def confirm_sent(email_id: int, *, by: Actor, at: datetime) -> Email:
    """Somebody knows that an uncertain e-mail has arrived."""
    email = _to_decide(email_id, by, Status.UNCERTAIN)
    Email.objects.filter(pk=email.pk).update(status=Status.SENT, sent_at=at, last_error="", secret="")
    _forget_private(email.pk)
    return email


def may_decide(by: Actor, email: Email) -> bool:
    """Administrators, and who may write to the candidate."""
    if permissions.allowed(by, Action.ADMIN_CENTER):
        return True
    return email.application is not None and jobs.may(by, Action.MAIL_SEND, email.application.job)


def _ours(claimed: Claim) -> QuerySet[Email]:
    return Email.objects.filter(pk=claimed.id, attempts=claimed.attempts, status=Status.WAITING)


def _settle(claimed: Claim, **changes: object) -> None:
    """Only while nobody else has settled it or claimed it again."""
    rows = Email.objects.filter(pk=claimed.id, attempts=claimed.attempts)
    rows.filter(status__in=[Status.WAITING, Status.HANDED_OVER]).update(lease_until=None, **changes)


def _forget_private(email_id: int) -> None:
    """What is about somebody's account is nobody else's to read."""
    Email.objects.filter(pk=email_id, status=Status.SENT, kind="").update(text="", html="")


def _to_decide(email_id: int, by: Actor, *states: Status) -> Email:
    """An e-mail in one of these states, locked, for who may decide about it."""
    email = queries.email(by, email_id)
    if not may_decide(by, email):
        raise rules.EmailNotFound
    locked = Email.objects.select_for_update().get(pk=email.pk)
    if locked.status not in states:
        raise rules.NotToBeSentAgain
    return locked


def _cut(error: str) -> str:
    return text.shortened(text.line(error), _ERROR)
