"""What can be done with e-mails and their library: write one, by hand or from a template; keep templates, choose, look."""

import dataclasses
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from skaffa.accounts import permissions
from skaffa.accounts.actor import SYSTEM, Actor
from skaffa.accounts.models import Language, User
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.core import events, text
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.mail import kinds, placeholders, queries, rules
from skaffa.mail import letter as letters
from skaffa.mail.events import (
    CandidateMailed,
    EmailWritten,
    MailChoiceMade,
    MailTemplateDeleted,
    MailTemplateRestored,
    MailTemplateSaved,
)
from skaffa.mail.letter import Letter, Rendered
from skaffa.mail.models import Attachment, Choice, Email, Kind, Recipient, Template
from skaffa.mail.rules import Words

_AT_ONCE = timedelta(0)


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What somebody wrote to a candidate, placeholders and all."""

    kind: Kind
    subject: str
    body: str
    cc: Sequence[str] = ()
    language: str = Language.ENGLISH


@transaction.atomic
def send(
    letter: Letter, *, template_id: int | None = None, wait: timedelta = _AT_ONCE, by: Actor, at: datetime
) -> Email:
    """Write an e-mail from the default template of its kind and recipient, or from `template_id` (0: the built-in one).

    Whoever calls has settled the right. Raises NoAddress or AddressNotUsable.
    """
    entry = (
        queries.entry(letter.kind, letter.to.recipient, template_id or None)
        if template_id is not None
        else queries.default(letter.kind, letter.to.recipient)
    )
    _require_address(letter)
    return _from_template(letter, entry, by=by, at=at, wait=wait)


@transaction.atomic
def send_automatic(letter: Letter, *, wait: timedelta = _AT_ONCE, by: Actor = SYSTEM, at: datetime) -> Email | None:
    """As send, where nobody has asked for it: only if this kind leaves by itself, and there is an address to send to."""
    entry = queries.default(letter.kind, letter.to.recipient)
    if not entry.is_automatic or not letter.to.address:
        return None
    return _from_template(letter, entry, by=by, at=at, wait=wait)


@transaction.atomic
def write_to_candidate(application: Application, draft: Draft, *, by: Actor, at: datetime) -> Email:
    """Send a candidate what somebody has written; raises Invalid about subject or body, NoAddress, AddressNotUsable."""
    seen = applications.application(by, application.pk)
    jobs.require(by, Action.MAIL_SEND, seen.job)
    letter, rendered = previewed(seen, draft, by=by)
    _require_address(letter)
    return _write(letter, rendered, cc=personas(seen.job, draft.cc), by=by, at=at)


def previewed(application: Application, draft: Draft, *, by: Actor) -> tuple[Letter, Rendered]:
    """What the candidate would read; raises Invalid about subject or body."""
    allowed = kinds.placeholders(draft.kind)
    subject = rules.checked(draft.subject, field="subject", most=rules.SUBJECT)
    body = rules.checked(draft.body, field="body", most=rules.BODY)
    placeholders.check(subject, allowed, field="subject")
    placeholders.check(body, allowed, field="body")
    reader = queries.reader(application)
    letter = Letter(kind=draft.kind, to=dataclasses.replace(reader, language=draft.language), application=application)
    return letter, letters.render(subject, body, letters.values(letter, by))


@transaction.atomic
def write(to: str, *, subject: str, body: str, at: datetime) -> Email:
    """Send plain text about somebody's account; its text is forgotten once it has left."""
    line = text.shortened(text.line(subject), rules.SUBJECT)
    written = Email.objects.create(**_new(to, at, _AT_ONCE), subject=line, text=body)
    events.publish(EmailWritten(email_id=written.pk, at=at))
    return written


@transaction.atomic
def send_test(*, by: Actor, at: datetime) -> Email:
    """Write an administrator an e-mail of their own, to see whether sending works and what e-mails look like."""
    permissions.require(by, Action.ADMIN_CENTER)
    if by.user is None:
        raise rules.NoAddress
    with translation.override(by.user.language):
        subject = gettext("Sending e-mail works")
        body = gettext("This is a test. It came the same way as every e-mail from #{Company_Name}.")
    rendered = letters.render(subject, body, {"Company_Name": settings.SKAFFA.environment_name})
    written = Email.objects.create(
        **_new(by.user.email, at, _AT_ONCE), **dataclasses.asdict(rendered), language=by.user.language
    )
    events.publish(EmailWritten(email_id=written.pk, at=at, by_id=by.user_id))
    return written


def personas(job: Job, cc: Sequence[str]) -> list[str]:
    """The addresses of those to copy in, from the job's hiring team as it is now."""
    ids = [user_id for role in cc for user_id in jobs.members_in(job, role)]
    found = User.objects.in_bulk(ids)
    return list(dict.fromkeys(found[pk].email for pk in ids))


def _from_template(
    letter: Letter, entry: queries.Entry, *, by: Actor, at: datetime, wait: timedelta = _AT_ONCE
) -> Email:
    subject, body = entry.words(letter.to.language)
    cc = personas(letter.about, entry.cc) if letter.about else []
    return _write(letter, letters.render(subject, body, letters.values(letter, by)), cc=cc, by=by, at=at, wait=wait)


