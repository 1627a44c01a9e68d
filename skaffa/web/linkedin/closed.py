"""Admin center, closed accounts: members who have left LinkedIn, and whether we keep what was delivered of them."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, paging, refusals
from skaffa.linkedin import connection as connections
from skaffa.linkedin.history import closed
from skaffa.linkedin.models import Decision
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request

_REMEMBERED = 50
_DECISIONS = {"keep": Decision.KEPT, "remove": Decision.REMOVED}


@require_GET
def page(request: Request) -> HttpResponse:
    """Who waits for a decision, and what was decided before."""
    found = paging.page(closed.waiting(request.actor), by="-seen_at", cursor=http.text(request, "cursor"))
    context = {
        "tabs": admin_tabs("linkedin"),
        "page": found,
        "decided": closed.decided(request.actor, most=_REMEMBERED),
        "connection": connections.live(),
    }
    return render(request, "linkedin/closed_accounts.html", context)


@require_POST
def settle(request: Request) -> HttpResponse:
    """Keep or remove one of them, or all who wait."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    decision, one = _DECISIONS.get(request.POST.get("decision", "")), request.POST.get("account", "")
    if decision is None or (one and not one.isdecimal()):
        raise refusals.Invalid
    refused = closed.settle([int(one)] if one else None, decision, by=request.actor, at=clock.now())
    if refused:
        raise refusals.Conflict(" ".join(str(message) for message in refused))
    said = (
        _("They are removed here; LinkedIn is told where it has them.") if decision == Decision.REMOVED else _("Kept.")
    )
    return http.done(request, reverse("admin_linkedin_closed"), said)
