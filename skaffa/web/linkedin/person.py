"""The LinkedIn tab of a candidate: the profile, how it was found, what an export delivered, and what is missing."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from skaffa.accounts import permissions
from skaffa.accounts import queries as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core import clock
from skaffa.linkedin import identity, profile, queries, showing
from skaffa.linkedin.showing import Missing
from skaffa.web.linkedin import history

_ADMINISTRATORS_TURN = frozenset({Missing.NOT_ENABLED, Missing.MOVED, Missing.PLUGIN_OFF})


@dataclass(frozen=True, slots=True)
class Obstacle:
    """What stands between the reader and the profile, and who has to do something about it."""

    missing: Missing
    administrators: Sequence[User]  # whom to ask; empty where it is not theirs to do, or the reader is one
    is_admin: bool
    identity_first: bool  # an administrator may let the plugin know prospects


def context(actor: Actor, candidate: Candidate) -> dict[str, Any]:
    """For `_candidate_tab.html`; raises unless the actor may open the tab."""
    export = queries.candidate_export(actor, candidate)
    delivered: Person | None = profile.person(export.profile) if export else None
    found = identity.of(actor, candidate, at=clock.now())
    return {
        "export": export,
        "delivered": delivered,
        "identity": found,
        "obstacle": _obstacle(actor, candidate),
        "recruiter_place": _place(candidate, found, export.profile_url if export else ""),
        "may_link": permissions.allowed(actor, Action.LINKEDIN_LINK),
        **history.context(actor, candidate),
    }


def _obstacle(actor: Actor, candidate: Candidate) -> Obstacle | None:
    missing = showing.missing(actor, candidate)
    if missing is None:
        return None
    is_admin = permissions.allowed(actor, Action.ADMIN_CENTER)
    asks = missing in {*_ADMINISTRATORS_TURN, Missing.PROSPECT} and not is_admin
    administrators = tuple(accounts.administrators()) if asks else ()
    return Obstacle(missing, administrators, is_admin, identity_first=missing is Missing.PROSPECT)


def _place(candidate: Candidate, found: identity.Identity | None, exported: str) -> str:
    """Where Recruiter shows the person: the profile that is shown, what was exported, else a search for the name."""
    if found is None:
        return ""
    if found.shown is not None:
        return found.shown.place
    return exported or identity.search_url(str(candidate))
