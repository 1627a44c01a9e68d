"""What can be done with candidates: add, edit what a user saw, enrich with what arrived, erase."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from skaffa.accounts import permissions
from skaffa.accounts.actor import Actor
from skaffa.accounts.permissions import Action
from skaffa.candidates import queries, rules
from skaffa.candidates.events import CandidateAdded, CandidateErased, CandidateUpdated
from skaffa.candidates.models import (
    Candidate,
    Education,
    EmailAddress,
    Employment,
    Link,
    LinkKind,
    PhoneNumber,
    Source,
)
from skaffa.candidates.rules import Person
from skaffa.candidates.sources import queries as sources
from skaffa.core import events

_COLUMNS = ("first_name", "last_name", "headline", "location", "skills", "years_of_experience")
"""What of a person stands on the candidate's own row."""


@transaction.atomic
def add(person: Person, *, source: sources.Said, by: Actor, at: datetime) -> Candidate:
    """Remember a person; what LinkedIn or the system sends is fitted, what a user types is checked."""
    permissions.require(by, Action.CANDIDATE_EDIT)
    from_machine = by.is_system or source == Source.LINKEDIN
    known = rules.fitted(person) if from_machine else rules.checked(person)
    origin = sources.origin(source)
    candidate = Candidate(created_at=at, created_by=by.user, referred_by=origin["referred_by"])
    candidate.profile_source = origin["source"]
    write(candidate, known, at)
    events.publish(CandidateAdded(candidate_id=candidate.pk, source=origin["source"].code, at=at, by_id=by.user_id))
    return candidate


