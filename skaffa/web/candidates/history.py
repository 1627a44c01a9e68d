"""The jobs a candidate was or is considered for, with what the reader may do about each."""

from dataclasses import dataclass

from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries
from skaffa.applications.models import Application
from skaffa.applications.offers import rules as offers
from skaffa.candidates.models import Candidate
from skaffa.choices.queries import Lists
from skaffa.documents import queries as documents
from skaffa.documents import rules as document_rules
from skaffa.jobs import queries as jobs
from skaffa.linkedin import sight
from skaffa.linkedin.sight import State
from skaffa.web.candidates import endings


@dataclass(frozen=True, slots=True)
class Entry:
    """One application; what may be done is decided by the rights on its job and by its state."""

    application: Application
    may_open: bool
    can_advance: bool
    can_reject: bool
    can_reopen: bool
    can_delete: bool
    can_offer: bool
    can_attribute: bool  # say how they found the job
    can_give_medal: bool
    can_write: bool  # an e-mail to the candidate
    lacks_resume: bool  # that the job asks for
    why: str  # it ended, where that was for a reason
    linkedin: State | None  # how far LinkedIn is with it; None where nothing of it goes there, or nobody asked


def of(actor: Actor, candidate: Candidate, *, with_linkedin: bool) -> list[Entry]:
    """Every application the actor may read of, the latest first; how far LinkedIn is with each costs a question."""
    rows = documents.with_resume(queries.of_candidate(actor, candidate))
    found = list(rows)
    open_ones = {application.pk for application in found if getattr(application, "may_open", False)}
    rights = jobs.rights_by_job(actor, {application.job for application in found})
    told = [application for application in found if application.pk in open_ones] if with_linkedin else ()
    states, choices = sight.states(actor, told), Lists()
    return [
        _entry(
            application,
            states.get(application.pk),
            choices,
            may_open=application.pk in open_ones,
            rights=rights[application.job_id],
        )
        for application in found
    ]


def _entry(
    application: Application, linkedin: State | None, choices: Lists, *, may_open: bool, rights: frozenset[Action]
) -> Entry:
    works = may_open and application.job.is_active
    is_active = application.is_active
    return Entry(
        application=application,
        may_open=may_open,
        can_advance=works and is_active and Action.APPLICATION_ADVANCE in rights,
        can_reject=may_open and is_active and Action.APPLICATION_REJECT in rights,
        can_reopen=works and not is_active and Action.APPLICATION_REJECT in rights,
        can_delete=may_open and Action.APPLICATION_DELETE in rights,
        can_offer=works
        and Action.OFFER_MAKE in rights
        and offers.can_change(application, at_offer=getattr(application, "at_offer", False)),
        can_attribute=may_open and Action.APPLICANT_ADD in rights,
        can_give_medal=may_open and Action.APPLICATION_SILVER in rights,
        can_write=may_open and Action.MAIL_SEND in rights,
        lacks_resume=may_open and document_rules.lacks_resume(application),
        why=endings.why(application, choices),
        linkedin=linkedin,
    )
