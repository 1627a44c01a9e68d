"""The hiring team of a job: who is in it, adding somebody in a role, removing a role."""

from collections.abc import Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from skaffa.accounts.models import User
from skaffa.core import clock, refusals
from skaffa.core.refusals import Message
from skaffa.jobs import actions, queries
from skaffa.jobs.models import Job, TeamRole
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.jobs import page
from skaffa.web.jobs.forms import TeamForm
from skaffa.web.jobs.views import form_view

_SHOWN = 20


class MemberNotFound(refusals.NotFound):
    """Somebody else may have removed them meanwhile."""

    sentence = gettext_lazy("This person is not in the hiring team any more.")


@form_view
def team(request: Request, job_id: int) -> HttpResponse:
    """The team by role; with the right, a search for people to add."""
    job = queries.job(request.actor, job_id)
    form = TeamForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            return _added(request, job, form)
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
    context = page.context(request, job, "team") | {"form": form, "roles": _roles(request, job)}
    if context["may"].edit_team:
        context |= _search(request, job, dict(context["roles"]))
    return render(request, "jobs/team.html", context, status=422 if form.errors else 200)


@require_POST
def remove(request: Request, job_id: int, member_id: int) -> HttpResponse:
    """Take somebody's role in this job away."""
    job = queries.job(request.actor, job_id)
    member = queries.team(request.actor, job).filter(pk=member_id).first()
    if member is None:
        raise MemberNotFound
    member.job = job
    actions.remove_team_member(member, by=request.actor, at=clock.now())
    said = _("%(name)s has been removed from the hiring team.") % {"name": member.user}
    if member.user_id == request.actor.user_id and not queries.visible_to(request.actor).filter(pk=job.pk).exists():
        return http.done(request, reverse("jobs"), said)
    return http.done(request, reverse("job_team", args=[job.pk]), said)


def _added(request: Request, job: Job, form: TeamForm) -> HttpResponse:
    role = form.cleaned_data["role"]
    user = queries.addable_users(request.actor, job, role).filter(pk=form.cleaned_data["user"]).first()
    if user is None:
        raise actions.RoleNotHeld(fields={"user": actions.RoleNotHeld.sentence})
    if role == queries.DELEGATE:
        actions.name_delegate(job, user, by=request.actor, at=clock.now())
    else:
        actions.add_team_member(job, user, role=role, by=request.actor, at=clock.now())
    said = _("%(name)s has joined the hiring team.") % {"name": user}
    return http.done(request, reverse("job_team", args=[job.pk]), said)


def _roles(request: Request, job: Job) -> list[tuple[str, Message]]:
    """In which roles somebody can be added; a delegate, by who has rights of their own to share."""
    roles: list[tuple[str, Message]] = [(role.value, role.label) for role in TeamRole]
    if queries.role_to_delegate(request.actor, job) is not None:
        roles.append((queries.DELEGATE, gettext_lazy("Delegate of mine")))
    return roles


def _search(request: Request, job: Job, roles: Mapping[str, Message]) -> dict[str, Any]:
    """People who can be added in the chosen role; a role given by hand that does not exist is the first one."""
    wanted = http.text(request, "role")
    role = wanted if wanted in roles else TeamRole.RECRUITER.value
    search = http.text(request, "q")
    found = list(named(queries.addable_users(request.actor, job, role), search)[: _SHOWN + 1])
    return {
        "role": role,
        "role_label": roles[role],
        "q": search,
        "people": found[:_SHOWN],
        "more_people": len(found) > _SHOWN,
    }


def named(users: QuerySet[User], search: str) -> QuerySet[User]:
    for word in search.split()[:8]:
        users = users.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return users
