"""One's own account: settings, joining by invitation, language and colours."""

from importlib.metadata import version

from allauth.account.forms import ChangePasswordForm
from django.conf import settings
from django.contrib.auth import login
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skaffa.accounts import actions, queries, rules
from skaffa.accounts.models import Language, SecurityRole, User
from skaffa.core import clock, refusals
from skaffa.web import http, navigation, preferences
from skaffa.web.accounts import forms
from skaffa.web.http import Request


def user_settings(request: Request) -> HttpResponse:
    """Profile: name, language, time zone; and the form that changes the password."""
    user = _user(request)
    given = {
        "first_name": user.first_name,
        "last_name": user.last_name,
        "language": user.language,
        "time_zone": user.time_zone,
    }
    form = forms.Settings(request.POST if request.method == "POST" else None, initial=given)
    if form.is_valid():
        try:
            actions.update_settings(user, **form.cleaned_data, by=request.actor, at=clock.now())
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            translation.activate(form.cleaned_data["language"])
            return http.done(request, reverse("user_settings"), _("Your settings have been saved."))
    return render(
        request,
        "accounts/settings.html",
        {"form": form, "password_form": ChangePasswordForm(user=user), "tabs": settings_tabs("profile")},
        status=422 if form.errors else 200,
    )


@require_safe
def about(request: Request) -> HttpResponse:
    """What runs here, and one's roles (A3)."""
    roles = [SecurityRole(role).label for role in _user(request).roles]
    return render(request, "accounts/about.html", {"version": version("skaffa"), "roles": roles})


def invitation(request: Request, token: str) -> HttpResponse:
    """Where the link of an invitation leads: a name, a password, and in."""
    invited = queries.open_invitation(token, at=clock.now())
    form = forms.Joining(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            user = actions.accept_invitation(
                token,
                **form.cleaned_data,
                language=_language(translation.get_language()),
                time_zone=_zone(request.POST.get("time_zone", "")),
                at=clock.now(),
            )
        except refusals.Invalid as refusal:
            form.refuse(refusal)
        else:
            login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
            return http.done(request, reverse("dashboard"), _("Welcome! Your account is ready."))
    status = 422 if form.errors else 200
    return render(request, "accounts/invitation.html", {"form": form, "invitation": invited}, status=status)


@require_POST
def language(request: Request) -> HttpResponse:
    """Switch the language: of the account when signed in, and of this browser."""
    code = _language(request.POST.get("language"))
    user = request.actor.user
    if user:
        actions.update_settings(
            user,
            first_name=user.first_name,
            last_name=user.last_name,
            language=code,
            time_zone=user.time_zone,
            by=request.actor,
            at=clock.now(),
        )
    return preferences.remember_language(HttpResponseRedirect(http.way_back(request)), code)


@require_POST
def colours(request: Request) -> HttpResponse:
    """Switch the colour scheme of this browser."""
    return preferences.remember_colours(HttpResponseRedirect(http.way_back(request)), request.POST.get("colours", ""))


def settings_tabs(current: str) -> list[navigation.Tab]:
    """Tabs of User settings."""
    tabs = [
        ("profile", _("Profile"), reverse("user_settings"), None),
        ("hours", _("Working hours"), reverse("user_hours"), None),
    ]
    if page := navigation.address_of("user_connections"):
        tabs.append(("connections", _("Connections"), page, None))
    return list(navigation.tabs(current, *tabs))


def _user(request: Request) -> User:
    if request.actor.user is None:
        raise refusals.NotAllowed
    return request.actor.user


def _language(code: str | None) -> str:
    return code if code and code in Language else Language.ENGLISH


def _zone(name: str) -> str:
    """What the browser says of its time zone, where we know it; else the environment's."""
    return name if name in rules.time_zones() else "UTC"
