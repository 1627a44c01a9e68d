"""Looking at everybody for those who are here twice: begun, paused and continued by administrators."""

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from skaffa.core import clock
from skaffa.duplicates.scanning import actions
from skaffa.web import http
from skaffa.web.http import Request


@require_POST
def begin(request: Request) -> HttpResponse:
    actions.begin(by=request.actor, at=clock.now())
    return http.done(request, reverse("duplicates"), _("Everybody is being looked at. You can leave this page."))


@require_POST
def pause(request: Request) -> HttpResponse:
    actions.pause(by=request.actor, at=clock.now())
    return http.done(request, reverse("duplicates"), _("Paused. It goes on where it stopped."))


@require_POST
def go_on(request: Request) -> HttpResponse:
    actions.go_on(by=request.actor, at=clock.now())
    return http.done(request, reverse("duplicates"), _("It goes on."))
