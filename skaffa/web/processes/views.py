"""Process templates: the list, one template with its process, and who makes them."""

import dataclasses

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core import clock, refusals
from skaffa.processes import actions, queries
from skaffa.processes.models import ProcessTemplate
from skaffa.web import http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.processes import page
from skaffa.web.processes.forms import NewTemplateForm, TemplateForm, changed

form_view = require_http_methods(["GET", "HEAD", "POST"])
_MOST = 200


@form_view
def templates(request: Request) -> HttpResponse:
    """Every template, and a new one by its name."""
    _require_maker(request)
    form = NewTemplateForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.create(form.cleaned_data["name"], by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("template", args=[made.pk]), _("The template has been created."))
    administers = permissions.allowed(request.actor, Action.ADMIN_CENTER)
    rows = list(queries.listed(request.actor)[:_MOST])
    context = {
        "tabs": admin_tabs("templates") if administers else (),
        "administers": administers,
        "own_templates": queries.own_templates(),
        "rows": [(row, queries.may_change(request.actor, row)) for row in rows],
        "may_make": queries.may_make(request.actor),
        "form": form,
    }
    return render(request, "processes/templates.html", context, status=422 if form.errors else 200)


@require_POST
def manage(request: Request) -> HttpResponse:
    """The switch: whether recruiters and hiring managers make templates of their own."""
    own = request.POST.get("own_templates") == "on"
    actions.manage(own_templates=own, by=request.actor, at=clock.now())
    yes, no = _("Recruiters and hiring managers make templates of their own."), _("Only administrators make templates.")
    return http.done(request, reverse("templates"), yes if own else no)


@form_view
def template(request: Request, template_id: int) -> HttpResponse:
    """Name, options and process of one template."""
    _require_maker(request)
    found = queries.template(request.actor, template_id)
    may_change = queries.may_change(request.actor, found)
    initial = {"name": found.name, **dataclasses.asdict(queries.options(found))}
    form = TemplateForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        name, options = form.cleaned_data["name"], form.options()
        try:
            actions.edit(found, name=name, options=options, by=request.actor, at=clock.now())
        except (refusals.Invalid, refusals.Conflict) as refusal:
            form.refuse(refusal)
        else:
            return http.done(request, reverse("template", args=[found.pk]), _("The template has been saved."))
    context = _process_of(request, found) | {
        "template": found,
        "form": form,
        "may_change": may_change,
        "may_make": queries.may_make(request.actor),
        "may_set_default": permissions.allowed(request.actor, Action.ADMIN_CENTER),
    }
    return render(request, "processes/template.html", context, status=422 if form.errors else 200)


@require_POST
def process(request: Request, template_id: int) -> HttpResponse:
    """One step in changing the process."""
    found = queries.template(request.actor, template_id)
    if not queries.may_change(request.actor, found):
        raise refusals.NotAllowed(code=Action.TEMPLATE_MAKE.value)
    plan, seen = changed(queries.plan(found), request.POST)
    actions.arrange(found, plan, seen=seen, by=request.actor, at=clock.now())
    if request.htmx:
        return render(request, "processes/_process.html", _process_of(request, found))
    return http.done(request, reverse("template", args=[found.pk]), _("The process has been saved."))


@require_POST
def set_default(request: Request, template_id: int) -> HttpResponse:
    found = actions.set_default(queries.template(request.actor, template_id), by=request.actor, at=clock.now())
    return http.done(request, reverse("templates"), _("New jobs start with %(name)s.") % {"name": found.name})


@require_POST
def duplicate(request: Request, template_id: int) -> HttpResponse:
    """A copy under a free name, which can be changed there."""
    found = queries.template(request.actor, template_id)
    copy = actions.create(_free_name(request, found), like=found, by=request.actor, at=clock.now())
    return http.done(request, reverse("template", args=[copy.pk]), _("The template has been copied."))


@require_POST
def delete(request: Request, template_id: int) -> HttpResponse:
    found = actions.delete(queries.template(request.actor, template_id), by=request.actor, at=clock.now())
    return http.done(request, reverse("templates"), _("%(name)s has been deleted.") % {"name": found.name})


def _require_maker(request: Request) -> None:
    if not queries.may_make(request.actor):
        raise refusals.NotAllowed(code=Action.TEMPLATE_MAKE.value)


def _process_of(request: Request, template: ProcessTemplate) -> dict[str, object]:
    address = reverse("template_process", args=[template.pk])
    may_change = queries.may_change(request.actor, template)
    return page.editor(queries.plan(template), address, may_edit=may_change)


def _free_name(request: Request, template: ProcessTemplate) -> str:
    taken = set(queries.visible_to(request.actor).values_list("name", flat=True))
    wanted = [_("Copy of %(name)s") % {"name": template.name}]
    wanted += [f"{wanted[0]} {number}" for number in range(2, len(taken) + 3)]
    return next(name for name in wanted if name not in taken)