def _write(
    letter: Letter,
    rendered: Rendered,
    *,
    cc: Sequence[str],
    by: Actor,
    at: datetime,
    wait: timedelta = _AT_ONCE,
) -> Email:
    email = Email.objects.create(
        **_new(letter.to.address, at, wait),
        kind=letter.kind,
        recipient=letter.to.recipient,
        application=letter.application,
        job=letter.about,
        written_by=by.user,
        language=letter.to.language,
        cc=[address for address in cc if address.casefold() != letter.to.address.casefold()],
        reply_to=letters.values(letter, by).get("Sender_Email", ""),
        subject=rendered.subject,
        text=rendered.text,
        html=rendered.html,
        secret=letter.secret,
    )
    Attachment.objects.bulk_create(
        Attachment(email=email, name=file.name, content_type=file.content_type, content=file.content)
        for file in letter.files
    )
    if letter.application is not None and letter.to.recipient == Recipient.CANDIDATE:
        events.publish(CandidateMailed(**email.about(letter.application), at=at, by_id=by.user_id))
    if not wait:
        events.publish(EmailWritten(email_id=email.pk, at=at, by_id=by.user_id))
    return email


def _new(to: str, at: datetime, wait: timedelta) -> dict[str, Any]:
    """What every row starts with; two e-mails never have the same Message-ID, and one never has two."""
    host = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"
    return {
        "message_id": f"<{secrets.token_hex(16)}.{settings.SKAFFA.environment_id}@{host}>",
        "to": to,
        "created_at": at,
        "due_at": at + wait,
    }


def _require_address(letter: Letter) -> None:
    if not letter.to.address:
        raise rules.NoAddress
    if letter.to.fault:
        raise rules.AddressNotUsable(letter.to.fault)


# --- the library ------------------------------------------------------------------------------------------------------


@transaction.atomic
def save_template(
    kind: Kind, recipient: Recipient, words: Words, *, template_id: int | None = None, by: Actor, at: datetime
) -> Template:
    """Write a new template, or another text into one that is there; raises Invalid about what is wrong where."""
    permissions.require(by, Action.ADMIN_CENTER)
    if not kinds.goes_to(kind, recipient):
        raise rules.TemplateOfAnotherKind
    said = rules.checked_words(words, kinds.placeholders(kind))
    if template_id is None:
        template = Template(kind=kind, recipient=recipient, created_by=by.user, created_at=at)
    else:
        template = _own(template_id, by)
    for name, value in dataclasses.asdict(said).items():
        setattr(template, name, value)
    template.modified_at = at
    template.save()
    events.publish(MailTemplateSaved(template_id=template.pk, title=template.title, at=at, by_id=by.user_id))
    return template


@transaction.atomic
def delete_template(template_id: int, *, by: Actor, at: datetime) -> Template:
    """Take a template out of the library; where it was the default the built-in one holds again."""
    template = _own(template_id, by)
    template.deleted_at = at
    template.save(update_fields=["deleted_at"])
    Choice.objects.filter(template=template).update(template=None)
    events.publish(MailTemplateDeleted(template_id=template.pk, title=template.title, at=at, by_id=by.user_id))
    return template


@transaction.atomic
def restore_template(template_id: int, *, by: Actor, at: datetime) -> Template:
    """Put a deleted template back into the library; it is nobody's default."""
    permissions.require(by, Action.ADMIN_CENTER)
    template = Template.objects.select_for_update().filter(pk=template_id).first()
    if template is None:
        raise rules.TemplateNotFound
    template.deleted_at = None
    template.save(update_fields=["deleted_at"])
    events.publish(MailTemplateRestored(template_id=template.pk, title=template.title, at=at, by_id=by.user_id))
    return template


@transaction.atomic
def choose(
    kind: Kind | str,
    recipient: Recipient | str,
    template_id: int | None,
    *,
    is_automatic: bool,
    by: Actor,
    at: datetime,
) -> Choice:
    """Make a template the default of its mail type and recipient (none: the built-in one), automatic or not."""
    permissions.require(by, Action.ADMIN_CENTER)
    kind, recipient = Kind(kind), Recipient(recipient)
    if is_automatic and kinds.TABLE[kind].automatic is None:
        raise rules.NeverAutomatic
    entry = queries.entry(kind, recipient, template_id)
    told = {"template": entry.template, "is_automatic": is_automatic}
    choice, _is_new = Choice.objects.update_or_create(kind=kind, recipient=recipient, defaults=told)
    events.publish(
        MailChoiceMade(
            kind=kind.value,
            recipient=recipient.value,
            title=entry.title,
            is_automatic=is_automatic,
            at=at,
            by_id=by.user_id,
        )
    )
    return choice


def _own(template_id: int, by: Actor) -> Template:
    """A template somebody wrote, locked; the built-in ones are none."""
    permissions.require(by, Action.ADMIN_CENTER)
    template = Template.objects.select_for_update().filter(pk=template_id, deleted_at=None).first()
    if template is None:
        raise rules.TemplateNotFound
    return template
