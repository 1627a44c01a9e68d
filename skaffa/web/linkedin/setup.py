"""Admin center, tab LinkedIn Integration: from Connect to Enabled, what is decided there, and how it goes."""

import functools
from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, paging, refusals
from skaffa.linkedin import queries, reports
from skaffa.linkedin import setup as actions
from skaffa.linkedin.models import Connection
from skaffa.linkedin.queries import Setup
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.linkedin import refused, standing
from skaffa.web.linkedin.forms import Choices, Credentials, Generations

_SHOWN_JOBS, _SHOWN_EXPORTS = 20, 20


@require_safe
def page(request: Request) -> HttpResponse:
    """The whole tab; asked with the version it shows, it answers 204 while nothing has changed."""
    found = queries.setup(request.actor)
    asked = request.GET.get("version")
    if request.htmx and asked is not None:
        return HttpResponse(status=204) if asked == standing.version(found) else HttpResponseClientRefresh()
    return _page(request, found)


def connect(request: Request) -> HttpResponse:
    """With the vendor's application by one button, or with credentials of one's own."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    if request.method != "POST":
        return HttpResponseRedirect(reverse("admin_linkedin"))
    form, given = None, {}
    if "client_id" in request.POST:
        form = Credentials(request.POST)
        if not form.is_valid():
            return _page(request, queries.setup(request.actor), credentials=form)
        given = form.cleaned_data
    try:
        actions.connect(**given, by=request.actor, at=clock.now())
    except (refusals.Conflict, refusals.Invalid) as refusal:
        form = form or Credentials()
        return _page(request, queries.setup(request.actor), credentials=form, refusal=refusal)
    return http.done(request, reverse("admin_linkedin"), _("Connected. Now choose a contract and request below."))


@require_POST
def notify_partner(request: Request) -> HttpResponse:
    """Do our part again; over another environment's head only if that was said so."""
    take_over = request.POST.get("take_over") == "1"
    return _act(request, functools.partial(actions.notify_partner, take_over=take_over), _("Our part is done."))


@require_POST
def check(request: Request) -> HttpResponse:
    """Ask LinkedIn how things stand."""
    return _act(request, actions.refresh, _("LinkedIn has been asked. This is how things stand."))


@require_POST
def change_settings(request: Request) -> HttpResponse:
    """Who sees jobs, who may export, who finds them."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    form = Choices(request.POST)
    found = queries.setup(request.actor)
    if form.is_valid() and found.connection:
        try:
            actions.change_settings(
                **form.cleaned_data,
                by=request.actor,
                at=clock.now(),
            )
        except (refusals.Conflict, refusals.Invalid) as refusal:
            form.refuse(refusal)
        else:
            saved = _("The settings have been saved; jobs follow within a minute.")
            return http.done(request, reverse("admin_linkedin"), saved)
    return _page(request, found, choices=form)


@require_POST
def change_generations(request: Request) -> HttpResponse:
    """Which generation of LinkedIn's API carries what."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    form = Generations(request.POST)
    found = queries.setup(request.actor)
    if not form.is_valid() or found.connection is None:
        return _page(request, found, generations=form)
    actions.change_generations(
        generations=form.generations, version=form.cleaned_data["version"], by=request.actor, at=clock.now()
    )
    return http.done(request, reverse("admin_linkedin"), _("Saved. It holds from the next call to LinkedIn on."))


@require_POST
def disconnect(request: Request) -> HttpResponse:
    """The end of the connection, after what is lost has been said."""
    return _act(request, actions.disconnect, _("LinkedIn is disconnected."))


def told(request: Request, refusal: refusals.Refusal | None) -> HttpResponse:
    """The page around the plugin as it stands after the plugin has told something, or why that changed nothing."""
    found = queries.setup(request.actor)
    context = {**standing.context(found), **standing.trouble(refusal)}
    if found.connection is None:
        return render(request, "linkedin/_standing.html", context, status=422)
    context |= _details(request, found, found.connection, None, clock.now())
    context["generations"] = Generations.of(found.connection)
    return render(request, "linkedin/_told.html", context, status=422 if refusal else 200)


def _act(request: Request, action: Callable[..., Connection], said: str) -> HttpResponse:
    permissions.require(request.actor, Action.ADMIN_CENTER)
    try:
        action(by=request.actor, at=clock.now())
    except refusals.Conflict as refusal:
        return _page(request, queries.setup(request.actor), refusal=refusal)
    return http.done(request, reverse("admin_linkedin"), said)


def _page(
    request: Request,
    found: Setup,
    *,
    credentials: Credentials | None = None,
    choices: Choices | None = None,
    generations: Generations | None = None,
    refusal: refusals.Refusal | None = None,
) -> HttpResponse:
    failed = bool(refusal) or any(form is not None and form.errors for form in (credentials, choices, generations))
    context = {
        "tabs": admin_tabs("linkedin"),
        "credentials": credentials or Credentials(),
        "credentials_open": credentials is not None,
        **standing.context(found),
        **standing.trouble(refusal),
    }
    if found.connection:
        context |= _details(request, found, found.connection, choices, clock.now())
        context |= {"generations": generations or Generations.of(found.connection), "generations_open": generations}
    response = render(request, "linkedin/setup.html", context, status=422 if failed else 200)
    response["Cross-Origin-Opener-Policy"] = "same-origin-allow-popups"  # the plugin signs people in by a window
    return response


def _details(
    request: Request, found: Setup, connection: Connection, choices: Choices | None, at: datetime
) -> dict[str, Any]:
    given = {name: getattr(connection, name) for name in Choices.base_fields}
    exports = queries.exports_refused(request.actor)
    shown = paging.page(exports, by="-received_at", cursor=http.text(request, "cursor"), size=_SHOWN_EXPORTS)
    return {
        "parts": standing.parts(found),
        "levels": standing.levels(found),
        "features": standing.FEATURES,
        "choices": choices or Choices(initial=given),
        "traffic": reports.traffic(request.actor, at=at),
        "unlisted": reports.unlisted(request.actor, most=_SHOWN_JOBS),
        "exports_page": shown,
        "refused_rows": refused.rows(request.actor, shown.rows),
    }
