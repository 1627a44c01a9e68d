"""Which member stands behind a candidate in the profile plugin, and linking or unlinking them there by hand."""

import sqlite3

import msgspec

from rsc_sandbox.linkedin import matching, parties
from rsc_sandbox.linkedin.refusals import LinkedElsewhere, NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import candidates, matches, members
from rsc_sandbox.store.candidates import Candidate
from rsc_sandbox.store.members import Member


class Subject(msgspec.Struct, frozen=True, kw_only=True):
    """The candidate a page is about, in the words of the ATS."""

    application_id: int
    context: str
    external_id: str


class Recognised(msgspec.Struct, frozen=True, kw_only=True):
    """The members a synced candidate is taken for: one by hand, else none, one or several by the rules."""

    candidate_name: str
    members: tuple[Member, ...]
    by_hand: bool


def recognised(sandbox: Sandbox, subject: Subject) -> Recognised:
    """NotFound: the candidate was never synced, or was deleted."""
    with sandbox.transaction() as tx:
        candidate = _candidate(tx, subject)
        by_hand = candidate.manual_member_id is not None
        numbers = (candidate.manual_member_id,) if by_hand else _by_rules(sandbox, tx, candidate)
        found = [members.get(tx, number) for number in numbers if number is not None]
    return Recognised(
        candidate_name=matching.traits(candidate.value).name,
        members=tuple(member for member in found if member is not None and member.closed_at is None),
        by_hand=by_hand,
    )


def link(sandbox: Sandbox, subject: Subject, *, member_id: int, knowingly: bool = False) -> Member:
    """Take the candidate for that member from now on.

    Refusals: NotFound; LinkedElsewhere, unless it is done `knowingly`, when the member is another candidate's by hand.
    """
    with sandbox.transaction() as tx:
        candidate = _candidate(tx, subject)
        member = parties.present_member(tx, member_id)
        if _others(tx, candidate, member_id) and not knowingly:
            raise LinkedElsewhere
        candidates.link(tx, candidate.id, member.id)
    return member


def unlink(sandbox: Sandbox, subject: Subject, *, member_id: int) -> Member:
    """The candidate is not that member; the rules do not bring the match back (switch unlink_undoes_match)."""
    with sandbox.transaction() as tx:
        candidate = _candidate(tx, subject)
        by_hand = candidate.manual_member_id == member_id
        if not by_hand and member_id not in _by_rules(sandbox, tx, candidate):
            raise NotFound
        if by_hand:
            candidates.link(tx, candidate.id, None)
        if sandbox.switches.unlink_undoes_match:
            matches.undo(tx, candidate_id=candidate.id, member_id=member_id)
        return parties.present_member(tx, member_id)


def linked_elsewhere(sandbox: Sandbox, subject: Subject, *, member_id: int) -> list[str]:
    """Names of other candidates of the customer that were linked to the member by hand."""
    with sandbox.transaction() as tx:
        found = _others(tx, _candidate(tx, subject), member_id)
    return [matching.traits(other.value).name for other in found]


def _candidate(tx: sqlite3.Connection, subject: Subject) -> Candidate:
    found = candidates.get(
        tx, application_id=subject.application_id, context=subject.context, external_id=subject.external_id
    )
    if found is None:
        raise NotFound
    return found


def _by_rules(sandbox: Sandbox, tx: sqlite3.Connection, candidate: Candidate) -> tuple[int, ...]:
    taken_for = matching.algorithmic(sandbox, tx, [candidate])
    return taken_for[candidate.id].member_ids if candidate.id in taken_for else ()


def _others(tx: sqlite3.Connection, candidate: Candidate, member_id: int) -> list[Candidate]:
    return [
        other
        for other in candidates.linked_to(tx, [member_id])
        if other.id != candidate.id
        and (other.application_id, other.context) == (candidate.application_id, candidate.context)
    ]
