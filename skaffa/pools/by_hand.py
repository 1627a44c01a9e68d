"""Somebody put into a pool by hand (A104): typed in with a document or without, or found in the directory."""

from datetime import datetime

from django.db import transaction

from skaffa.accounts.actor import Actor
from skaffa.accounts.models import User
from skaffa.candidates import actions as candidates
from skaffa.candidates import intake
from skaffa.candidates.models import Candidate, Source
from skaffa.candidates.rules import Person
from skaffa.candidates.sources.queries import Said
from skaffa.documents import actions as documents
from skaffa.documents.rules import File
from skaffa.pools import actions, rules
from skaffa.pools.models import Membership, Pool


@transaction.atomic
def add_person(
    pool: Pool,
    person: Person,
    *,
    known: Candidate | None = None,
    source: Said,
    file: File | None = None,
    by: Actor,
    at: datetime,
) -> Membership:
    """Put a typed-in person into a pool, found again where we know them; raises Invalid naming fields of the form.

    `known`: who they are, where somebody has said so.
    """
    actions.to_fill(pool, by)
    candidate = intake.remember(person, known=known, source=source, by=by, at=at)
    if file is not None:
        documents.add(candidate, file=file, by=by, at=at)
    return actions.add(pool, candidate, by=by, at=at)


@transaction.atomic
def add_employee(pool: Pool, user: User, *, by: Actor, at: datetime) -> Membership:
    """Put somebody who works here into a pool, under the name and the address of the directory."""
    actions.to_fill(pool, by)
    if not user.is_active:
        raise rules.NotInTheDirectory
    person = Person(first_name=user.first_name, last_name=user.last_name, emails=[user.email])
    candidate = intake.remember(person, source=Source.RECRUITER, by=by, at=at)
    return actions.add(pool, candidates.mark_internal(candidate, by=by, at=at), by=by, at=at)
