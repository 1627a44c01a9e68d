"""Applying for a job: a form anybody may fill in, and a page that says that it has arrived."""

from allauth.account.adapter import get_adapter
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from skaffa.applications.rules import JobNotOpen
from skaffa.candidates.sources import queries as sources
from skaffa.careers import actions, queries
from skaffa.careers.actions import Letter
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.mail import queries as mail
from skaffa.mail.models import Kind, Recipient
from skaffa.processes.models import Confirmation
from skaffa.web.careers.forms import CAMPAIGN, NAMES, ApplyForm
from skaffa.web.http import Request
from skaffa.web.jobs import countries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def page(request: Request, code: str) -> HttpResponse:
    """The form; what comes after it is the same for everybody, whether they are known or not."""
    try:
        job = jobs.public_job(code)
    except refusals.NotFound:
        return render(request, "careers/gone.html", status=404)
    about = {"resume_required": job.resume_required, "is_confirmed": _is_confirmed(job)}
    if request.method != "POST":
        return _form(request, job, ApplyForm.fresh(**about))
    form = ApplyForm(request.POST, request.FILES, **about)
    if form.is_a_trap:
        return _arrived(request, job, str(request.POST.get("email", "")))
    if not form.is_valid() or not _sent(request, job, form):
        form.renewed()
        return _form(request, job, form, status=422)
    return _arrived(request, job, form.cleaned_data["email"])


def _sent(request: Request, job: Job, form: ApplyForm) -> bool:
    try:
        letter = Letter(
            person=form.person(),
            resume=form.file("resume"),
            cover_letter=form.file("cover_letter"),
            consent=queries.consent(translation.get_language() or "en"),
            language=translation.get_language() or "en",
            source=sources.campaign(request.GET.get(CAMPAIGN, "")),
        )
        actions.apply(job, letter, address=get_adapter(request).get_client_ip(request), at=clock.now())
    except (refusals.Invalid, refusals.Conflict) as refusal:
        if isinstance(refusal, JobNotOpen):
            raise jobs.JobNotFound from refusal
        refusal.fields = {NAMES.get(name, name): message for name, message in refusal.fields.items()}
        form.refuse(refusal)
        return False
    return True


def _form(request: Request, job: Job, form: ApplyForm, *, status: int = 200) -> HttpResponse:
    site = queries.site()
    context = {
        "job": job,
        "place": countries.place(job),
        "form": form,
        "consent": queries.consent(translation.get_language() or "en"),
        "privacy_url": site.privacy_url if site else "",
    }
    return render(request, "careers/apply.html", context, status=status)


def _arrived(request: Request, job: Job, email: str) -> HttpResponse:
    return render(request, "careers/arrived.html", {"job": job, "email": email, "is_confirmed": _is_confirmed(job)})


def _is_confirmed(job: Job) -> bool:
    """Whether an e-mail says that the application has arrived."""
    if job.confirm_to == Confirmation.NOBODY:
        return False
    return mail.default(Kind.APPLICATION_RECEIVED, Recipient.CANDIDATE).is_automatic
