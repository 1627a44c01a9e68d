"""What every page about one candidate shows: header, tabs, and what the reader may do there."""

from typing import Any

from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries
from skaffa.candidates.models import Candidate
from skaffa.core.refusals import Message
from skaffa.web import navigation
from skaffa.web.candidates import history, way
from skaffa.web.duplicates import flags
from skaffa.web.http import Request


def context(request: Request, found: Candidate, current: str) -> dict[str, Any]:
    """The header and tabs of a candidate's page; `current` names the tab."""
    entries = history.of(request.actor, found, with_linkedin=current == "profile")
    back = way.back(request, found)
    current_ones = [entry for entry in entries if entry.application.is_active and entry.may_open]
    return {
        "came_from": back,
        "candidate": found,
        "email": queries.address(found),
        "person": SimpleLazyObject(
            lambda: queries.person(found)
        ),  # asked for by a page that shows more than the header
        "history": entries,
        "current_entries": current_ones,
        "only_entry": current_ones[0] if len(current_ones) == 1 else None,
        "flag": flags.of(request.actor, [found.pk]).get(found.pk) if current == "profile" else None,
        "may_edit": permissions.allowed(request.actor, Action.CANDIDATE_EDIT),
        "may_pool": bool(permissions.reach(request.actor, Action.POOL_FILL)),
        "may_merge": permissions.allowed(request.actor, Action.CANDIDATE_MERGE),
        "may_erase": permissions.allowed(request.actor, Action.CANDIDATE_ERASE),
        "tabs": navigation.tabs(
            current,
            *((name, label, reverse(url, args=[found.pk]) + back.query, None) for name, label, url in _tabs(request)),
        ),
    }


def _tabs(request: Request) -> list[tuple[str, Message, str]]:
    names: list[tuple[str, Message, str]] = [
        ("profile", _("Profile"), "candidate"),
        ("documents", _("Documents"), "candidate_documents"),
        ("notes", _("Notes"), "candidate_notes"),
        ("interviews", _("Interviews"), "candidate_interviews"),
        ("feedback", _("Feedback"), "candidate_feedback"),
    ]
    if permissions.allowed(request.actor, Action.LINKEDIN_TAB):
        names.append(("linkedin", _("LinkedIn"), "candidate_linkedin"))
    return [*names, ("activity", _("Activity"), "candidate_activity")]
