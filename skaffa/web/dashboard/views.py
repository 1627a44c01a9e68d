"""The first page, and notices."""

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from skaffa.core import clock, paging
from skaffa.jobs.approvals import queries as approvals
from skaffa.notify import actions, queries
from skaffa.web import preferences
from skaffa.web.dashboard.overview import overview
from skaffa.web.http import Request
from skaffa.web.tour import steps

_APPROVALS = 8
_NOTICES = 5


@require_safe
def dashboard(request: Request) -> HttpResponse:
    """My jobs, who is new there, and what there is to know."""
    offers_tour = settings.SKAFFA.demo and not preferences.tour_dismissed(request)
    context = {
        "overview": overview(request.actor, at=clock.now()),
        "approvals_assigned": approvals.assigned_to(request.actor, many=_APPROVALS),
        "approvals_sent": approvals.sent_by(request.actor, many=_APPROVALS),
        "notices": queries.latest(request.actor, many=_NOTICES),
        "tour": steps.steps(request.actor) if offers_tour else None,
    }
    return render(request, "dashboard/dashboard.html", context)


@require_safe
def notices(request: Request) -> HttpResponse:
    """Everything that was under the bell, the latest first."""
    page = paging.page(queries.notices(request.actor), by="-created_at", cursor=request.GET.get("cursor", ""))
    return render(request, "dashboard/notices.html", {"page": page})


@require_POST
def open_notice(request: Request, notice_id: int) -> HttpResponse:
    """Mark a notice as read and go where it leads."""
    notice = actions.read(notice_id, by=request.actor, at=clock.now())
    ours = url_has_allowed_host_and_scheme(notice.url, None)
    return HttpResponseRedirect(notice.url if ours else reverse("notices"))


@require_POST
def read_notices(request: Request) -> HttpResponse:
    """Mark all notices as read."""
    actions.read_all(by=request.actor, at=clock.now())
    return HttpResponseRedirect(reverse("notices"))
