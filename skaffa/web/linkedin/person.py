"""The LinkedIn tab of a candidate: what an export delivered, and what is missing for more."""

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
from skaffa.linkedin import profile, queries, sight
from skaffa.linkedin.queries import AccountState


@dataclass(frozen=True, slots=True)
class Missing:
    """What stands between the reader and all of LinkedIn: the set-up, or their own connection."""

    enabled: bool
    own_account: bool
    administrators: Sequence[User]
    is_admin: bool


def context(actor: Actor, candidate: Candidate) -> dict[str, Any]:
    """For `_candidate_tab.html`; raises unless the actor may open the tab."""
    export = queries.candidate_export(actor, candidate)
    delivered: Person | None = profile.person(export.profile) if export else None
    seen = sight.of(actor, candidate)
    return {"export": export, "delivered": delivered, "missing_link": _missing(actor), "sight": seen}


def _missing(actor: Actor) -> Missing | None:
    enabled = queries.is_enabled()
    connected = queries.account(actor).state is AccountState.CONNECTED
    if enabled and connected:
        return None
    is_admin = permissions.allowed(actor, Action.ADMIN_CENTER)
    return Missing(enabled, connected, () if enabled or is_admin else tuple(accounts.administrators()), is_admin)
