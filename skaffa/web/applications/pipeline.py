"""A job's people as a board or as a list."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from skaffa.core import clock
from skaffa.jobs import queries as jobs
from skaffa.pipeline import actions, queries
from skaffa.pipeline.models import View
from skaffa.pipeline.rules import Wanted
from skaffa.web import http
from skaffa.web.applications import board, listing
from skaffa.web.http import Request
from skaffa.web.jobs import page


@require_GET
def pipeline(request: Request, job_id: int) -> HttpResponse:
    """Everybody on the job, in the view one likes; a view or a filter in the address comes first."""
    job = jobs.job(request.actor, job_id)
    wanted = Wanted.of(request.GET.dict())
    if request.htmx and request.GET.get("view") == View.BOARD and wanted.stage:
        return board.more(request, job, wanted.stage)
    view = _view(request, wanted)
    context = board.context(request, job) if view == View.BOARD else listing.context(request, job, wanted)
    if not wanted.is_narrowed:
        actions.look(job, by=request.actor, at=clock.now())
    context = page.context(request, job, "pipeline") | context | {"view": view}
    return render(request, f"pipeline/{view}.html", context)


@require_POST
def choose_view(request: Request, job_id: int) -> HttpResponse:
    """Show the people of jobs as a board, or as a list, from now on."""
    job = jobs.job(request.actor, job_id)
    actions.prefer(request.POST.get("view", ""), by=request.actor)
    return HttpResponseRedirect(reverse("job_pipeline", args=[job.pk]))


def _view(request: Request, wanted: Wanted) -> View:
    asked = http.text(request, "view")
    if asked in View:
        return View(asked)
    return View.LIST if wanted.address else View(queries.view(request.actor))
