"""Admin center, API keys: made once, shown once, revoked for good."""

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.core import clock, paging, refusals
from skaffa.keys import actions, queries
from skaffa.keys.models import Scope
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.forms import Form
from skaffa.web.http import Request


class KeyForm(Form):
    name = forms.CharField(label=_("Name"), help_text=_("Which program it is for."), max_length=actions.NAME)
    scopes = forms.MultipleChoiceField(
        label=_("What it may be used for"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    """The keys and a form; a new key's secret is in the answer to the form, and nowhere else."""
    rows = queries.every(request.actor)
    made = None
    form = KeyForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.make(**form.cleaned_data, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            form = KeyForm()
    context = {
        "tabs": admin_tabs("keys"),
        "form": form,
        "made": made,
        "page": paging.page(rows.order_by(), by="-created_at", cursor=http.text(request, "cursor")),
        "labels": dict(Scope.choices),
    }
    return render(request, "admin_center/keys.html", context, status=422 if form.errors else 200)


@require_POST
def revoke(request: Request, key_id: int) -> HttpResponse:
    key = actions.revoke(key_id, by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_keys"), _("%(name)s has been revoked.") % {"name": key.name})
