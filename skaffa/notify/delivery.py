"""Hands e-mails that are due to the mail server, one at a time, outside of any transaction."""

from email.utils import parseaddr
from smtplib import SMTPException

import structlog
from django.conf import settings
from django.core.mail import EmailMessage

from skaffa.core.clock import Clock
from skaffa.notify import actions
from skaffa.notify.actions import Claim

log = structlog.get_logger()


def send_due(now: Clock) -> int:
    """Send everything that is due; how many the mail server accepted."""
    accepted = 0
    while claims := actions.claim_emails(at=now()):
        accepted += sum(_send(claim, now) for claim in claims)
    return accepted


def _send(claim: Claim, now: Clock) -> bool:
    try:
        _message(claim).send()
    except (SMTPException, OSError, ValueError) as error:
        log.warning("email_not_accepted", email_id=claim.id, attempts=claim.attempts, error=type(error).__name__)
        actions.settle_failed(claim, f"{type(error).__name__}: {error}", at=now())
        return False
    actions.settle_sent(claim, at=now())
    return True


def _message(claim: Claim) -> EmailMessage:
    """The Message-ID is the row's own: should we die between acceptance and settling, mail readers see one message."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    identity = f"<skaffa-{settings.SKAFFA.environment_id}-{claim.id}@{host}>"
    return EmailMessage(claim.subject, claim.body, to=[claim.to], headers={"Message-ID": identity})
