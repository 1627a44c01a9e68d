"""The six steps of the tour, each ticked only by rows that really exist."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.candidates.models import Source
from skaffa.core.refusals import Message
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, JobStatus
from skaffa.linkedin import queries as linkedin
from skaffa.web import navigation


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what to do, why, where, and whether it has happened; without `url`, what is in the way stands in `wait`."""

    title: Message
    words: Message
    button: Message
    url: str
    is_done: bool
    wait: Message = ""


@dataclass(frozen=True, slots=True)
class Tour:
    """All steps, how many of them are done, and the one to do next."""

    steps: Sequence[Step]
    done: int
    next: Step | None


def steps(actor: Actor) -> Tour:
    """The tour as it stands for this person."""
    facts = linkedin.tour_facts(actor)
    job = _own_open_job(actor)
    every = [
        _connect_linkedin(actor, done=facts.enabled),
        _connect_account(done=facts.own_account, possible=facts.connected),
        _open_a_job(actor, job),
        _export(job, done=facts.exported),
        _advance(actor, job),
        _look_in_ats(linkedin.person_in_ats(actor), exported=facts.exported),
    ]
    todo = [step for step in every if not (step.is_done or step.wait)]
    return Tour(every, sum(step.is_done for step in every), todo[0] if todo else None)


def _connect_linkedin(actor: Actor, *, done: bool) -> Step:
    may = permissions.allowed(actor, Action.ADMIN_CENTER)
    return Step(
        _("Connect LinkedIn for everyone"),
        _("An administrator connects the environment to LinkedIn Recruiter, once."),
        _("Open LinkedIn Integration"),
        navigation.address_of("admin_linkedin") if may else "",
        done,
        "" if may or done else _("This is for an administrator: in the demo, sign in as Ada."),
    )


def _connect_account(*, done: bool, possible: bool) -> Step:
    return Step(
        _("Connect your own account"),
        _("Tell LinkedIn which Recruiter user you are, so that you see your jobs there."),
        _("Open Connections"),
        navigation.address_of("user_connections"),
        done,
        "" if possible or done else _("It works once the environment is connected."),
    )


def _open_a_job(actor: Actor, job: Job | None) -> Step:
    may = permissions.allowed(actor, Action.JOB_CREATE)
    return Step(
        _("Create and activate a job"),
        _("Give it a title, a description and a location; once active, LinkedIn lists it for export."),
        _("Create a job"),
        reverse("job_new") if may else "",
        job is not None,
        "" if may or job else _("This takes a recruiter or a hiring manager: in the demo, sign in as Rhea."),
    )


def _export(job: Job | None, *, done: bool) -> Step:
    return Step(
        _("Export a person from Recruiter"),
        _("Find somebody in Recruiter, open the contact card, choose your job and press Export."),
        _("Open the Prospect tab"),
        reverse("job_prospects", args=[job.pk]) if job else "",
        done,
        "" if job or done else _("It takes an active job of yours."),
    )


def _advance(actor: Actor, job: Job | None) -> Step:
    came = applications.visible_to(actor).filter(source=Source.LINKEDIN, job__created_by=actor.user)
    done = came.filter(passed_prospect_at__isnull=False).exists()
    return Step(
        _("Advance the prospect"),
        _("Press Advance: the prospect becomes an applicant of the job."),
        _("Open the Prospect tab"),
        reverse("job_prospects", args=[job.pk]) if job else "",
        done,
        "" if job or done else _("It takes an active job of yours."),
    )


def _look_in_ats(url: str, *, exported: bool) -> Step:
    """Ticked when LinkedIn has taken the application: from then on it stands under In ATS."""
    return Step(
        _("Look under In ATS"),
        _("Recruiter shows beside the person which job they are considered for, and how far they have come."),
        _("Open the person in Recruiter"),
        url,
        is_done=bool(url),
        wait="" if url or exported else _("It takes an exported person whom you have advanced."),
    )


def _own_open_job(actor: Actor) -> Job | None:
    rows = jobs.filtered(actor, status=JobStatus.ACTIVE, mine=True).filter(created_by=actor.user)
    return rows.order_by("-activated_at", "-pk").first()
