"""Admin center, E-mail: the library of templates by category, which is the default, and which leaves by itself."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock
from skaffa.mail import actions, kinds, queries
from skaffa.mail.kinds import Category
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.mail import page

_LONGEST_NUMBER = 18


@require_safe
def templates(request: Request) -> HttpResponse:
    """All templates, or those of one category; `deleted` names one that can be put back."""
    category = http.text(request, "category")
    category = category if category in Category else ""
    entries = queries.library(request.actor, category)
    groups: list[tuple[str, list[queries.Entry]]] = [
        (str(one.label), [entry for entry in entries if kinds.TABLE[entry.kind].category is one]) for one in Category
    ]
    deleted = http.text(request, "deleted", limit=_LONGEST_NUMBER)
    context = page.context(request, "templates") | {
        "groups": [group for group in groups if group[1]],
        "categories": Category.choices,
        "category": category,
        "deleted": int(deleted) if deleted.isdecimal() else None,
    }
    return render(request, "mail/templates.html", context)


@require_safe
def builtin(request: Request, mail_type: str, recipient: str) -> HttpResponse:
    """A built-in text in both languages, as its reader will see it."""
    permissions.require(request.actor, Action.MAIL_TEMPLATES)
    found = page.pair(mail_type, recipient)
    entry = queries.entry(*found, None)
    previews = [page.with_examples(entry.kind, *entry.words(code), code) for code, _label in page.LANGUAGES]
    context = page.context(request, "templates") | page.around(request) | {"entry": entry, "previews": previews}
    return render(request, "mail/builtin.html", context)


@require_POST
def choose(request: Request, mail_type: str, recipient: str) -> HttpResponse:
    """Make a template the default, and say whether it leaves by itself."""
    found = page.pair(mail_type, recipient)
    given = request.POST.get("template", "")
    template_id = int(given) if given.isdecimal() and len(given) <= _LONGEST_NUMBER else None
    automatic = request.POST.get("automatic") == "yes"
    actions.choose(*found, template_id, is_automatic=automatic, by=request.actor, at=clock.now())
    said = _("It is the default now, and is sent automatically.") if automatic else _("It is the default now.")
    return http.done(request, reverse("mail_templates"), said)


@require_POST
def delete(request: Request, mail_template_id: int) -> HttpResponse:
    template = actions.delete_template(mail_template_id, by=request.actor, at=clock.now())
    return http.redirect(request, f"{reverse('mail_templates')}?deleted={template.pk}")


@require_POST
def restore(request: Request, mail_template_id: int) -> HttpResponse:
    template = actions.restore_template(mail_template_id, by=request.actor, at=clock.now())
    said = _("The template “%(title)s” is back.") % {"title": template.title}
    return http.done(request, reverse("mail_templates"), said)
