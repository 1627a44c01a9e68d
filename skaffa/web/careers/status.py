"""How an application stands, for the one who sent it: opened by the link in their e-mail, and by nothing else."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from skaffa.careers import actions, queries, rules
from skaffa.careers.models import Submission
from skaffa.core import clock
from skaffa.interviews.schedule import queries as interviews
from skaffa.web.careers.forms import WithdrawForm
from skaffa.web.http import Request


@never_cache
@require_safe
def page(request: Request, token: str) -> HttpResponse:
    """Where it is, in an applicant's words; a link that does not work says what to do."""
    try:
        submission = queries.submission(token, at=clock.now())
    except queries.LinkNotValid:
        return _private(render(request, "careers/no_link.html", status=404))
    return _shown(request, submission, token, WithdrawForm())


@never_cache
@require_POST
def withdraw(request: Request, token: str) -> HttpResponse:
    try:
        submission = queries.submission(token, at=clock.now())
    except queries.LinkNotValid:
        return _private(render(request, "careers/no_link.html", status=404))
    form = WithdrawForm(request.POST)
    if not form.is_valid():
        return _shown(request, submission, token, form, status=422)
    actions.withdraw(submission, comment=form.cleaned_data["comment"], at=clock.now())
    messages.success(request, _("Your application has been withdrawn."))
    return HttpResponseRedirect(reverse("public_status", args=[token]))


def _shown(
    request: Request, submission: Submission, token: str, form: WithdrawForm, *, status: int = 200
) -> HttpResponse:
    application = submission.application
    context = {
        "submission": submission,
        "job": application.job,
        "standing": rules.standing(application),
        "token": token,
        "form": form,
        "told": interviews.told_to_candidate(application),
        "told_token": interviews.candidate_token(application),
        "now": clock.now(),
    }
    return _private(render(request, "careers/status.html", context, status=status))


def _private(response: HttpResponse) -> HttpResponse:
    """Neither found by search engines nor told to whom a link on the page leads."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"  # with less, browsers keep the origin from our own form too
    return response
