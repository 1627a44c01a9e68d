"""Admin center, Retention: the rules as a form, with what they mean in plain words beside it."""

import dataclasses
from datetime import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.retention import actions, queries, rules
from skaffa.retention.rules import Rules
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.retention import words
from skaffa.web.retention.forms import RulesForm


@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request) -> HttpResponse:
    """The form; what is saved holds at once, and by itself only after the warning period."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    at = clock.now()
    shown = _shown(request)
    form = RulesForm.showing(shown, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_rules(form.rules(), by=request.actor, at=at)
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("admin_retention"), _("The rules have been saved."))
    said = meaning(request, form.rules() if form.is_bound and form.is_valid() else shown, at)
    context = {"tabs": admin_tabs("retention"), "form": form, **said}
    return render(request, "retention/rules.html", context, status=422 if form.errors else 200)


@require_GET
def words_of_form(request: Request) -> HttpResponse:
    """What the form as it stands would mean; 204 while it cannot be read."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    form = RulesForm.showing(_shown(request), request.GET)
    if not form.is_valid():
        return HttpResponse(status=204)
    return render(request, "retention/_words.html", meaning(request, form.rules(), clock.now()))


def meaning(request: Request, wanted: Rules, at: datetime) -> dict[str, Any]:
    """The rules in words, whom they concern today, and what a night would do."""
    policy = queries.policy()
    is_saved = policy is not None and queries.chosen(policy) == wanted
    begins_on = rules.begins_on(wanted, policy.changed_at if policy and is_saved else at)
    context: dict[str, Any] = {"sentences": words.sentences(wanted, begins_on=begins_on)}
    if wanted.months and policy and policy.stock_taken_at:
        counted = queries.counted(request.actor, wanted, at=at)
        has_begun = is_saved and rules.day(at, wanted.time_zone) >= begins_on
        context["preview"] = words.preview(counted)
        context["tonight"] = words.tonight(counted, wanted, has_begun=has_begun) if wanted.erases_by_itself else ""
        context["stock_taken_at"] = policy.stock_taken_at
    return context


def _shown(request: Request) -> Rules:
    """The rules of now; before the first ones, days are the administrator's own."""
    policy = queries.policy()
    user = request.actor.user
    if policy is None and user:
        return dataclasses.replace(queries.chosen(None), time_zone=user.time_zone)
    return queries.chosen(policy)
