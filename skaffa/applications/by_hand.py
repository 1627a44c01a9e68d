"""Somebody put on a job by hand: a person typed in on the job's page, or a candidate we know."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import actions
from skaffa.applications.models import Application
from skaffa.candidates import intake
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.candidates.sources.queries import Said
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job


@transaction.atomic
def add_prospect(
    job: Job, person: Person, *, known: Candidate | None = None, source: Said, by: Actor, at: datetime
) -> Application:
    """Put a typed-in person on the Prospect tab; raises what applications.actions.add_prospect raises, and Invalid.

    `known`: who they are, where somebody has said so.
    """
    jobs.require(by, Action.PROSPECT_ADD, job)
    candidate = intake.remember(person, known=known, source=source, by=by, at=at)
    return actions.add_prospect(job, candidate, source=source, by=by, at=at)


@transaction.atomic
def add_applicant(
    job: Job, person: Person, *, known: Candidate | None = None, source: Said, by: Actor, at: datetime
) -> Application:
    """Put a typed-in person into the Application stage."""
    jobs.require(by, Action.APPLICANT_ADD, job)
    candidate = intake.remember(person, known=known, source=source, by=by, at=at)
    return actions.add_applicant(job, candidate, source=source, by=by, at=at)


@transaction.atomic
def add_candidate(
    job: Job, candidate: Candidate, *, source: Said = Source.RECRUITER, by: Actor, at: datetime
) -> Application:
    """Put a candidate on a job from their own page: a prospect where the job takes prospects, else an applicant (A106)."""
    add = actions.add_prospect if job.takes_prospects else actions.add_applicant
    return add(job, candidate, source=source, by=by, at=at)
