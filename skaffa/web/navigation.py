"""Where one can go: the main navigation and the tabs of a page."""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from skaffa.accounts import permissions
from skaffa.accounts.permissions import Action
from skaffa.core.refusals import Message
from skaffa.web.addresses import address


@dataclass(frozen=True, slots=True)
class Place:
    """A link of the main navigation; `keys` is its keyboard shortcut."""

    label: str
    url: str
    icon: str
    keys: str
    is_current: bool


@dataclass(frozen=True, slots=True)
class Tab:
    """A tab of a page; `count` is shown beside the label unless it is None."""

    label: Message
    url: str
    is_current: bool = False
    count: int | None = None


def tabs(current: str, *all_tabs: tuple[str, Message, str, int | None]) -> Sequence[Tab]:
    """Tabs from (name, label, url, count) rows; the one named `current` is marked."""
    return [Tab(label, url, name == current, count) for name, label, url, count in all_tabs]


def address_of(name: str) -> str:
    """The address of a page of another area; empty while that area is not installed."""
    with suppress(NoReverseMatch):
        return reverse(name)
    return ""


def main(request: HttpRequest) -> Sequence[Place]:
    """The places this actor can go to."""
    places = [
        (_("Dashboard"), "dashboard", "layout-dashboard", "g d", ("dashboard", "tour")),
        (_("Jobs"), "jobs", "briefcase", "g j", ("job",)),
        (
            _("Candidates"),
            "candidates",
            "users",
            "g c",
            (
                "candidate",
                "import",
                "document_",
                "note_",
                "feedback_",
                "application_feedback",
                "interview_",
                "application_interviews",
                "availability_",
            ),
        ),
        (_("Duplicates"), "duplicates", "arrows-diff", "g u", ("duplicate",)),
        (_("My interviews"), "interviews", "calendar-event", "g i", ("interviews",)),
        (_("Talent pools"), "pools", "users-group", "g p", ("pool",)),
        (_("Analytics"), "analytics", "chart-bar", "g a", ("analytics",)),
    ]
    actor = getattr(request, "actor", None)
    asked = {
        "candidates": Action.CANDIDATE_SEARCH,
        "duplicates": Action.CANDIDATE_MERGE,
        "pools": Action.POOL_VIEW,
        "analytics": Action.ANALYTICS_VIEW,
    }
    here = (request.resolver_match.url_name or "") if request.resolver_match else ""
    return [
        Place(str(label), address(name), icon, keys, here.startswith(prefixes))
        for label, name, icon, keys, prefixes in places
        if name not in asked or (actor and permissions.reach(actor, asked[name]))
    ]
