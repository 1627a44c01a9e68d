"""Pure rules about applications: where they may go, and what their state allows."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import SecurityRole
from skaffa.accounts.permissions import Action, Scope, scope
from skaffa.applications.models import Application, CloseReason
from skaffa.core import refusals, text
from skaffa.jobs.models import Stage, TeamRole
from skaffa.processes.models import StageKind

COMMENT = 2_000


class JobNotOpen(refusals.Conflict):
    """Only an active job takes people (S38)."""

    sentence = _("This job is not active.")


class JobWithoutProspects(refusals.Conflict):
    """The job was activated without the Prospect stage (S39)."""

    sentence = _("This job does not take prospects.")


class ApplicationIsClosed(refusals.Conflict):
    """A closed application stays where it ended until it is reopened."""

    sentence = _("This application is closed.")


class ApplicationIsActive(refusals.Conflict):
    """Only a closed application can be reopened."""

    sentence = _("This application is not closed.")


class StageOfAnotherJob(refusals.Invalid):
    """A stage belongs to one job's own process."""

    sentence = _("Choose one of the stages of this job.")


class LastStage(refusals.Conflict):
    """There is no stage to advance to."""

    sentence = _("This is the last stage.")


class NothingToTakeBack(refusals.Conflict):
    """Only a move can be undone, not how somebody came to the job."""

    sentence = _("There is no move to take back.")


class NobodyAccepted(refusals.Conflict):
    """A position is filled by somebody who accepted an offer (A29)."""

    sentence = _("A position is filled only when a candidate has accepted an offer.")


class MovedSince(refusals.Conflict):
    """The move that was to be taken back is not the latest any more."""

    sentence = _("They have been moved again since. Nothing has been taken back.")


def checked_comment(given: str) -> str:
    """What was said about an end, tidied; raises Invalid when it is too long."""
    said = text.paragraphs(given)
    if len(said) > COMMENT:
        message = _("Use at most %(limit)d characters.") % {"limit": COMMENT}
        raise refusals.Invalid(message, fields={"comment": message})
    return said


def next_stage(stages: Sequence[Stage], current_id: int) -> Stage:
    """The stage after the current one; raises LastStage."""
    position = next(stage.position for stage in stages if stage.pk == current_id)
    following = [stage for stage in stages if stage.position > position]
    if not following:
        raise LastStage
    return min(following, key=lambda stage: stage.position)


def first_stage(stages: Sequence[Stage], kind: StageKind) -> Stage:
    """The stage that a new prospect or applicant enters."""
    found = next((stage for stage in stages if stage.kind == kind), None)
    if found is None:
        raise JobWithoutProspects
    return found


def roles_that_see(action: Action) -> dict[Scope, list[str]]:
    """The hiring-team roles by how far they reach for PROSPECT_VIEW or APPLICANT_VIEW."""
    found: dict[Scope, list[str]] = {}
    for role in TeamRole:
        found.setdefault(scope(action, SecurityRole(role)), []).append(role.value)
    return found


def is_further(there: Application, comes: Application, _choices: object) -> bool:
    """Of two applications of one person for one job, whether the second stays.

    One that led to a hire stays before an open one, that before a closed one, and of two alike the one in the later stage.
    """
    return _how_far(comes) > _how_far(there)


def _how_far(application: Application) -> tuple[bool, bool, int]:
    return application.close_reason == CloseReason.HIRED, application.is_active, application.stage.position
