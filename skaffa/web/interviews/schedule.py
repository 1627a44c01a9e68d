"""The Interviews tab of a candidate, and planning an interview: what speaks against a time is told before it is kept."""

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.core import clock, refusals
from skaffa.interviews import rules
from skaffa.interviews.availability import queries as availability
from skaffa.interviews.models import Slot
from skaffa.interviews.schedule import actions, queries
from skaffa.interviews.schedule.rules import Conflict, Plan, Taken
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import TeamRole
from skaffa.web import http
from skaffa.web.candidates import page
from skaffa.web.http import Request
from skaffa.web.interviews import about, forms, people, suggesting, times
from skaffa.web.interviews.forms import PlanForm, ReaderForm, ScheduleForm
from skaffa.web.interviews.people import Offered

form_view = require_http_methods(["GET", "HEAD", "POST"])


@require_GET
def of_candidate(request: Request, candidate_id: int) -> HttpResponse:
    """The interviews of the application that matters most: the latest active one, else the latest."""
    found = candidates.candidate(request.actor, candidate_id)
    shown = page.context(request, found, "interviews")
    known = about.listed(shown)
    if not known:
        return render(request, "interviews/interviews.html", shown)
    return _tab(request, known[0], shown)


@require_GET
def of_application(request: Request, application_id: int) -> HttpResponse:
    chosen = applications.application(request.actor, application_id)
    found = candidates.candidate(request.actor, chosen.candidate_id)
    return _tab(request, chosen, page.context(request, found, "interviews"))


def _tab(request: Request, chosen: Application, shown: dict[str, Any]) -> HttpResponse:
    at, everything = clock.now(), queries.of_application(request.actor, chosen)
    asked = availability.of_application(chosen)
    fitting = availability.fitting(asked)
    coming = [one for one in everything if one.is_planned and one.ends_at > at]
    team = _team(request, chosen) if fitting else {}
    taken = queries.taken_around(chosen, coming, fitting, team)
    context = about.of_chosen(request, shown, chosen) | {
        "applications": about.listed(shown),
        "coming": coming,
        "past": [one for one in reversed(everything) if one not in coming],
        "conflicts": queries.conflicts_among(coming, taken, fitting),
        "asked": asked,
        "days": times.by_day(fitting, lambda slot: slot.starts_at),
        "busy": _busy(team, fitting, taken),
        "link": availability.link(asked) if asked and availability.is_open(asked, at=at) else "",
        "now": at,
    }
    return render(request, "interviews/interviews.html", context)


@form_view
def new(request: Request, application_id: int) -> HttpResponse:
    """Plan interviews and tell whom it concerns; a time that somebody cannot make is asked about once."""
    chosen = _interviewable(request, application_id)
    offered = people.offered(request, chosen, "interviewers")
    sent = request.POST.get("act") == "plan"
    first = suggesting.filled(request, _first(request, chosen) | about.reader(request, chosen), offered.ticked)
    form = ScheduleForm(request.POST if sent else None, initial=first, people=offered.users)
    reader = ReaderForm(request.POST if sent else None, initial=first)
    against: list[Conflict] = []
    if sent and form.is_valid() and reader.is_valid():
        try:
            plans = form.plans()
            against = queries.conflicts(chosen, plans)
            if not against or request.POST.get("seen") == _seen(against):
                return _scheduled(request, chosen, plans, form, reader)
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
    more = _search(offered) | suggesting.context(request, chosen, first, offered.ticked)
    return _form_page(request, chosen, form, against, more | {"reader": reader})


@form_view
def edit(request: Request, interview_id: int) -> HttpResponse:
    """Plan an interview otherwise; whoever was told is told."""
    planned = queries.interview(request.actor, interview_id)
    chosen = _interviewable(request, planned.application_id)
    before = queries.plan(planned)
    offered = people.offered(request, chosen, "interviewers", before.interviewer_ids)
    sent = request.POST.get("act") == "plan"
    first = suggesting.filled(request, forms.initial(before), offered.ticked)
    form = PlanForm(request.POST if sent else None, initial=first, people=offered.users)
    against: list[Conflict] = []
    if sent and form.is_valid():
        try:
            plan = form.plan()
            against = queries.conflicts(chosen, [plan], besides=planned)
            if not against or request.POST.get("seen") == _seen(against):
                actions.change(planned, plan, by=request.actor, at=clock.now())
                said = _("The interview has been changed. Whoever knew of it is told.")
                return http.done(request, reverse("interview_page", args=[planned.pk]), said)
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
    more = _search(offered) | suggesting.context(request, chosen, first, offered.ticked, planned)
    return _form_page(request, chosen, form, against, more | {"interview": planned})


