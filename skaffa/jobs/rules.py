"""Pure rules about jobs: what their details may be, what activation needs, what LinkedIn would refuse."""

import dataclasses
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from babel import Locale
from django.utils.translation import gettext_lazy as _

from skaffa.accounts.models import SecurityRole
from skaffa.core import refusals, text
from skaffa.core.refusals import Message
from skaffa.jobs import functions
from skaffa.jobs.models import JobStatus, TeamRole
from skaffa.processes.models import Confirmation
from skaffa.processes.rules import FEEDBACK_AFTER, Options

CODE, TITLE, DESCRIPTION, PLACE, COMMENT = 75, 200, 25_000, 120, 2_000
SKILL, MOST_SKILLS = 120, 50
FUNCTION, MOST_FUNCTIONS, MOST_OWN_FUNCTIONS = 80, 10, 3
SHORTEST_DESCRIPTION = 100
MOST_OPENINGS = 9_999
_NOT_COUNTRIES = frozenset({"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"})
COUNTRIES = frozenset(
    code for code in map(str, Locale("en").territories) if re.fullmatch("[A-Z]{2}", code) and code not in _NOT_COUNTRIES
)
"""ISO 3166-1 alpha-2 codes; babel knows their names in every language."""

SECURITY_ROLE_OF: dict[str, SecurityRole] = {
    TeamRole.RECRUITER: SecurityRole.RECRUITER,
    TeamRole.HIRING_MANAGER: SecurityRole.HIRING_MANAGER,
}
"""What a user must hold to join a hiring team in a role; anybody may interview (A18)."""


class JobDetailsMissing(refusals.Conflict):
    """Activation needs a title, a description and a location (A10)."""

    sentence = _("A job needs a title, a description and a location before it can be activated.")


class AlreadyActivated(refusals.Conflict):
    """Only a draft or an approved job can be activated."""

    sentence = _("This job cannot be activated any more.")


class NotApproved(refusals.Conflict):
    """A job with approvers, or of a template that asks for them, is activated once all have approved."""

    sentence = _("This job has to be approved before it can be activated. Send it to its approvers.")


class ApprovedAsItIs(refusals.Conflict):
    """Approvers said yes to what they read (A24)."""

    sentence = _("This job was activated as it was approved, so its details stay as they are.")


class OnlyForOneself(refusals.NotAllowed):
    """Nobody names delegates for others, and a delegate names none (A20)."""

    sentence = _("One names delegates for oneself, as a recruiter or hiring manager of the job.")


class DelegatesStay(refusals.NotAllowed):
    """A delegate has the rights of whom they act for, but this one (A20)."""

    sentence = _("A delegate removes neither other delegates nor whom they act for.")


class JobHasApplications(refusals.Conflict):
    """People's history is kept: such a job is closed, not deleted."""

    sentence = _("This job has prospects or applicants. Close it instead.")


class ActiveJobStays(refusals.Conflict):
    """An active job is closed before it is deleted."""

    sentence = _("Close this job before you delete it.")


class JobIsClosed(refusals.Conflict):
    """A closed job stays as it is."""

    sentence = _("This job is closed.")


class NotActive(refusals.Conflict):
    """Only an active job can be closed."""

    sentence = _("Only an active job can be closed.")


class ProcessFrozen(refusals.Conflict):
    """The process of an activated job stays as it is (A23, S39)."""

    sentence = _("The hiring process is frozen since the job was activated.")


@dataclass(frozen=True, slots=True)
class JobDetails:
    """What people write about a job; country is an ISO 3166-1 alpha-2 code."""

    title: str
    description: str = ""
    city: str = ""
    region: str = ""
    country: str = ""
    openings: int = 1
    employment_type: str = ""
    seniority: str = ""
    functions: Sequence[str] = ()
    skills: Sequence[str] = ()
    enable_prospects: bool = True
    hiring_managers_handle_prospects: bool = True
    hiring_managers_make_offers: bool = True
    is_confidential: bool = False
    is_listed: bool = True
    feedback_shown_before_own: bool = False
    feedback_editable: bool = True
    remind_feedback_after: int | None = 24
    ask_availability: bool = True
    feedback_from_team: bool = True
    resume_required: bool = True
    confirm_to: str = Confirmation.APPLYING


_LIMITS = {"title": TITLE, "description": DESCRIPTION, "city": PLACE, "region": PLACE}
FROZEN = frozenset(
    {field.name for field in dataclasses.fields(Options)} & {field.name for field in dataclasses.fields(JobDetails)}
)
"""What a template says besides stages and activities is part of the process, too."""
_REQUIRED: tuple[tuple[str, Message], ...] = (
    ("title", _("The job has no title.")),
    ("description", _("The job has no description.")),
    ("city", _("The location has no city.")),
    ("country", _("The location has no country.")),
)
Offered = Mapping[str, Collection[str]]
"""By field, the choices of its list."""
_LISTS: tuple[tuple[str, Message], ...] = (
    ("employment_type", _("Choose one of the employment types.")),
    ("seniority", _("Choose one of the seniority levels.")),
)
_CHOICES: tuple[tuple[str, frozenset[str | int | None], Message], ...] = (
    ("confirm_to", frozenset(Confirmation), _("Choose who is told.")),
    ("remind_feedback_after", frozenset({None, *FEEDBACK_AFTER}), _("Choose one of the times.")),
)


