"""The Process tab of a job: its stages and activities, changed until the job is activated."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from skaffa.accounts.permissions import Action
from skaffa.core import clock
from skaffa.jobs import actions, queries
from skaffa.jobs.models import Job
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.jobs import page
from skaffa.web.jobs.views import form_view
from skaffa.web.processes import page as processes
from skaffa.web.processes.forms import changed


@form_view
def process(request: Request, job_id: int) -> HttpResponse:
    """The stages people pass; a POST is one step in changing them."""
    job = queries.job(request.actor, job_id)
    if request.method != "POST":
        context = page.context(request, job, "process")
        shown = _shown(job, may_edit=context["may"].edit and not job.activated_at)
        return render(request, "jobs/process.html", context | shown)
    queries.require(request.actor, Action.JOB_EDIT, job)
    plan, seen = changed(queries.plan(job), request.POST)
    after = actions.arrange(job, plan, seen=seen, by=request.actor, at=clock.now())
    if request.htmx:
        return render(request, "processes/_process.html", _shown(after, may_edit=True))
    return http.done(request, reverse("job_process", args=[job.pk]), _("The process has been saved."))


def _shown(job: Job, *, may_edit: bool) -> dict[str, Any]:
    plan = queries.plan(job)
    if not may_edit and not job.enable_prospects:
        plan = tuple(stage for stage in plan if stage.kind != "prospect")
    return processes.editor(plan, reverse("job_process", args=[job.pk]), may_edit=may_edit)
