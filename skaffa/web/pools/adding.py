"""Somebody put into a talent pool by hand: typed in, or found among those who work here (A104)."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.imports.models import Entry
from skaffa.pools import by_hand, queries, rules
from skaffa.pools.models import Membership, Pool
from skaffa.web import http
from skaffa.web.duplicates import asking
from skaffa.web.duplicates.asking import Known
from skaffa.web.http import Request
from skaffa.web.pools import page
from skaffa.web.pools.forms import CandidateForm
from skaffa.web.pools.views import form_view

_SHOWN = 20
_LONGEST_NUMBER = 18


@form_view
def external(request: Request, pool_id: int) -> HttpResponse:
    """A person typed in, with a document or without."""
    pool = fillable(request, pool_id)
    form = CandidateForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    known: list[Known] = []
    if request.method == "POST" and form.is_valid():
        known = asking.known(request, form.person())
    if request.method == "POST" and form.is_valid() and not known:
        try:
            return _typed_in(request, pool, form)
        except (refusals.Invalid, refusals.Conflict) as refusal:
            refusal.fields = form.known_fields(refusal.fields)
            form.refuse(refusal)
    context = page.context(request, pool, "people") | {"form": form, "way_in": "external", "known": known}
    return render(request, "pools/add.html", context, status=422 if form.errors or known else 200)


@form_view
def internal(request: Request, pool_id: int) -> HttpResponse:
    """Somebody who works here, found by e-mail address or name; their name and address come from the directory."""
    pool = fillable(request, pool_id)
    if request.method == "POST":
        at = clock.now()
        added = by_hand.add_employee(pool, _employee(request), by=request.actor, at=at)
        return _added(request, added, is_new=added.added_at == at)
    search = http.text(request, "q")
    found = list(queries.directory(request.actor, search)[: _SHOWN + 1]) if search else []
    context: dict[str, Any] = {
        "way_in": "internal",
        "q": search,
        "people": found[:_SHOWN],
        "more_people": len(found) > _SHOWN,
    }
    return render(request, "pools/add_internal.html", page.context(request, pool, "people") | context)


@require_GET
def from_excel(request: Request, pool_id: int) -> HttpResponse:
    """Many people at once come by the import of candidates, with this pool chosen."""
    pool = fillable(request, pool_id)
    return http.redirect(
        request, f"{reverse('candidate_import')}?{urlencode({'place': f'{Entry.POOL.value}-{pool.pk}'})}"
    )


def fillable(request: Request, pool_id: int) -> Pool:
    """The pool, for somebody who may put people in."""
    pool = queries.pool(request.actor, pool_id)
    if not queries.rights(request.actor, pool).add:
        raise rules.FilledByLinkedIn if pool.is_linkedin else refusals.NotAllowed(code=Action.POOL_FILL.value)
    return pool


def _typed_in(request: Request, pool: Pool, form: CandidateForm) -> HttpResponse:
    at = clock.now()
    added = by_hand.add_person(
        pool,
        form.person(),
        known=asking.chosen(request),
        source=form.origin(),
        file=form.chosen(),
        by=request.actor,
        at=at,
    )
    return _added(request, added, is_new=added.added_at == at)


def _added(request: Request, added: Membership, *, is_new: bool) -> HttpResponse:
    words = _("%(name)s has been added.") if is_new else _("%(name)s was here already.")
    return http.done(request, reverse("pool", args=[added.pool_id]), words % {"name": added.candidate})


def _employee(request: Request) -> User:
    given = request.POST.get("user", "")
    rows = queries.directory(request.actor, "")
    user = rows.filter(pk=int(given)).first() if given.isdecimal() and len(given) < _LONGEST_NUMBER else None
    if user is None:
        raise rules.NotInTheDirectory
    return user
