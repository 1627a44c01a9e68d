"""What candidates open by the link in their e-mail: when they can come, and which interviews they have."""

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from skaffa.core import clock, refusals
from skaffa.interviews.availability import actions
from skaffa.interviews.availability import queries as availabilities
from skaffa.interviews.models import Availability, Interview
from skaffa.interviews.schedule import actions as schedule
from skaffa.interviews.schedule import calendar as calendars
from skaffa.interviews.schedule import queries
from skaffa.web.http import Request
from skaffa.web.interviews import times
from skaffa.web.interviews.forms import TimesForm, UnsuitableForm
from skaffa.web.interviews.interview import file
from skaffa.web.interviews.schedule import form_view

_LONGEST_NUMBER = 18


@never_cache
@form_view
def availability(request: Request, token: str) -> HttpResponse:
    """Tick the times that suit, in one's own time zone, or say that none does; until they are over it can be changed."""
    at = clock.now()
    try:
        asked = availabilities.opened(token, at=at)
    except availabilities.LinkNotValid:
        return _gone(request)
    zone = _zone(request, asked)
    form = TimesForm(_sent(request), initial={"time_zone": zone, "word": asked.word})
    if request.POST.get("act") == "send" and form.is_valid():
        try:
            _answer(request, asked, form)
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Thank you! The hiring team has your answer."))
            return private(HttpResponseRedirect(reverse("public_availability", args=[token])))
    coming = sorted((slot for slot in asked.slots.all() if slot.starts_at > at), key=lambda slot: slot.starts_at)
    chosen = _ticked(request) if request.method == "POST" else {slot.pk for slot in coming if slot.fits}
    context = {
        "asked": asked,
        "job": asked.application.job,
        "form": form,
        "zone": zone,
        "days": times.by_day(coming, lambda slot: slot.starts_at, zone),
        "chosen": chosen,
        "token": token,
        "asks_zone": request.method == "GET" and "zone" not in request.GET and not asked.candidate_time_zone,
        "told": queries.told_to_candidate(asked.application),
        "told_token": queries.candidate_token(asked.application),
        "now": at,
    }
    status = 422 if form.is_bound and form.errors else 200
    return private(render(request, "interviews/availability.html", context, status=status))


@never_cache
@require_safe
def interviews(request: Request, token: str) -> HttpResponse:
    """When and where one is expected."""
    at = clock.now()
    try:
        application, told = queries.opened(token, at=at)
    except queries.LinkNotValid:
        return _gone(request)
    context = {"job": application.job, "told": told, "told_token": token, "now": at}
    return private(render(request, "interviews/appointments.html", context))


@never_cache
@require_safe
def calendar(request: Request, token: str, interview_id: int) -> HttpResponse:
    """One of them for the candidate's own calendar."""
    found = _told(token, interview_id)
    return private(file(calendars.for_candidate(found, at=clock.now()))) if found else _gone(request)


@never_cache
@form_view
def cannot_come(request: Request, token: str, interview_id: int) -> HttpResponse:
    """Say that a time does not suit; the hiring team decides what happens."""
    found = _told(token, interview_id)
    if found is None or not found.is_planned or found.ends_at <= clock.now():
        return _gone(request)
    form = UnsuitableForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        schedule.say_unsuitable(found, form.cleaned_data["word"], at=clock.now())
        messages.success(request, _("Thank you. The hiring team knows, and will write to you."))
        return private(HttpResponseRedirect(reverse("public_interviews", args=[token])))
    context = {"interview": found, "job": found.application.job, "form": form, "token": token}
    return private(render(request, "interviews/cannot_come.html", context, status=422 if form.errors else 200))


def _told(token: str, interview_id: int) -> Interview | None:
    """One of the interviews that the link leads to."""
    try:
        _application, told = queries.opened(token, at=clock.now())
    except queries.LinkNotValid:
        return None
    return queries.loaded(interview_id) if interview_id in {one.pk for one in told} else None


def private(response: HttpResponse) -> HttpResponse:
    """Neither found by search engines nor told to whom a link on the page leads."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Referrer-Policy"] = "strict-origin"
    return response


def _answer(request: Request, asked: Availability, form: TimesForm) -> None:
    given = form.cleaned_data
    actions.answer(
        asked,
        _ticked(request),
        none_fits=given["none_fits"],
        time_zone=given["time_zone"],
        word=given["word"],
        at=clock.now(),
    )


def _sent(request: Request) -> object:
    return request.POST if request.method == "POST" else None


def _ticked(request: Request) -> set[int]:
    given = request.POST.getlist("slots")
    return {int(one) for one in given if one.isdecimal() and len(one) <= _LONGEST_NUMBER}


def _zone(request: Request, asked: Availability) -> str:
    """What was chosen on the page, else what the browser says, else what they told before, else the hiring team's."""
    wanted = request.POST.get("time_zone") or request.GET.get("zone", "")
    return times.known_zone(wanted, asked.candidate_time_zone or asked.time_zone)


def _gone(request: Request) -> HttpResponse:
    return private(render(request, "careers/no_link.html", status=404))
