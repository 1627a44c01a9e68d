"""Hands e-mails that are due to the mail server, one at a time, outside of any transaction."""

import smtplib
from collections.abc import Callable
from contextlib import suppress
from email.mime.image import MIMEImage
from functools import partial

import structlog
from django.conf import settings
from django.core import mail
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils import translation

from skaffa.core.clock import Clock
from skaffa.mail import outbox, queries, rules
from skaffa.mail.models import Email, Look
from skaffa.mail.outbox import Claim, NoLongerOurs
from skaffa.mail.smtp import Backend

log = structlog.get_logger()
_PICTURE = "header-picture"
_PERMANENT = 500


def send_due(now: Clock) -> int:
    """Send everything that is due; how many e-mails the mail server accepted."""
    if forgotten := outbox.flag_forgotten(at=now()):
        log.warning("emails_uncertain", number=forgotten)
    accepted = 0
    while claimed := outbox.claim(at=now()):
        accepted += _send(claimed, now)
    return accepted


def _send(claimed: Claim, now: Clock) -> bool:
    """Settles the row whatever happens, but for a crash; the connection is closed before it is settled as failed."""
    email = outbox.content(claimed)
    if email is None:
        return False
    handing_over = _HandingOver(partial(outbox.hand_over, claimed), now)
    try:
        _require_usable(email)
        _deliver(message(email, queries.look()), handing_over)
    except NoLongerOurs:
        return False
    except (smtplib.SMTPException, OSError, ValueError) as error:
        log.warning("email_not_accepted", email_id=claimed.id, attempts=claimed.attempts, error=type(error).__name__)
        _settle(claimed, error, now, is_certain=not handing_over.has_begun or isinstance(error, smtplib.SMTPDataError))
        return False
    outbox.sent(claimed, at=now())
    return True


class _HandingOver:
    """Remembers whether the text has begun to leave."""

    def __init__(self, write_down: Callable[..., None], now: Clock) -> None:
        self._write_down = write_down
        self._now = now
        self.has_begun = False

    def __call__(self) -> None:
        self._write_down(at=self._now())
        self.has_begun = True


def _require_usable(email: Email) -> None:
    may_be_example = settings.SKAFFA.kind == "sandbox"
    if fault := rules.fault_of(email.to, may_be_example=may_be_example):
        raise ValueError(str(fault))


def _deliver(letter: EmailMultiAlternatives, handing_over: _HandingOver) -> None:
    """Everything that can go wrong without harm goes wrong before the text leaves: connecting, signing in, the reader."""
    connection = mail.get_connection()
    letter.message()  # a header that cannot be is found here
    connection.open()
    try:
        if isinstance(connection, Backend):
            connection.before_text(handing_over)
        else:
            handing_over()
        connection.send_messages([letter])
    finally:
        with suppress(smtplib.SMTPException, OSError):
            connection.close()


def _settle(claimed: Claim, error: Exception, now: Clock, *, is_certain: bool) -> None:
    said = _in_words(error)
    if not is_certain:
        outbox.uncertain(claimed, said)
    elif _is_permanent(error):
        outbox.refused(claimed, said)
    else:
        outbox.failed(claimed, said, at=now())


def _is_permanent(error: Exception) -> bool:
    """A server's 5xx about this e-mail stays a no; a wrong password, an unreachable server and 4xx may pass."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return all(code >= _PERMANENT for code, _said in error.recipients.values())
    if isinstance(error, smtplib.SMTPSenderRefused | smtplib.SMTPDataError):
        return error.smtp_code >= _PERMANENT
    return isinstance(error, ValueError) and not isinstance(error, OSError)


def _in_words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return "; ".join(f"{code} {_decoded(said)}" for code, said in error.recipients.values())
    if isinstance(error, smtplib.SMTPResponseException):
        return f"{error.smtp_code} {_decoded(error.smtp_error)}"
    return str(error) if isinstance(error, ValueError) else f"{type(error).__name__}: {error}"


def _decoded(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def message(email: Email, look: Look | None) -> EmailMultiAlternatives:
    """The e-mail as it leaves, the reader's own link put in; its Message-ID is the row's own, however often it is tried."""
    text, html = (part.replace(rules.SECRET_LINK, email.secret) for part in (email.text, email.html))
    context = {"subject": email.subject, "html": html, "look": look, "language": email.language, "picture": _PICTURE}
    with translation.override(email.language):
        letter = EmailMultiAlternatives(
            email.subject,
            render_to_string("mail/letter.txt", context | {"text": text}) if html else text,
            to=[email.to],
            cc=email.cc,
            reply_to=[email.reply_to] if email.reply_to else None,
            headers={"Message-ID": email.message_id},
        )
        if html:
            letter.attach_alternative(render_to_string("mail/letter.html", context), "text/html")
    if html and look and look.picture:
        letter.attach(_inline(look))
    for file in email.attachments.all():
        letter.attach(file.name, bytes(file.content), file.content_type)
    return letter


def _inline(look: Look) -> MIMEImage:
    """The picture travels with the e-mail: nothing is loaded from anywhere when it is read."""
    kind = look.picture_type.removeprefix("image/")
    picture = MIMEImage(bytes(look.picture), _subtype=kind)
    picture.add_header("Content-ID", f"<{_PICTURE}>")
    picture.add_header("Content-Disposition", "inline", filename=f"header.{kind}")
    return picture
