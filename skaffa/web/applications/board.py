"""The board: a column for each stage, a card for each person, and what a move changes on it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django_htmx.http import reswap, retarget

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.core import clock
from skaffa.jobs.models import Job, Stage
from skaffa.pipeline import queries
from skaffa.pipeline.rules import Sort, Wanted
from skaffa.web import http
from skaffa.web.applications import lists
from skaffa.web.applications.lists import Row
from skaffa.web.http import Request
from skaffa.web.jobs import page

_LONGEST_CURSOR = 400


@dataclass(frozen=True, slots=True)
class Column:
    """A stage with its first cards, the number of all, and where the next ones begin."""

    stage: Stage
    total: int
    rows: list[Row]
    next_cursor: str


def context(request: Request, job: Job) -> dict[str, Any]:
    """What `pipeline/board.html` shows."""
    columns = queries.board(request.actor, job)
    everybody = [one for column in columns for one in column.page.rows]
    drawn = {
        row.application.pk: row
        for row in lists.rows_of(request, job, everybody, _in_column, stages=[column.stage for column in columns])
    }
    return _common(request, job) | {
        "columns": [
            Column(
                column.stage,
                column.total,
                [drawn[one.pk] for one in column.page.rows],
                column.page.next_cursor,
            )
            for column in columns
        ],
        "total": sum(column.total for column in columns),
        "counted": counted([(column.stage, column.total) for column in columns]),
    }


def more(request: Request, job: Job, stage_id: int) -> HttpResponse:
    """Further cards of one column."""
    cursor = http.text(request, "cursor", limit=_LONGEST_CURSOR)
    found = queries.column(request.actor, job, stage_id, cursor=cursor, at=clock.now())
    rows = lists.rows_of(request, job, found.rows, _in_column)
    column = Column(Stage(pk=stage_id, job=job), 0, rows, found.next_cursor)
    return render(request, "pipeline/_cards.html", _common(request, job) | {"column": column})


def changed(request: Request, job: Job, application: Application) -> HttpResponse:
    """The card out of its place and, while it is open, into the column it belongs to; and every number."""
    found = list(
        queries.with_faces(queries.people(request.actor, job, Wanted(), at=clock.now())).filter(pk=application.pk)
    )
    totals = queries.totals(request.actor, job)
    prospects, applicants = counted(totals)
    shown = _common(request, job) | {
        "rows": lists.rows_of(request, job, found, _in_column),
        "totals": totals,
        "counts": {"prospects": prospects, "applicants": applicants},
    }
    response = render(request, "pipeline/_moved.html", shown)
    return reswap(retarget(response, f"#card-{application.pk}"), "delete")


def counted(totals: Sequence[tuple[Stage, int]]) -> tuple[int, int]:
    """Prospects and applicants, as the tabs say them."""
    prospects = sum(total for stage, total in totals if stage.is_prospect)
    return prospects, sum(total for _stage, total in totals) - prospects


def _in_column(application: Application) -> Wanted:
    """The list that a card stands in: its column."""
    return Wanted(stage=application.stage_id, sort=Sort.ENTERED)


def _common(request: Request, job: Job) -> dict[str, Any]:
    return {
        "job": job,
        "may": page.possible(request, job),
        "may_pool": bool(permissions.reach(request.actor, Action.POOL_FILL)),
    }
