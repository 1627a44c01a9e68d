"""What tests about interviews say over and over: a question about times, a plan, and a candidate to write to."""

from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Any

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.interviews.availability import actions as availability
from skaffa.interviews.availability.rules import Question
from skaffa.interviews.models import Availability, Interview
from skaffa.interviews.schedule import actions
from skaffa.interviews.schedule.rules import Plan, Reader
from tests import personas

TUESDAY = datetime(2026, 3, 3, 9, 0, tzinfo=UTC)
"""The day after every test begins."""
READER = Reader("greta@people.internal", "en", "America/New_York")
QUESTION = Question(
    email="greta@people.internal",
    language="en",
    first_day=date(2026, 3, 3),
    last_day=date(2026, 3, 4),
    earliest=time(9),
    latest=time(12),
    minutes=60,
    time_zone="Europe/Stockholm",
)


def plan(*people: User, **changes: Any) -> Plan:
    """An hour on Tuesday morning with these interviewers."""
    given = Plan("First interview", TUESDAY, 60, "UTC", tuple(user.pk for user in people))
    return replace(given, **changes)


def scheduled(
    application: Application, *people: User, by: User, told: bool = True, at: datetime = personas.START, **changes: Any
) -> Interview:
    """An interview that `by` has scheduled, told to everybody or to nobody."""
    made = actions.schedule(
        application,
        [plan(*people, **changes)],
        tell_team=told,
        candidate=READER if told else None,
        by=Actor.of(by),
        at=at,
    )
    return made[0]


def asked(application: Application, *, by: User, at: datetime = personas.START, **changes: Any) -> Availability:
    return availability.ask(application, replace(QUESTION, **changes), by=Actor.of(by), at=at)