def _scheduled(
    request: Request, chosen: Application, plans: Sequence[Plan], form: ScheduleForm, reader: ReaderForm
) -> HttpResponse:
    given = form.cleaned_data
    made = actions.schedule(
        chosen,
        plans,
        tell_team=given["tell_team"],
        candidate=reader.reader() if given["tell_candidate"] else None,
        by=request.actor,
        at=clock.now(),
    )
    said = ngettext_lazy(
        "%(count)d interview has been scheduled.", "%(count)d interviews have been scheduled.", len(made)
    ) % {"count": len(made)}
    return http.done(request, reverse("application_interviews", args=[chosen.pk]), said)


def _form_page(
    request: Request, chosen: Application, form: PlanForm, against: Sequence[Conflict], more: dict[str, Any]
) -> HttpResponse:
    asked = availability.of_application(chosen)
    fitting = availability.fitting(asked)
    team = _team(request, chosen) if fitting else {}
    context = about.context(request, chosen) | {
        "form": form,
        "against": against,
        "seen": _seen(against) if against else "",
        "days": times.by_day(fitting, lambda slot: slot.starts_at),
        "busy": _busy(team, fitting, queries.taken_around(chosen, (), fitting, team)),
        "asked": asked,
    }
    reader = more.get("reader")
    wrong = form.errors or against or (reader is not None and reader.errors)
    return render(request, "interviews/plan.html", context | more, status=422 if wrong else 200)


def _interviewable(request: Request, application_id: int) -> Application:
    chosen = applications.application(request.actor, application_id)
    jobs.require(request.actor, Action.INTERVIEW_SCHEDULE, chosen.job)
    rules.require_interviewable(chosen)
    return chosen


def _search(offered: Offered) -> dict[str, Any]:
    return {"who": offered.who, "found": offered.found}


def _first(request: Request, chosen: Application) -> dict[str, Any]:
    """What a new interview begins with: the time one came with, the usual length, nobody ticked but who interviews."""
    user = request.actor.user
    zone = user.time_zone if user else "UTC"
    first: dict[str, Any] = {
        "time_zone": zone,
        "minutes": 60,
        "how": ScheduleForm.TOGETHER,
        "shows_interviewers": True,
        "remind_feedback_after": chosen.job.remind_feedback_after,
        "tell_team": True,
        "tell_candidate": bool(candidates.person(chosen.candidate).emails),
    }
    slot = _slot(request, chosen)
    if slot:
        local = slot.starts_at.astimezone(ZoneInfo(zone))
        minutes = round((slot.ends_at - slot.starts_at).total_seconds() / 60)
        first |= {"day": local.date(), "time": local.time(), "minutes": minutes}
    return first


def _slot(request: Request, chosen: Application) -> Slot | None:
    """The candidate's time that one came with, else the first one that suits them."""
    fitting = [slot for slot in availability.fitting(availability.of_application(chosen)) if _is_coming(slot)]
    wanted = request.GET.get("slot", "")
    return next((slot for slot in fitting if str(slot.pk) == wanted), next(iter(fitting), None))


def _is_coming(slot: Slot) -> bool:
    return slot.starts_at > clock.now()


def _team(request: Request, chosen: Application) -> dict[int, str]:
    """The interviewers of the hiring team, by their ids."""
    team = jobs.team(request.actor, chosen.job).filter(role=TeamRole.INTERVIEWER)
    return {member.user_id: str(member.user) for member in team}


def _busy(team: Mapping[int, str], fitting: Sequence[Slot], taken: Sequence[Taken]) -> dict[int, list[str]]:
    """Who of the team is in another interview at each of the candidate's times."""
    return {
        slot.pk: sorted(
            {
                team[one.interviewer_id]
                for one in taken
                if one.interviewer_id is not None
                and one.interviewer_id in team
                and one.starts_at < slot.ends_at
                and slot.starts_at < one.ends_at
            }
        )
        for slot in fitting
    }


def _seen(against: Sequence[Conflict]) -> str:
    """A short name of exactly these conflicts: who has read them may go on, others are asked again."""
    told = repr(
        [(one.kind, one.plan.starts_at, one.plan.minutes, one.who and one.who.pk, one.starts_at) for one in against]
    )
    return hashlib.sha256(told.encode()).hexdigest()[:16]
