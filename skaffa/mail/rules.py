"""Pure rules about e-mails: how long to wait, what is refused, which addresses nobody reads."""

import dataclasses
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.mail import placeholders
from skaffa.mail.models import Persona

LEASE = timedelta(minutes=5)  # longer than a mail server may take: EMAIL_TIMEOUT is 20 seconds
MOST_ATTEMPTS = 12
TITLE, SUBJECT, BODY = 120, 200, 20_000
SECRET_LINK = "https://link.invalid/"  # noqa: S105 - it hides one
"""Stands in a text for the reader's own link, which is put in on the way out and kept nowhere afterwards."""
SECOND_THOUGHT = timedelta(minutes=10)
"""How long an e-mail waits that follows from somebody's click by itself: undoing that calls it back."""
_FIRST_WAIT = timedelta(minutes=1)
_LONGEST_WAIT = timedelta(hours=4)
_RESERVED = re.compile(
    r"@(?:[^@]*\.)?(?:example\.(?:com|org|net)|example|invalid|test|localhost|local)$", re.IGNORECASE
)


class NoAddress(refusals.Conflict):
    """Nobody can be written to without an address."""

    sentence = _("No e-mail address is known of this person. Add one to the profile first.")


class AddressNotUsable(refusals.Conflict):
    """Not an address, or one that is reserved for examples."""

    def __init__(self, why: Message) -> None:
        super().__init__(why)


class TemplateNotFound(refusals.NotFound):
    """There is no such template, or it has been deleted."""

    sentence = _("There is no such e-mail template. It may have been deleted.")


class TemplateOfAnotherKind(refusals.Invalid):
    """A template is written for one mail type and recipient."""

    sentence = _("This template is for another mail type. Choose one of those that are offered.")


class NotToBeSentAgain(refusals.Conflict):
    """What was sent is not sent twice, and what waits is sent anyway."""

    sentence = _("Only an e-mail that was not sent, or perhaps was, can be sent again.")


class NeverAutomatic(refusals.Conflict):
    """Some e-mails need a person's decision, or values only a person gives."""

    sentence = _("E-mails of this type are always sent by somebody, never automatically.")


class EmailNotFound(refusals.NotFound):
    """There is no such e-mail, or the reader may not know of it."""

    sentence = _("There is no such e-mail, or you may not see it.")


def wait_after(attempts: int) -> timedelta:
    """How long to wait after so many failed attempts: 1, 2, 4 ... minutes, at most four hours."""
    doubled: timedelta = _FIRST_WAIT * 2 ** min(max(attempts - 1, 0), 20)
    return min(doubled, _LONGEST_WAIT)


def fault_of(address: str, *, may_be_example: bool) -> Message:
    """Why nothing can be sent to this address; empty when something can."""
    try:
        validate_email(address)
    except ValidationError:
        return _("“%(address)s” is no e-mail address.") % {"address": text.shortened(text.line(address), 80)}
    if not may_be_example and _RESERVED.search(address):
        return _("%(address)s is an address for examples, which nobody reads.") % {"address": address}
    return ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """What a template says: a title for us, then subject and body in one language or both."""

    title: str
    cc: Sequence[str] = ()
    subject_en: str = ""
    body_en: str = ""
    subject_sv: str = ""
    body_sv: str = ""


def checked_words(words: Words, allowed: Collection[str]) -> Words:
    """The words, tidied; raises Invalid for every field that has something wrong, each language whole or not at all."""
    said: dict[str, str] = {}
    faults: dict[str, Message] = {}
    written = [language for language in ("en", "sv") if _is_begun(words, language)] or ["en"]
    limits = {"title": TITLE}
    for language in written:
        limits |= {f"subject_{language}": SUBJECT, f"body_{language}": BODY}
    for field, most in limits.items():
        try:
            said[field] = checked(getattr(words, field), field=field, most=most)
            placeholders.check(said[field], allowed, field=field)
        except refusals.Invalid as refusal:
            faults |= refusal.fields
    if faults:
        raise refusals.Invalid(_("Some fields need your attention."), fields=faults)
    return dataclasses.replace(words, **said, cc=[one for one in Persona if one in words.cc])


def checked(words: str, *, field: str, most: int) -> str:
    """What somebody wrote, tidied; raises Invalid about `field` when it is missing or too long."""
    said = text.paragraphs(words) if field.startswith("body") else text.line(words)
    message: Message = ""
    if not said:
        message = _("Write something here.")
    elif len(said) > most:
        message = _("Use at most %(limit)d characters.") % {"limit": most}
    if message:
        raise refusals.Invalid(_("Some fields need your attention."), fields={field: message})
    return said


def _is_begun(words: Words, language: str) -> bool:
    return bool(getattr(words, f"subject_{language}").strip() or getattr(words, f"body_{language}").strip())
