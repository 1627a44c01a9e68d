"""The tour: six steps through what Skaffa is for."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from skaffa.web import preferences
from skaffa.web.http import Request
from skaffa.web.tour import steps


@require_safe
def tour(request: Request) -> HttpResponse:
    """The checklist, ticked by what has really happened."""
    return render(request, "tour/tour.html", {"tour": steps.steps(request.actor)})


@require_POST
def dismiss(request: Request) -> HttpResponse:
    """Put the tour away; the help menu still leads to it."""
    return preferences.dismiss_tour(HttpResponseRedirect(reverse("dashboard")))
