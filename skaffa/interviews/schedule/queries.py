"""Which interviews there are, when people are taken, and what speaks against a time."""

from collections.abc import Collection, Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.core import signing
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Prefetch, Q, QuerySet, Value
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications import queries as applications
from skaffa.applications import scope
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.applications.scope import Seen
from skaffa.candidates.merging import queries as merging
from skaffa.core import refusals
from skaffa.core.compiled import Limit, compiled
from skaffa.interviews import queries as feedback
from skaffa.interviews.availability import queries as availability
from skaffa.interviews.availability import rules as availability_rules
from skaffa.interviews.models import (
    Answer,
    BusyKind,
    BusyTime,
    Feedback,
    FeedbackStatus,
    Interview,
    InterviewStatus,
    Panelist,
    Slot,
)
from skaffa.interviews.schedule import rules
from skaffa.interviews.schedule.rules import Conflict, Plan, Taken
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, TeamRole

_SALT = "skaffa.interviews.candidate"
_LINE = (
    *("title", "starts_at", "ends_at", "place", "status", "unsuitable_at", "candidate_told_at"),
    *("application__job__title", "application__candidate__first_name", "application__candidate__last_name"),
)
_PANEL = Prefetch("panelists", Panelist.objects.select_related("interviewer").order_by("pk"))
_MOST_WORDS = 8
LINK_LASTS = timedelta(days=30)
"""How long after the last interview the candidate's page works."""


class InterviewNotFound(refusals.NotFound):
    """There is no such interview, or the reader may not know of it."""

    sentence = _("There is no such interview, or you may not see it.")


class LinkNotValid(refusals.NotFound):
    """Changed on its way, too old, or nothing is told to the candidate."""

    sentence = _("This link does not work any more.")


def visible_to(actor: Actor) -> QuerySet[Interview]:
    """Whoever sees an application sees its interviews."""
    return Interview.objects.filter(applications.seen_by(actor, "application__job", "application__stage__kind"))


def of_application(actor: Actor, application: Application) -> list[Interview]:
    """The application's interviews, the earliest first."""
    rows = visible_to(actor).filter(application=application).select_related("scheduled_by").prefetch_related(_PANEL)
    return list(rows.order_by("starts_at", "pk"))


def interview(actor: Actor, pk: int) -> Interview:
    found = _whole(visible_to(actor)).filter(pk=pk).first()
    if found is None:
        raise InterviewNotFound
    return found


def loaded(pk: int) -> Interview:
    """One interview with all that a letter says; for letters, not for pages."""
    found = _whole(Interview.objects.all()).filter(pk=pk).first()
    if found is None:
        raise InterviewNotFound
    return found


def mine(actor: Actor) -> QuerySet[Interview]:
    """The planned interviews the actor is invited to."""
    return _whole(_of(actor.user_id, scope.seen(actor)))


def _of(user: int | None, seen: Seen) -> QuerySet[Interview]:
    invited = Panelist.objects.filter(interview=OuterRef("pk"), interviewer=user)
    rows = Interview.objects.filter(scope.where(seen, "application__job", "application__stage__kind"))
    return rows.filter(Exists(invited), status=InterviewStatus.PLANNED)


def owed_by(user: int, seen: Seen, at: datetime) -> QuerySet[Interview]:
    """Interviews that are over, on which a user who sees these applications has not submitted feedback."""
    declined = Panelist.objects.filter(interview=OuterRef("pk"), interviewer=user, answer=Answer.DECLINED)
    over = _of(user, seen).filter(ends_at__lte=at, application__status=ApplicationStatus.ACTIVE)
    return over.filter(~has_given(user), ~Exists(declined))


def has_given(user: int) -> Exists:
    """Whether a user has submitted feedback on the application of what is asked for."""
    submitted = Feedback.objects.filter(author=user, status=FeedbackStatus.SUBMITTED)
    return Exists(submitted.filter(application=OuterRef("application")))


