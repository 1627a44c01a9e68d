"""Admin center, Integration health: how far a load is, and the buttons that pause and resume it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.core import clock
from skaffa.linkedin import progress
from skaffa.linkedin.progress import Progress
from skaffa.linkedin.sync.estimate import Binding
from skaffa.web import http
from skaffa.web.http import Request

_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@require_GET
def panel(request: Request) -> HttpResponse:
    """The panel alone, asked for again and again while a load moves."""
    return render(request, "linkedin/_load.html", context(request))


@require_POST
def pause(request: Request) -> HttpResponse:
    progress.pause(by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_linkedin_health"), _("Paused. Changes that people make are still sent."))


@require_POST
def resume(request: Request) -> HttpResponse:
    progress.resume(by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_linkedin_health"), _("It goes on."))


def context(request: Request) -> dict[str, Any]:
    """What the panel shows."""
    at = clock.now()
    found = progress.of(request.actor, at=at)
    return {
        "progress": found,
        "left": _left((found.ends.at - at).total_seconds()) if found and found.ends else "",
        "held_up": _held_up(found, found.ends) if found and found.ends else "",
        "since": _day(found.load.since) if found and found.load.since else "",
    }


def _left(seconds: float) -> str:
    """How long it takes, as precisely as anybody can know."""
    if seconds < _MINUTE:
        return _("less than a minute left")
    if seconds < _HOUR:
        return _("about %(count)d min left") % {"count": round(seconds / _MINUTE)}
    if seconds < _DAY:
        return _("about %(count)d h left") % {"count": round(seconds / _HOUR)}
    return _("about %(count)d days left") % {"count": round(seconds / _DAY + 0.5)}


def _held_up(found: Progress, ends: Binding) -> str:
    """Which limit decides how long it takes."""
    if not ends.resource:
        return _("Nothing holds it up but the speed of the conversation with LinkedIn.") if found.load.rate else ""
    words = {
        ("requests", "day"): _("LinkedIn’s limit decides: %(limit)s requests a day for %(resource)s."),
        ("records", "day"): _("LinkedIn’s limit decides: %(limit)s records a day for %(resource)s."),
        ("records", "minute"): _("LinkedIn’s limit decides: %(limit)s records a minute for %(resource)s."),
    }
    return words[ends.unit, ends.window] % {
        "limit": number_format(ends.limit, force_grouping=True),
        "resource": ends.resource,
    }


def _day(at: Any) -> str:
    return date_format(timezone.localtime(at), "DATE_FORMAT")
