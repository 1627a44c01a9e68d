"""The list of everybody on a job: filters in the address, an order, and many selected at once."""

from typing import Any

from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.candidates.sources import queries as sources
from skaffa.core import clock
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.linkedin import sight
from skaffa.pipeline import queries
from skaffa.pipeline.rules import WAITS, Sort, Wanted
from skaffa.web import http
from skaffa.web.applications import board, lists
from skaffa.web.http import Request
from skaffa.web.jobs import page

_LONGEST_CURSOR = 400
_SORTS = ((Sort.NEWEST, _("Newest first")), (Sort.WAITING, _("Longest waiting first")), (Sort.STAGE, _("By stage")))


def context(request: Request, job: Job, wanted: Wanted) -> dict[str, Any]:
    """What `pipeline/list.html` and its fragment show."""
    at, cursor = clock.now(), http.text(request, "cursor", limit=_LONGEST_CURSOR)
    found = queries.page(request.actor, job, wanted, cursor=cursor, size=lists.shown(request), at=at)
    may = page.possible(request, job)
    totals = queries.totals(request.actor, job)
    stages, counted = [stage for stage, _total in totals], board.counted(totals)
    states = sight.states(request.actor, found.rows)
    return {
        "job": job,
        "wanted": wanted,
        "tab": "pipeline",
        "show": "closed" if wanted.closed else "",
        "page": found,
        "rows": lists.rows_of(request, job, found.rows, lambda _one: wanted, stages=stages, states=states),
        "counted": counted,
        "total": queries.people(request.actor, job, wanted, at=at).count() if wanted.is_narrowed else sum(counted),
        "list_url": f"{reverse('job_pipeline', args=[job.pk])}?{'&'.join(part for part in ('view=list', wanted.address) if part)}",
        "may": may,
        "may_pool": bool(permissions.reach(request.actor, Action.POOL_FILL)),
        "may_note": jobs.may(request.actor, Action.NOTE_WRITE, job),
        "stages": stages,
        "sources": [{"code": code, "label": label} for code, label in sources.names().items()],
        "waits": [
            (days, ngettext("%(count)d day or more", "%(count)d days or more", days) % {"count": days})
            for days in WAITS
        ],
        "sorts": [(sort.name.lower(), label, sort is wanted.sort) for sort, label in _SORTS],
    }


def changed(request: Request, job: Job, wanted: Wanted | None = None) -> HttpResponse:
    """The list as it is now, with the filters of the page that asked."""
    here = request.htmx.current_url_abs_path or ""
    shown = wanted or Wanted.of(QueryDict(here.partition("?")[2]).dict())
    found = context(request, job, shown)
    prospects, applicants = found["counted"]
    found |= {"counts": {"prospects": prospects, "applicants": applicants}, "fragment": True}
    return render(request, "pipeline/_list.html", found)