def tidied(details: JobDetails) -> JobDetails:
    return dataclasses.replace(
        details,
        title=text.line(details.title),
        description=text.paragraphs(details.description),
        city=text.line(details.city),
        region=text.line(details.region),
        country=text.line(details.country).upper(),
        functions=functions.known(details.functions),
        skills=text.each_once(map(text.line, details.skills)),
    )


def checked(details: JobDetails, offered: Offered) -> JobDetails:
    """The details, tidied; raises Invalid naming the fields that cannot be stored as they are."""
    clean = tidied(details)
    wrong: dict[str, Message] = {
        name: _("Use at most %(limit)d characters.") % {"limit": limit}
        for name, limit in _LIMITS.items()
        if len(getattr(clean, name)) > limit
    }
    if not clean.title:
        wrong["title"] = _("Give the job a title.")
    if clean.country and clean.country not in COUNTRIES:
        wrong["country"] = _("Choose a country.")
    if not 1 <= clean.openings <= MOST_OPENINGS:
        wrong["openings"] = _("Give a number from 1 to %(limit)d.") % {"limit": MOST_OPENINGS}
    wrong |= {name: sentence for name, known, sentence in _CHOICES if getattr(clean, name) not in known}
    wrong |= {name: sentence for name, sentence in _LISTS if getattr(clean, name) not in {"", *offered[name]}}
    wrong |= _wrong_words(clean)
    if wrong:
        raise refusals.Invalid(_("Some fields need your attention."), fields=wrong)
    return clean


def _wrong_words(clean: JobDetails) -> dict[str, Message]:
    """What is wrong with the functions and the skills."""
    wrong: dict[str, Message] = {}
    for name, longest, most in (("functions", FUNCTION, MOST_FUNCTIONS), ("skills", SKILL, MOST_SKILLS)):
        given = getattr(clean, name)
        if any(len(one) > longest for one in given):
            wrong[name] = _("Use at most %(limit)d characters for each.") % {"limit": longest}
        elif len(given) > most:
            wrong[name] = _("Give at most %(limit)d of these.") % {"limit": most}
    if len(functions.own(clean.functions)) > MOST_OWN_FUNCTIONS:
        wrong["functions"] = _("Give at most %(limit)d of your own.") % {"limit": MOST_OWN_FUNCTIONS}
    return wrong


def missing(details: JobDetails) -> dict[str, Message]:
    """What activation still needs (A10), by field."""
    clean = tidied(details)
    return {name: sentence for name, sentence in _REQUIRED if not getattr(clean, name)}


def shortcomings(details: JobDetails) -> list[Message]:
    """What LinkedIn would refuse, one sentence each (wire §4.1); empty: nothing we know of."""
    clean = tidied(details)
    found: list[Message] = [
        sentence for name, sentence in _REQUIRED if name != "description" and not getattr(clean, name)
    ]
    if len(clean.title) > TITLE:
        found.append(_("The title is longer than 200 characters."))
    if len(clean.description) < SHORTEST_DESCRIPTION:
        found.append(_("The description is shorter than 100 characters."))
    if len(clean.description) > DESCRIPTION:
        found.append(_("The description is longer than 25,000 characters."))
    return found


def check_activate(details: JobDetails, status: str, *, needs_approval: bool) -> None:
    """Raise unless a job in this state may be activated; LinkedIn's wishes are shown, they do not forbid."""
    if needs_approval and status in {JobStatus.DRAFT, JobStatus.PENDING, JobStatus.REJECTED}:
        raise NotApproved
    if status not in {JobStatus.DRAFT, JobStatus.APPROVED}:
        raise AlreadyActivated
    lacking = missing(details)
    if lacking:
        raise JobDetailsMissing(fields=lacking)


def check_edit(before: JobDetails, after: JobDetails, status: str) -> None:
    """Raise unless the details may change so in this state."""
    if status == JobStatus.CLOSED:
        raise JobIsClosed
    if status != JobStatus.ACTIVE:
        return
    frozen = {name: ProcessFrozen.sentence for name in changed(before, after) if name in FROZEN}
    if frozen:
        raise ProcessFrozen(fields=frozen)
    lacking = missing(after)
    if lacking:
        raise JobDetailsMissing(_("An active job keeps its title, description and location."), fields=lacking)


def check_arrange(status: str) -> None:
    """Raise unless stages and activities may still change in this state."""
    if status in {JobStatus.ACTIVE, JobStatus.CLOSED}:
        raise ProcessFrozen


def check_close(status: str) -> None:
    if status != JobStatus.ACTIVE:
        raise NotActive


def changed(before: JobDetails, after: JobDetails) -> tuple[str, ...]:
    """The names of the fields that differ."""
    return tuple(
        field.name
        for field in dataclasses.fields(JobDetails)
        if getattr(before, field.name) != getattr(after, field.name)
    )
