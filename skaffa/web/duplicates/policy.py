"""Admin center, Duplicates: from when on people are asked, and what comparing has taught, open to be looked at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.duplicates import queries, records
from skaffa.duplicates.comparisons import Code, Level
from skaffa.duplicates.policies import actions
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.duplicates import words
from skaffa.web.duplicates.words import Bar
from skaffa.web.forms import Form
from skaffa.web.http import Request
from skaffa.web.jobs import countries

_UNEQUAL: Mapping[int, refusals.Message] = {0: _("Different"), 1: _("Two signs differ"), 2: _("One sign differs")}


class PolicyForm(Form):
    """Thresholds in percent."""

    same = forms.IntegerField(
        label=_("Called the same person from"), help_text=_("Percent."), min_value=1, max_value=100
    )
    maybe = forms.IntegerField(
        label=_("Somebody is asked from"), help_text=_("Percent; below it nobody is asked."), min_value=1, max_value=100
    )
    region = forms.ChoiceField(
        label=_("Phone numbers without a country code are from"),
        choices=lambda: [(code, name) for code, name in countries.choices() if code in actions.REGIONS],
    )


@dataclass(frozen=True, slots=True)
class Line:
    """One level of agreement: what it means and, in bits, what it is worth."""

    words: refusals.Message
    bits: float
    bar: Bar


@dataclass(frozen=True, slots=True)
class Field:
    label: refusals.Message
    lines: Sequence[Line]


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    """The thresholds, and what each agreement is worth."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    chosen = queries.policy()
    now = {"same": round(100 * chosen.same), "maybe": round(100 * chosen.maybe), "region": chosen.region}
    form = PolicyForm(request.POST if request.method == "POST" else None, initial=now)
    if form.is_bound and form.is_valid():
        try:
            actions.choose(**_shares(form.cleaned_data), by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("admin_duplicates"), _("Saved. It holds for whoever comes from now on."))
    context = {
        "tabs": admin_tabs("duplicates"),
        "form": form,
        "fields": [Field(words.FIELDS[name], _lines(name, worth)) for name, worth in _worth().items()],
        "learned": queries.learned(),
    }
    return render(request, "duplicates/policy.html", context, status=422 if form.errors else 200)


def _shares(given: Mapping[str, Any]) -> dict[str, Any]:
    return {**given, "same": given["same"] / 100, "maybe": given["maybe"] / 100}


def _worth() -> dict[str, Mapping[Level, float]]:
    return queries.model(queries.many()).worth()


def _lines(field: str, worth: Mapping[Level, float]) -> list[Line]:
    name = _code if field in records.CODES else _words
    return [Line(name(level), bits, words.bar(bits)) for level, bits in worth.items()]


def _words(level: Level) -> refusals.Message:
    shared, conflict = level
    if not shared:
        return _("Nothing in common, and both say something else") if conflict else _("Nothing in common")
    given = {"many": 4**shared}
    if conflict:
        return _("In common what one of %(many)d has, and both say something else") % given
    return _("In common what one of %(many)d has") % given


def _code(level: Level) -> refusals.Message:
    kind, _conflict = level
    if kind < Code.EQUAL:
        return _UNEQUAL[kind]
    return _("Equal, and one of %(many)d has it") % {"many": 4 ** (kind - Code.EQUAL)}
