"""Admin center, tab User permissions: who is in, with which roles, and who is invited."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from skaffa.accounts import actions, permissions, queries
from skaffa.accounts.models import SecurityRole
from skaffa.accounts.permissions import Action
from skaffa.core import clock, paging, refusals
from skaffa.web import http, navigation
from skaffa.web.admin_center import forms
from skaffa.web.http import Request


@require_safe
def users(request: Request) -> HttpResponse:
    """Everybody with an account, searchable, and open invitations."""
    search = http.text(request, "q")
    page = paging.page(queries.users(request.actor, search), by="last_name", cursor=request.GET.get("cursor", ""))
    context = {
        "tabs": admin_tabs("users"),
        "q": search,
        "page": page,
        "role_labels": dict(SecurityRole.choices),
        "invitations": queries.invitations(request.actor)[:50],
        "now": clock.now(),
    }
    return render(request, "admin_center/users.html", context)


def invite(request: Request) -> HttpResponse:
    """Invite somebody by e-mail; the page that follows shows the link once, to pass on by other means."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    form = forms.Invite(request.POST if request.method == "POST" else None)
    if form.is_valid():
        email, roles = form.cleaned_data["email"], form.cleaned_data["roles"]
        try:
            invitation = actions.invite(email, roles=roles, by=request.actor, at=clock.now())
        except refusals.Refusal as refusal:
            form.refuse(refusal)
        else:
            link = request.build_absolute_uri(reverse("invitation", args=[invitation.token]))
            return render(request, "admin_center/invited.html", {"invitation": invitation, "link": link})
    context = {"form": form, "tabs": admin_tabs("users")}
    return render(request, "admin_center/invite.html", context, status=422 if form.errors else 200)


def user(request: Request, user_id: int) -> HttpResponse:
    """One user: roles, and whether they may sign in."""
    permissions.require(request.actor, Action.ADMIN_CENTER)
    person = queries.user(request.actor, user_id)
    form = forms.Roles(request.POST if request.method == "POST" else None, initial={"roles": person.roles})
    if form.is_valid():
        try:
            actions.assign_roles(person, form.cleaned_data["roles"], by=request.actor, at=clock.now())
        except refusals.Refusal as refusal:
            form.refuse(refusal)
        else:
            saved = _("The roles of %(name)s have been saved.") % {"name": person}
            return http.done(request, _after(request), saved)
    context = {"person": person, "form": form}
    return render(request, "admin_center/user.html", context, status=422 if form.errors else 200)


@require_POST
def deactivate(request: Request, user_id: int) -> HttpResponse:
    """Shut a user out, at once."""
    return _change_access(request, user_id, active=False)


@require_POST
def reactivate(request: Request, user_id: int) -> HttpResponse:
    """Let a user in again."""
    return _change_access(request, user_id, active=True)


@require_POST
def withdraw(request: Request, invitation_id: int) -> HttpResponse:
    """Make an invitation's link useless."""
    invitation = queries.invitation(request.actor, invitation_id)
    actions.withdraw_invitation(invitation, by=request.actor, at=clock.now())
    message = _("The invitation to %(email)s has been withdrawn.") % {"email": invitation.email}
    return http.done(request, reverse("admin_users"), message)


def admin_tabs(current: str) -> list[navigation.Tab]:
    """Tabs of the Admin center."""
    tabs = [("users", _("User permissions"), reverse("admin_users"), None)]
    if page := navigation.address_of("admin_linkedin"):
        tabs.append(("linkedin", _("LinkedIn Integration"), page, None))
    tabs.append(("mail", _("E-mail"), reverse("mail_templates"), None))
    tabs.append(("templates", _("Template management"), reverse("templates"), None))
    tabs.append(("careers", _("Career site"), reverse("admin_careers"), None))
    tabs.append(("lists", _("Lists"), reverse("admin_lists"), None))
    tabs.append(("duplicates", _("Duplicates"), reverse("admin_duplicates"), None))
    tabs.append(("keys", _("API keys"), reverse("admin_keys"), None))
    tabs.append(("webhooks", _("Webhooks"), reverse("admin_webhooks"), None))
    tabs.append(("retention", _("Retention"), reverse("admin_retention"), None))
    return list(navigation.tabs(current, *tabs))


def of_lists(section: str) -> dict[str, Any]:
    """What the pages of the tab *Lists* share."""
    sections = [("lists", _("Choices"), reverse("admin_lists")), ("sources", _("Sources"), reverse("admin_sources"))]
    return {"tabs": admin_tabs("lists"), "sections": sections, "section": section}


def _change_access(request: Request, user_id: int, *, active: bool) -> HttpResponse:
    permissions.require(request.actor, Action.ADMIN_CENTER)
    person = queries.user(request.actor, user_id)
    page = reverse("admin_user", args=[user_id])
    try:
        (actions.reactivate if active else actions.deactivate)(person, by=request.actor, at=clock.now())
    except refusals.Conflict as refusal:
        messages.error(request, str(refusal.message))
        return HttpResponseRedirect(page)
    said = _("%(name)s can sign in again.") if active else _("%(name)s has been signed out and cannot sign in.")
    return http.done(request, _after(request, page), said % {"name": person})


def _after(request: Request, page: str = "") -> str:
    """The page to see next: one who has just given up their own administrator role has nothing to do here any more."""
    actor = request.actor
    if actor.user is None or not queries.user(actor, actor.user.pk).is_active:
        return reverse("dashboard")
    still = SecurityRole.ADMINISTRATOR in queries.user(actor, actor.user.pk).roles
    return (page or reverse("admin_users")) if still else reverse("dashboard")
