"""What there is to do with a person in the stage they are in, and how far it is; in a dialog, or on a page of its own."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from skaffa.accounts.permissions import Action
from skaffa.applications import queries
from skaffa.applications.activities import actions
from skaffa.applications.activities import queries as activities
from skaffa.applications.activities.rules import ActivityOfAnotherJob
from skaffa.applications.models import ActivityStatus, Application
from skaffa.core import clock, refusals
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.applications import changed
from skaffa.web.http import Request
from skaffa.web.jobs import page


@require_http_methods(["GET", "HEAD", "POST"])
def activities_of(request: Request, application_id: int) -> HttpResponse:
    """The activities of the stage; a POST says how far one of them is."""
    application = queries.application(request.actor, application_id)
    if request.method == "POST":
        _say(request, application)
        if not request.htmx:
            return http.done(request, request.path, _("It has been noted."))
    context = {
        "application": application,
        "standings": activities.of_stage(application, application.stage),
        "may_say": application.is_active
        and application.job.is_active
        and jobs.may(request.actor, Action.APPLICATION_ADVANCE, application.job),
    }
    if request.htmx:
        is_step = request.method == "POST"
        template = "applications/_activity_list.html" if is_step else "applications/_activities.html"
        return render(request, template, context)
    context = page.context(request, application.job, changed.tab_of(application)) | context
    return render(request, "applications/activities.html", context)


def _say(request: Request, application: Application) -> None:
    wanted, status = request.POST.get("activity", ""), request.POST.get("status", "")
    rows = activities.of_stage(application, application.stage)
    row = next((row for row in rows if str(row.activity.pk) == wanted), None)
    if row is None:
        raise ActivityOfAnotherJob
    if status not in ActivityStatus:
        raise refusals.Invalid
    actions.say(application, row.activity, status, by=request.actor, at=clock.now())
