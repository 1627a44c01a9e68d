"""Asking a candidate when they can come, and taking the question back."""

from datetime import time, timedelta
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.core import clock, refusals
from skaffa.interviews import rules
from skaffa.interviews.availability import actions, queries
from skaffa.interviews.availability import rules as availability
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.interviews import about
from skaffa.web.interviews.forms import AskForm
from skaffa.web.interviews.schedule import form_view

_AHEAD, _LONG = timedelta(days=1), timedelta(days=5)


@form_view
def ask(request: Request, application_id: int) -> HttpResponse:
    """Choose days and hours, and ask."""
    chosen = applications.application(request.actor, application_id)
    jobs.require(request.actor, Action.INTERVIEW_SCHEDULE, chosen.job)
    rules.require_interviewable(chosen)
    availability.require_asked(chosen.job)
    form = AskForm(request.POST if request.method == "POST" else None, initial=_first(request, chosen))
    if form.is_bound and form.is_valid():
        try:
            asked = actions.ask(chosen, form.question(), by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            sent = _("The candidate has been asked. You get a notice when they answer.")
            to_pass_on = _("The link is ready. Pass it on to the candidate.")
            return http.done(
                request, reverse("application_interviews", args=[chosen.pk]), sent if asked.email else to_pass_on
            )
    context = about.context(request, chosen) | {"form": form, "before": queries.of_application(chosen)}
    return render(request, "interviews/ask.html", context, status=422 if form.errors else 200)


@require_POST
def withdraw(request: Request, availability_id: int) -> HttpResponse:
    asked = queries.availability(request.actor, availability_id)
    actions.withdraw(asked, by=request.actor, at=clock.now())
    back = reverse("application_interviews", args=[asked.application_id])
    return http.done(request, back, _("The question has been withdrawn. The candidate’s link works no longer."))


def _first(request: Request, chosen: Application) -> dict[str, Any]:
    """The working days from tomorrow on, at the hours of an office."""
    user = request.actor.user
    first_day = timezone.localtime(clock.now()).date() + _AHEAD
    known = about.reader(request, chosen)
    return {
        "first_day": first_day,
        "last_day": first_day + _LONG,
        "earliest": time(9),
        "latest": time(17),
        "time_zone": user.time_zone if user else "UTC",
        "minutes": 60,
        "email": known["email"],
        "language": known["language"],
    }
