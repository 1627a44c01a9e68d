"""Admin center, tab Retention: who is due, who is kept on purpose, who was erased, and the buttons for it."""

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRefresh

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import clock, paging, refusals
from skaffa.linkedin import departures
from skaffa.retention import actions, queries
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.retention import rules
from skaffa.web.retention.forms import ConfirmForm, KeepForm

_NAMED = 20
_MOST_CHOSEN = 500


@require_GET
def page(request: Request) -> HttpResponse:
    """The rules in words, the last erasure, and one of three lists; asked with `version`, 204 while nothing changed."""
    run = queries.last_run(request.actor)
    version = f"{run.run.pk}-{run.done}-{run.run.finished_at is None}" if run else ""
    if request.htmx and run and "version" in request.GET:
        if request.GET["version"] == version:
            return HttpResponse(status=204)
        if run.run.finished_at:  # the lists have changed with it
            return HttpResponseClientRefresh()
    at = clock.now()
    wanted = queries.chosen(queries.policy())
    show = request.GET.get("show", "")
    context = {
        "tabs": admin_tabs("retention"),
        "has_rules": bool(wanted.months),
        "progress": run,
        "version": version,
        "show": show if show in _LISTS else "due",
        "wanted": wanted,
        **rules.meaning(request, wanted, at),
    }
    return render(request, "retention/retention.html", context | _LISTS.get(show, _due)(request))


@require_POST
def erase(request: Request) -> HttpResponse:
    """Erase the chosen people, or everybody who is due, once their number has been typed."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    at = clock.now()
    is_all = "all" in request.POST
    wanted = queries.chosen(queries.policy())
    people: Sequence[Candidate] = ()
    if is_all:
        many = len(queries.due(wanted, at=at))
    else:
        people = queries.still_listed(request.actor, wanted, _numbers(request), at=at)
        many = len(people)
    if not many:
        messages.error(request, _("Nobody was chosen who is on the list. Choose people first."))
        return http.redirect(request, reverse("admin_retention"))
    form = ConfirmForm(request.POST if "people" in request.POST else None, people=many)
    if form.is_bound and form.is_valid():
        if is_all:
            run = actions.erase_all_due(by=request.actor, at=at)
        else:
            run = actions.erase_chosen([person.pk for person in people], by=request.actor, at=at)
        begun = ngettext("%(count)d person is being erased.", "%(count)d people are being erased.", many)
        return http.done(request, reverse("admin_retention"), begun % {"count": queries.progress(run).total})
    context = {
        "tabs": admin_tabs("retention"),
        "form": form,
        "many": many,
        "is_all": is_all,
        "people": people,
        "named": people[:_NAMED],
        "unnamed": max(0, len(people) - _NAMED),
    }
    return render(request, "retention/erase.html", context, status=422 if form.errors else 200)


@require_POST
def stop(request: Request, run_id: int) -> HttpResponse:
    """Erase nobody else in this run."""
    actions.stop(queries.run(request.actor, run_id), by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_retention"), _("Stopped. Who was erased by then stays erased."))


@require_http_methods(["GET", "HEAD", "POST"])
def keep(request: Request, candidate_id: int) -> HttpResponse:
    """Keep one person on purpose, or change how long and why."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    person = candidates.candidate(request.actor, candidate_id)
    hold = queries.hold_of(person)
    initial = {"until": hold.until, "reason": hold.reason} if hold else None
    form = KeepForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.keep(person, **form.cleaned_data, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            kept = _("%(name)s is kept.") % {"name": person}
            return http.done(request, reverse("admin_retention") + "?show=kept", kept)
    context = {"tabs": admin_tabs("retention"), "form": form, "person": person, "hold": hold}
    return render(request, "retention/keep.html", context, status=422 if form.errors else 200)


@require_POST
def release(request: Request, candidate_id: int) -> HttpResponse:
    """End a hold."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    person = candidates.candidate(request.actor, candidate_id)
    actions.release(person, by=request.actor, at=clock.now())
    said = _("The rules decide about %(name)s again.") % {"name": person}
    return http.done(request, reverse("admin_retention") + "?show=kept", said)


def _numbers(request: Request) -> list[int]:
    """Who was chosen; the button beside one person chooses them alone."""
    given = request.POST.getlist("only") or request.POST.getlist("person")[:_MOST_CHOSEN]
    return [int(number) for number in given if number.isascii() and number.isdigit() and len(number) < len(str(2**63))]


def _due(request: Request) -> dict[str, Any]:
    wanted, cursor = queries.chosen(queries.policy()), http.text(request, "cursor")
    return {"page": queries.listed(request.actor, wanted, at=clock.now(), cursor=cursor)}


def _kept(request: Request) -> dict[str, Any]:
    return {"page": paging.page(queries.holds(request.actor), by="until", cursor=http.text(request, "cursor"))}


def _erased(request: Request) -> dict[str, Any]:
    page = paging.page(queries.erased(request.actor), by="-done_at", cursor=http.text(request, "cursor"))
    gone = departures.of_candidates(request.actor, [row.number for row in page.rows])
    return {"page": page, "rows": [(row, gone[row.number]) for row in page.rows]}


_LISTS = {"due": _due, "kept": _kept, "erased": _erased}
