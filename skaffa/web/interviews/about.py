"""What the pages about interviews know of the candidate they are about: which applications, and how to write to them."""

from typing import Any

from skaffa.accounts.permissions import Action
from skaffa.applications.models import Application
from skaffa.candidates import queries as candidates
from skaffa.careers import queries as careers
from skaffa.interviews.availability import queries as availability
from skaffa.interviews.models import Availability
from skaffa.jobs import queries as jobs
from skaffa.web.candidates import page
from skaffa.web.http import Request


def listed(shown: dict[str, Any]) -> list[Application]:
    """The applications of a candidate's page that the reader may open, the active ones first."""
    entries = (entry.application for entry in shown["history"] if entry.may_open)
    return sorted(entries, key=lambda one: one.status)


def context(request: Request, chosen: Application) -> dict[str, Any]:
    """The candidate's header and tabs, and what may be done about interviews on this application."""
    found = candidates.candidate(request.actor, chosen.candidate_id)
    return of_chosen(request, page.context(request, found, "interviews"), chosen)


def of_chosen(request: Request, shown: dict[str, Any], chosen: Application) -> dict[str, Any]:
    """What a candidate's page shows, and what may be done about interviews on this application of theirs."""
    may = jobs.may(request.actor, Action.INTERVIEW_SCHEDULE, chosen.job)
    may_schedule = may and chosen.is_active and not chosen.stage.is_prospect
    return shown | {
        "chosen": chosen,
        "may_schedule": may_schedule,
        "asks": chosen.job.ask_availability,
        "may_ask": may_schedule and chosen.job.ask_availability,
    }


def reader(request: Request, chosen: Application, asked: Availability | None = None) -> dict[str, str]:
    """How the candidate is written to, as far as we know: what they told us last goes first."""
    user = request.actor.user
    known = asked or availability.of_application(chosen)
    person = candidates.person(chosen.candidate)
    return {
        "email": (known.email if known else "") or next(iter(person.emails), ""),
        "language": known.language if known else careers.language_of(chosen) or (user.language if user else "en"),
        "candidate_time_zone": (known.candidate_time_zone if known else "") or (user.time_zone if user else "UTC"),
    }
