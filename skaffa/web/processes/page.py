"""A process as a page shows it: stages and activities with their words, and forms that change them."""

from dataclasses import dataclass
from typing import Any

from skaffa.processes import rules
from skaffa.processes.models import ActivityKind, Audience, StageKind
from skaffa.processes.rules import Plan, PlannedActivity, PlannedStage
from skaffa.web.processes.forms import ActivityForm, StageForm


@dataclass(frozen=True, slots=True)
class ShownActivity:
    place: int
    planned: PlannedActivity
    title: str
    kind: str
    audience: str
    is_first: bool
    is_last: bool
    form: ActivityForm | None


@dataclass(frozen=True, slots=True)
class ShownStage:
    place: int
    planned: PlannedStage
    title: str
    activities: list[ShownActivity]
    can_go_up: bool
    can_go_down: bool
    form: ActivityForm | None  # for one more activity


def editor(plan: Plan, address: str, *, may_edit: bool) -> dict[str, Any]:
    """What `processes/_process.html` shows; with forms where the process may change."""
    return {
        "stages": [_stage(plan, place, may_edit=may_edit) for place in range(len(plan))],
        "seen": rules.fingerprint(plan),
        "process_url": address,
        "may_edit_process": may_edit,
        "stage_form": StageForm(auto_id="new-stage-%s") if may_edit and len(plan) < rules.MOST_STAGES else None,
    }


def _stage(plan: Plan, place: int, *, may_edit: bool) -> ShownStage:
    stage = plan[place]
    movable = place >= _FIRST_MOVABLE
    has_room = len(stage.activities) < rules.MOST_ACTIVITIES
    return ShownStage(
        place=place,
        planned=stage,
        title=stage.name or str(StageKind(stage.kind).label),
        activities=[_activity(stage, place, which, may_edit=may_edit) for which in range(len(stage.activities))],
        can_go_up=movable and place > _FIRST_MOVABLE,
        can_go_down=movable and place < len(plan) - 1,
        form=ActivityForm(auto_id=f"stage-{place}-new-%s") if may_edit and has_room else None,
    )


def _activity(stage: PlannedStage, place: int, which: int, *, may_edit: bool) -> ShownActivity:
    planned = stage.activities[which]
    initial = {name: getattr(planned, name) for name in ("kind", "name", "audience", "required", "url")}
    return ShownActivity(
        place=which,
        planned=planned,
        title=planned.name or str(ActivityKind(planned.kind).label),
        kind=str(ActivityKind(planned.kind).label),
        audience=str(Audience(planned.audience).label),
        is_first=which == 0,
        is_last=which == len(stage.activities) - 1,
        form=ActivityForm(initial=initial, auto_id=f"stage-{place}-{which}-%s") if may_edit else None,
    )


_FIRST_MOVABLE = 2  # Prospect and Application stay in front
