"""The queue of people who may be here twice: one beside the other, merged or said to be different."""

from collections.abc import Iterable

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, paging, refusals
from skaffa.duplicates.models import Pair, PairState
from skaffa.duplicates.pairs import actions, merging, queries
from skaffa.duplicates.pairs.queries import Both
from skaffa.duplicates.scanning import queries as scanning
from skaffa.web import http
from skaffa.web.duplicates import words
from skaffa.web.http import Request

_MOST_COUNTED = 1_000
_SHOWN = 25
_LEAST = (99, 95, 90)
"""Percent that many can be merged from at once."""


@require_GET
def queue(request: Request) -> HttpResponse:
    """Who waits, the likeliest first; or those somebody has said to be different."""
    is_said = http.text(request, "show") == PairState.DIFFERENT
    rows = queries.to_judge(request.actor).filter(state=PairState.DIFFERENT if is_said else PairState.WAITING)
    found = paging.page(rows, by="-probability", cursor=http.text(request, "cursor"), size=_SHOWN)
    many = rows[: _MOST_COUNTED + 1].count()
    context = {
        "page": found,
        "rows": [words.line(both) for both in queries.with_people(found.rows)],
        "is_said": is_said,
        "total": min(many, _MOST_COUNTED),
        "is_more": many > _MOST_COUNTED,
        "least": _LEAST,
        "scan": scanning.latest(),
        "may_scan": permissions.allowed(request.actor, Action.ADMIN_CENTER),
    }
    return render(request, "duplicates/queue.html", context)


@require_GET
def pair(request: Request, pair_id: int) -> HttpResponse:
    """Both side by side, with what each field says."""
    both = queries.pair(request.actor, pair_id)
    context = {
        "both": both,
        "rows": words.rows(both),
        "exact": words.EXACT.get(both.pair.exact, ""),
        "following": queries.following(request.actor, both.pair),
    }
    return render(request, "duplicates/pair.html", context)


@require_POST
def merge(request: Request, pair_id: int) -> HttpResponse:
    """One person; on with the next pair."""
    both = queries.pair(request.actor, pair_id)
    onward = queries.following(request.actor, both.pair)
    made = merging.merge(both.pair, by=request.actor, at=clock.now())
    said = _("%(other)s has been merged into %(name)s.") % {"other": both.other, "name": both.one}
    return http.done(request, _on(onward), said, undo=reverse("merge_undo", args=[made.pk]))


@require_POST
def different(request: Request, pair_id: int) -> HttpResponse:
    """Two people; on with the next pair."""
    both = queries.pair(request.actor, pair_id)
    onward = queries.following(request.actor, both.pair)
    actions.say_different([both.pair.pk], by=request.actor, at=clock.now())
    said = _("%(name)s and %(other)s stay two people.") % {"name": both.one, "other": both.other}
    return http.done(request, _on(onward), said, undo=_undo_of([both]))


@require_POST
def different_many(request: Request) -> HttpResponse:
    """Those that were selected are two people each."""
    permissions.require(request.actor, Action.CANDIDATE_MERGE)
    chosen = _numbers(request.POST.getlist("who"))
    if not chosen:
        raise refusals.Invalid(_("Select at least one pair."))
    said = actions.say_different(chosen, by=request.actor, at=clock.now())
    told = ngettext("%(many)d pair stays two people.", "%(many)d pairs stay two people each.", len(said))
    return http.done(
        request, reverse("duplicates"), told % {"many": len(said)}, undo=_undo_of(queries.with_people(said))
    )


@require_POST
def merge_many(request: Request) -> HttpResponse:
    """The likeliest at once, from a probability on; what is left is merged by pressing again."""
    permissions.require(request.actor, Action.CANDIDATE_MERGE)
    given = request.POST.get("least", "")
    if given not in {str(one) for one in _LEAST}:
        raise refusals.Invalid(_("Choose from which probability on."))
    made = merging.merge_likeliest(int(given) / 100, by=request.actor, at=clock.now())
    told = ngettext(
        "%(many)d pair has been merged. It can be undone on the Activity tab of the person.",
        "%(many)d pairs have been merged. Each can be undone on the Activity tab of the person.",
        len(made),
    )
    return http.done(request, reverse("duplicates"), told % {"many": len(made)})


@require_POST
def undo(request: Request) -> HttpResponse:
    """Nobody says any more that these are two people."""
    chosen = _numbers(http.text(request, "pairs", limit=2_000).split(","))
    back = actions.undo_different(chosen, by=request.actor, at=clock.now())
    address = reverse("duplicate", args=[back[0].pk]) if len(back) == 1 else reverse("duplicates")
    return http.done(request, address, _("Undone: they may be the same person again."))


def _on(onward: Pair | None) -> str:
    return reverse("duplicate", args=[onward.pk]) if onward else reverse("duplicates")


def _undo_of(pairs: Iterable[Both]) -> str:
    return f"{reverse('duplicates_undo')}?pairs={','.join(str(both.pair.pk) for both in pairs)}"


def _numbers(given: Iterable[str]) -> list[int]:
    return [int(one) for one in given if one.isdecimal() and len(one) <= 18][: _SHOWN * 4]  # noqa: PLR2004
