"""The Prospect and Applicants tabs of a job: whole pages, and lists that keep themselves current."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from django.db.models import Count, Sum
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_GET
from django_htmx.http import trigger_client_event

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.applications import queries
from skaffa.applications.models import Application, ApplicationStatus
from skaffa.applications.offers import rules as offers
from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.queries import Face
from skaffa.choices.queries import Lists
from skaffa.core import clock
from skaffa.documents import queries as documents
from skaffa.documents import rules as document_rules
from skaffa.jobs import queries as jobs
from skaffa.jobs.models import Job, Stage
from skaffa.linkedin import queries as linkedin
from skaffa.linkedin import sight
from skaffa.linkedin.models import ExportedProfile
from skaffa.linkedin.sight import State
from skaffa.pipeline import actions as looks
from skaffa.pipeline.rules import Wanted
from skaffa.web import http
from skaffa.web.candidates import endings, way
from skaffa.web.duplicates import flags
from skaffa.web.duplicates.flags import Flag
from skaffa.web.http import Request
from skaffa.web.jobs import page
from skaffa.web.linkedin import refused

Tab = Literal["prospects", "applicants"]  # of a job; the pipeline has both
SIZE, MOST = 20, 1_000  # a row takes about 2 ms to draw, and the Prospect tab is drawn anew with every arrival
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Row:
    """One prospect or applicant with what their line says of them."""

    application: Application
    href: str
    name: str
    about: str
    email: str
    stays: str  # for how long in the present stage
    can_advance: bool
    can_reopen: bool
    can_offer: bool  # note how far an offer is, or take the last step back
    linkedin: State | None  # how far LinkedIn is with it; None where nothing of it goes there
    lacks_resume: bool  # that the job asks for
    flag: Flag | None  # who is maybe known already
    why: str  # it ended, where that was for a reason


@require_GET
def prospects(request: Request, job_id: int) -> HttpResponse:
    """The Prospect tab; asked with the version it shows, it answers 204 while nothing has changed."""
    job = jobs.job(request.actor, job_id)
    asked = request.GET.get("version")
    if not request.htmx or asked is None:
        return _whole(request, job, "prospects")
    if asked == version(request.actor, job):
        return HttpResponse(status=204)  # a 304 would be swapped: the browser makes a 200 of it
    return _changed(request, job)


@require_GET
def applicants(request: Request, job_id: int) -> HttpResponse:
    """The Applicants tab."""
    return _whole(request, jobs.job(request.actor, job_id), "applicants")


def listing(request: Request, job: Job, tab: Tab) -> dict[str, Any]:
    """What `_list.html` shows of a tab, with the filters of the request.

    The version is asked first: whoever arrives between the two questions is then news at the next one, not lost.
    """
    from_linkedin = _from_linkedin(request, job) if tab == "prospects" else {}
    closed = request.GET.get("show") == "closed"
    status = ApplicationStatus.CLOSED if closed else ApplicationStatus.ACTIVE
    cursor = http.text(request, "cursor")
    found = queries.page(
        request.actor,
        job,
        prospects=tab == "prospects",
        status=status,
        cursor=cursor,
        size=shown(request),
        besides=documents.with_resume,
    )
    may = page.possible(request, job)
    states = sight.states(request.actor, found.rows)
    found_here = {
        "job": job,
        "tab": tab,
        "show": "closed" if closed else "",
        "page": found,
        "rows": rows_of(
            request,
            job,
            found.rows,
            lambda _one: Wanted(group=tab, closed=closed),
            stages=() if tab == "prospects" else None,  # after Prospect another one always follows
            states=states,
        ),
        "newest": max((row.pk for row in found.rows), default=0),
        "may": may,
        "may_pool": bool(permissions.reach(request.actor, Action.POOL_FILL)),
    }
    if tab == "prospects":
        found_here["find_people_url"] = linkedin.find_people_url(job) if may.export else ""
    return found_here | from_linkedin


def _from_linkedin(request: Request, job: Job) -> dict[str, Any]:
    """What the Prospect tab shows besides its people: its version, and the exports that were refused."""
    shown = linkedin.first_refused(request.actor, job, many=SIZE)
    return {
        "version": version(request.actor, job, shown),
        "refused_exports": refused.rows(request.actor, shown),
    }


def version(actor: Actor, job: Job, shown: Sequence[ExportedProfile] | None = None) -> str:
    """What changes whenever the Prospect tab would look different: its people with their flags, and the exports refused for it.

    `shown` are the first of these exports, where they have been read: mostly that is all of them.
    """
    if shown is not None and len(shown) < SIZE:
        refused = {"many": len(shown), "which": sum(export.pk for export in shown)}
    else:
        refused = linkedin.exports_refused(actor, job).order_by().aggregate(many=Count("pk"), which=Sum("pk"))
    return f"{queries.prospects_version(job, flags.standing)}-{refused['many']}-{int(refused['which'] or 0):x}"


def _whole(request: Request, job: Job, tab: Tab) -> HttpResponse:
    context = listing(request, job, tab) | page.context(request, job, tab)
    context |= {"closed_count": closed_count(context["tally"], tab)}
    if tab == "prospects":
        looks.look(job, by=request.actor, at=clock.now())
    return render(request, f"applications/{tab}.html", context)


def _changed(request: Request, job: Job) -> HttpResponse:
    context = listing(request, job, "prospects") | counted(request, job, "prospects") | {"fragment": True}
    response = render(request, "applications/_list.html", context)
    looks.look(job, by=request.actor, at=clock.now())
    newest = _number(request, "newest")
    fresh = [row for row in context["rows"] if row.application.pk > newest]
    return trigger_client_event(response, "announce", {"text": _arrival(fresh)}) if fresh else response


def shown(request: Request) -> int:
    """How many rows to draw: who has loaded more keeps what they see."""
    return min(max(SIZE, _number(request, "shown")), MOST)


def _number(request: Request, name: str) -> int:
    """A number of the query string or of what was sent; whatever else stands there counts as none."""
    value = request.POST.get(name, "") or http.text(request, name, limit=_LONGEST_NUMBER)
    return int(value) if value.isdecimal() and len(value) <= _LONGEST_NUMBER else 0


def counted(request: Request, job: Job, tab: Tab) -> dict[str, Any]:
    """The numbers beside the tabs and the filter, swapped along with the list."""
    tally = queries.tally(request.actor, job)
    counts = {"prospects": tally.prospects, "applicants": tally.applicants}
    return {"counts": counts, "closed_count": closed_count(tally, tab)}


def closed_count(tally: queries.Tally, tab: Tab) -> int:
    return tally.closed_prospects if tab == "prospects" else tally.closed_applicants


def _arrival(fresh: Sequence[Row]) -> str:
    if len(fresh) == 1:
        return gettext("New on this list: %(name)s.") % {"name": fresh[0].name}
    return ngettext("%(count)d new person on this list.", "%(count)d new people on this list.", len(fresh)) % {
        "count": len(fresh)
    }


def rows_of(
    request: Request,
    job: Job,
    found: Sequence[Application],
    list_of: Callable[[Application], Wanted],
    *,
    stages: Sequence[Stage] | None = None,
    states: Mapping[int, State] | None = None,
) -> list[Row]:
    """The lines, or the cards, of these people of a job; their links know the list one comes from."""
    may = page.possible(request, job)
    all_stages = jobs.stages(job) if stages is None else stages
    last = all_stages[-1].pk if all_stages else None
    now = clock.now()
    known = flags.of(request.actor, [application.candidate_id for application in found])
    choices = Lists()
    return [
        Row(
            application=application,
            href=way.to(application, list_of(application)),
            name=str(application.candidate),
            about=_about(application.candidate, face),
            email=face.email,
            stays=_stays((now - application.stage_since).days),
            can_advance=may.advance and application.is_active and application.stage_id != last,
            can_reopen=may.reject and job.is_active and not application.is_active,
            can_offer=can_offer(application, may),
            linkedin=(states or {}).get(application.pk),
            lacks_resume=document_rules.lacks_resume(application),
            flag=known.get(application.candidate_id),
            why=endings.why(application, choices),
        )
        for application, face in zip(found, map(candidates.face, found), strict=True)
    ]


def _stays(days: int) -> str:
    if days < 1:
        return gettext("came today")
    return ngettext("%(counter)s day here", "%(counter)s days here", days) % {"counter": days}


def can_offer(application: Application, may: page.Possible) -> bool:
    """Whether the reader may note how far an offer is, or take its last step back."""
    return may.offer and offers.can_change(application, at_offer=getattr(application, "at_offer", False))


def _about(candidate: Candidate, face: Face) -> str:
    """Headline, else present position, and place."""
    both = gettext("%(title)s at %(company)s") % {"title": face.title, "company": face.company}
    position = both if face.title else face.company
    return " · ".join(part for part in (candidate.headline or position, candidate.location) if part)
