"""Many people at once, from a file: the empty one, what is wrong in a filled-in one, and how far they have come in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from skaffa.core import clock, refusals
from skaffa.pools import queries, sheets
from skaffa.pools.imports import actions as imports
from skaffa.pools.imports.actions import Progress
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.pools import adding, page
from skaffa.web.pools.forms import ExcelForm
from skaffa.web.pools.views import form_view
from skaffa.web.templatetags.skaffa import lasted

_SHOWN = 100
_ENOUGH = 20
"""How many must be in before we say how long the others take."""


@form_view
def upload(request: Request, pool_id: int) -> HttpResponse:
    """Take a file; while anything is wrong in it, nobody is added, and every fault is listed."""
    pool = adding.fillable(request, pool_id)
    form = ExcelForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    context: dict[str, Any] = {"form": form, "way_in": "excel", "columns": _columns()}
    if request.method == "POST" and form.is_valid():
        given, source = form.cleaned_data["file"], form.cleaned_data["source"]
        try:
            sheet = sheets.read(given.name, given.read())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            if not sheet.faults:
                run = imports.start(
                    pool, sheet.lines, file_name=given.name, source=source, by=request.actor, at=clock.now()
                )
                said = _("The people of the file are being added.")
                return http.done(request, reverse("pool_import", args=[pool.pk, run.pk]), said)
            context |= {
                "faults": sheet.faults[:_SHOWN],
                "many_faults": len(sheet.faults),
                "more_faults": max(0, len(sheet.faults) - _SHOWN),
                "file_name": given.name,
            }
    status = 422 if form.errors or "faults" in context else 200
    return render(request, "pools/add_excel.html", page.context(request, pool, "people") | context, status=status)


@require_GET
def template(request: Request, pool_id: int) -> HttpResponse:
    """The empty file, in the reader's language."""
    adding.fillable(request, pool_id)
    response = HttpResponse(sheets.template(), content_type=sheets.EXCEL)
    name = gettext("Talent pool template.xlsx")
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    response["X-Content-Type-Options"] = "nosniff"
    return response


@require_GET
def progress(request: Request, pool_id: int, import_id: int) -> HttpResponse:
    """How far it is; asks again by itself until it is done."""
    pool = queries.pool(request.actor, pool_id)
    found = imports.progress(request.actor, pool, import_id)
    context = {"progress": found, "estimate": _estimate(found), "failures": imports.failures(found.run)}
    if request.htmx and request.htmx.target == "import":
        return render(request, "pools/_import.html", {"pool": pool} | context)
    return render(request, "pools/import.html", page.context(request, pool, "people") | context)


def _columns() -> list[tuple[object, bool]]:
    return [(label, name in sheets.NEEDED) for name, label in sheets.COLUMNS.items()]


def _estimate(found: Progress) -> str:
    """How long the others take if they go as fast as those who are in; nothing before anybody can know."""
    if found.run.finished_at or found.done < _ENOUGH:
        return ""
    taken = (clock.now() - found.run.asked_at).total_seconds()
    return gettext("about %(time)s left") % {"time": lasted(max(1, round(taken / found.done * found.waiting)))}
