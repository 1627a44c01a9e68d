"""The people of these tests: made through actions, at the moments that count."""

from datetime import date, datetime

from skaffa.accounts.actor import SYSTEM
from skaffa.applications import actions as applications
from skaffa.applications.models import OfferStatus
from skaffa.applications.offers import actions as offers
from skaffa.candidates.models import Candidate
from skaffa.choices.models import RejectionReason
from skaffa.core import clock
from skaffa.jobs.models import Job
from skaffa.retention import actions, queries
from skaffa.retention.models import Ground, Hold, Policy
from skaffa.retention.rules import Rules
from tests import personas

RULES = Rules(months={Ground.APPLICANT: 12, Ground.PROSPECT: 6, Ground.NO_JOB: 3}, notice_days=30)


def choose(wanted: Rules = RULES, at: datetime = personas.START) -> None:
    actions.change_rules(wanted, by=SYSTEM, at=at)


def rejected_applicant(job: Job, who: Candidate | None = None) -> Candidate:
    application = personas.applicant(job, who)
    applications.reject(application, reason=RejectionReason.SKILLS, by=SYSTEM, at=personas.START)
    return application.candidate


def rejected_prospect(job: Job, who: Candidate | None = None) -> Candidate:
    application = personas.prospect(job, who)
    applications.reject(application, reason=RejectionReason.OTHER, by=SYSTEM, at=personas.START)
    return application.candidate


def hired(job: Job, who: Candidate | None = None) -> Candidate:
    """Somebody who has accepted an offer."""
    application = personas.applicant(job, who)
    for _stage in ("screen", "interview", "offer"):
        application = applications.advance(application, by=SYSTEM, at=personas.START)
    return offers.note(application, OfferStatus.ACCEPTED, by=SYSTEM, at=personas.START).candidate


def hold(who: Candidate, until: date, at: datetime = personas.START) -> Hold:
    return actions.keep(who, until=until, reason="A dispute.", by=SYSTEM, at=at)


def take_stock() -> None:
    """As the night does, at the product's clock."""
    last = actions.take_stock()
    while last is not None:
        last = actions.take_stock(after=last)
    actions.stock_taken(at=clock.now())


def policy() -> Policy:
    found = queries.policy()
    assert found is not None
    return found
