"""Which process templates there are, what a new job starts with, and who may change which template."""

import dataclasses
from collections.abc import Iterable

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action, Scope
from skaffa.core import refusals
from skaffa.processes.models import ProcessActivity, ProcessTemplate, TemplateManagement, TemplateStage
from skaffa.processes.rules import Options, Plan, PlannedActivity, PlannedStage


class TemplateNotFound(refusals.NotFound):
    """There is no such template."""

    sentence = _("There is no such template.")


def visible_to(actor: Actor) -> QuerySet[ProcessTemplate]:
    """All templates for whoever makes jobs or templates: what is chosen from when a job is created."""
    reads = (Action.JOB_CREATE, Action.ADMIN_CENTER)
    if any(permissions.reach(actor, action) for action in reads):
        return ProcessTemplate.objects.select_related("owner")
    return ProcessTemplate.objects.none()


def listed(actor: Actor) -> QuerySet[ProcessTemplate]:
    """The templates with the number of their stages, the default first, then by name."""
    return visible_to(actor).annotate(stage_count=Count("stages")).order_by("-is_default", "name", "pk")


def template(actor: Actor, pk: int) -> ProcessTemplate:
    found = visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise TemplateNotFound
    return found


def own_templates() -> bool:
    """Whether recruiters and hiring managers make templates of their own; off until an administrator turns it on."""
    return TemplateManagement.objects.filter(own_templates=True).exists()


def may_make(actor: Actor) -> bool:
    reach = permissions.reach(actor, Action.TEMPLATE_MAKE)
    return Scope.ALL in reach or (Scope.OWN in reach and own_templates())


def may_change(actor: Actor, template: ProcessTemplate) -> bool:
    """Administrators every template; others their own, while they may make any."""
    if Scope.ALL in permissions.reach(actor, Action.TEMPLATE_MAKE):
        return True
    return template.owner_id is not None and template.owner_id == actor.user_id and may_make(actor)


def default() -> ProcessTemplate | None:
    return ProcessTemplate.objects.filter(is_default=True).first()


def plan(template: ProcessTemplate | None) -> Plan:
    """The process of a template; nothing where there is none."""
    rows = TemplateStage.objects.filter(template=template).order_by("position").prefetch_related("activities")
    return tuple(PlannedStage(stage.kind, stage.name, planned(stage.activities.all())) for stage in rows)


def planned(activities: Iterable[ProcessActivity]) -> tuple[PlannedActivity, ...]:
    """A stage's activities, in order, in the shape that rules take."""
    return tuple(
        PlannedActivity(one.kind, one.name, one.audience, one.required, one.url)
        for one in sorted(activities, key=lambda one: one.position)
    )


def options(template: ProcessTemplate) -> Options:
    return Options(**{field.name: getattr(template, field.name) for field in dataclasses.fields(Options)})
