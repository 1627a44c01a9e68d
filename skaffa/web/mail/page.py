"""What the pages about e-mail in the Admin center share: tabs, sections, and a text as its reader will see it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import refusals
from skaffa.core.refusals import Message
from skaffa.mail import examples, kinds, letter, placeholders, queries, rules
from skaffa.mail.models import Kind, Recipient
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request

LANGUAGES: Sequence[tuple[str, Message]] = (("en", _("English")), ("sv", _("Swedish")))


@dataclass(frozen=True, slots=True)
class Preview:
    """One language of a text as it will be read, or what is wrong with it."""

    language: str
    label: Message
    subject: str = ""
    html: str = ""  # sanitised, and marked as safe
    fault: Message = ""


def context(request: Request, section: str) -> dict[str, Any]:
    """Tabs are for administrators; others come from the page on which they write an e-mail."""
    if not permissions.allowed(request.actor, Action.ADMIN_CENTER):
        return {"may_edit": False}
    sections = [
        ("templates", _("Templates"), reverse("mail_templates")),
        ("settings", _("Appearance and sender"), reverse("mail_settings")),
        ("outbox", _("Outbox"), reverse("mail_outbox")),
    ]
    return {"may_edit": True, "tabs": admin_tabs("mail"), "sections": sections, "section": section}


def pair(kind: str, recipient: str) -> tuple[Kind, Recipient]:
    """The mail type and recipient of an address; raises TemplateNotFound for what there is not."""
    if kind not in Kind or recipient not in Recipient or not kinds.goes_to(kind, recipient):
        raise rules.TemplateNotFound
    return Kind(kind), Recipient(recipient)


def with_examples(kind: Kind, subject: str, body: str, language: str) -> Preview:
    """As it will be read, with a made-up person."""
    values = examples.values(language, settings.SKAFFA.environment_name, footer=queries.footer_language(language))
    return rendered(kind, subject, body, values, language)


def rendered(kind: Kind, subject: str, body: str, values: Mapping[str, str], language: str) -> Preview:
    """As it will be read, with these values; what is wrong with the text instead of the text."""
    label = dict(LANGUAGES)[language]
    try:
        for field, words in (("subject", subject), ("body", body)):
            placeholders.check(words, kinds.placeholders(kind), field=field)
    except refusals.Invalid as refusal:
        return Preview(language, label, fault=next(iter(refusal.fields.values())))
    found = letter.render(subject, body, values)
    return Preview(language, label, found.subject, mark_safe(found.html))  # noqa: S308 - sanitised by mail.markup


def around(request: Request) -> dict[str, Any]:
    """The picture and the links that a preview shows around the text."""
    return {"look": queries.look()}
