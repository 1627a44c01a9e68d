"""The list of candidates and the pages of one candidate."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.activity import queries as timeline
from skaffa.applications import queries as applications
from skaffa.candidates import actions, queries
from skaffa.candidates.merging import queries as merging
from skaffa.core import clock, paging, refusals
from skaffa.pools import queries as pools
from skaffa.web import http
from skaffa.web.candidates import page, sure
from skaffa.web.candidates.forms import ContactForm, EraseForm
from skaffa.web.candidates.sure import Question
from skaffa.web.duplicates import flags
from skaffa.web.http import Request
from skaffa.web.jobs import words
from skaffa.web.merging import words as merged

_MOST_COUNTED = 10_000
form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def candidates(request: Request) -> HttpResponse:
    """The candidates one may see, the latest first; who may search everybody does it in the search."""
    search = http.text(request, "q")
    if search and permissions.allowed(request.actor, Action.CANDIDATE_SEARCH):
        return http.redirect(request, f"{reverse('search')}?{urlencode({'q': search})}")
    rows = queries.searched(request.actor, search)
    medalists = applications.silver_medalists(request.actor)
    only_medalists = http.text(request, "show") == "silver"
    if only_medalists:
        rows = rows.filter(pk__in=medalists.values("candidate"))
    found = paging.page(queries.with_address(rows), by="-created_at", cursor=http.text(request, "cursor"))
    total = rows[: _MOST_COUNTED + 1].count()
    context = {
        "page": found,
        "rows": [(candidate, queries.address(candidate)) for candidate in found.rows],
        "total": min(total, _MOST_COUNTED),
        "is_more": total > _MOST_COUNTED,
        "medalists": applications.medalists(request.actor, [row.pk for row in found.rows]),
        "flags": flags.of(request.actor, [row.pk for row in found.rows]),
        "only_medalists": only_medalists,
        "q": search,
        "may_import": permissions.allowed(request.actor, Action.CANDIDATE_EDIT),
    }
    return render(request, "candidates/candidates.html", context)


@require_GET
def candidate(request: Request, candidate_id: int) -> HttpResponse:
    """Profile: contact details, background, and every job they were considered for."""
    found = queries.candidate(request.actor, candidate_id)
    sees_pools = bool(permissions.reach(request.actor, Action.POOL_VIEW))
    context = {
        "may_see_pools": sees_pools,
        "pools": pools.of_candidate(request.actor, found) if sees_pools else (),
    }
    return render(request, "candidates/profile.html", page.context(request, found, "profile") | context)


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
    context = page.context(request, found, "profile") | {"form": form}
    return render(request, "candidates/edit.html", context, status=422 if form.errors else 200)


@require_GET
def activity(request: Request, candidate_id: int) -> HttpResponse:
    """What happened with this person, the latest first."""
    found = queries.candidate(request.actor, candidate_id)
    lines = timeline.of_candidate(request.actor, found, cursor=http.text(request, "cursor"))
    merges = [(told, merged.set_aside(told)) for told in merging.merges_of(request.actor, found)]
    context = {"page": lines, "told": words.told(lines.lines, about="candidate"), "merges": merges}
    return render(request, "candidates/activity.html", page.context(request, found, "activity") | context)


@form_view
def erase(request: Request, candidate_id: int) -> HttpResponse:
    """Forget a person for good; asks for their name, so that it never happens by a slip."""
    permissions.require(request.actor, Action.CANDIDATE_ERASE)
    found = queries.candidate(request.actor, candidate_id)
    form = EraseForm(request.POST if request.method == "POST" else None, name=str(found))
    if request.method == "POST" and form.is_valid():
        actions.erase(found, by=request.actor, at=clock.now())
        return http.done(request, reverse("candidates"), _("The person and everything about them has been erased."))
    question = Question(
        title=_("Erase %(name)s?") % {"name": found},
        words=[
            _(
                "Gone for good: profile, contact details, every application with its history, all documents, notes and "
                "feedback."
            ),
            _("The audit trail keeps only that somebody was erased, when, and by whom. This cannot be undone."),
        ],
        button=_("Erase for good"),
        back=reverse("candidate", args=[found.pk]),
    )
    return sure.asked(request, found, "profile", question, form)
