"""Writing a template: which mail type for whom, then words with a live preview of a made-up person."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.mail import actions, kinds, queries
from skaffa.mail.kinds import Category
from skaffa.mail.models import Kind, Recipient
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.mail import page
from skaffa.web.mail.forms import PairForm, TemplateForm

form_view = require_http_methods(["GET", "HEAD", "POST"])
_LONGEST_NUMBER = 18


@form_view
def new(request: Request) -> HttpResponse:
    """Choose a mail type first; `from` is a template to begin with, 0 for the built-in one."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    sent = request.POST if request.method == "POST" else None
    kind, _colon, recipient = http.text(request, "pair").partition(":")
    if not kind:
        context = page.context(request, "templates") | {"form": PairForm(pairs=_pairs())}
        return render(request, "mail/choose.html", context)
    found = page.pair(kind, recipient)
    form = TemplateForm(sent, initial=_beginning(request, *found))
    return _edited(request, *found, form, None)


@form_view
def edit(request: Request, mail_template_id: int) -> HttpResponse:
    """Change a template somebody wrote; who only reads sees what it says."""
    template = queries.template(request.actor, mail_template_id)
    kind, recipient = Kind(template.kind), Recipient(template.recipient)
    if not permissions.allowed(request.actor, Action.ADMIN_CENTER):
        entry = queries.entry(kind, recipient, template.pk)
        words = [(code, entry.words(code)) for code, _label in page.LANGUAGES if getattr(template, f"body_{code}")]
        previews = [page.with_examples(kind, *said, code) for code, said in words]
        context = page.context(request, "templates") | page.around(request) | {"entry": entry, "previews": previews}
        return render(request, "mail/builtin.html", context)
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=TemplateForm.of(template))
    return _edited(request, kind, recipient, form, template.pk)


@require_POST
def preview(request: Request, mail_type: str, recipient: str) -> HttpResponse:
    """What the form holds right now, as a made-up person would read it."""
    permissions.require(request.actor, Action.MAIL_TEMPLATES)
    found, _recipient = page.pair(mail_type, recipient)
    previews = []
    for code, _label in page.LANGUAGES:
        subject, body = (request.POST.get(f"{name}_{code}", "") for name in ("subject", "body"))
        if subject.strip() or body.strip():
            previews.append(page.with_examples(found, subject, body, code))
    return render(request, "mail/_previews.html", page.around(request) | {"previews": previews})


def _edited(
    request: Request, kind: Kind, recipient: Recipient, form: TemplateForm, template_id: int | None
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            actions.save_template(
                kind, recipient, form.words(), template_id=template_id, by=request.actor, at=clock.now()
            )
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("mail_templates"), _("The template has been saved."))
    context: dict[str, Any] = page.context(request, "templates") | page.around(request)
    context |= {
        "form": form,
        "kind": kind,
        "recipient": recipient,
        "template_id": template_id,
        "placeholders": [f"#{{{name}}}" for name in kinds.placeholders(kind)],
    }
    return render(request, "mail/edit.html", context, status=422 if form.errors else 200)


def _beginning(request: Request, kind: Kind, recipient: Recipient) -> dict[str, Any]:
    given = http.text(request, "from", limit=_LONGEST_NUMBER)
    if not given.isdecimal():
        return {}
    return TemplateForm.copy(queries.entry(kind, recipient, int(given) or None))


def _pairs() -> list[tuple[str, list[tuple[str, str]]]]:
    return [
        (
            str(category.label),
            [
                (
                    f"{kind}:{recipient}",
                    _("%(kind)s – to %(recipient)s") % {"kind": kind.label, "recipient": recipient.label},
                )
                for kind, recipient in queries.pairs(category)
            ],
        )
        for category in Category
    ]
