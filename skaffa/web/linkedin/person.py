"""The LinkedIn tab of a candidate as it stands first: the profile or what is missing for it, and what an export delivered."""

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
from skaffa.linkedin import connection as connections
from skaffa.linkedin import identity, profile, queries, showing
from skaffa.linkedin.showing import Missing

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
    is_connected = connections.live() is not None
    exported = export.profile_url if export else ""
    return {
        "export": export,
        "delivered": delivered,
        "is_connected": is_connected,
        "obstacle": _obstacle(actor, candidate),
        "recruiter_place": (exported or identity.search_url(str(candidate))) if is_connected else "",
        "may_link": permissions.allowed(actor, Action.LINKEDIN_LINK),
    }


def _obstacle(actor: Actor, candidate: Candidate) -> Obstacle | None:
    missing = showing.missing(actor, candidate)
    if missing is None:
        return None
    is_admin = permissions.allowed(actor, Action.ADMIN_CENTER)
    asks = missing in {*_ADMINISTRATORS_TURN, Missing.PROSPECT} and not is_admin
    administrators = tuple(accounts.administrators()) if asks else ()
    return Obstacle(missing, administrators, is_admin, identity_first=missing is Missing.PROSPECT)
