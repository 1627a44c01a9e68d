"""Who may use a talent pool; its owner shares it and takes that back."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skaffa.accounts.models import User
from skaffa.core import clock, refusals
from skaffa.pools import actions, queries, rules
from skaffa.pools.models import Pool
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.pools import page
from skaffa.web.pools.views import form_view

_SHOWN = 20
_LONGEST_NUMBER = 18


@form_view
def access(request: Request, pool_id: int) -> HttpResponse:
    """Owner and contributors; with the right, a search for people to share it with."""
    pool = queries.pool(request.actor, pool_id)
    if pool.is_linkedin:
        raise rules.PoolOfTheSystem
    if request.method == "POST":
        user = _posted(request, pool)
        actions.share(pool, user, by=request.actor, at=clock.now())
        said = _("%(name)s can use this talent pool now.") % {"name": user}
        return http.done(request, reverse("pool_access", args=[pool.pk]), said)
    context = page.context(request, pool, "access") | {"contributors": queries.contributors(pool)}
    if context["may"].edit:
        context |= _search(request, pool)
    return render(request, "pools/access.html", context)


@require_POST
def remove(request: Request, pool_id: int, user_id: int) -> HttpResponse:
    """Take the pool away from somebody."""
    pool = queries.pool(request.actor, pool_id)
    found = queries.contributors(pool).filter(user=user_id).first()
    if found is None:
        raise rules.NoContributor
    actions.unshare(pool, found.user, by=request.actor, at=clock.now())
    said = _("%(name)s can no longer use this talent pool.") % {"name": found.user}
    return http.done(request, reverse("pool_access", args=[pool.pk]), said)


def _posted(request: Request, pool: Pool) -> User:
    """Whom to share it with; only somebody the search would offer."""
    given = request.POST.get("user", "")
    if not queries.rights(request.actor, pool).edit:
        raise refusals.NotAllowed
    rows = queries.possible_contributors(request.actor, pool)
    user = rows.filter(pk=int(given)).first() if given.isdecimal() and len(given) < _LONGEST_NUMBER else None
    if user is None:
        raise rules.CannotContribute
    return user


def _search(request: Request, pool: Pool) -> dict[str, Any]:
    search = http.text(request, "q")
    found = list(queries.possible_contributors(request.actor, pool, search)[: _SHOWN + 1])
    return {"q": search, "people": found[:_SHOWN], "more_people": len(found) > _SHOWN}
