"""The list of jobs and the pages of one job."""

import dataclasses

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.activity import queries as timeline
from skaffa.applications import queries as applications
from skaffa.choices.queries import Lists
from skaffa.core import clock, paging, refusals
from skaffa.jobs import actions, queries, skills
from skaffa.jobs.functions import JobFunction
from skaffa.jobs.models import Job, JobStatus
from skaffa.jobs.rules import JobDetails
from skaffa.processes import queries as processes
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.jobs import countries, page, words
from skaffa.web.jobs.forms import CloseForm, DetailsForm, NewJobForm

_SHOWN = 25

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def jobs(request: Request) -> HttpResponse:
    """The jobs one may see; filters stay in the address."""
    search, status = http.text(request, "q"), http.text(request, "status")
    mine = http.text(request, "scope") == "mine"
    rows = queries.filtered(request.actor, status=status, mine=mine, search=search)
    found = paging.page(rows, by="-created_at", cursor=http.text(request, "cursor"), size=_SHOWN)
    return render(
        request,
        "jobs/jobs.html",
        {
            "page": found,
            "rows": [
                (job, countries.place(job), JobStatus(job.status).label, page.TONES.get(job.status, "neutral"))
                for job in found.rows
            ],
            "counts": applications.counts(request.actor, found.rows),
            "total": rows.count(),
            "q": search,
            "status": status,
            "statuses": [(choice.value, choice.label) for choice in JobStatus],
            "mine": mine,
            "sees_all": permissions.allowed(request.actor, Action.JOB_VIEW),
            "is_filtered": bool(search or status or mine),
            "may_make_templates": processes.may_make(request.actor),
            "may_create": permissions.allowed(request.actor, Action.JOB_CREATE),
        },
    )


@form_view
def new(request: Request) -> HttpResponse:
    """Title and own role; then the details."""
    permissions.require(request.actor, Action.JOB_CREATE)
    templates = list(processes.listed(request.actor))
    form = NewJobForm(request.POST or None, roles=queries.roles_to_create_with(request.actor), templates=templates)
    if request.method == "POST" and form.is_valid():
        details = JobDetails(title=form.cleaned_data["title"])
        try:
            template = next((row for row in templates if row.pk == form.cleaned_data["template"]), None)
            role = form.cleaned_data["role"]
            job = actions.create(details, role=role, template=template, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("job_edit", args=[job.pk]), _("The draft has been created."))
    return render(request, "jobs/new.html", {"form": form}, status=422 if form.errors else 200)


@require_GET
def details(request: Request, job_id: int) -> HttpResponse:
    """What the job is about; before activation, whether it is ready."""
    job = queries.job(request.actor, job_id)
    context = page.context(request, job, "details") | {"terms": page.terms(job, Lists())}
    if context["may"].activate:
        context["advice"] = page.advice(job)
    return render(request, "jobs/details.html", context)


@require_GET
def known_skills(request: Request) -> HttpResponse:
    """Skills that begin as somebody writes, as options."""
    permissions.require(request.actor, Action.JOB_CREATE)
    return render(request, "jobs/_skills.html", {"skills": skills.proposed(request.actor, http.text(request, "q"))})


@form_view
def edit(request: Request, job_id: int) -> HttpResponse:
    """The details as a form; a refused one keeps everything that was typed."""
    job = queries.job(request.actor, job_id)
    queries.require(request.actor, Action.JOB_EDIT, job)
    form = DetailsForm(
        request.POST if request.method == "POST" else None,
        initial=dataclasses.asdict(queries.details(job)),
        frozen=job.is_active,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit(job, form.details(), by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("job", args=[job.pk]), _("The job has been saved."))
    context = page.context(request, job, "details") | {"form": form, "functions": JobFunction.labels}
    return render(request, "jobs/edit.html", context, status=422 if form.errors else 200)


@require_POST
def activate(request: Request, job_id: int) -> HttpResponse:
    """Open the job; what is missing is shown on its Details tab."""
    job = queries.job(request.actor, job_id)
    actions.activate(job, by=request.actor, at=clock.now())
    tab = "job_prospects" if page.possible(request, _fresh(request, job)).see_prospects else "job_applicants"
    return http.done(request, reverse(tab, args=[job.pk]), _("The job is active."))


@form_view
def close(request: Request, job_id: int) -> HttpResponse:
    """Close the job for good, with a reason; asked in a dialog, or on a page of its own."""
    job = queries.job(request.actor, job_id)
    queries.require(request.actor, Action.JOB_CLOSE, job)
    form = CloseForm(request.POST if request.method == "POST" else None, openings=applications.openings(job))
    if request.method == "POST" and form.is_valid():
        try:
            actions.close(job, **form.cleaned_data, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("job", args=[job.pk]), _("The job has been closed."))
    hired = applications.hired(job.pk).select_related("candidate")
    context = page.context(request, job, "details") | {"close_form": form, "hired": hired}
    template = "jobs/_close.html" if request.htmx else "jobs/close.html"
    return render(request, template, context, status=422 if form.errors else 200)


@require_POST
def delete(request: Request, job_id: int) -> HttpResponse:
    """Delete a draft nobody was ever considered for."""
    job = queries.job(request.actor, job_id)
    actions.delete(job, by=request.actor, at=clock.now())
    return http.done(request, reverse("jobs"), _("The draft has been deleted."))


@require_GET
def activity(request: Request, job_id: int) -> HttpResponse:
    """What happened on this job, the latest first."""
    job = queries.job(request.actor, job_id)
    found = timeline.of_job(request.actor, job, cursor=http.text(request, "cursor"))
    context = page.context(request, job, "activity")
    return render(
        request, "jobs/activity.html", context | {"page": found, "told": words.told(found.lines, about="job")}
    )


def _fresh(request: Request, job: Job) -> Job:
    return queries.job(request.actor, job.pk)
