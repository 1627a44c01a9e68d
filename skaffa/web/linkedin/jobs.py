"""A job at LinkedIn: what its pages say of it, and sending it again."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from skaffa.core import clock
from skaffa.jobs import queries
from skaffa.linkedin import actions
from skaffa.linkedin import queries as linkedin
from skaffa.web import http
from skaffa.web.http import Request


@require_GET
def state(request: Request, job_id: int) -> HttpResponse:
    """The line of the job's header, which asks for itself while the job is on its way."""
    job = queries.job(request.actor, job_id)
    context = {"job": job, "linkedin_state": linkedin.job_state(request.actor, job)}
    return render(request, "linkedin/_job_state.html", context)


@require_POST
def send_again(request: Request, job_id: int) -> HttpResponse:
    """Send a job that LinkedIn refused once more, as it is now."""
    job = queries.job(request.actor, job_id)
    actions.retry_job(job, by=request.actor, at=clock.now())
    return http.done(request, reverse("job", args=[job.pk]), _("The job is on its way to LinkedIn again."))
