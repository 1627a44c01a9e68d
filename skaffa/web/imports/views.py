"""Files with candidates or jobs: upload one, see how it stands, see all of them."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.choices.queries import Lists
from skaffa.core import clock, paging, refusals
from skaffa.core.refusals import Message
from skaffa.imports import actions, fields, queries, rows, sheets
from skaffa.imports.actions import Placing
from skaffa.imports.known import LIKELY
from skaffa.imports.models import Duplicates, Entry, Import, Kind, Row, RowState, State
from skaffa.jobs import queries as jobs
from skaffa.pools import queries as pools
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.imports.forms import FileForm
from skaffa.web.templatetags.skaffa import lasted

form_view = require_http_methods(["GET", "HEAD", "POST"])
_SHOWN = 20
_RECENT = 5
_ENOUGH = 500
"""How many rows must be in before we say how long the others take."""
_LONGEST_NUMBER = 18
_KNOWN_BY: Mapping[str, Message] = {
    "email": _("the same e-mail address"),
    LIKELY: _("probably the same person"),
    "link": _("the same LinkedIn profile"),
    "phone": _("the same phone number"),
    "code": _("the same Job ID"),
    "title": _("the same title and place"),
    "row": _("the same as an earlier row"),
}


@form_view
def upload(request: Request, kind: Kind) -> HttpResponse:
    """Take a file; what its columns mean is asked next."""
    queries.require(request.actor, kind)
    form = FileForm(
        *((request.POST, request.FILES) if request.method == "POST" else ()),
        initial={"place": http.text(request, "place", limit=40)},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["file"]
        try:
            placing = _placing(request, form.cleaned_data["place"])
            run = actions.upload(kind, given.name, given.read(), placing=placing, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.redirect(request, reverse("import_columns", args=[run.pk]))
    recent = queries.visible_to(request.actor).filter(kind=kind).order_by("-asked_at", "-pk")
    context = {"kind": kind, "about_people": kind == Kind.CANDIDATES, "form": form, "recent": list(recent[:_RECENT])}
    return render(request, "imports/upload.html", context, status=422 if form.errors else 200)


@require_GET
def template(request: Request, kind: Kind) -> HttpResponse:
    """An empty file whose headings we know, in the reader's language."""
    queries.require(request.actor, kind)
    header = [str(field.label) for field in fields.FIELDS[kind] if field.name != "name"]
    content = sheets.written(header, (), title=gettext("Rows"))
    return _file(content, gettext("Import template.xlsx"))


@require_GET
def imports(request: Request) -> HttpResponse:
    """One's own imports, or everybody's for administrators, the latest first."""
    if not queries.may_any(request.actor) and not queries.visible_to(request.actor).exists():
        raise refusals.NotAllowed
    found = paging.page(queries.visible_to(request.actor), by="-asked_at", cursor=http.text(request, "cursor"))
    may = [kind.value for kind in Kind if queries.may(request.actor, kind)]
    return render(request, "imports/imports.html", {"page": found, "may": may})


@require_GET
def one(request: Request, import_id: int) -> HttpResponse:
    """How an import stands; asks again by itself while somebody is at it."""
    run = queries.run(request.actor, import_id)
    if run.state == State.COLUMNS and _is_own(request, run):
        return http.redirect(request, reverse("import_columns", args=[run.pk]))
    return render(request, "imports/import.html", context(request, run))


@require_GET
def reasons(request: Request, import_id: int) -> HttpResponse:
    """The rows that did not come in, as they were, each with its reasons: to be mended and uploaded again."""
    run = queries.run(request.actor, import_id)
    header = [*run.header, gettext("Row in the file"), gettext("Why it was not imported")]
    width = len(run.header)
    lines = (
        [*_padded(row.cells, width), str(row.number), " ".join(_reasons(run, row))]
        for row in queries.faulty(run).iterator(chunk_size=1_000)
    )
    return _file(sheets.written(header, lines, title=gettext("Not imported")), gettext("Rows not imported.xlsx"))


def context(request: Request, run: Import) -> dict[str, Any]:
    """What the page of an import shows, by its state."""
    known = paging.page(queries.known(run), by="number", cursor=http.text(request, "cursor"), size=_SHOWN)
    faulty = list(queries.faulty(run)[:_SHOWN])
    kept = paging.page(queries.kept(run), by="number", cursor=http.text(request, "kept"), size=_SHOWN)
    return {
        "run": run,
        "is_own": _is_own(request, run),
        "may_undo": run.state == State.DONE and queries.may_undo(request.actor, run),
        "may_decide": queries.may_undo(request.actor, run),
        "counts": {state.value: run.many(state) for state in RowState},
        "counted": [(RowState(state).label, many) for state, many in run.counts.items() if many],
        "done": run.total - run.many(RowState.WAITING),
        "left_to_undo": run.many(RowState.ADDED, RowState.COMPLETED),
        "undone": run.many(RowState.UNDONE, RowState.KEPT),
        "estimate": _estimate(run),
        "faulty": [
            (row, list(zip(_columns(run, row), [said for _no, said in row.problems], strict=True))) for row in faulty
        ],
        "more_faulty": max(0, run.many(RowState.FAULTY) - _SHOWN),
        "page": known,
        "known": [(row, _summary(run, row)) for row in known.rows] if run.state == State.READY else [],
        "kept": [(row, " ".join(said for _no, said in row.problems)) for row in kept.rows],
        "kept_page": kept,
        "duplicates": Duplicates.choices,
        "words": _KNOWN_BY,
    }


def _estimate(run: Import) -> str:
    """How long the rest takes if it goes on as fast; nothing before anybody can know."""
    done = run.total - run.many(RowState.WAITING, RowState.FAULTY)
    if run.state != State.RUNNING or run.began_at is None or done < _ENOUGH:
        return ""
    taken = (clock.now() - run.began_at).total_seconds()
    return gettext("about %(time)s left") % {"time": lasted(max(1, round(taken / done * run.many(RowState.WAITING))))}


def _placing(request: Request, given: str) -> Placing | None:
    """Where whoever asked from a pool or a job wants the people."""
    entry, _dash, number = given.partition("-")
    if entry not in Entry or not number.isdecimal() or len(number) > _LONGEST_NUMBER:
        return None
    if entry == Entry.POOL:
        return Placing(Entry.POOL, pool=pools.pool(request.actor, int(number)))
    return Placing(Entry(entry), job=jobs.job(request.actor, int(number)))


def _is_own(request: Request, run: Import) -> bool:
    return run.asked_by_id == request.actor.user_id


def _summary(run: Import, row: Row) -> str:
    """A row in a few words."""
    said = rows.read(run, run.columns, row.number, row.cells, Lists()).shown
    return " · ".join(value for _label, value in said[:4])


def _columns(run: Import, row: Row) -> list[str]:
    """The heading of the column that each problem of a row is about."""
    return [run.header[place] if 0 <= place < len(run.header) else "" for place, _said in row.problems]


def _reasons(run: Import, row: Row) -> list[str]:
    pairs = zip(_columns(run, row), row.problems, strict=True)
    return [f"{column}: {problem[1]}" if column else problem[1] for column, problem in pairs]


def _padded(cells: list[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=sheets.EXCEL)
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response
