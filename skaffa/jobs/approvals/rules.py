"""Pure rules about approvals: when a job may be sent, who answers, and what comes of all the answers."""

from collections.abc import Sequence
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals
from skaffa.jobs.models import Answer, JobStatus

REMINDED_AFTER = timedelta(hours=24)
MOST_APPROVERS = 20


class ApproversStay(refusals.Conflict):
    """Approvers are chosen before the job is sent to them."""

    sentence = _("Approvers can be changed while the job is a draft or was rejected.")


class AlreadyApprover(refusals.Conflict):
    """Everybody is asked once."""

    sentence = _("This person is an approver already.")


class NoApprovers(refusals.Conflict):
    """Somebody has to be asked."""

    sentence = _("Choose at least one approver first.")


class CannotBeSent(refusals.Conflict):
    """A job is sent while it is a draft or was rejected."""

    sentence = _("This job cannot be sent to approvers now.")


class NothingToAnswer(refusals.Conflict):
    """The job was changed or taken back, or the approver has answered."""

    sentence = _("There is nothing to answer here any more.")


def check_approvers(status: str) -> None:
    """Raise unless approvers may be added and removed in this state."""
    if status not in {JobStatus.DRAFT, JobStatus.REJECTED}:
        raise ApproversStay


def check_send(status: str) -> None:
    if status not in {JobStatus.DRAFT, JobStatus.REJECTED}:
        raise CannotBeSent


def outcome(answers: Sequence[str]) -> JobStatus:
    """All must approve; one rejection is the answer at once (A25)."""
    if Answer.REJECTED in answers:
        return JobStatus.REJECTED
    return JobStatus.APPROVED if all(answer == Answer.APPROVED for answer in answers) else JobStatus.PENDING
