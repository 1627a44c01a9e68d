"""Admin center, Lists: own entries beside those that are built in, each with a name in both languages."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.choices import actions, queries
from skaffa.choices.actions import Words
from skaffa.choices.models import KNOWN_ELSEWHERE, NAME, Choice, ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core import clock, refusals
from skaffa.web import http
from skaffa.web.admin_center.views import of_lists
from skaffa.web.forms import Form
from skaffa.web.http import Request

form_view = require_http_methods(["GET", "HEAD", "POST"])

_TITLES: dict[str, refusals.Message] = {
    ChoiceList.REJECTION_REASON: _("New rejection reason"),
    ChoiceList.EMPLOYMENT_TYPE: _("New employment type"),
    ChoiceList.SENIORITY: _("New seniority level"),
}


class ChoiceForm(Form):
    """An entry: its names, and what others take it for."""

    name_en = forms.CharField(label=_("Name in English"), max_length=NAME)
    name_sv = forms.CharField(label=_("Name in Swedish"), max_length=NAME)
    counts_as = forms.ChoiceField(
        label=_("Counts as"),
        required=False,
        help_text=_("LinkedIn and search engines know only the built-in ones: which of them comes closest?"),
    )

    def __init__(self, *args: Any, of: ChoiceList, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["counts_as"]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - for the type checker
        field.choices = [("", _("None of them")), *queries.built_in(of, get_language()).items()]
        if of not in KNOWN_ELSEWHERE:
            del self.fields["counts_as"]


@require_GET
def page(request: Request) -> HttpResponse:
    """Every list with its entries."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    lists = Lists()
    shown = [
        (of, [(one, _counts_as(one, lists)) for one in lists.added(of)], queries.built_in(of, get_language()))
        for of in ChoiceList
    ]
    return render(request, "admin_center/lists.html", of_lists("lists") | {"lists": shown})


@form_view
def add(request: Request, list_name: str) -> HttpResponse:
    """One more entry."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    of = queries.known(list_name)
    form = ChoiceForm(request.POST if request.method == "POST" else None, of=of)
    if form.is_bound and form.is_valid():
        try:
            made = actions.add(of, Words(**form.cleaned_data), by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return _done(request, _("%(name)s can be chosen now.") % {"name": made})
    return _asked(request, form, _TITLES[of])


@form_view
def change(request: Request, list_name: str, choice_code: str) -> HttpResponse:
    """Other names, or something else it counts as."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    of, one = queries.known(list_name), queries.choice(list_name, choice_code)
    known = {"name_en": one.name_en, "name_sv": one.name_sv, "counts_as": one.counts_as}
    form = ChoiceForm(request.POST if request.method == "POST" else None, of=of, initial=known)
    if form.is_bound and form.is_valid():
        try:
            changed = actions.change(of, choice_code, Words(**form.cleaned_data), by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return _done(request, _("%(name)s has been changed.") % {"name": changed})
    return _asked(request, form, _("Change %(name)s") % {"name": one})


@require_POST
def retire(request: Request, list_name: str, choice_code: str) -> HttpResponse:
    """Nobody chooses it any more."""
    one = actions.retire(list_name, choice_code, by=request.actor, at=clock.now())
    return _done(request, _("%(name)s is no longer offered. Where it was chosen it stays.") % {"name": one})


@require_POST
def restore(request: Request, list_name: str, choice_code: str) -> HttpResponse:
    """Undo it."""
    one = actions.restore(list_name, choice_code, by=request.actor, at=clock.now())
    return _done(request, _("%(name)s can be chosen now.") % {"name": one})


def _counts_as(one: Choice, lists: Lists) -> refusals.Message:
    return _("counts as %(name)s") % {"name": lists.name(one.list, one.counts_as)} if one.counts_as else ""


def _asked(request: Request, form: ChoiceForm, title: refusals.Message) -> HttpResponse:
    context = of_lists("lists") | {"form": form, "title": title}
    return render(request, "admin_center/choice.html", context, status=422 if form.errors else 200)


def _done(request: Request, said: refusals.Message) -> HttpResponse:
    return http.done(request, reverse("admin_lists"), said)
