"""What the columns of a file mean, with the first rows as they would become."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from skaffa.choices.queries import Lists
from skaffa.core import clock, refusals
from skaffa.core.refusals import Message
from skaffa.imports import actions, encodings, fields, queries, rows, rules, sheets
from skaffa.imports.models import Import, State
from skaffa.imports.rows import Said
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.imports.forms import EncodingForm, TargetForm
from skaffa.web.imports.views import form_view

_PREVIEWED = 5
_SAMPLES = 3
_OPEN = (State.COLUMNS, State.REFUSED, State.READY)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the file: its heading, a few of its values, and the field that was chosen for it."""

    place: int
    heading: str
    samples: Sequence[str]
    chosen: str


@form_view
def columns(request: Request, import_id: int) -> HttpResponse:
    """Choose, see what becomes of the first rows, and have the whole file checked."""
    run = _own(request, import_id)
    chosen, target = run.columns, TargetForm(run, request.actor, initial=TargetForm.initial_of(run))
    error: Message = ""
    if request.method == "POST":
        chosen = fields.fitting(run.kind, _posted(request, run), len(run.header))
        target = TargetForm(run, request.actor, request.POST)
        if target.is_valid():  # for the first rows; nothing is saved
            run.city, run.country = target.cleaned_data.get("city", ""), target.cleaned_data.get("country", "")
        if "check" in request.POST and target.is_valid():
            try:
                return _checked(request, run, chosen, target)
            except refusals.Invalid as refusal:
                error = refusal.fields.get("columns", "")
                target.refuse(refusal)
    status = 422 if error or (target.errors and "check" in request.POST) else 200
    return render(request, "imports/columns.html", _context(run, chosen, target, error), status=status)


@require_POST
def encoding(request: Request, import_id: int) -> HttpResponse:
    """Read the file in another encoding."""
    run = _own(request, import_id)
    form = EncodingForm(request.POST)
    if form.is_valid():
        actions.reread(run, form.cleaned_data["encoding"], by=request.actor)
    return http.redirect(request, reverse("import_columns", args=[run.pk]))


def _own(request: Request, import_id: int) -> Import:
    """The import, for who made it, as long as nothing has been imported."""
    run = queries.run(request.actor, import_id)
    if run.asked_by_id != request.actor.user_id:
        raise refusals.NotAllowed
    rules.require(run.state, *_OPEN)
    if run.content is None:
        raise rules.FileForgotten
    return run


def _posted(request: Request, run: Import) -> list[str]:
    return [request.POST.get(f"column-{place}", "") for place in range(len(run.header))]


def _checked(request: Request, run: Import, chosen: Sequence[str], target: TargetForm) -> HttpResponse:
    given = target.cleaned_data
    actions.choose(
        run,
        chosen,
        source=given.get("source", run.source),
        placing=target.placing(),
        place=(given.get("city", ""), given.get("country", "")),
        by=request.actor,
        at=clock.now(),
    )
    return http.redirect(request, reverse("import", args=[run.pk]))


def _context(run: Import, chosen: Sequence[str], target: TargetForm, error: Message) -> dict[str, Any]:
    table = sheets.opened(run.file_name, bytes(run.content or b""), encoding=run.encoding)
    lists = Lists()
    sample = [cells for _number, cells in table.sample]
    labels = {name: field.label for name, field in fields.named(run.kind).items()}
    previews = [rows.read(run, chosen, number, cells, lists) for number, cells in table.sample[:_PREVIEWED]]
    return {
        "run": run,
        "target": target,
        "columns": [_column(place, heading, sample, chosen[place]) for place, heading in enumerate(run.header)],
        "choices": [("", _("Leave out")), *labels.items()],
        "previews": [(said, _faults(run, said)) for said in previews],
        "error": error,
        "encoding": EncodingForm(initial={"encoding": run.encoding}) if run.encoding else None,
        "is_guessed": run.encoding not in {"", "utf-8", "utf-16"},
        "encoding_name": encodings.NAMES.get(run.encoding, ""),
    }


def _column(place: int, heading: str, sample: Sequence[Sequence[str]], chosen: str) -> Column:
    filled = [row[place] for row in sample if place < len(row) and row[place]]
    return Column(place, heading, filled[:_SAMPLES], chosen)


def _faults(run: Import, said: Said) -> list[tuple[str, str, Message]]:
    """Heading, cell and sentence of each fault."""
    found: list[tuple[str, str, Message]] = []
    for place, message in said.faults:
        is_known = 0 <= place < len(run.header)
        cell = said.cells[place] if 0 <= place < len(said.cells) else ""
        found.append((run.header[place] if is_known else "", cell, message))
    return found
