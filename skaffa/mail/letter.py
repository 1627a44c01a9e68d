"""A letter before it is an e-mail: what about, to whom, with which values; and how it reads once they are filled in."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import Language, User
from skaffa.applications.models import Application
from skaffa.core import text
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus, TeamRole
from skaffa.mail import markup, placeholders, rules
from skaffa.mail.models import Kind, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Reader:
    """Who gets it: the address may be empty, and then nothing can be sent."""

    recipient: Recipient
    address: str
    name: str
    language: str = Language.ENGLISH

    @property
    def fault(self) -> Message:
        """Why nothing can be sent to this address; empty when something can."""
        return rules.fault_of(self.address, may_be_example=settings.SKAFFA.kind == "sandbox")

    @classmethod
    def user(cls, user: User, recipient: Recipient) -> "Reader":
        """Somebody who works here, in their own language; nothing reaches who has been deactivated."""
        address = user.email if user.is_active else ""
        return cls(recipient=recipient, address=address, name=user.first_name, language=user.language)


@dataclass(frozen=True, slots=True)
class File:
    """Goes with the e-mail."""

    name: str
    content_type: str
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """What to tell whom; the words come from the template of its kind and recipient.

    `values` fills the placeholders that only the caller knows, by name; what is missing takes its line with it.
    `secret` is an address of the reader's own: #{Status_Link}, #{Availability_Link} or #{Interview_Link} given as
    rules.SECRET_LINK become it on the way out, and nobody here reads it.
    """

    kind: Kind
    to: Reader
    application: Application | None = None
    job: Job | None = None  # the application's own need not be said
    values: Mapping[str, str] = field(default_factory=dict)
    files: Sequence[File] = ()
    secret: str = ""

    @property
    def about(self) -> Job | None:
        return self.application.job if self.application else self.job


@dataclass(frozen=True, slots=True)
class Rendered:
    subject: str
    text: str
    html: str


def render(subject: str, body: str, values: Mapping[str, str]) -> Rendered:
    """The words with their values: what the reader will see."""
    markdown = placeholders.in_markdown(body, values)
    line = text.shortened(placeholders.in_line(subject, values), rules.SUBJECT)
    return Rendered(line, markup.plain(markdown), markup.html(markdown))


def values(letter: Letter, by: Actor) -> dict[str, str]:
    """Every value that is known: what the caller gave, then what the job, the person and the sender tell."""
    company = settings.SKAFFA.environment_name
    found = {"Recipient_Name": letter.to.name, "Company_Name": company}
    sender = by.user
    if letter.about is not None:
        recruiter, manager = lead(letter.about, TeamRole.RECRUITER), lead(letter.about, TeamRole.HIRING_MANAGER)
        sender = sender or recruiter
        found |= _of_job(letter.about) | _of_user("Recruiter", recruiter) | _of_user("Hiring_Manager", manager)
    if letter.application is not None:
        person = letter.application.candidate
        found |= {"Candidate_Name": str(person), "Candidate_First_Name": person.first_name}
    found |= {"Sender_Name": company} | _of_user("Sender", sender)
    return {**found, **letter.values}


def lead(job: Job, role: TeamRole) -> User | None:
    """Who speaks for the job in this role: the one who has been in its team the longest."""
    ids = jobs.members_in(job, role)
    return User.objects.get(pk=ids[0]) if ids else None


def _of_job(job: Job) -> dict[str, str]:
    is_public = job.status == JobStatus.ACTIVE and not job.is_confidential
    link = f"{settings.SKAFFA.base_url}/careers/{job.code}" if is_public else ""
    return {"Job_Title": job.title, "Job_ID": job.code, "Job_Link": link}


def _of_user(who: str, user: User | None) -> dict[str, str]:
    return {f"{who}_Name": str(user), f"{who}_Email": user.email} if user else {}
