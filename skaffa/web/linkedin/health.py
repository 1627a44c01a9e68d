"""Admin center, Integration health: how the traffic with LinkedIn goes, and the two buttons that mend it."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from skaffa.core import clock
from skaffa.linkedin import attention, flow, monitor, reports
from skaffa.linkedin.history import standing
from skaffa.web import figures, http
from skaffa.web.admin_center.views import admin_tabs
from skaffa.web.http import Request
from skaffa.web.linkedin import load
from skaffa.web.templatetags.skaffa import lasted, number, written


@dataclass(frozen=True, slots=True)
class Moment:
    """What happened in one bucket of the pictures, as cells of their tables."""

    begins: str
    accepted: SafeString
    waits: SafeString


@require_GET
def page(request: Request) -> HttpResponse:
    """What stands first: a load, pictures, queue and refusals. The page then asks for the rest of it, part by part."""
    asked = request.GET.get("period", "")
    period = flow.Period(asked) if asked in flow.Period.values else flow.Period.DAY
    queue = monitor.queue(request.actor, at=clock.now(), period=period)
    context = {
        "tabs": admin_tabs("linkedin"),
        "queue": queue,
        "periods": flow.Period,
        "families": flow.Family,
        "moments": _moments(queue.picture) if queue else (),
        **(load.context(request) if queue else {}),
    }
    return render(request, "linkedin/health.html", context)


@require_GET
def recruiter(request: Request) -> HttpResponse:
    """Jobs that Recruiter does not offer, and how far what recruiters did there is fetched."""
    unlisted = reports.unlisted(request.actor, most=monitor.MOST)
    found = standing.of(request.actor, at=clock.now())
    return _part(request, "linkedin/_health_recruiter.html", found, standing=found, unlisted=unlisted)


@require_GET
def conversation(request: Request) -> HttpResponse:
    """Quotas, pushes and the token, who is not connected, and exports by seat."""
    found = monitor.conversation(request.actor, at=clock.now())
    return _part(request, "linkedin/_health_conversation.html", found, conversation=found)


@require_GET
def deletions(request: Request) -> HttpResponse:
    """What had to leave LinkedIn, and whether it has."""
    found = monitor.deletions(request.actor)
    return _part(request, "linkedin/_health_deletions.html", found, deletions=found)


def _part(request: Request, template: str, found: object, **context: object) -> HttpResponse:
    """For HTMX, a page of its own where no script runs; before LinkedIn is connected there is nothing but the page."""
    if found is None:
        return http.redirect(request, reverse("admin_linkedin_health"))
    if request.htmx:
        return render(request, template, context)
    return render(request, "linkedin/health_part.html", {"tabs": admin_tabs("linkedin"), "part": template, **context})


def _moments(picture: flow.Picture) -> list[Moment]:
    """The rows of both tables."""
    form = "D j M H:i" if picture.period == flow.Period.WEEK else "H:i"
    return [
        Moment(
            written(bucket.starts_at, form),
            figures.cells((str(many), number(many)) for many in bucket.accepted.values()),
            figures.cells(_wait(wait) for wait in (bucket.longest, bucket.average, bucket.oldest)),
        )
        for bucket in picture.buckets
    ]


def _wait(seconds: float | None) -> tuple[str, str]:
    return ("", "–") if seconds is None else (f"{seconds:.3f}", lasted(seconds))


@require_POST
def compare(request: Request) -> HttpResponse:
    """Compare everything with what LinkedIn last accepted."""
    monitor.compare_everything(by=request.actor, at=clock.now())
    said = _("Everything is being compared. What LinkedIn already has as it is costs nothing.")
    return http.done(request, reverse("admin_linkedin_health"), said)


@require_POST
def retry(request: Request) -> HttpResponse:
    """Send what was refused once more."""
    many = attention.retry_all(by=request.actor, at=clock.now())
    said = ngettext("%(count)d record is sent again.", "%(count)d records are sent again.", many) % {"count": many}
    return http.done(request, reverse("admin_linkedin_health"), said)


@require_POST
def retry_one(request: Request, kind: str, entity_id: int) -> HttpResponse:
    """Send one thing that was refused once more."""
    attention.retry(kind, entity_id, by=request.actor, at=clock.now())
    return http.done(request, reverse("admin_linkedin_health"), _("It is on its way to LinkedIn again."))
