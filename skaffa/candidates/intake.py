"""A person typed in, or listed in a file: found again by e-mail address or LinkedIn profile, else remembered."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.candidates import actions, locking, queries, rules
from skaffa.candidates.models import Candidate
from skaffa.candidates.rules import Person
from skaffa.candidates.sources.queries import Said


@transaction.atomic
def remember(person: Person, *, known: Candidate | None = None, source: Said, by: Actor, at: datetime) -> Candidate:
    """The candidate with this e-mail address or LinkedIn profile, completed by what is said; else a new one.

    `known` is who it is where somebody has said so, whom the caller has seen to be the actor's to see.
    Raises Invalid for what cannot be stored as it is, and NotAllowed.
    """
    clean = rules.checked(person)
    locking.lock_people([clean])
    known = known or _known(clean)
    if known is None:
        return actions.add(clean, source=source, by=by, at=at)
    return actions.enrich(known, clean, by=by, at=at)


def _known(person: Person) -> Candidate | None:
    profiles = [link for link in person.links if rules.is_linkedin_profile(link)]
    found = [queries.by_email(email) for email in person.emails] + [queries.by_link(link) for link in profiles]
    return next((candidate for candidate in found if candidate is not None), None)
