"""From whom feedback on an applicant is awaited: by name, and where the job says so of its whole hiring team (A48)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import queries as applications
from skaffa.applications import scope
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.applications.scope import Seen
from skaffa.core import refusals
from skaffa.core.compiled import Limit, compiled
from skaffa.interviews.models import (
    Answer,
    Feedback,
    FeedbackRequest,
    FeedbackStatus,
    Interview,
    InterviewStatus,
    Panelist,
)
from skaffa.interviews.schedule import queries as schedule
from skaffa.jobs.models import TeamMember

_PERSON = (
    "application_id",
    "application__candidate__first_name",
    "application__candidate__last_name",
    "application__job__title",
)


class RequestNotFound(refusals.NotFound):
    """It was taken back, or the reader may not know of it."""

    sentence = _("There is no such request for feedback any more.")


@dataclass(frozen=True, slots=True)
class Participant:
    """Somebody from whom feedback is awaited, or has come; `request_id` where they were asked by name."""

    user: User
    has_given: bool
    request_id: int | None


class Owed(NamedTuple):
    """Feedback that somebody owes: after the interview `title`, or since they were asked; `since` is when it began."""

    application_id: int
    first_name: str
    last_name: str
    job: str
    title: str
    starts_at: datetime | None
    since: datetime

    @property
    def candidate(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


def participants(application: Application) -> list[Participant]:
    """Everybody who is asked, and whoever else has answered, by name; whose job is loaded."""
    by_name = dict(FeedbackRequest.objects.filter(application=application).values_list("user_id", "pk"))
    submitted = Feedback.objects.filter(application=application, status=FeedbackStatus.SUBMITTED)
    given = set(submitted.values_list("author_id", flat=True))
    people = User.objects.filter(_asked(application) | Q(pk__in={*by_name, *given})).order_by(
        "first_name", "last_name", "pk"
    )
    return [Participant(user, user.pk in given, by_name.get(user.pk)) for user in people]


def request(actor: Actor, pk: int) -> FeedbackRequest:
    rows = FeedbackRequest.objects.filter(application__in=applications.visible_to(actor))
    found = rows.select_related("application__job", "application__candidate", "user").filter(pk=pk).first()
    if found is None:
        raise RequestNotFound
    return found


def first_owed(actor: Actor, *, at: datetime, many: int) -> list[Owed]:
    """The first on whom the actor owes feedback: after an interview, or because they were asked by name."""
    if not actor.user_id:
        return []
    return [Owed(*row) for row in _first_owed(actor.user_id, scope.seen(actor), at, Limit(many))]


@compiled
def _first_owed(user: int, seen: Seen, at: datetime, many: Limit) -> QuerySet[Interview, Any]:
    """Both in one question; where an interview says it already, the request does not."""
    held = schedule.owed_by(user, seen, at)
    asked = _requests(user, seen).filter(~Exists(held.filter(application=OuterRef("application"))))
    none = Value(None, DateTimeField())
    of_interviews = held.values_list(*_PERSON, "title", "starts_at", "ends_at")
    of_requests = asked.values_list(*_PERSON, Value(""), none, "asked_at")
    return of_interviews.union(of_requests, all=True).order_by("ends_at", "application_id")[:many]


def _requests(user: int, seen: Seen) -> QuerySet[FeedbackRequest]:
    rows = FeedbackRequest.objects.filter(scope.where(seen, "application__job", "application__stage__kind"), user=user)
    return rows.filter(~schedule.has_given(user), application__status=ApplicationStatus.ACTIVE)


def _asked(application: Application) -> Q:
    """The interviewers of what is scheduled, but who has declined; the hiring team, but those who act for another."""
    planned = Interview.objects.filter(application=application, status=InterviewStatus.PLANNED)
    panel = Panelist.objects.filter(interview__in=planned).exclude(answer=Answer.DECLINED)
    asked = Q(pk__in=panel.values("interviewer"))
    if application.job.feedback_from_team:
        team = TeamMember.objects.filter(job=application.job_id, delegate_of=None, user__is_active=True)
        asked |= Q(pk__in=team.values("user"))
    return asked