def next_ones(actor: Actor, *, at: datetime, many: int) -> list[Interview]:
    """The first of the actor's own that are to come, with what a line says of each."""
    return _next_ones(actor.user_id, scope.seen(actor), at, Limit(many)) if actor.user_id else []


@compiled
def _next_ones(user: int, seen: Seen, at: datetime, many: Limit) -> QuerySet[Interview]:
    return _first(_of(user, seen).filter(ends_at__gt=at), "starts_at", many)


def _first(rows: QuerySet[Interview], by: str, many: Limit) -> QuerySet[Interview]:
    """Whom and what they are about is read for the first alone."""
    chosen = rows.order_by(by, "pk").values("pk")[:many]
    return lines(Interview.objects.filter(pk__in=chosen)).order_by(by, "pk")


def lines(rows: QuerySet[Interview]) -> QuerySet[Interview]:
    """The same interviews with what a line of a list says of each, a tenth of what there is to read."""
    bare = rows.select_related(None).select_related("application__job", "application__candidate")
    return bare.only(*_LINE)


def told_to_candidate(application: Application) -> list[Interview]:
    """What the candidate has been told of, the earliest first."""
    rows = Interview.objects.filter(application=application, candidate_told_at__isnull=False)
    return list(rows.prefetch_related(_PANEL).order_by("starts_at", "pk"))


def candidate_link(application: Application) -> str:
    """The candidate's own page of their interviews."""
    return f"{settings.SKAFFA.base_url}/careers/interviews/{candidate_token(application)}"


def candidate_token(application: Application) -> str:
    return signing.dumps(application.pk, salt=_SALT)


def opened(token: str, *, at: datetime) -> tuple[Application, list[Interview]]:
    """What a candidate's link leads to; raises LinkNotValid."""
    try:
        pk = signing.loads(token, salt=_SALT)
    except signing.BadSignature as error:
        raise LinkNotValid from error
    application = (
        Application.objects.select_related("job", "candidate").filter(pk=merging.lives_as(pk, Application)).first()
    )
    told = told_to_candidate(application) if application else []
    if application is None or not told or max(one.ends_at for one in told) + LINK_LASTS < at:
        raise LinkNotValid
    return application, told


def conflicts(application: Application, plans: Sequence[Plan], *, besides: Interview | None = None) -> list[Conflict]:
    """Everything that speaks against these plans; `besides` is the interview that is being changed."""
    wanted = {pk for plan in plans for pk in plan.interviewer_ids}
    begin, end = min(plan.starts_at for plan in plans), max(plan.ends_at for plan in plans)
    found = taken(wanted, application, begin=begin, end=end)
    return rules.conflicts(
        plans,
        taken=[one for one in found if besides is None or one.interview_id != besides.pk],
        offered=offered(application),
        interviewers=User.objects.in_bulk(wanted),
    )


def taken_around(
    application: Application, interviews: Sequence[Interview], slots: Sequence[Slot], team: Iterable[int]
) -> list[Taken]:
    """When whoever is on these panels, or on the team, is taken while these interviews are, or at these times."""
    times = [*((one.starts_at, one.ends_at) for one in interviews), *((one.starts_at, one.ends_at) for one in slots)]
    if not times:
        return []
    people = {one.interviewer_id for each in interviews for one in each.panelists.all()}.union(team)
    begin, end = min(first for first, _last in times), max(last for _first, last in times)
    return taken(people, application, begin=begin, end=end)


def standing_conflicts(application: Application, interviews: Sequence[Interview]) -> dict[int, list[Conflict]]:
    """What speaks against each of these interviews of the application, as they stand; panels must be loaded."""
    fitting = availability.fitting(availability.of_application(application))
    return conflicts_among(interviews, taken_around(application, interviews, (), ()), fitting)


