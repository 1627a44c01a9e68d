"""Asking people by name what they think of an applicant, and no longer asking them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_POST

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.candidates import queries as candidates
from skaffa.core import clock, refusals
from skaffa.interviews import rules
from skaffa.interviews.requests import actions, queries
from skaffa.jobs import queries as jobs
from skaffa.web import http
from skaffa.web.candidates import page
from skaffa.web.http import Request
from skaffa.web.interviews import people
from skaffa.web.interviews.forms import PeopleForm
from skaffa.web.interviews.schedule import form_view


@form_view
def ask(request: Request, application_id: int) -> HttpResponse:
    """Choose among the hiring team, and anybody found by name."""
    chosen = applications.application(request.actor, application_id)
    jobs.require(request.actor, Action.INTERVIEW_SCHEDULE, chosen.job)
    rules.require_interviewable(chosen)
    offered = people.offered(request, chosen, "people")
    sent = request.POST.get("act") == "ask"
    first = {"people": [str(pk) for pk in offered.ticked]}
    form = PeopleForm(request.POST if sent else None, initial=first, people=offered.users)
    if sent and form.is_valid():
        try:
            many = actions.ask(chosen, form.cleaned_data["people"], by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            asked = ngettext_lazy("%(count)d person has been asked.", "%(count)d people have been asked.", many)
            said = asked % {"count": many} if many else _("They have given feedback, or were asked within the hour.")
            return http.done(request, reverse("application_feedback", args=[chosen.pk]), said)
    found = candidates.candidate(request.actor, chosen.candidate_id)
    context: dict[str, Any] = page.context(request, found, "feedback") | {"chosen": chosen, "form": form}
    whole = context | {"who": offered.who, "found": offered.found}
    return render(request, "interviews/ask_for_feedback.html", whole, status=422 if form.errors else 200)


@require_POST
def take_back(request: Request, request_id: int) -> HttpResponse:
    asked = queries.request(request.actor, request_id)
    actions.take_back(asked, by=request.actor)
    back = reverse("application_feedback", args=[asked.application_id])
    return http.done(request, back, _("%(who)s is no longer asked for feedback.") % {"who": asked.user})
