"""Times that a form about an interview suggests for whoever is ticked, and what stays filled in meanwhile."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from skaffa.accounts import rules as accounts
from skaffa.applications.models import Application
from skaffa.core import clock
from skaffa.interviews.models import Interview
from skaffa.interviews.schedule import finding, rules
from skaffa.interviews.schedule.suggestions import Meeting
from skaffa.web.http import Request
from skaffa.web.interviews.forms import ScheduleForm

_BOXES = ("shows_interviewers", "tell_team", "tell_candidate")


def context(
    request: Request,
    chosen: Application,
    filled: dict[str, Any],
    ticked: Sequence[int],
    besides: Interview | None = None,
) -> dict[str, Any]:
    """What the form suggests for what is filled in; nothing before somebody is ticked."""
    meeting = _meeting(filled, ticked)
    if meeting is None:
        return {"suggested": None}
    user = request.actor.user
    zone = user.time_zone if user else "UTC"
    return {"suggested": finding.suggested(chosen, meeting, zone=zone, at=clock.now(), besides=besides)}


def filled(request: Request, first: dict[str, Any], ticked: Sequence[int]) -> dict[str, Any]:
    """What is filled in: at first `first`, later what came, and a suggested time that was pressed."""
    if not request.POST:
        return first
    typed = first | request.POST.dict() | {"interviewers": [str(pk) for pk in ticked]}
    if "title" in request.POST:  # the whole form came: a box that is not in it was unticked
        typed |= {name: name in request.POST for name in _BOXES}
    return typed | _picked(request, str(typed["time_zone"]))


def _picked(request: Request, zone: str) -> dict[str, Any]:
    try:
        moment = datetime.fromisoformat(request.POST.get("pick", ""))
    except ValueError:
        return {}
    wall = ZoneInfo(zone if zone in accounts.time_zones() else "UTC")
    local = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone(wall)
    return {"day": local.date(), "time": local.time()}


def _meeting(filled: dict[str, Any], ticked: Sequence[int]) -> Meeting | None:
    minutes = str(filled.get("minutes", ""))
    if not ticked or len(ticked) > rules.MOST_INTERVIEWERS or minutes not in map(str, rules.LENGTHS):
        return None
    return Meeting(tuple(ticked), int(minutes), in_turn=filled.get("how") == ScheduleForm.EACH)
