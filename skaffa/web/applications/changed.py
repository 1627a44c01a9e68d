"""What is answered when an application has changed: the list it was changed in, or the page one came from."""

from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django_htmx.http import trigger_client_event

from skaffa.applications import queries
from skaffa.applications.models import Application
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job
from skaffa.web import http
from skaffa.web.applications import board, listing, lists
from skaffa.web.http import Request


def answer(
    request: Request, application: Application, said: Message, event: str, *, whole: bool = False, undo: str = ""
) -> HttpResponse:
    """The list that was changed, or, from elsewhere, the page one came from, and what has been done.

    `whole`: more than the list looks different now, so its page is shown anew. `undo`: the address that takes it back.
    """
    came_from = origin(request)
    if request.htmx and came_from == "candidate":
        return http.done(request, _candidate_address(request, application), said)
    if whole or not request.htmx or came_from not in {"prospects", "applicants", "pipeline", "board"}:
        return http.done(request, tab_address(application), said)
    response = _fragment(request, jobs.job(request.actor, application.job_id), application, came_from)
    return trigger_client_event(http.toast(response, said, undo=undo), event, {"application": application.pk})


def target(request: Request, application: Application) -> str:
    """The selector of what a dialog's form replaces with this answer."""
    return {"candidate": "#dialog", "board": f"#card-{application.pk}"}.get(origin(request), "#people-list")


def undo(request: Request, application: Application) -> str:
    """The address that takes back the move that was just made, and no other."""
    last = queries.last_move(application)
    if last is None:
        return ""
    address = reverse("application_take_back", args=[application.pk])
    return f"{address}?{urlencode({'move': last.pk, 'tab': origin(request)})}"


def origin(request: Request) -> str:
    """Where the change was asked for: a tab of the job, or the candidate's page."""
    return text(request, "tab")


def text(request: Request, name: str) -> str:
    return request.POST.get(name, "") or request.GET.get(name, "")


def tab_of(application: Application) -> lists.Tab:
    return "prospects" if application.stage.is_prospect else "applicants"


def tab_address(application: Application) -> str:
    return reverse(f"job_{tab_of(application)}", args=[application.job_id])


def _fragment(request: Request, job: Job, application: Application, came_from: str) -> HttpResponse:
    if came_from == "board":
        return board.changed(request, job, application)
    if came_from == "pipeline":
        return listing.changed(request, job)
    tab: lists.Tab = "prospects" if came_from == "prospects" else "applicants"
    context = lists.listing(request, job, tab) | lists.counted(request, job, tab) | {"fragment": True}
    return render(request, "applications/_list.html", context)


def _candidate_address(request: Request, application: Application) -> str:
    """The candidate's page, with the list one came from where the page that asked knew it."""
    address = reverse("candidate", args=[application.candidate_id])
    here = request.htmx.current_url_abs_path or ""
    return here if here.startswith(f"{address}?") else address
