"""My interviews: what is coming, by day or by week, and the feedback one owes."""

from datetime import date, datetime, time, timedelta

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from skaffa.core import clock, paging
from skaffa.interviews.requests import queries as requests
from skaffa.interviews.schedule import queries
from skaffa.web import http
from skaffa.web.http import Request
from skaffa.web.interviews import times

_SIZE, _OWED = 25, 20
_WEEK = timedelta(days=7)


@require_GET
def mine(request: Request) -> HttpResponse:
    """A list from now on, or one week; days are the reader's own."""
    at = clock.now()
    context = {"owed": requests.first_owed(request.actor, at=at, many=_OWED), "now": at}
    if request.GET.get("week"):
        return render(request, "interviews/mine.html", context | _week(request, at))
    coming = queries.lines(queries.mine(request.actor).filter(ends_at__gt=at))
    page = paging.page(coming, by="starts_at", cursor=http.text(request, "cursor"), size=_SIZE)
    context |= {"page": page, "days": times.by_day(page.rows, lambda one: one.starts_at)}
    return render(request, "interviews/mine.html", context)


def _week(request: Request, at: datetime) -> dict[str, object]:
    today = timezone.localtime(at).date()
    monday = times.monday(_asked_day(request, today))
    begin, end = (_midnight(day) for day in (monday, monday + _WEEK))
    rows = queries.mine(request.actor).filter(starts_at__gte=begin, starts_at__lt=end).order_by("starts_at", "pk")
    return {
        "week": times.week(monday, rows),
        "monday": monday,
        "sunday": monday + timedelta(days=6),
        "before": (monday - _WEEK).isoformat(),
        "after": (monday + _WEEK).isoformat(),
        "today": today,
    }


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, timezone.get_current_timezone())


def _asked_day(request: Request, today: date) -> date:
    """The day in the address, in any week people live in; else today."""
    try:
        asked = date.fromisoformat(request.GET["week"])
    except ValueError:
        return today
    return asked if abs((asked - today).days) < 3_660 else today  # noqa: PLR2004 - ten years
