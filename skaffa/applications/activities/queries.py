"""How far the activities of a stage are with somebody, and which of them keep them there."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from skaffa.applications.activities import rules
from skaffa.applications.models import ActivityState, ActivityStatus, Application, StageMove
from skaffa.jobs.models import Stage, StageActivity
from skaffa.processes import rules as process_rules

Judge = Callable[[Application, datetime], bool]
_judges: dict[str, Judge] = {}


@dataclass(frozen=True, slots=True)
class Standing:
    """One activity and how far it is; `by` is empty where it was read from what happened elsewhere."""

    activity: StageActivity
    status: ActivityStatus
    at: datetime | None
    by: str
    possible: Sequence[ActivityStatus]

    @property
    def is_done(self) -> bool:
        return rules.is_done(self.status)


def judged_by(kind: str, judge: Judge) -> None:
    """Activities of this kind are also done when `judge` says so of the application since it entered the stage.

    An app above registers here what only it knows.
    """
    _judges[kind] = judge


def of_stage(application: Application, stage: Stage) -> list[Standing]:
    """The activities of a stage that are for this candidate, in order."""
    return _standings(application, [stage.pk])


def left_undone(application: Application, stages: Iterable[Stage]) -> StageActivity | None:
    """The first required activity of these stages that is not done with this person."""
    required = (one for one in _standings(application, [stage.pk for stage in stages]) if one.activity.required)
    return next((one.activity for one in required if not one.is_done), None)


def _standings(application: Application, stages: Sequence[int]) -> list[Standing]:
    rows = StageActivity.objects.filter(stage__in=stages).select_related("stage")
    concerned = [
        row
        for row in rows.order_by("stage__position", "position")
        if process_rules.concerns(row.audience, is_internal=application.candidate.is_internal)
    ]
    if not concerned:
        return []
    states = ActivityState.objects.filter(application=application, activity__in=concerned).select_related("by")
    known = {state.activity_id: state for state in states}
    entered = _entered(application)
    return [_standing(application, row, known.get(row.pk), entered.get(row.stage_id)) for row in concerned]


def _standing(
    application: Application, activity: StageActivity, state: ActivityState | None, entered: datetime | None
) -> Standing:
    status = ActivityStatus(state.status) if state else ActivityStatus.PLANNED
    judge = _judges.get(activity.kind)
    if judge and entered and not rules.is_done(status) and judge(application, entered):
        return Standing(activity, ActivityStatus.COMPLETED, None, "", ())
    return Standing(
        activity,
        status,
        state.at if state else None,
        str(state.by or "") if state else "",
        rules.possible(activity.kind, status, required=activity.required),
    )


def _entered(application: Application) -> dict[int, datetime]:
    """When the application last came into each stage."""
    moves = StageMove.objects.filter(application=application).order_by("at", "pk")
    return dict(moves.values_list("to_stage_id", "at"))
