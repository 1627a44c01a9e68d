"""Admin center, Integration health: how the traffic with LinkedIn goes, and the two buttons that mend it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from skaffa.core import clock
from skaffa.linkedin import monitor, reports
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.linkedin import load

_MOST = 50


@require_GET
def page(request: Request) -> HttpResponse:
    """Queue, quotas, refusals, deletions, and who is not connected."""
    at = clock.now()
    report = monitor.report(request.actor, most=_MOST, at=at)
    context = {
        "tabs": admin_tabs("linkedin"),
        "report": report,
        "traffic": reports.traffic(request.actor, at=at) if report else None,
        "unlisted": reports.unlisted(request.actor, most=_MOST) if report else (),
        "most": _MOST,
        **(load.context(request) if report else {}),
    }
    return render(request, "linkedin/health.html", context)


@require_POST
def compare(request: Request) -> HttpResponse:
    """Compare everything with what LinkedIn last accepted."""
    monitor.compare_everything(by=request.actor, at=clock.now())
    said = _("Everything is being compared. What LinkedIn already has as it is costs nothing.")
    return http.done(request, reverse("admin_linkedin_health"), said)


@require_POST
def retry(request: Request) -> HttpResponse:
    """Send what was refused once more."""
    many = monitor.retry_refused(by=request.actor, at=clock.now())
    said = ngettext("%(count)d record is sent again.", "%(count)d records are sent again.", many) % {"count": many}
    return http.done(request, reverse("admin_linkedin_health"), said)
