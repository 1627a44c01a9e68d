"""What can be done with an activity of a stage: say by hand how far it is, or let another part of the product say it."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import held
from skaffa.applications.activities import rules
from skaffa.applications.events import ActivityChanged
from skaffa.applications.models import ActivityState, ActivityStatus, Application
from skaffa.core import events, refusals
from skaffa.jobs.models import StageActivity


@transaction.atomic
def say(
    application: Application, activity: StageActivity, status: ActivityStatus | str, *, by: Actor, at: datetime
) -> ActivityState:
    """Say how far an activity is, for who may advance the person.

    Raises ReadFromFeedback, RequiredIsNotSkipped, ActivityOfAnotherJob, ApplicationIsClosed.
    """
    locked = held.locked(application, Action.APPLICATION_ADVANCE, by)
    held.require_active(locked)
    held.require_open(locked.job)
    if status not in ActivityStatus:
        raise refusals.Invalid
    rules.check_by_hand(activity.kind, status, required=activity.required)
    return reach(locked, activity, status, by=by, at=at)


@transaction.atomic
def reach(
    application: Application, activity: StageActivity, status: ActivityStatus | str, *, by: Actor, at: datetime
) -> ActivityState:
    """As `say`, where the caller has settled the right: an interview that was held completes its own activity."""
    if activity.stage.job_id != application.job_id:
        raise rules.ActivityOfAnotherJob
    state, is_new = ActivityState.objects.select_for_update().get_or_create(
        application=application,
        activity=activity,
        defaults={"status": ActivityStatus(status), "at": at, "by": by.user},
    )
    if not is_new and state.status == status:
        return state
    state.status, state.at, state.by = ActivityStatus(status), at, by.user
    state.save()
    events.publish(
        ActivityChanged(
            **held.about(application, by.user_id, at),
            activity_id=activity.pk,
            activity=activity.kind,
            name=activity.name,
            status=ActivityStatus(status).value,
        )
    )
    return state