@transaction.atomic
def attribute(candidate: Candidate, source: sources.Said, *, by: Actor, at: datetime) -> Candidate:
    """Say, or say anew, how a person entered (A121)."""
    permissions.require(by, Action.CANDIDATE_EDIT)
    origin = sources.origin(source)
    locked = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).first()
    if locked is None:
        raise queries.CandidateNotFound
    before = (locked.profile_source_id, locked.referred_by)
    locked.profile_source, locked.referred_by = origin["source"], origin["referred_by"]
    if (locked.profile_source_id, locked.referred_by) != before:
        locked.modified_at = at
        locked.save(update_fields=["profile_source", "referred_by", "modified_at"])
        changed = ("profile_source",)
        events.publish(CandidateUpdated(candidate_id=locked.pk, changed=changed, at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def add_many(people: Sequence[Person], *, source: sources.Said, by: Actor, at: datetime) -> list[Candidate]:
    """As `add` for each of these people, in as many statements for any number."""
    permissions.require(by, Action.CANDIDATE_EDIT)
    known, origin = [rules.checked(person) for person in people], sources.origin(source)
    came = {"profile_source": origin["source"], "referred_by": origin["referred_by"], "created_by": by.user}
    made = [Candidate(created_at=at, modified_at=at, **came, **_columns(person)) for person in known]
    Candidate.objects.bulk_create(made)
    _write_beside(list(zip(made, known, strict=True)))
    code = origin["source"].code
    events.publish(*(CandidateAdded(candidate_id=one.pk, source=code, at=at, by_id=by.user_id) for one in made))
    return made


@transaction.atomic
def edit(candidate: Candidate, person: Person, *, by: Actor, at: datetime) -> Candidate:
    """Replace what we know by what a user saw and changed."""
    queries.candidate(by, candidate.pk)
    permissions.require(by, Action.CANDIDATE_EDIT)
    return _update(candidate, rules.checked(person), by=by, at=at, enriching=False)


@transaction.atomic
def enrich(candidate: Candidate, person: Person, *, by: Actor, at: datetime) -> Candidate:
    """Add what is missing; what is known stays as it is."""
    permissions.require(by, Action.CANDIDATE_EDIT)
    return _update(candidate, rules.fitted(person), by=by, at=at, enriching=True)


@transaction.atomic
def enrich_many(said: Sequence[tuple[Candidate, Person]], *, by: Actor, at: datetime) -> list[tuple[Person, Person]]:
    """As `enrich` for each, in as many statements for any number; of each, what was known before and what is now."""
    permissions.require(by, Action.CANDIDATE_EDIT)
    rows = queries.with_background(Candidate.objects.select_for_update(no_key=True, of=("self",)))
    locked = {one.pk: one for one in rows.filter(pk__in={one.pk for one, _person in said}).order_by("pk")}
    known = {pk: queries.person(one) for pk, one in locked.items()}
    found, changes = [], []
    for candidate, person in said:
        if candidate.pk not in known:
            raise queries.CandidateNotFound
        before = known[candidate.pk]
        after = known[candidate.pk] = rules.merged(before, rules.fitted(person))
        found.append((before, after))
        if changed := rules.changed(before, after):
            changes.append(CandidateUpdated(candidate_id=candidate.pk, changed=changed, at=at, by_id=by.user_id))
    _rewrite([(locked[pk], known[pk]) for pk in {change.candidate_id for change in changes}], at)
    events.publish(*changes)
    return found


@transaction.atomic
def fill_in_source(candidate_id: int, code: str, *, at: datetime) -> None:
    """Say how a person entered where nobody has; heard from their application, so the right was asked for there."""
    nobody_said = Candidate.objects.filter(pk=candidate_id, profile_source=None)
    nobody_said.update(profile_source=code, modified_at=at)


@transaction.atomic
def mark_internal(candidate: Candidate, *, by: Actor, at: datetime) -> Candidate:
    """Remember that this person works here (A68)."""
    permissions.require(by, Action.CANDIDATE_EDIT)
    locked = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).first()
    if locked is None:
        raise queries.CandidateNotFound
    if not locked.is_internal:
        locked.is_internal, locked.modified_at = True, at
        locked.save(update_fields=["is_internal", "modified_at"])
        events.publish(CandidateUpdated(candidate_id=locked.pk, changed=("is_internal",), at=at, by_id=by.user_id))
    return locked


@transaction.atomic
def erase(candidate: Candidate, *, by: Actor, at: datetime) -> None:
    """Forget a person for good: the apps above hear it and delete what they keep, in this transaction."""
    permissions.require(by, Action.CANDIDATE_ERASE)
    _erase(hold(candidate.pk), by, at)


@transaction.atomic
def take_back(candidate: Candidate, *, by: Actor, at: datetime) -> None:
    """Undo that the actor added this person: they are forgotten as when they are erased.

    Only who may erase anybody takes back what others have added.
    """
    locked = hold(candidate.pk)
    own = by.user is not None and locked.created_by_id == by.user_id
    permissions.require(by, Action.CANDIDATE_EDIT if own else Action.CANDIDATE_ERASE)
    _erase(locked, by, at)


def hold(candidate_id: int) -> Candidate:
    """The candidate as they stand; until this transaction ends nobody writes about them or refers to them anew."""
    found = Candidate.objects.select_for_update().filter(pk=candidate_id).first()
    if found is None:
        raise queries.CandidateNotFound
    return found


def _erase(locked: Candidate, by: Actor, at: datetime) -> None:
    events.publish(CandidateErased(candidate_id=locked.pk, at=at, by_id=by.user_id))
    locked.delete()


def _update(candidate: Candidate, said: Person, *, by: Actor, at: datetime, enriching: bool) -> Candidate:
    locked = Candidate.objects.select_for_update(no_key=True).filter(pk=candidate.pk).first()
    if locked is None:
        raise queries.CandidateNotFound
    before = queries.person(locked)
    after = rules.merged(before, said) if enriching else said
    changed = rules.changed(before, after)
    if changed:
        write(locked, after, at)
        events.publish(CandidateUpdated(candidate_id=locked.pk, changed=changed, at=at, by_id=by.user_id))
    return locked


def write(candidate: Candidate, person: Person, at: datetime) -> None:
    """Store what is known of them, unasked and unsaid: the caller has settled the right and publishes what happened."""
    for name, value in _columns(person).items():
        setattr(candidate, name, value)
    candidate.modified_at = at
    if candidate.pk:
        _clear([candidate])
    candidate.save()
    _write_beside([(candidate, person)])


def _rewrite(known: Sequence[tuple[Candidate, Person]], at: datetime) -> None:
    """The same for many who are there already."""
    for candidate, person in known:
        candidate.modified_at = at
        for name, value in _columns(person).items():
            setattr(candidate, name, value)
    Candidate.objects.bulk_update([candidate for candidate, _person in known], [*_COLUMNS, "modified_at"])
    _clear([candidate for candidate, _person in known])
    _write_beside(known)


def _columns(person: Person) -> dict[str, Any]:
    """What stands on the candidate's own row."""
    return {name: getattr(person, name) for name in _COLUMNS} | {"skills": list(person.skills)}


def _clear(known: Sequence[Candidate]) -> None:
    """What hangs on candidates keeps its order by being written anew; nothing refers to these rows."""
    for model in (EmailAddress, PhoneNumber, Link, Employment, Education):
        model.objects.filter(candidate__in=known).delete()


def _write_beside(known: Sequence[tuple[Candidate, Person]]) -> None:
    """What hangs on these candidates, in order."""
    EmailAddress.objects.bulk_create(
        EmailAddress(
            candidate=candidate, address=address, normalized=rules.normalize_email(address), is_primary=place == 0
        )
        for candidate, person in known
        for place, address in enumerate(person.emails)
    )
    PhoneNumber.objects.bulk_create(
        PhoneNumber(candidate=candidate, number=number) for candidate, person in known for number in person.phones
    )
    Link.objects.bulk_create(_link(candidate, url) for candidate, person in known for url in person.links)
    Employment.objects.bulk_create(
        Employment(
            candidate=candidate,
            company=held.company,
            title=held.title,
            period=held.period,
            is_current=held.is_current,
            position=place,
        )
        for candidate, person in known
        for place, held in enumerate(person.employments)
    )
    Education.objects.bulk_create(
        Education(candidate=candidate, school=study.school, degree=study.degree, position=place)
        for candidate, person in known
        for place, study in enumerate(person.educations)
    )


def _link(candidate: Candidate, url: str) -> Link:
    kind = LinkKind.LINKEDIN if rules.is_linkedin_profile(url) else LinkKind.WEBSITE
    return Link(candidate=candidate, kind=kind, url=url, normalized=rules.normalize_link(url))
