"""What is decided about an import: duplicates, begin, discard, undo."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from skaffa.core import clock
from skaffa.imports import actions, queries
from skaffa.imports.models import Duplicates, Import, Kind
from skaffa.imports.undoing import actions as undoing
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.imports import views


@require_POST
def duplicates(request: Request, import_id: int) -> HttpResponse:
    """What becomes of all rows about what we know already."""
    run = queries.run(request.actor, import_id)
    actions.decide(run, request.POST.get("duplicates", ""), by=request.actor)
    return http.done(request, _page(run), _("Saved: %(choice)s.") % {"choice": _chosen(request)})


@require_POST
def row(request: Request, import_id: int, row_id: int) -> HttpResponse:
    """What becomes of one of them; nothing chosen: as all the others."""
    run = queries.run(request.actor, import_id)
    changed = actions.decide_row(run, row_id, request.POST.get("duplicates", ""), by=request.actor)
    said = _("Saved for row %(number)d.") % {"number": changed.number}
    if not request.htmx:
        return http.done(request, _page(run), said)
    context = views.context(request, queries.run(request.actor, import_id))
    known = next(((one, words) for one, words in context["known"] if one.pk == row_id), (changed, ""))
    return http.toast(render(request, "imports/_known.html", context | {"row": known[0], "summary": known[1]}), said)


@require_POST
def begin(request: Request, import_id: int) -> HttpResponse:
    """Let the rows come in."""
    run = queries.run(request.actor, import_id)
    if "duplicates" in request.POST:
        actions.decide(run, request.POST["duplicates"], by=request.actor)
    actions.begin(run, by=request.actor, at=clock.now())
    return http.redirect(request, _page(run))


@require_POST
def discard(request: Request, import_id: int) -> HttpResponse:
    """Forget a file of which nothing was imported."""
    run = queries.run(request.actor, import_id)
    actions.discard(run, by=request.actor)
    back = reverse("candidate_import" if run.kind == Kind.CANDIDATES else "job_import")
    return http.done(request, back, _("The file has been forgotten. Nothing was imported."))


@require_POST
def undo(request: Request, import_id: int) -> HttpResponse:
    """Take everything back, in the background."""
    run = queries.run(request.actor, import_id)
    actions.undo(run, by=request.actor, at=clock.now())
    return http.redirect(request, _page(run))


@require_POST
def undo_row(request: Request, import_id: int, row_id: int) -> HttpResponse:
    """Take back one row that was kept, whatever has happened since."""
    run = queries.run(request.actor, import_id)
    undone = undoing.undo_kept(run, row_id, by=request.actor, at=clock.now())
    return http.done(request, _page(run), _("Row %(number)d has been undone.") % {"number": undone.number})


def _page(run: Import) -> str:
    return reverse("import", args=[run.pk])


def _chosen(request: Request) -> str:
    return str(Duplicates(request.POST["duplicates"]).label)
