"""One's own calendar, in the user settings: when one works, and where the calendar is published."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from skaffa.accounts import actions as accounts
from skaffa.accounts.models import User
from skaffa.core import clock, refusals
from skaffa.interviews.calendars import actions, queries, rules
from skaffa.web import http
from skaffa.web.accounts.forms import WorkingHours
from skaffa.web.accounts.views import settings_tabs
from skaffa.web.http import Request
from skaffa.web.interviews.forms import CalendarForm
from skaffa.web.interviews.schedule import form_view


@form_view
def hours(request: Request) -> HttpResponse:
    """When one works (A43)."""
    user = _user(request)
    form = WorkingHours(request.POST if request.method == "POST" else None, initial=_hours(user))
    if form.is_valid():
        try:
            accounts.set_hours(user, **form.cleaned_data, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("user_hours"), _("Your working hours have been saved."))
    return _page(request, user, form, CalendarForm())


@require_POST
def calendar(request: Request) -> HttpResponse:
    """Give the address of one's calendar."""
    user, form = _user(request), CalendarForm(request.POST)
    if form.is_valid():
        try:
            actions.give(form.cleaned_data["url"], by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("user_hours"), _("Your calendar will be read within minutes."))
    return _page(request, user, WorkingHours(initial=_hours(user)), form)


@require_POST
def forget(request: Request) -> HttpResponse:
    actions.remove(by=request.actor)
    return http.done(
        request, reverse("user_hours"), _("Your calendar is read no longer. What was known of it is forgotten.")
    )


def _page(request: Request, user: User, form: WorkingHours, calendar_form: CalendarForm) -> HttpResponse:
    feed = queries.feed(user)
    context = {
        "form": form,
        "calendar_form": calendar_form,
        "feed": feed,
        "host": rules.host(feed.url) if feed else "",
        "tabs": settings_tabs("hours"),
    }
    status = 422 if form.errors or calendar_form.errors else 200
    return render(request, "interviews/own_calendar.html", context, status=status)


def _user(request: Request) -> User:
    if request.actor.user is None:
        raise refusals.NotAllowed
    return request.actor.user


def _hours(user: User) -> dict[str, object]:
    return {"work_days": user.work_days, "work_begins": user.work_begins, "work_ends": user.work_ends}
