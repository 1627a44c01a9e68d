"""Settling refused exports: retry, choose another job, reopen."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import JobStatus
from skaffa.linkedin import queries, settling
from skaffa.linkedin.models import ExportedProfile
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.linkedin import refused

_SHOWN = 20


@require_POST
def retry(request: Request, export_id: int) -> HttpResponse:
    """Add the person to the job that was chosen in Recruiter."""
    export = queries.export(request.actor, export_id)
    return _settled(request, settling.retry_export(export, by=request.actor, at=clock.now()))


@require_POST
def reopen(request: Request, export_id: int) -> HttpResponse:
    """Take up the application of a person who was rejected before."""
    export = queries.export(request.actor, export_id)
    return _settled(request, settling.reopen_rejected(export, by=request.actor, at=clock.now()))


@require_http_methods(["GET", "HEAD", "POST"])
def choose_job(request: Request, export_id: int) -> HttpResponse:
    """Active jobs with prospects, searchable; the chosen one gets the person."""
    export = queries.export(request.actor, export_id)
    trouble = ""
    if request.method == "POST":
        try:
            job = jobs.job(request.actor, _number(request))
            return _settled(request, settling.choose_other_job(export, job, by=request.actor, at=clock.now()))
        except (refusals.Conflict, refusals.NotAllowed, refusals.NotFound) as refusal:
            trouble = str(refusal.message)
    search = http.text(request, "q")
    found = jobs.filtered(request.actor, status=JobStatus.ACTIVE, search=search).filter(enable_prospects=True)
    context = {
        "row": refused.rows(request.actor, [export])[0],
        "q": search,
        "jobs": found.exclude(pk=export.job_id or 0).order_by("-activated_at", "-pk")[:_SHOWN],
        "trouble": trouble,
    }
    return render(request, "linkedin/choose_job.html", context, status=422 if trouble else 200)


def _number(request: Request) -> int:
    """The chosen job; what is no number is no job."""
    text = request.POST.get("job", "")
    return int(text) if text.isdecimal() and len(text) < 19 else 0  # noqa: PLR2004 - digits of a bigint


def _settled(request: Request, export: ExportedProfile) -> HttpResponse:
    application = export.application
    if application is None:
        raise refusals.Conflict
    said = _("%(name)s is on the list now.") % {"name": application.candidate}
    return http.done(request, reverse("job_prospects", args=[application.job_id]), said)
