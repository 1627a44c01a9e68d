"""The cards of all talent pools one may see, and making, renaming and deleting one."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods
from django_htmx.http import reswap, retarget

from skaffa.accounts import permissions
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.core import clock, paging, refusals
from skaffa.core.refusals import Message
from skaffa.pools import actions, queries
from skaffa.pools.models import Pool
from skaffa.web import http
from skaffa.web.candidates.sure import Question
from skaffa.web.forms import Form
from skaffa.web.http import Request
from skaffa.web.pools import page
from skaffa.web.pools.forms import PoolForm

form_view = require_http_methods(["GET", "HEAD", "POST"])
_SHOWN = 20
_LONGEST_NUMBER = 18
_WHOSE: Sequence[tuple[str, Message]] = (
    ("", _("All")),
    ("mine", _("My own")),
    ("shared", _("Shared with me")),
)


@require_GET
def pools(request: Request) -> HttpResponse:
    """The pools one may see; filters stay in the address."""
    if not permissions.reach(request.actor, Action.POOL_VIEW):
        raise refusals.NotAllowed(code=Action.POOL_VIEW.value)
    search, whose = http.text(request, "q"), http.text(request, "whose")
    rows = queries.filtered(request.actor, search=search, whose=whose)
    found = paging.page(rows, by="sorted_name", cursor=http.text(request, "cursor"))
    context = {
        "page": found,
        "counts": queries.counts(found.rows),
        "rights": queries.rights_by_pool(request.actor, found.rows),
        "total": rows.count(),
        "q": search,
        "whose": whose,
        "choices": _WHOSE,
        "is_filtered": bool(search or whose),
        "may_create": permissions.allowed(request.actor, Action.POOL_CREATE),
    }
    return render(request, "pools/pools.html", context)


@form_view
def new(request: Request) -> HttpResponse:
    """Name and contributors; people are picked one after the other before anything is saved."""
    permissions.require(request.actor, Action.POOL_CREATE)
    sent = request.method == "POST"
    form = PoolForm(request.POST if sent and "create" in request.POST else None)
    chosen = _chosen(request)
    if form.is_bound and form.is_valid():
        try:
            pool = actions.create(form.cleaned_data["name"], contributors=chosen, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("pool", args=[pool.pk]), _("The talent pool has been created."))
    elif sent and not form.is_bound:
        form = PoolForm(initial={"name": request.POST.get("name", "")})
    context = {"form": form, "chosen": chosen} | _picker(request, chosen)
    return render(request, "pools/new.html", context, status=422 if form.errors else 200)


@form_view
def edit(request: Request, pool_id: int) -> HttpResponse:
    """Another name."""
    pool = _editable(request, pool_id)
    data = request.POST if request.method == "POST" else None
    form = PoolForm(data, initial={"name": pool.name})
    if request.method == "POST" and form.is_valid():
        try:
            actions.rename(pool, form.cleaned_data["name"], by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("pool", args=[pool.pk]), _("The talent pool has been renamed."))
    context = page.context(request, pool, "") | {"form": form}
    return render(request, "pools/edit.html", context, status=422 if form.errors else 200)


@form_view
def delete(request: Request, pool_id: int) -> HttpResponse:
    """Delete a pool, once asked."""
    pool = _editable(request, pool_id)
    if request.method == "POST":
        actions.delete(pool, by=request.actor, at=clock.now())
        return http.done(request, reverse("pools"), _("The talent pool has been deleted."))
    question = Question(
        title=_("Delete %(name)s?") % {"name": pool},
        words=_lost(pool),
        button=_("Delete the talent pool"),
        back=reverse("pool", args=[pool.pk]),
    )
    context: dict[str, Any] = {"question": question, "form": Form()}
    if request.htmx:
        response = render(request, "candidates/_sure.html", context)
        return reswap(retarget(response, "#dialog"), "innerHTML")
    return render(request, "pools/sure.html", page.context(request, pool, "") | context)


def _editable(request: Request, pool_id: int) -> Pool:
    pool = queries.pool(request.actor, pool_id)
    if not queries.rights(request.actor, pool).edit:
        raise refusals.NotAllowed(code=Action.POOL_EDIT.value)
    return pool


def _lost(pool: Pool) -> list[Message]:
    """What exactly goes and what stays."""
    people, others = queries.counts([pool])[pool.pk], queries.contributors(pool).count()
    words: list[Message] = [
        ngettext(
            "The list of %(count)d person is lost for good. The person stays a candidate, with documents, notes and jobs.",
            "The list of %(count)d people is lost for good. The people stay candidates, with documents, notes and jobs.",
            people,
        )
        % {"count": people}
        if people
        else gettext("Nobody is in this talent pool.")
    ]
    if others:
        words.append(
            ngettext("%(count)d contributor loses it too.", "%(count)d contributors lose it too.", others)
            % {"count": others}
        )
    return words


def _chosen(request: Request) -> list[User]:
    """Whom the form holds so far: picked before, one more now, one less now; whoever cannot contribute is left out."""
    wanted = _numbers(request, "contributors") | _numbers(request, "pick")
    wanted -= _numbers(request, "drop")
    return list(queries.possible_contributors(request.actor).filter(pk__in=wanted)) if wanted else []


def _picker(request: Request, chosen: Sequence[User]) -> dict[str, Any]:
    search = request.POST.get("who", "")
    rows = queries.possible_contributors(request.actor, search=search).exclude(pk__in=[user.pk for user in chosen])
    found = list(rows[: _SHOWN + 1])
    return {"who": search, "people": found[:_SHOWN], "more_people": len(found) > _SHOWN}


def _numbers(request: Request, name: str) -> set[int]:
    given = request.POST.getlist(name)
    return {int(one) for one in given if one.isdecimal() and len(one) <= _LONGEST_NUMBER}
