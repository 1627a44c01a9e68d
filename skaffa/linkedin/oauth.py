"""Views: to LinkedIn's consent page, back from it, and away again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.core import clock, refusals
from skaffa.linkedin import personal

CONNECTIONS_PAGE = "/settings/connections"


@require_POST
@login_required
def start(request: HttpRequest) -> HttpResponse:
    if request.session.session_key is None:
        request.session.create()
    try:
        address = personal.start(session_key=_session_key(request), by=_actor(request), at=clock.now())
    except refusals.Refusal as refusal:
        messages.error(request, str(refusal.message))
        return redirect(CONNECTIONS_PAGE)
    return redirect(address)


@require_GET
@login_required
def callback(request: HttpRequest) -> HttpResponse:
    """LinkedIn sends `code` and `state`, or `error` and `state` when consent was refused."""
    try:
        personal.finish(
            state=request.GET.get("state", ""),
            code="" if "error" in request.GET else request.GET.get("code", ""),
            session_key=_session_key(request),
            by=_actor(request),
            at=clock.now(),
        )
    except refusals.Refusal as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, _("Your LinkedIn account is connected."))
    return redirect(CONNECTIONS_PAGE)


@require_POST
@login_required
def disconnect(request: HttpRequest) -> HttpResponse:
    personal.disconnect(by=_actor(request), at=clock.now())
    messages.success(request, _("Your LinkedIn account is disconnected."))
    return redirect(CONNECTIONS_PAGE)


def _session_key(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _actor(request: HttpRequest) -> Actor:
    user = request.user
    if not isinstance(user, User):
        raise refusals.NotAllowed
    return Actor.of(user)
