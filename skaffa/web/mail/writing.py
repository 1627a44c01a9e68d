"""An e-mail to a candidate: choose a template, change the words, see what they will read, send."""

import dataclasses
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application, CloseReason
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.mail import actions, kinds, letter, queries
from skaffa.mail.actions import Draft
from skaffa.mail.letter import Letter
from skaffa.mail.models import Kind, Recipient
from skaffa.mail.queries import Entry
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.mail import page
from skaffa.web.mail.forms import LetterForm

_BY_HAND = [kind for kind, spec in kinds.TABLE.items() if spec.by_hand]


@require_http_methods(["GET", "HEAD", "POST"])
def write(request: Request, application_id: int) -> HttpResponse:
    """The default template of what fits the application is chosen first; another choice brings other words."""
    application = _application(request, application_id)
    offered = queries.offered(_BY_HAND, Recipient.CANDIDATE)
    entry = _chosen(request, application, offered)
    reader = queries.reader(application)
    language = _language(request, reader.language)
    subject, body = entry.words(language)
    form = LetterForm(
        request.POST if request.method == "POST" else None,
        initial={"subject": subject, "body": body, "cc": list(entry.cc)},
    )
    if request.method == "POST" and form.is_valid():
        draft = Draft(kind=entry.kind, language=language, **form.cleaned_data)
        try:
            actions.write_to_candidate(application, draft, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            said = _("Your e-mail to %(name)s is on its way.") % {"name": application.candidate}
            return http.done(request, reverse("candidate_activity", args=[application.candidate_id]), said)
    context = page.around(request) | {
        "application": application,
        "reader": reader,
        "entry": entry,
        "groups": [(kind.label, entries) for kind, entries in offered.items()],
        "language": language,
        "languages": page.LANGUAGES,
        "form": form,
        "placeholders": [f"#{{{name}}}" for name in kinds.placeholders(entry.kind)],
    }
    return render(request, "mail/write.html", context, status=422 if form.errors else 200)


@require_POST
def preview(request: Request, application_id: int) -> HttpResponse:
    """What the form holds right now, as this very candidate would read it."""
    application = _application(request, application_id)
    kind, _found = _wanted(request.POST.get("template", ""))
    language = _language(request, "en")
    reader = dataclasses.replace(queries.reader(application), language=language)
    about = Letter(kind=kind or Kind.MESSAGE, to=reader, application=application)
    subject, body = request.POST.get("subject", ""), request.POST.get("body", "")
    shown = page.rendered(about.kind, subject, body, letter.values(about, request.actor), language)
    return render(request, "mail/_previews.html", page.around(request) | {"previews": [shown]})


def _application(request: Request, application_id: int) -> Application:
    found = applications.application(request.actor, application_id)
    jobs.require(request.actor, Action.MAIL_SEND, found.job)
    return found


def _chosen(request: Request, application: Application, offered: dict[Kind, list[Entry]]) -> Entry:
    """The one that was asked for, or the default of the mail type that fits."""
    kind, template_id = _wanted(request.POST.get("template", "") or request.GET.get("template", ""))
    if kind is None or kind not in offered:
        return offered[_fitting(application)][0]
    wanted = [entry for entry in offered[kind] if (entry.template.pk if entry.template else 0) == template_id]
    return wanted[0] if wanted else offered[kind][0]


def _wanted(given: str) -> tuple[Kind | None, int | None]:
    """Mail type and template as the form names them: "message:0" for the built-in one, "message" for the default."""
    name, _colon, number = given.partition(":")
    kind = Kind(name) if name in Kind else None
    return kind, int(number) if number.isdecimal() else None


def _fitting(application: Application) -> Kind:
    if application.is_active:
        return Kind.PROSPECT_INVITED if application.stage.is_prospect else Kind.MESSAGE
    ended: dict[str, Kind] = {
        CloseReason.REJECTED.value: Kind.APPLICATION_REJECTED,
        CloseReason.WITHDRAWN.value: Kind.WITHDRAWAL_CONFIRMED,
    }
    return ended.get(application.close_reason, Kind.MESSAGE)


def _language(request: Request, default: str) -> str:
    given = request.POST.get("language", "") or request.GET.get("language", "")
    known: Sequence[Any] = [code for code, _label in page.LANGUAGES]
    return given if given in known else default
