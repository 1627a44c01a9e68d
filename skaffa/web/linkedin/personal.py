"""User settings, tab Connections: which LinkedIn member one is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.linkedin import queries
from skaffa.web.accounts.views import settings_tabs
from skaffa.web.http import Request


@require_safe
def connections(request: Request) -> HttpResponse:
    """One's own connection; before the environment is connected, whom to ask."""
    context = {
        "tabs": settings_tabs("connections"),
        "account": queries.account(request.actor),
        "is_enabled": queries.is_enabled(),
        "is_admin": permissions.allowed(request.actor, Action.ADMIN_CENTER),
    }
    return render(request, "linkedin/connections.html", context)