def conflicts_among(
    interviews: Sequence[Interview], taken: Iterable[Taken], fitting: Iterable[Slot]
) -> dict[int, list[Conflict]]:
    """The same where it is known already who is taken, and what suits the candidate."""
    people = {one.interviewer_id: one.interviewer for each in interviews for one in each.panelists.all()}
    times = _merged(fitting)
    return {
        each.pk: rules.conflicts(
            [plan(each)],
            taken=[one for one in taken if one.interview_id != each.pk],
            offered=times,
            interviewers=people,
        )
        for each in interviews
    }


def invitable(actor: Actor, job: Job) -> QuerySet[User]:
    """Active users who could join the hiring team as interviewers, by name."""
    return jobs.addable_users(actor, job, TeamRole.INTERVIEWER)


def named(users: QuerySet[User], search: str) -> QuerySet[User]:
    """Those with every word in name or address."""
    for word in search.replace("\0", " ").split()[:_MOST_WORDS]:
        users = users.filter(Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(email__icontains=word))
    return users


def offered(application: Application) -> list[tuple[datetime, datetime]]:
    """When the candidate can come, as stretches of time; empty while nobody knows."""
    return _merged(availability.fitting(availability.of_application(application)))


def _merged(fitting: Iterable[Slot]) -> list[tuple[datetime, datetime]]:
    return availability_rules.merged((slot.starts_at, slot.ends_at) for slot in fitting)


def taken(interviewer_ids: Collection[int], application: Application, *, begin: datetime, end: datetime) -> list[Taken]:
    """When these interviewers, and the candidate, are in an interview (who has declined is free), or their calendar says so.

    A calendar that holds an interview of ours, at its very times, tells nothing new.
    """
    rows = Interview.objects.filter(status=InterviewStatus.PLANNED, starts_at__lt=end, ends_at__gt=begin)
    seats = Panelist.objects.filter(interview__in=rows, interviewer__in=interviewer_ids).exclude(answer=Answer.DECLINED)
    nothing = Value("", CharField())
    of_people = seats.values_list("interview", "interviewer", "interview__starts_at", "interview__ends_at", nothing)
    theirs = rows.filter(application__candidate=application.candidate_id)
    of_person = theirs.values_list("pk", Value(None, BigIntegerField()), "starts_at", "ends_at", nothing)
    busy = BusyTime.objects.filter(feed__user__in=interviewer_ids, starts_at__lt=end, ends_at__gt=begin)
    elsewhere = busy.exclude(kind=BusyKind.ELSEWHERE)
    of_calendars = elsewhere.values_list(Value(0, BigIntegerField()), "feed__user", "starts_at", "ends_at", "kind")
    found = [Taken(*row) for row in of_people.union(of_person, of_calendars, all=True)]
    known = {(one.interviewer_id, one.starts_at, one.ends_at) for one in found if not one.calendar}
    return [one for one in found if not one.calendar or (one.interviewer_id, one.starts_at, one.ends_at) not in known]


def plan(interview: Interview) -> Plan:
    """An interview in the shape that actions take."""
    return Plan(
        title=interview.title,
        starts_at=interview.starts_at,
        minutes=round((interview.ends_at - interview.starts_at).total_seconds() / 60),
        time_zone=interview.time_zone,
        interviewer_ids=tuple(panelist.interviewer_id for panelist in interview.panelists.all()),
        place=interview.place,
        meeting_link=interview.meeting_link,
        details=interview.details,
        shows_interviewers=interview.shows_interviewers,
        remind_feedback_after=interview.remind_feedback_after,
    )


def _whole(rows: QuerySet[Interview]) -> QuerySet[Interview]:
    return rows.select_related("application__job", "application__candidate", "scheduled_by").prefetch_related(_PANEL)


def was_scheduled(application: Application, since: datetime) -> bool:
    """Whether an interview that is not called off was appointed since then."""
    planned = Interview.objects.filter(application=application, status=InterviewStatus.PLANNED)
    return planned.filter(created_at__gte=since).exists()


def was_held(application: Application, since: datetime) -> bool:
    """Whether an interview was appointed since then, and somebody has said since what they thought."""
    return was_scheduled(application, since) and feedback.was_judged(application, since)
