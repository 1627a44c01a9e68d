"""What can be done about who owes feedback: ask somebody by name, also once more; take it back."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.applications.models import Application
from skaffa.core import events
from skaffa.interviews import joining
from skaffa.interviews import rules as interviews
from skaffa.interviews.events import FeedbackRequested
from skaffa.interviews.models import Feedback, FeedbackRequest, FeedbackStatus
from skaffa.interviews.reminders.rules import PAUSE
from skaffa.interviews.requests import queries, rules
from skaffa.jobs import queries as jobs


@transaction.atomic
def ask(application: Application, user_ids: Collection[int], *, by: Actor, at: datetime) -> int:
    """Ask these people for feedback; who was asked before is asked once more, at most once an hour; how many hear of it.

    Who is not on the hiring team joins it, as whoever is invited to an interview does. Who has given theirs is left alone.
    """
    seen = applications.application(by, application.pk)
    jobs.require(by, Action.INTERVIEW_SCHEDULE, seen.job)
    interviews.require_interviewable(seen)
    people = rules.checked(user_ids, User.objects.filter(is_active=True).in_bulk(user_ids))
    joining.join_team(seen.job, people, by=by, at=at)
    given = Feedback.objects.filter(application=seen, status=FeedbackStatus.SUBMITTED, author__in=people)
    lately = FeedbackRequest.objects.filter(application=seen, asked_at__gt=at - PAUSE)
    spared = {*given.values_list("author_id", flat=True), *lately.values_list("user_id", flat=True)}
    asked = [user for user in people if user.pk not in spared]
    for user in asked:
        told = {"asked_by": by.user, "asked_at": at}
        FeedbackRequest.objects.update_or_create(application=seen, user=user, defaults=told)
        events.publish(
            FeedbackRequested(
                application_id=seen.pk,
                job_id=seen.job_id,
                candidate_id=seen.candidate_id,
                user_id=user.pk,
                at=at,
                by_id=by.user_id,
            )
        )
    return len(asked)


@transaction.atomic
def take_back(request: FeedbackRequest, *, by: Actor) -> None:
    """Nobody waits for this person any more; what they wrote stays."""
    seen = queries.request(by, request.pk)
    jobs.require(by, Action.INTERVIEW_SCHEDULE, seen.application.job)
    seen.delete()
