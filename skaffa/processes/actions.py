"""What can be done with process templates: create, copy, change, make the default, delete; who makes them."""

import dataclasses
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.core import events, refusals
from skaffa.processes import queries, rules
from skaffa.processes.events import TemplateChanged, TemplateCreated, TemplateDeleted, TemplateManagementChanged
from skaffa.processes.models import ProcessTemplate, TemplateActivity, TemplateManagement, TemplateStage
from skaffa.processes.rules import Options, Plan


class TemplateNameTaken(refusals.Conflict):
    """Templates are told apart by their names."""

    sentence = _("Another template has this name.")


class DefaultStays(refusals.Conflict):
    """New jobs need a template to start with."""

    sentence = _("New jobs start with this template. Make another one the default before you delete it.")


@transaction.atomic
def create(name: str, *, like: ProcessTemplate | None = None, by: Actor, at: datetime) -> ProcessTemplate:
    """A template with the stages and options of another one, of the default unless told otherwise."""
    if not queries.may_make(by):
        raise refusals.NotAllowed(code=Action.TEMPLATE_MAKE.value)
    copied = like or queries.default()
    options = queries.options(copied) if copied else Options()
    is_administrators = permissions.allowed(by, Action.TEMPLATE_MAKE)
    made = ProcessTemplate(
        name=rules.checked_template_name(name),
        owner=None if is_administrators else by.user,
        **dataclasses.asdict(options),
    )
    _save(made)
    _write(made, queries.plan(copied))
    events.publish(TemplateCreated(template=made.name, at=at, by_id=by.user_id))
    return made


@transaction.atomic
def edit(template: ProcessTemplate, *, name: str, options: Options, by: Actor, at: datetime) -> ProcessTemplate:
    """Its name, and the options that jobs made from it start with; jobs that are there keep theirs."""
    locked = _locked(template, by)
    locked.name = rules.checked_template_name(name)
    for field, value in dataclasses.asdict(options).items():
        setattr(locked, field, value)
    _save(locked)
    events.publish(TemplateChanged(template=locked.name, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def arrange(template: ProcessTemplate, plan: Plan, *, seen: str, by: Actor, at: datetime) -> ProcessTemplate:
    """Replace the process by one made from what somebody saw, whose fingerprint is `seen`; raises ProcessChanged."""
    locked = _locked(template, by)
    if rules.fingerprint(queries.plan(locked)) != seen:
        raise rules.ProcessChanged
    TemplateStage.objects.filter(template=locked).delete()
    _write(locked, rules.checked(plan))
    events.publish(TemplateChanged(template=locked.name, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def set_default(template: ProcessTemplate, *, by: Actor, at: datetime) -> ProcessTemplate:
    """New jobs start with it unless another one is chosen; for administrators (A31)."""
    permissions.require(by, Action.ADMIN_CENTER)
    locked = _locked(template, by)
    ProcessTemplate.objects.filter(is_default=True).update(is_default=False)
    locked.is_default = True
    locked.save()
    events.publish(TemplateChanged(template=locked.name, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def delete(template: ProcessTemplate, *, by: Actor, at: datetime) -> ProcessTemplate:
    """Jobs made from it keep their copy."""
    locked = _locked(template, by)
    if locked.is_default:
        raise DefaultStays
    name = locked.name
    locked.delete()
    events.publish(TemplateDeleted(template=name, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def manage(*, own_templates: bool, by: Actor, at: datetime) -> None:
    """Let recruiters and hiring managers make templates of their own, or no longer; what they made stays."""
    permissions.require(by, Action.ADMIN_CENTER)
    TemplateManagement.objects.update_or_create(pk=1, defaults={"own_templates": own_templates})
    events.publish(TemplateManagementChanged(own_templates=own_templates, at=at, by_id=by.user_id))


def _locked(template: ProcessTemplate, by: Actor) -> ProcessTemplate:
    """The template as it stands now, for somebody who may change it."""
    queries.template(by, template.pk)
    locked = ProcessTemplate.objects.select_for_update().filter(pk=template.pk).first()
    if locked is None:
        raise queries.TemplateNotFound
    if not queries.may_change(by, locked):
        raise refusals.NotAllowed(code=Action.TEMPLATE_MAKE.value)
    return locked


def _save(template: ProcessTemplate) -> None:
    try:
        with transaction.atomic():
            template.save()
    except IntegrityError as error:
        raise TemplateNameTaken(fields={"name": TemplateNameTaken.sentence}) from error


def _write(template: ProcessTemplate, plan: Plan) -> None:
    stages = TemplateStage.objects.bulk_create(
        TemplateStage(template=template, kind=stage.kind, name=stage.name, position=place)
        for place, stage in enumerate(plan)
    )
    TemplateActivity.objects.bulk_create(
        TemplateActivity(stage=row, position=place, **dataclasses.asdict(activity))
        for row, stage in zip(stages, plan, strict=True)
        for place, activity in enumerate(stage.activities)
    )
