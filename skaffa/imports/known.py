"""Finds the candidates and jobs we know already among those of a file, in a few questions for any number."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models.functions import Lower

from skaffa.accounts.actor import Actor
from skaffa.candidates import queries as candidates
from skaffa.candidates.rules import Person
from skaffa.duplicates import queries as duplicates
from skaffa.imports import openings
from skaffa.imports.models import Import
from skaffa.jobs import queries as jobs
from skaffa.jobs.files import Row as Opening

LIKELY = "likely"
"""By what somebody is known who has nothing that one person only has, and is probably the same."""


@dataclass(frozen=True, slots=True)
class Match:
    """Whom or what we know, and by what: email, link, phone, or LIKELY; code, title."""

    by: str
    candidate_id: int | None = None
    job_id: int | None = None


def find(run: Import, subjects: Sequence[Person | Opening], *, by: Actor) -> list[Match | None]:
    """The match of each, as far as the actor may know of it."""
    if run.is_about_people:
        found = candidates.known([one for one in subjects if isinstance(one, Person)])
        return [Match(one.by, candidate_id=one.candidate_id) if one else None for one in found]
    return _jobs([one for one in subjects if isinstance(one, Opening)], by)


def find_likely(people: Sequence[Person]) -> list[Match | None]:
    """The likeliest of ours that each of these may be: for a person to decide."""
    found = duplicates.find_many(people)
    return [Match(LIKELY, candidate_id=those[0].candidate_id) if those else None for those in found]


def _jobs(rows: Sequence[Opening], by: Actor) -> list[Match | None]:
    """By their number; those without one by title and place."""
    seen = jobs.visible_to(by).order_by("-pk")
    codes = {row.code.casefold() for row in rows if row.code}
    titles = {row.details.title.casefold() for row in rows if not row.code}
    by_code = dict(seen.annotate(key=Lower("code")).filter(key__in=codes).values_list("key", "pk"))
    titled = seen.annotate(key=Lower("title")).filter(key__in=titles).values_list("title", "city", "country", "pk")
    by_title = {"\x1f".join(map(str.casefold, (title, city, country))): pk for title, city, country, pk in titled}
    found: list[Match | None] = []
    for row in rows:
        known, how = (
            (by_code.get(row.code.casefold()), "code") if row.code else (by_title.get(openings.placed(row)[1]), "title")
        )
        found.append(Match(how, job_id=known) if known else None)
    return found
