"""On a candidate's LinkedIn tab: InMails, LinkedIn notes and consents, and whatever is missing for them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.accounts import permissions
from skaffa.accounts import queries as accounts
from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import clock
from skaffa.linkedin.history import actions, queries
from skaffa.linkedin.history.queries import History, Missing
from skaffa.web import http
from skaffa.web.candidates import page
from skaffa.web.http import Request

_ADMINISTRATORS_TURN = frozenset({Missing.NOT_CONNECTED, Missing.COMPANY_LEVEL})


@dataclass(frozen=True, slots=True)
class Dealings:
    """What recruiters and the person wrote; `administrators`: whom to ask for what is missing."""

    history: History
    administrators: Sequence[User]
    is_admin: bool


def context(actor: Actor, candidate: Candidate, *, inmails: str = "", notes: str = "") -> dict[str, Any]:
    """For `_history.html`; raises unless the actor may open the tab."""
    found = queries.of(actor, candidate, inmails=inmails, notes=notes)
    is_admin = permissions.allowed(actor, Action.ADMIN_CENTER)
    asks = found.missing in _ADMINISTRATORS_TURN and not is_admin
    return {"dealings": Dealings(found, tuple(accounts.administrators()) if asks else (), is_admin)}


@require_GET
def written(request: Request, candidate_id: int) -> HttpResponse:
    """The panels for HTMX, and from a cursor on more of a list; a page of its own where no script runs."""
    found = candidates.candidate(request.actor, candidate_id)
    cursors = {name: http.text(request, name) for name in ("inmails", "notes")}
    shown = {"candidate": found, **context(request.actor, found, **cursors)}
    if request.htmx:
        return render(request, "linkedin/_history.html", shown)
    return render(request, "candidates/linkedin_history.html", page.context(request, found, "linkedin") | shown)


@require_POST
def refresh(request: Request, candidate_id: int) -> HttpResponse:
    """Ask LinkedIn now rather than within the half hour."""
    found = candidates.candidate(request.actor, candidate_id)
    actions.refresh(found, by=request.actor, at=clock.now())
    said = _("LinkedIn is being asked. What is new shows here in a moment; reload the page then.")
    return http.done(request, reverse("candidate_linkedin", args=[found.pk]), said)
