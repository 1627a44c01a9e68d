"""Analytics over all jobs one may see figures of, on one job, and each table as a file."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.analytics import queries, rules
from skaffa.analytics.queries import Selection
from skaffa.candidates.sources import queries as sources
from skaffa.candidates.sources.queries import Category
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.analytics import files, tables
from skaffa.web.analytics.tables import Figures
from skaffa.web.http import Request
from skaffa.web.jobs import page

_MONTHS = ((3, _("Three months")), (12, _("Twelve months")), (36, _("Three years")))
_LONGEST_NUMBER = 18


@require_GET
def hub(request: Request) -> HttpResponse:
    """Every figure, over the jobs that were chosen."""
    _require(request)
    selection = _selection(request)
    tree = sources.tree()
    figures = _figures(request, selection, tree)
    context = _context(request, selection, tree) | {
        "tables": tables.every(figures),
        "recruiters": queries.recruiters(request.actor),
        "recruiter_id": selection.recruiter_id,
        "words": selection.words,
    }
    return render(request, "analytics/hub.html", context)


@require_GET
def of_job(request: Request, job_id: int) -> HttpResponse:
    """The figures of one job."""
    job = jobs.job(request.actor, job_id)
    of_page = page.context(request, job, "analytics")
    if not of_page["may"].see_analytics:
        raise refusals.NotAllowed(code=Action.ANALYTICS_VIEW.value)
    selection = _selection(request, job_id=job.pk)
    tree = sources.tree()
    figures = _figures(request, selection, tree)
    context = of_page | _context(request, selection, tree)
    context["tables"] = [tables.TABLES[name](figures) for name in tables.ON_JOB]
    return render(request, "analytics/job.html", context)


@require_GET
def export(request: Request, table: str, suffix: str) -> HttpResponse:
    """One table as a file, with the same filters in the address."""
    _require(request)
    if table not in tables.TABLES or suffix not in {"csv", "xlsx"}:
        raise Http404
    selection = _selection(request, job_id=_number(request, "job"))
    return files.response(tables.TABLES[table](_figures(request, selection, sources.tree())), suffix)


def _require(request: Request) -> None:
    if not permissions.reach(request.actor, Action.ANALYTICS_VIEW) and not queries.jobs_seen(request.actor).exists():
        raise refusals.NotAllowed(code=Action.ANALYTICS_VIEW.value)


def _selection(request: Request, *, job_id: int | None = None) -> Selection:
    source = http.text(request, "source", limit=40)
    period = rules.period(http.text(request, "from"), http.text(request, "to"), today=clock.now().date())
    return Selection(
        period,
        job_id=job_id,
        words=http.text(request, "q"),
        recruiter_id=_number(request, "recruiter"),
        source=source,
        sources=queries.with_details(source) if source else (),
    )


def _figures(request: Request, selection: Selection, tree: Sequence[Category]) -> Figures:
    return Figures(request.actor, selection, queries.sums(request.actor, selection), sources.full_names(tree))


def _context(request: Request, selection: Selection, tree: Sequence[Category]) -> dict[str, Any]:
    this = clock.now().date().replace(day=1)
    since, until = selection.period
    query = {name: value for name, value in request.GET.items() if name != "job"}
    if selection.job_id is not None:
        query["job"] = str(selection.job_id)
    return {
        "period": selection.period,
        "since": f"{since:%Y-%m}",
        "until": f"{until:%Y-%m}",
        "told": f"{date_format(since, 'F Y')} – {date_format(until, 'F Y')}",
        "choices": [
            (label, f"{rules.shifted(this, 1 - many):%Y-%m}", until == this and selection.period.length == many)
            for many, label in _MONTHS
        ],
        "this_month": f"{this:%Y-%m}",
        "source": selection.source,
        "sources": sources.choices(selection.source, known=tree),
        "counted_until": queries.counted_until(now=clock.now()),
        "query": urlencode(query),
        "here": reverse("job_analytics", args=[selection.job_id]) if selection.job_id else reverse("analytics"),
    }


def _number(request: Request, name: str) -> int | None:
    value = request.GET.get(name, "")
    return int(value) if value.isdecimal() and len(value) < _LONGEST_NUMBER else None
