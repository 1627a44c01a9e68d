"""What can be done with feedback: draft, submit, change, delete."""

import dataclasses
from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.applications.rules import ApplicationIsClosed
from skaffa.core import events, refusals
from skaffa.interviews import queries, rules
from skaffa.interviews.events import FeedbackChanged, FeedbackDeleted, FeedbackSubmitted
from skaffa.interviews.models import Feedback, FeedbackStatus
from skaffa.interviews.rules import Opinion
from skaffa.jobs import queries as jobs


@transaction.atomic
def save_draft(application: Application, opinion: Opinion, *, by: Actor, at: datetime) -> Feedback:
    """Keep what somebody has written so far; nobody else reads it."""
    feedback = _of_author(application, by, at)
    if feedback.is_submitted:
        raise rules.AlreadySubmitted
    return _write(feedback, rules.checked(opinion, complete=False), at)


@transaction.atomic
def submit(application: Application, opinion: Opinion, *, by: Actor, at: datetime) -> Feedback:
    """Give one's feedback to the team, drafted before or not."""
    feedback = _of_author(application, by, at)
    if feedback.is_submitted:
        raise rules.AlreadySubmitted
    clean = rules.checked(opinion, complete=True)
    feedback.status, feedback.submitted_at = FeedbackStatus.SUBMITTED, at
    _write(feedback, clean, at)
    _publish(FeedbackSubmitted, feedback, feedback.pk, by, at)
    return feedback


@transaction.atomic
def change(feedback: Feedback, opinion: Opinion, *, by: Actor, at: datetime) -> Feedback:
    """Say something else than what one submitted, where the job allows it (A49)."""
    if feedback.author_id != by.user_id:
        raise rules.FeedbackOfSomebodyElse
    locked = _of_author(feedback.application, by, at)
    if not locked.is_submitted:
        raise rules.NotSubmitted
    if not locked.application.job.feedback_editable:
        raise rules.FeedbackFixed
    clean = rules.checked(opinion, complete=True)
    if clean == queries.opinion(locked):
        return locked
    _write(locked, clean, at)
    _publish(FeedbackChanged, locked, locked.pk, by, at)
    return locked


@transaction.atomic
def delete(feedback: Feedback, *, by: Actor, at: datetime) -> Feedback:
    """Delete one's own draft; anything for the team's recruiters and administrators."""
    seen = queries.feedback(by, feedback.pk)
    locked = Feedback.objects.select_for_update().filter(pk=seen.pk).first()
    if locked is None:
        raise queries.FeedbackNotFound
    own_draft = locked.author_id == by.user_id and not locked.is_submitted
    if not own_draft:
        jobs.require(by, Action.FEEDBACK_DELETE, seen.application.job)
    pk = locked.pk
    locked.delete()
    if locked.is_submitted:
        _publish(FeedbackDeleted, locked, pk, by, at)
    return locked


def _of_author(application: Application, by: Actor, at: datetime) -> Feedback:
    """The author's one feedback on an open application, locked; an empty draft where there is none yet."""
    seen = applications.application(by, application.pk)
    jobs.require(by, Action.FEEDBACK_GIVE, seen.job)
    if not seen.is_active:
        raise ApplicationIsClosed
    author = _author(by)
    Feedback.objects.get_or_create(application=seen, author=author, defaults={"created_at": at, "modified_at": at})
    found = Feedback.objects.select_for_update().get(application=seen, author=author)
    found.application = seen
    return found


def _author(by: Actor) -> User:
    """Feedback is a person's opinion, never the system's."""
    if by.user is None:
        raise refusals.NotAllowed(code=Action.FEEDBACK_GIVE.value)
    return by.user


def _write(feedback: Feedback, opinion: Opinion, at: datetime) -> Feedback:
    for field in dataclasses.fields(opinion):
        setattr(feedback, field.name, getattr(opinion, field.name))
    feedback.modified_at = at
    feedback.save()
    return feedback


def _publish(
    kind: type[FeedbackSubmitted] | type[FeedbackChanged] | type[FeedbackDeleted],
    feedback: Feedback,
    pk: int,
    by: Actor,
    at: datetime,
) -> None:
    events.publish(
        kind(
            feedback_id=pk,
            application_id=feedback.application_id,
            candidate_id=feedback.application.candidate_id,
            at=at,
            by_id=by.user_id,
        )
    )
