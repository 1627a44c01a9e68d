"""The list of candidates and the pages of one candidate."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.activity import queries as timeline
from skaffa.candidates import actions, queries
from skaffa.candidates.models import Candidate
from skaffa.core import clock, paging, refusals
from skaffa.web import http, navigation
from skaffa.web.candidates import history
from skaffa.web.candidates.forms import ContactForm
from skaffa.web.http import Request
from skaffa.web.jobs import words
from skaffa.web.linkedin import person

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def candidates(request: Request) -> HttpResponse:
    """The candidates one may see, the latest first; the search stays in the address."""
    search = http.text(request, "q")
    rows = queries.searched(request.actor, search)
    found = paging.page(queries.with_background(rows), by="-created_at", cursor=http.text(request, "cursor"))
    context = {
        "page": found,
        "rows": [(candidate, queries.person(candidate)) for candidate in found.rows],
        "total": rows.count(),
        "q": search,
    }
    return render(request, "candidates/candidates.html", context)


@require_GET
def candidate(request: Request, candidate_id: int) -> HttpResponse:
    """Profile: contact details, background, and every job they were considered for."""
    found = queries.candidate(request.actor, candidate_id)
    return render(request, "candidates/profile.html", _context(request, found, "profile"))


@form_view
def edit(request: Request, candidate_id: int) -> HttpResponse:
    """Contact details as a form; a refused one keeps everything that was typed."""
    permissions.require(request.actor, Action.CANDIDATE_EDIT)
    found = queries.candidate(request.actor, candidate_id)
    known = queries.person(found)
    form = ContactForm.showing(known, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(found, form.person(known), by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("candidate", args=[found.pk]), _("The contact details have been saved."))
    context = _context(request, found, "profile") | {"form": form}
    return render(request, "candidates/edit.html", context, status=422 if form.errors else 200)


@require_GET
def linkedin(request: Request, candidate_id: int) -> HttpResponse:
    """What LinkedIn told us about the person."""
    found = queries.candidate(request.actor, candidate_id)
    permissions.require(request.actor, Action.LINKEDIN_TAB)
    context = _context(request, found, "linkedin")
    return render(
        request,
        "candidates/linkedin.html",
        context | person.context(request.actor, found),
    )


@require_GET
def activity(request: Request, candidate_id: int) -> HttpResponse:
    """What happened with this person, the latest first."""
    found = queries.candidate(request.actor, candidate_id)
    lines = timeline.of_candidate(request.actor, found, cursor=http.text(request, "cursor"))
    told = words.told(lines.lines, about="candidate")
    return render(
        request, "candidates/activity.html", _context(request, found, "activity") | {"page": lines, "told": told}
    )


def _context(request: Request, found: Candidate, current: str) -> dict[str, Any]:
    """The header and tabs of a candidate's page."""
    entries = history.of(request.actor, found)
    names = [("profile", _("Profile"), "candidate")]
    if permissions.allowed(request.actor, Action.LINKEDIN_TAB):
        names.append(("linkedin", _("LinkedIn"), "candidate_linkedin"))
    names.append(("activity", _("Activity"), "candidate_activity"))
    current_ones = [entry for entry in entries if entry.application.is_active and entry.may_open]
    return {
        "candidate": found,
        "person": queries.person(found),
        "history": entries,
        "current_entries": current_ones,
        "only_entry": current_ones[0] if len(current_ones) == 1 else None,
        "may_edit": permissions.allowed(request.actor, Action.CANDIDATE_EDIT),
        "tabs": navigation.tabs(
            current, *((name, label, reverse(url, args=[found.pk]), None) for name, label, url in names)
        ),
    }
