"""What every page knows: who looks at it, where they are, and what the frame around it shows."""

from functools import cache, partial
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from skaffa.accounts import permissions
from skaffa.accounts.models import SecurityRole
from skaffa.accounts.permissions import Action
from skaffa.notify import queries
from skaffa.web import navigation, preferences
from skaffa.web.management import demo


def frame(request: HttpRequest) -> dict[str, Any]:
    """Values are computed when a template first asks for them, once: fragments pay for nothing they do not show."""
    language = translation.get_language()
    context: dict[str, Any] = {
        "environment": settings.SKAFFA,
        "language": language,
        "languages": settings.LANGUAGES,
        "colours": preferences.colours(request),
    }
    actor = getattr(request, "actor", None)
    if actor is not None and actor.user is not None:
        context |= {
            "actor": actor,
            "navigation": cache(partial(navigation.main, request)),
            "unread_notices": cache(partial(queries.unread_count, actor)),
            "may_search": permissions.allowed(actor, Action.CANDIDATE_SEARCH),
            "is_administrator": permissions.allowed(actor, Action.ADMIN_CENTER),
        }
    elif settings.SKAFFA.demo:
        context["demo_accounts"] = _demo_accounts
    return context


def _demo_accounts() -> list[dict[str, Any]]:
    return [
        {
            "name": name,
            "email": demo.address(name),
            "password": demo.PASSWORD,
            "roles": [SecurityRole(role).label for role in roles],
        }
        for name, roles, _what in demo.USERS
    ]
