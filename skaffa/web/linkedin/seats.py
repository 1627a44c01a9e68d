"""Admin center, Seats: who holds which Recruiter seat, who of them is not connected, and how retrieval stands."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.linkedin.history import actions, standing
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.linkedin.forms import Retrieval


@require_GET
def page(request: Request) -> HttpResponse:
    """The seat map, and what is fetched with it."""
    return _page(request)


@require_POST
def refresh(request: Request) -> HttpResponse:
    """Ask LinkedIn now for seats and everything that was done with them."""
    actions.refresh_all(by=request.actor, at=clock.now())
    said = _("LinkedIn is being asked. Seats show here in a moment; reload the page then.")
    return http.done(request, reverse("admin_linkedin_seats"), said)


@require_POST
def choose(request: Request) -> HttpResponse:
    """How often, how far back, and who sees notes."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    form = Retrieval(request.POST)
    if form.is_valid():
        try:
            actions.choose(**form.cleaned_data, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("admin_linkedin_seats"), _("The settings have been saved."))
    return _page(request, form)


@require_POST
def remind(request: Request, seat_id: int) -> HttpResponse:
    """Ask whoever seems to hold the seat to connect their account."""
    user = standing.remind(seat_id, by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_linkedin_seats"), _("%(name)s has been reminded.") % {"name": user})


def _page(request: Request, form: Retrieval | None = None) -> HttpResponse:
    found = standing.of(request.actor, at=clock.now())
    context: dict[str, Any] = {
        "tabs": admin_tabs("linkedin"),
        "standing": found,
        "places": standing.places(request.actor),
        "form": form or (Retrieval.of(found.connection) if found else None),
    }
    return render(request, "linkedin/seats.html", context, status=422 if form and form.errors else 200)
