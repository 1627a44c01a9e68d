"""Pure rules about the activities of a stage: what may be said of one by hand, and what keeps somebody in a stage."""

from django.utils.translation import gettext_lazy as _

from skaffa.applications.models import ActivityStatus
from skaffa.core import refusals
from skaffa.processes.models import ActivityKind

_DONE = frozenset({ActivityStatus.COMPLETED, ActivityStatus.SKIPPED})


class ActivityNotDone(refusals.Conflict):
    """A required activity keeps people in its stage until it is done (A58)."""

    def __init__(self, activity: object, stage: object) -> None:
        words = _("“%(activity)s” in %(stage)s is required. Complete it before they go on.")
        super().__init__(words % {"activity": activity, "stage": stage})


class ActivityOfAnotherJob(refusals.Invalid):
    """An activity belongs to one job's own process."""

    sentence = _("Choose one of the activities of this job.")


class ReadFromFeedback(refusals.Conflict):
    """Feedback is done when somebody has submitted one, not when somebody says so."""

    sentence = _("Feedback is completed by submitting it.")


class RequiredIsNotSkipped(refusals.Conflict):
    """What is required is done, or people stay where they are."""

    sentence = _("This activity is required, so it cannot be skipped.")


def is_done(status: str) -> bool:
    """Cancelled is not: an interview that was called off has not taken place."""
    return status in _DONE


def check_by_hand(kind: str, status: str, *, required: bool) -> None:
    """Raise unless people may say so themselves."""
    if kind == ActivityKind.FEEDBACK and status == ActivityStatus.COMPLETED:
        raise ReadFromFeedback
    if required and status == ActivityStatus.SKIPPED:
        raise RequiredIsNotSkipped


def possible(kind: str, current: str, *, required: bool) -> list[ActivityStatus]:
    """What people may make of an activity that stands so."""
    said = [ActivityStatus.STARTED, ActivityStatus.COMPLETED, ActivityStatus.SKIPPED, ActivityStatus.PLANNED]
    if kind == ActivityKind.FEEDBACK:
        said.remove(ActivityStatus.COMPLETED)
        said.remove(ActivityStatus.STARTED)
    if required:
        said.remove(ActivityStatus.SKIPPED)
    if is_done(current):
        said = [ActivityStatus.PLANNED]
    return [status for status in said if status != current]
