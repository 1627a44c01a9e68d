"""The candidates of a talent pool: the list, taking somebody out, putting them back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.core import clock, paging
from skaffa.imports import queries as imports
from skaffa.pools import actions, queries
from skaffa.pools.models import Membership, Pool
from skaffa.web import http
from skaffa.web.candidates import way
from skaffa.web.http import Request
from skaffa.web.pools import page

_SIZE = 25
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody in the pool, with what their line says of them."""

    membership: Membership
    href: str

    @property
    def candidate(self) -> Candidate:
        return self.membership.candidate

    @property
    def email(self) -> str:
        return candidates.address(self.candidate)


@require_GET
def people(request: Request, pool_id: int) -> HttpResponse:
    """Who is in the pool, the latest first; the filter stays in the address."""
    pool = queries.pool(request.actor, pool_id)
    search = http.text(request, "q")
    found = paging.page(
        queries.people(request.actor, pool, search), by="-added_at", cursor=http.text(request, "cursor"), size=_SIZE
    )
    context = {
        "page": found,
        "rows": [Row(one, way.to_member(one, search)) for one in found.rows],
        "medalists": applications.medalists(request.actor, [row.candidate_id for row in found.rows]),
        "q": search,
        "removed": _removed(request, pool),
        "running": imports.into(request.actor, pool),
    }
    return render(request, "pools/people.html", page.context(request, pool, "people") | context)


@require_POST
def remove(request: Request, pool_id: int, candidate_id: int) -> HttpResponse:
    """Out of the pool; the line stays and offers to put them back."""
    pool = queries.pool(request.actor, pool_id)
    candidate = candidates.candidate(request.actor, candidate_id)
    gone = actions.remove(pool, candidate, by=request.actor, at=clock.now())
    if not request.htmx:
        said = _("%(name)s has been removed from the talent pool.") % {"name": candidate}
        return http.done(request, f"{reverse('pool', args=[pool.pk])}?removed={candidate.pk}", said)
    context = {"pool": pool, "membership": gone, "total": queries.counts([pool])[pool.pk], "fragment": True}
    return render(request, "pools/_removed.html", context)


@require_POST
def put_back(request: Request, pool_id: int, candidate_id: int) -> HttpResponse:
    """Undo a removal."""
    pool = queries.pool(request.actor, pool_id)
    candidate = candidates.candidate(request.actor, candidate_id)
    back = actions.put_back(pool, candidate, by=request.actor, at=clock.now())
    if not request.htmx:
        said = _("%(name)s is in the talent pool again.") % {"name": candidate}
        return http.done(request, reverse("pool", args=[pool.pk]), said)
    context = {
        "pool": pool,
        "row": Row(back, way.to_member(back)),
        "medalists": applications.medalists(request.actor, [candidate.pk]),
        "may": queries.rights(request.actor, pool),
        "total": queries.counts([pool])[pool.pk],
        "fragment": True,
    }
    return render(request, "pools/_person.html", context)


def _removed(request: Request, pool: Pool) -> Membership | None:
    """Whoever was taken out a moment ago, where no script put the offer to undo it in their place."""
    given = http.text(request, "removed", limit=_LONGEST_NUMBER)
    if not given.isdecimal() or not queries.rights(request.actor, pool).remove:
        return None
    return queries.removed(pool, int(given))
