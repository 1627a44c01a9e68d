"""Whom a form about interviews offers: the hiring team, whoever is ticked, and those found by name."""

from collections.abc import Sequence
from dataclasses import dataclass

from skaffa.accounts.models import User
from skaffa.applications.models import Application
from skaffa.interviews.schedule import queries
from skaffa.jobs import queries as jobs
from skaffa.web.http import Request

_SHOWN = 10
_LONGEST_NUMBER = 18


@dataclass(frozen=True, slots=True)
class Offered:
    """`found` are those whom the words `who` found, besides the others; `ticked` are in the order of the boxes."""

    users: Sequence[User]
    who: str
    found: Sequence[User]
    ticked: Sequence[int]


def offered(request: Request, chosen: Application, field: str, invited: Sequence[int] = ()) -> Offered:
    team = [member.user for member in jobs.team(request.actor, chosen.job) if member.user.is_active]
    others = queries.invitable(request.actor, chosen.job)
    who = request.POST.get("who", "").strip()[:200]
    ticked = _numbers(request, field) if request.method == "POST" else set(invited)
    wanted = ticked | set(invited)
    extra = list(others.filter(pk__in=wanted)) if wanted else []
    found = list(queries.named(others, who).exclude(pk__in=wanted)[:_SHOWN]) if who else []
    users = list({user.pk: user for user in [*team, *extra, *found]}.values())
    return Offered(users, who, found, tuple(user.pk for user in users if user.pk in ticked))


def _numbers(request: Request, name: str) -> set[int]:
    given = request.POST.getlist(name)
    return {int(one) for one in given if one.isdecimal() and len(one) <= _LONGEST_NUMBER}
