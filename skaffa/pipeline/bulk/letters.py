"""What those who are rejected at once hear of it: each an e-mail of their own, from one template, that can be called back."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applied
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.mail import actions as mail
from skaffa.mail import queries as mails
from skaffa.mail import rules
from skaffa.mail.letter import Letter
from skaffa.mail.models import Kind, Recipient, Template
from skaffa.mail.queries import Entry
from skaffa.pipeline.models import Bulk, Tells

KIND = Kind.APPLICATION_REJECTED


@dataclass(frozen=True, slots=True)
class Told:
    """Who hears of it; where each does, by which template (0: the built-in one)."""

    tells: Tells
    template_id: int = 0


AS_SET = Told(Tells.SETTING)


@dataclass(frozen=True, slots=True)
class Readers:
    """Those of a selection who would be told: the first of them, how many, and to whom nothing can be sent."""

    first: Application | None
    reached: int
    unreached: Sequence[Application]


def offered() -> list[Entry]:
    """The templates to choose from, the default first."""
    return mails.offered([KIND], Recipient.CANDIDATE)[KIND]


def readers(actor: Actor, job: Job, who: Sequence[int]) -> Readers:
    """Of these people of the job, as far as the actor sees them and they are not closed; three queries for any number."""
    rows = applied.visible_to(actor).filter(job=job, pk__in=who, status=ApplicationStatus.ACTIVE)
    unreached = mails.unreached(rows)
    others = rows.exclude(pk__in=[one.pk for one in unreached])
    return Readers(others.select_related("candidate", "job").order_by("pk").first(), others.count(), unreached)


def chosen(told: Told, job: Job, *, by: Actor) -> Template | None:
    """The template, where each is told by one that somebody wrote, for who may write to candidates of this job."""
    if told.tells != Tells.EACH:
        return None
    jobs.require(by, Action.MAIL_SEND, job)
    return mails.entry(KIND, Recipient.CANDIDATE, told.template_id or None).template


def tell(bulk: Bulk, application: Application, *, by: Actor, at: datetime) -> bool:
    """Write to who has just been rejected, in the same transaction; False where nobody is told, or nothing can be sent.

    It waits as an automatic one does: reopening the application until then calls it back.
    """
    if bulk.tells != Tells.EACH:
        return False
    letter = Letter(kind=KIND, to=mails.reader(application), application=application)
    if letter.to.fault:
        return False
    mail.send(letter, template_id=bulk.template_id or 0, wait=rules.SECOND_THOUGHT, by=by, at=at)
    return True
