"""What every page about one job shows: header, tabs, and what the reader may do there now."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from skaffa.accounts.permissions import Action
from skaffa.applications import queries as applications
from skaffa.choices.models import ChoiceList
from skaffa.choices.queries import Lists
from skaffa.core.refusals import Message
from skaffa.jobs import functions, queries, rules
from skaffa.jobs.models import Job, JobStatus, TeamMember, TeamRole
from skaffa.linkedin import queries as linkedin
from skaffa.web import navigation
from skaffa.web.addresses import address
from skaffa.web.http import Request
from skaffa.web.jobs import countries

TONES: Mapping[str, str] = {
    JobStatus.ACTIVE: "good",
    JobStatus.PENDING: "waiting",
    JobStatus.APPROVED: "accent",
    JobStatus.REJECTED: "bad",
}
_SHOWN_MEMBERS = 3


@dataclass(frozen=True, slots=True)
class Possible:
    """What the reader may do with this job in its present state."""

    edit: bool
    activate: bool
    close: bool
    delete: bool
    edit_team: bool
    see_prospects: bool
    add_prospect: bool
    add_applicant: bool
    advance: bool
    reject: bool
    offer: bool
    give_feedback: bool
    delete_applicant: bool
    give_medal: bool
    export: bool
    see_linkedin: bool
    see_analytics: bool


def context(request: Request, job: Job, current: str) -> dict[str, Any]:
    """The header and tabs of a job's page; `current` names the tab."""
    held = queries.rights(request.actor, job)
    may = possible(request, job, held)
    team = list(queries.team(request.actor, job, held=held)) if current == "team" else queries.team_names(job.pk)
    tally = applications.tally(request.actor, job)
    return {
        "job": job,
        "may": may,
        "tone": TONES.get(job.status, "neutral"),
        "place": countries.place(job),
        "team": team,
        "team_line": team_line(team),
        "more_members": max(0, len(team) - _SHOWN_MEMBERS),
        "tabs": _tabs(job, may, (tally.prospects, tally.applicants), current),
        "openings": tally.openings,
        "tally": tally,
        "counts": {"prospects": tally.prospects, "applicants": tally.applicants},
        "current_tab": current,
        "is_public": job.is_active and not job.is_confidential,
        "missing": missing(job),
        "linkedin_state": linkedin.job_state(request.actor, job) if may.see_linkedin else None,
    }


def possible(request: Request, job: Job, held: frozenset[Action] | None = None) -> Possible:
    """What the reader may do; `held` are their rights, where they are known."""
    held = queries.rights(request.actor, job) if held is None else held
    opens = job.status in {JobStatus.DRAFT, JobStatus.APPROVED}
    is_bound = job.is_active and job.approved_at is not None  # stays as it was approved (A24)
    return Possible(
        edit=Action.JOB_EDIT in held and job.status != JobStatus.CLOSED and not is_bound,
        activate=Action.JOB_ACTIVATE in held and opens,
        close=Action.JOB_CLOSE in held and job.is_active,
        delete=Action.JOB_DELETE in held and job.status not in {JobStatus.ACTIVE, JobStatus.CLOSED},
        edit_team=Action.TEAM_EDIT in held,
        see_prospects=Action.PROSPECT_VIEW in held and job.enable_prospects,
        add_prospect=Action.PROSPECT_ADD in held and job.takes_prospects,
        add_applicant=Action.APPLICANT_ADD in held and job.is_active,
        advance=Action.APPLICATION_ADVANCE in held and job.is_active,
        reject=Action.APPLICATION_REJECT in held,
        offer=Action.OFFER_MAKE in held and job.is_active,
        give_feedback=Action.FEEDBACK_GIVE in held,
        delete_applicant=Action.APPLICATION_DELETE in held,
        give_medal=Action.APPLICATION_SILVER in held,
        export=Action.LINKEDIN_EXPORT in held and job.takes_prospects,
        see_linkedin=Action.LINKEDIN_STATE in held,
        see_analytics=Action.ANALYTICS_VIEW in held,
    )


def team_line(team: list[TeamMember]) -> list[tuple[str, str]]:
    """The first members with the initials of their roles spelled out, for the line under the title."""
    return [(str(member.user), str(TeamRole(member.role).label)) for member in team[:_SHOWN_MEMBERS]]


def terms(job: Job, lists: Lists) -> dict[str, str]:
    """How somebody is employed on this job, in the reader's words."""
    of_lists = (ChoiceList.EMPLOYMENT_TYPE, ChoiceList.SENIORITY)
    known = {of.value: lists.name(of, getattr(job, of.value)) for of in of_lists}
    return known | {"functions": ", ".join(functions.names(job.functions))}


def missing(job: Job) -> list[Message]:
    """What activation still needs, for a job that is not activated yet."""
    if job.status not in {JobStatus.DRAFT, JobStatus.APPROVED}:
        return []
    return list(rules.missing(queries.details(job)).values())


def advice(job: Job) -> list[Message]:
    """What LinkedIn would refuse beyond what activation needs anyway."""
    details = queries.details(job)
    needed = {str(sentence) for sentence in rules.missing(details).values()}
    return [sentence for sentence in rules.shortcomings(details) if str(sentence) not in needed]


def _tabs(job: Job, may: Possible, counts: tuple[int, int], current: str) -> list[dict[str, Any]]:
    rows: list[tuple[str, Message, str, int | None]] = [
        ("details", _("Details"), "job", None),
        ("team", _("Hiring team"), "job_team", None),
        ("process", _("Process"), "job_process", None),
        ("approval", _("Approval"), "job_approval", None),
        ("pipeline", _("Pipeline"), "job_pipeline", None),
        ("prospects", _("Prospect"), "job_prospects", counts[0]),
        ("applicants", _("Applicants"), "job_applicants", counts[1]),
        ("activity", _("Activity"), "job_activity", None),
        ("analytics", _("Analytics"), "job_analytics", None),
    ]
    hidden = {
        name for name, may_see in (("prospects", may.see_prospects), ("analytics", may.see_analytics)) if not may_see
    }
    shown = [row for row in rows if row[0] not in hidden]
    tabs = navigation.tabs(
        current, *((name, str(label), address(url, job.pk), count) for name, label, url, count in shown)
    )
    return [{"name": row[0], "tab": tab} for row, tab in zip(shown, tabs, strict=True)]
