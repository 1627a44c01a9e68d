"""A person typed in on a job's page: found again or remembered, and put on the job, in one step."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import actions
from skaffa.applications.models import Application
from skaffa.candidates import actions as candidates
from skaffa.candidates import locking, rules
from skaffa.candidates import queries as people
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job


@transaction.atomic
def add_prospect(job: Job, person: Person, *, source: Source | str, by: Actor, at: datetime) -> Application:
    """Put a typed-in person on the Prospect tab; raises what applications.actions.add_prospect raises, and Invalid."""
    jobs.require(by, Action.PROSPECT_ADD, job)
    candidate = _remembered(person, source=source, by=by, at=at)
    return actions.add_prospect(job, candidate, source=source, by=by, at=at)


@transaction.atomic
def add_applicant(job: Job, person: Person, *, source: Source | str, by: Actor, at: datetime) -> Application:
    """Put a typed-in person into the Application stage."""
    jobs.require(by, Action.APPLICANT_ADD, job)
    candidate = _remembered(person, source=source, by=by, at=at)
    return actions.add_applicant(job, candidate, source=source, by=by, at=at)


def _remembered(person: Person, *, source: Source | str, by: Actor, at: datetime) -> Candidate:
    """The candidate with this e-mail address or LinkedIn profile, completed by what was typed; else a new one."""
    clean = rules.checked(person)
    locking.lock_people([clean])
    known = _known(clean)
    if known is None:
        return candidates.add(clean, source=source, by=by, at=at)
    return candidates.enrich(known, clean, by=by, at=at)


def _known(person: Person) -> Candidate | None:
    profiles = [link for link in person.links if rules.is_linkedin_profile(link)]
    found = [people.by_email(email) for email in person.emails] + [people.by_link(link) for link in profiles]
    return next((candidate for candidate in found if candidate is not None), None)
