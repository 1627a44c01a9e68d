"""Approval of a job: who is asked, what they answer; approvers read the job here without being in its team."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.choices.queries import Lists
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.approvals import actions, queries
from skaffa.jobs.models import Job, JobStatus
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.jobs import countries, page
from skaffa.web.jobs.forms import AnswerForm
from skaffa.web.jobs.team import named
from skaffa.web.jobs.views import form_view

_SHOWN = 20


@form_view
def approval(request: Request, job_id: int) -> HttpResponse:
    """The approvers and their answers; an approver's own answer is given here."""
    job = queries.job(request.actor, job_id)
    form = AnswerForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            after = actions.answer(
                job, form.cleaned_data["answer"], comment=form.cleaned_data["comment"], by=request.actor, at=clock.now()
            )
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            said = _("You have answered. The job is now: %(state)s.") % {"state": after.get_status_display()}
            return http.done(request, _address(job), said)
    return render(request, "jobs/approval.html", _context(request, job, form), status=422 if form.errors else 200)


@require_POST
def add(request: Request, job_id: int) -> HttpResponse:
    job = jobs.job(request.actor, job_id)
    wanted = request.POST.get("user", "")
    user = queries.addable_users(request.actor, job).filter(pk=int(wanted) if wanted.isdecimal() else 0).first()
    if user is None:
        raise refusals.Invalid(_("Choose a person."))
    actions.add_approver(job, user, by=request.actor, at=clock.now())
    return http.done(request, _address(job), _("%(name)s is an approver now.") % {"name": user})


@require_POST
def remove(request: Request, job_id: int, approval_id: int) -> HttpResponse:
    job = jobs.job(request.actor, job_id)
    actions.remove_approver(job, approval_id, by=request.actor, at=clock.now())
    return http.done(request, _address(job), _("The approver has been removed."))


@require_POST
def send(request: Request, job_id: int) -> HttpResponse:
    """To all of them at once."""
    job = jobs.job(request.actor, job_id)
    actions.send(job, by=request.actor, at=clock.now())
    return http.done(request, _address(job), _("The job has been sent to its approvers."))


@require_POST
def take_back(request: Request, job_id: int) -> HttpResponse:
    job = jobs.job(request.actor, job_id)
    actions.take_back(job, by=request.actor, at=clock.now())
    return http.done(request, _address(job), _("The job is a draft again; nobody is asked any more."))


def _context(request: Request, job: Job, form: AnswerForm) -> dict[str, Any]:
    held = jobs.rights(request.actor, job)
    is_seen = Action.JOB_VIEW in held
    opens = Action.JOB_EDIT in held and job.status in {JobStatus.DRAFT, JobStatus.REJECTED}
    context: dict[str, Any] = page.context(request, job, "approval") if is_seen else {"job": job}
    search = http.text(request, "q")
    people: list[User] = []
    if opens:
        people = list(named(queries.addable_users(request.actor, job), search)[: _SHOWN + 1])
    return context | {
        "approvals": list(queries.approvals(job)),
        "own": queries.own(request.actor, job),
        "answer_form": form,
        "is_seen": is_seen,
        "may_choose": opens,
        "may_take_back": Action.JOB_EDIT in held and job.status == JobStatus.PENDING,
        "people": people[:_SHOWN],
        "more_people": len(people) > _SHOWN,
        "q": search,
        "place": countries.place(job),
        "terms": page.terms(job, Lists()),
        "tone": page.TONES.get(job.status, "neutral"),
    }


def _address(job: Job) -> str:
    return reverse("job_approval", args=[job.pk])
