"""What was thought of an applicant, for those who may know."""

import dataclasses
from datetime import datetime

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action, Scope
from skaffa.applications import queries as applications
from skaffa.applications import rules as application_rules
from skaffa.applications.models import Application
from skaffa.core import refusals
from skaffa.interviews.models import Feedback, FeedbackStatus
from skaffa.interviews.rules import Opinion
from skaffa.jobs.models import TeamMember

_SUBMITTED = Q(status=FeedbackStatus.SUBMITTED)


class FeedbackNotFound(refusals.NotFound):
    """There is no such feedback, or it is not the reader's to read."""

    sentence = _("There is no such feedback, or you may not see it.")


def visible_to(actor: Actor) -> QuerySet[Feedback]:
    """One's own, and what others submitted: interviewers wait for it until they have submitted theirs (A49)."""
    if actor.is_system:
        return Feedback.objects.all()
    seen = Feedback.objects.filter(application__in=applications.visible_to(actor))
    return seen.filter(Q(author=actor.user) | _SUBMITTED & _of_others(actor))


def of_application(actor: Actor, application: Application) -> QuerySet[Feedback]:
    """The submitted feedback the actor may read, the latest first."""
    rows = visible_to(actor).filter(_SUBMITTED, application=application).select_related("author")
    return rows.order_by("-submitted_at", "-pk")


def own(actor: Actor, application: Application) -> Feedback | None:
    """The actor's own feedback, a draft included."""
    rows = visible_to(actor).filter(application=application, author=actor.user)
    return rows.first() if actor.user else None


def feedback(actor: Actor, pk: int) -> Feedback:
    rows = visible_to(actor).select_related("application__job", "application__candidate", "author")
    found = rows.filter(pk=pk).first()
    if found is None:
        raise FeedbackNotFound
    return found


def givers(application: Application) -> frozenset[int]:
    """Ids of those who have submitted feedback; not what they said."""
    rows = Feedback.objects.filter(_SUBMITTED, application=application)
    return frozenset(rows.values_list("author_id", flat=True))


def opinion(feedback: Feedback) -> Opinion:
    """What was said, in the shape that actions take."""
    return Opinion(**{field.name: getattr(feedback, field.name) for field in dataclasses.fields(Opinion)})


def _of_others(actor: Actor) -> Q:
    if permissions.allowed(actor, Action.FEEDBACK_VIEW):
        return Q()
    roles = application_rules.roles_that_see(Action.FEEDBACK_VIEW).get(Scope.TEAM, [])
    leads = Q(application__job__in=TeamMember.objects.filter(user=actor.user, role__in=roles).values("job"))
    mine = Feedback.objects.filter(_SUBMITTED, application=OuterRef("application"), author=actor.user)
    return leads | Q(application__job__feedback_shown_before_own=True) | Q(Exists(mine))


def was_judged(application: Application, since: datetime) -> bool:
    """Whether somebody has submitted feedback on the application since then."""
    submitted = Feedback.objects.filter(application=application, status=FeedbackStatus.SUBMITTED)
    return submitted.filter(submitted_at__gte=since).exists()
