"""Somebody is typed in whom we may know: asked before they are added."""

from dataclasses import dataclass

from skaffa.candidates import queries as candidates
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.core.refusals import Message
from skaffa.duplicates import queries
from skaffa.duplicates.queries import Likeness
from skaffa.web.duplicates import words
from skaffa.web.http import Request

_SHOWN = 5
_FOUND_AGAIN = frozenset({"email", "link"})
"""By these the person is found again without anybody being asked."""


@dataclass(frozen=True, slots=True)
class Known:
    """Somebody they may be, and why."""

    candidate: Candidate
    percent: int
    reasons: list[Message]


def known(request: Request, person: Person) -> list[Known]:
    """Whom to ask about; nobody where the answer was given already, or where the person is found again anyway."""
    if "sure" in request.POST or "known" in request.POST:
        return []
    found = queries.known(request.actor, person)
    if any(one.exact in _FOUND_AGAIN for one in found):
        return []
    rows = candidates.visible_to(request.actor).in_bulk([one.candidate_id for one in found[:_SHOWN]])
    return [
        Known(rows[one.candidate_id], min(99, round(one.probability * 100)), _reasons(one))
        for one in found[:_SHOWN]
        if one.candidate_id in rows
    ]


def chosen(request: Request) -> Candidate | None:
    """Who it is, where that was said."""
    given = request.POST.get("known", "")
    if not given.isdecimal() or len(given) > 18:  # noqa: PLR2004 -- more is no number of ours
        return None
    return candidates.candidate(request.actor, int(given))


def _reasons(one: Likeness) -> list[Message]:
    exact = [words.EXACT[one.exact]] if one.exact else []
    strong = sorted(one.contributions, key=lambda said: -said.bits)
    return [*exact, *(words.FIELDS[said.field] for said in strong if said.bits > 1 and said.field != one.exact)][:3]
