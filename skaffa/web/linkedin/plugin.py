"""LinkedIn's plugins: each a document of its own in an iframe (D15); and what the configuration plugin tells us."""

import json
from typing import Any

from csp.constants import NONE, SELF
from csp.decorators import csp
from django.conf import settings
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_POST, require_safe

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.candidates.models import Candidate
from skaffa.core import clock, refusals
from skaffa.linkedin import queries, showing
from skaffa.linkedin import setup as actions
from skaffa.web.http import Request
from skaffa.web.linkedin import setup

_LONGEST = 50_000


class Unreadable(refusals.Invalid):
    """The plugin told something we cannot read."""

    sentence = _("What the plugin told cannot be read. Reload the page and choose Request again.")


@require_safe
@xframe_options_sameorigin
def document(request: Request) -> HttpResponseBase:
    """LinkedIn's scripts run here and nowhere else; the page around it sends what they tell, with its own form."""
    return _framed(request, "linkedin/plugin.html", {"widget": queries.widget(request.actor)})


@require_safe
@xframe_options_sameorigin
def profile(request: Request, candidate_id: int) -> HttpResponseBase:
    """The profile plugin for one candidate; what it tells is sent by the LinkedIn tab around it."""
    context = {"widget": showing.widget(request.actor, Candidate(pk=candidate_id))}
    return _framed(request, "linkedin/profile_plugin.html", context)


@require_POST
def requested(request: Request) -> HttpResponse:
    """Browser input, believed as far as LinkedIn confirms it; the answer is the top of the page as it stands now."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    trouble: refusals.Refusal | None = None
    try:
        actions.requested(_told(request), by=request.actor, at=clock.now())
    except (refusals.Conflict, Unreadable) as refusal:
        trouble = refusal
    return setup.told(request, trouble)


def _framed(request: Request, template: str, context: dict[str, Any]) -> HttpResponseBase:
    response = csp(_policy())(lambda _request: render(request, template, context))(request)
    response["Referrer-Policy"] = "strict-origin"  # LinkedIn may check which site shows its plugin
    return response


def _told(request: Request) -> object:
    text = request.POST.get("told", "")
    if len(text) > _LONGEST:
        raise Unreadable
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error


def _policy() -> dict[str, list[str]]:
    """Scripts, frames and connections of LinkedIn's plugin hosts; no form, and no connection to ourselves."""
    environment = settings.SKAFFA
    theirs = list(dict.fromkeys([environment.linkedin_platform_url, environment.linkedin_www_url]))
    return {
        "default-src": [NONE],
        "script-src": [SELF, *theirs],
        "style-src": [SELF, *theirs],
        "img-src": [SELF, "data:", *theirs],
        "font-src": [SELF],
        "connect-src": theirs,
        "frame-src": theirs,
        "form-action": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [SELF],
    }
