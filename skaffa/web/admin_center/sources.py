"""Admin center, Lists, Sources: what people choose from when they say how somebody came to us."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.candidates.models import SourceChoice
from skaffa.candidates.sources import actions, queries
from skaffa.choices.models import NAME
from skaffa.core import clock, refusals
from skaffa.web import http
from skaffa.web.admin_center.views import of_lists
from skaffa.web.forms import Form
from skaffa.web.http import Request

form_view = require_http_methods(["GET", "HEAD", "POST"])


class NameForm(Form):
    name_en = forms.CharField(label=_("Name in English"), max_length=NAME)
    name_sv = forms.CharField(
        label=_("Name in Swedish"), max_length=NAME, required=False, help_text=_("Empty: the same as in English.")
    )


class NewForm(NameForm):
    """A category, or a detail of one."""

    category = forms.ChoiceField(
        label=_("Belongs to"), required=False, help_text=_("Such as a certain job board. Empty: a source of its own.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", "–"), *((one.source.code, str(one.source)) for one in queries.tree())]


@form_view
def page(request: Request) -> HttpResponse:
    """The list, and a form for one more."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    form = NewForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            given = dict(form.cleaned_data)
            made = actions.add(given.pop("name_en"), **given, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return _done(request, _("%(name)s can be chosen now.") % {"name": made})
    context = of_lists("sources") | {"form": form, "tree": queries.tree(), "fixed": queries.FIXED}
    return render(request, "admin_center/sources.html", context, status=422 if form.errors else 200)


@form_view
def rename(request: Request, source_code: str) -> HttpResponse:
    """Another name."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    source = queries.known(source_code)
    form = NameForm(request.POST if request.method == "POST" else None, initial=_names(source))
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            actions.rename(source_code, given["name_en"], name_sv=given["name_sv"], by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return _done(request, _("The source has been renamed."))
    context = of_lists("sources") | {"form": form, "source": source}
    return render(request, "admin_center/source.html", context, status=422 if form.errors else 200)


@require_POST
def retire(request: Request, source_code: str) -> HttpResponse:
    """Nobody chooses it any more."""
    source = actions.retire(source_code, by=request.actor, at=clock.now())
    return _done(request, _("%(name)s is no longer offered. What has this source keeps it.") % {"name": source})


@require_POST
def restore(request: Request, source_code: str) -> HttpResponse:
    """Undo it."""
    source = actions.restore(source_code, by=request.actor, at=clock.now())
    return _done(request, _("%(name)s can be chosen now.") % {"name": source})


def _names(source: SourceChoice) -> dict[str, str]:
    return {f"name_{language}": name for language, name in queries.in_every_language()[source.code].items()}


def _done(request: Request, said: refusals.Message) -> HttpResponse:
    return http.done(request, reverse("admin_sources"), said)
