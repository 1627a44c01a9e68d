"""What is answered when an application has changed: the list it was changed in, or the page one came from."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from skaffa.applications.models import Application
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.applications import lists
from skaffa.web.http import Request


def answer(
    request: Request, application: Application, said: Message, event: str, *, whole: bool = False
) -> HttpResponse:
    """The list that was changed, or, from elsewhere, the page one came from, and what has been done.

    `whole`: more than the list looks different now, so its page is shown anew.
    """
    came_from = origin(request)
    if request.htmx and came_from == "candidate":
        return http.done(request, reverse("candidate", args=[application.candidate_id]), said)
    if whole or not request.htmx or came_from not in {"prospects", "applicants"}:
        return http.done(request, tab_address(application), said)
    tab: lists.Tab = "prospects" if came_from == "prospects" else "applicants"
    job = jobs.job(request.actor, application.job_id)
    context = lists.listing(request, job, tab) | {"counts": lists.tab_counts(request, job), "fragment": True}
    response = render(request, "applications/_list.html", context)
    return trigger_client_event(http.toast(response, said), event, {"application": application.pk})


def origin(request: Request) -> str:
    """Where the change was asked for: a tab of the job, or the candidate's page."""
    return text(request, "tab")


def text(request: Request, name: str) -> str:
    return request.POST.get(name, "") or request.GET.get(name, "")


def tab_of(application: Application) -> lists.Tab:
    return "prospects" if application.stage.is_prospect else "applicants"


def tab_address(application: Application) -> str:
    return reverse(f"job_{tab_of(application)}", args=[application.job_id])
