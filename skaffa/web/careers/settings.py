"""Admin center, Career site: what applicants agree to."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.careers import actions, queries
from skaffa.core import clock
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.careers.forms import SiteForm
from skaffa.web.http import Request


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    permissions.require(request.actor, Action.ADMIN_CENTER)
    site = queries.site()
    initial = {name: getattr(site, name) if site else "" for name in SiteForm.base_fields}
    form = SiteForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.change_site(**form.cleaned_data, by=request.actor, at=clock.now())
        return http.done(request, reverse("admin_careers"), _("What applicants are told has been saved."))
    context = {
        "tabs": admin_tabs("careers"),
        "form": form,
        "shown": [("en", queries.consent("en")), ("sv", queries.consent("sv"))],
    }
    return render(request, "careers/settings.html", context, status=422 if form.errors else 200)
