"""A template's name and options, and one step in changing a process."""

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals
from skaffa.processes import rules
from skaffa.processes.models import ActivityKind, Audience, StageKind
from skaffa.processes.rules import Options, Plan, PlannedActivity
from skaffa.web.forms import Form
from skaffa.web.processes.applying import ApplyingForm
from skaffa.web.processes.interviewing import InterviewingForm
from skaffa.web.processes.reminders import reminder

Shape = TypeVar("Shape", bound=Form)


class NewTemplateForm(Form):
    name = forms.CharField(label=_("Template name"), max_length=rules.TEMPLATE_NAME)


class TemplateForm(NewTemplateForm, ApplyingForm, InterviewingForm):
    """What jobs made from the template start with."""

    enable_prospects = forms.BooleanField(label=_("Enable prospects"), required=False)
    hiring_managers_handle_prospects = forms.BooleanField(
        label=_("Hiring managers may see and add prospects"), required=False
    )
    remind_feedback_after = reminder()
    feedback_shown_before_own = forms.BooleanField(
        label=_("Interviewers may see others’ feedback before submitting their own"), required=False
    )
    feedback_editable = forms.BooleanField(
        label=_("Feedback may be changed after it has been submitted"), required=False
    )
    needs_approval = forms.BooleanField(
        label=_("Jobs need approval before they are activated"),
        required=False,
        help_text=_("When off, a job needs it only where approvers were chosen."),
    )
    hiring_managers_make_offers = forms.BooleanField(label=_("Hiring managers may note offers"), required=False)

    def options(self) -> Options:
        return Options(**{name: value for name, value in self.cleaned_data.items() if name != "name"})


class StageForm(Form):
    """A stage of one's own."""

    name = forms.CharField(label=_("Stage name"), max_length=rules.NAME)
    kind = forms.ChoiceField(
        label=_("What it is for"), choices=[(kind.value, StageKind(kind).label) for kind in rules.ADDABLE]
    )


class ActivityForm(Form):
    """What is done in a stage."""

    kind = forms.ChoiceField(label=_("Activity"), choices=ActivityKind.choices)
    name = forms.CharField(
        label=_("Name"), max_length=rules.NAME, required=False, help_text=_("Empty: the activity’s own name.")
    )
    audience = forms.ChoiceField(label=_("Who it is for"), choices=Audience.choices)
    url = forms.CharField(label=_("Web address"), max_length=rules.URL, required=False)
    required = forms.BooleanField(
        label=_("Required"), required=False, help_text=_("Nobody goes on to the next stage before it is done.")
    )

    def activity(self) -> PlannedActivity:
        return PlannedActivity(**self.cleaned_data)


class StepForm(Form):
    """Which stage, and which of its activities, a step is about; `seen` names the process that the page has shown."""

    act = forms.CharField(max_length=30)
    seen = forms.CharField(max_length=16)
    stage = forms.IntegerField(min_value=0, max_value=rules.MOST_STAGES, required=False)
    activity = forms.IntegerField(min_value=0, max_value=rules.MOST_ACTIVITIES, required=False)


def changed(plan: Plan, data: Any) -> tuple[Plan, str]:
    """The process after the step that was sent, and which process was seen; raises Invalid for what is no step."""
    step = StepForm(data)
    if not step.is_valid() or step.cleaned_data["act"] not in _STEPS:
        raise refusals.Invalid
    given = step.cleaned_data
    return _STEPS[given["act"]](plan, given["stage"] or 0, given["activity"] or 0, data), given["seen"]


def _add_stage(plan: Plan, _stage: int, _which: int, data: Any) -> Plan:
    form = _valid(StageForm(data))
    return rules.add_stage(plan, form.cleaned_data["kind"], form.cleaned_data["name"])


def _add_activity(plan: Plan, stage: int, _which: int, data: Any) -> Plan:
    return rules.add_activity(plan, stage, _valid(ActivityForm(data)).activity())


def _change_activity(plan: Plan, stage: int, which: int, data: Any) -> Plan:
    return rules.change_activity(plan, stage, which, _valid(ActivityForm(data)).activity())


def _valid(form: Shape) -> Shape:
    if not form.is_valid():
        sentence = next(iter(form.errors.values()))[0]
        raise refusals.Invalid(str(sentence))
    return form


_STEPS: dict[str, Callable[[Plan, int, int, Any], Plan]] = {
    "add_stage": _add_stage,
    "rename_stage": lambda plan, stage, _which, data: rules.rename_stage(plan, stage, str(data.get("name", ""))),
    "stage_up": lambda plan, stage, _which, _data: rules.shift_stage(plan, stage, -1),
    "stage_down": lambda plan, stage, _which, _data: rules.shift_stage(plan, stage, 1),
    "remove_stage": lambda plan, stage, _which, _data: rules.remove_stage(plan, stage),
    "add_activity": _add_activity,
    "change_activity": _change_activity,
    "activity_up": lambda plan, stage, which, _data: rules.shift_activity(plan, stage, which, -1),
    "activity_down": lambda plan, stage, which, _data: rules.shift_activity(plan, stage, which, 1),
    "remove_activity": lambda plan, stage, which, _data: rules.remove_activity(plan, stage, which),
}
