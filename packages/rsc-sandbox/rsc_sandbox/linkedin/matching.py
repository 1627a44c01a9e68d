"""Whom LinkedIn takes a synced candidate for: linked by hand, else by the first rule that fits."""

import sqlite3
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import candidates, matches, members
from rsc_sandbox.store.candidates import Candidate
from rsc_sandbox.store.matches import Match, Rule, Traits


class Recognised(msgspec.Struct, frozen=True):
    """The members a candidate is taken for; without a rule the link was made by hand."""

    member_ids: tuple[int, ...]
    rule: Rule | None = None


def rematch(tx: sqlite3.Connection, written: Sequence[tuple[int, Mapping[str, object]]]) -> None:
    """Match candidates that have just been stored: their numbers and what the ATS sent."""
    matches.replace(tx, [(number, matches.keys(traits(value))) for number, value in written])


def rematch_all(sandbox: Sandbox) -> None:
    """Match every candidate anew, after people have joined LinkedIn."""
    with sandbox.transaction() as tx:
        for some in candidates.every(tx):
            rematch(tx, [(candidate.id, candidate.value) for candidate in some])


def algorithmic(sandbox: Sandbox, tx: sqlite3.Connection, found: Iterable[Candidate]) -> dict[int, Recognised]:
    """By candidate number; only the first rule of the precedence that fits anybody counts."""
    switches = sandbox.switches
    ripe = sandbox.now() - switches.match_delay_seconds * 1_000
    wanted = [candidate.id for candidate in found if candidate.changed_at <= ripe]
    by_candidate: dict[int, list[Match]] = {}
    for match in matches.of_candidates(tx, wanted):
        by_candidate.setdefault(match.candidate_id, []).append(match)
    best = {number: _best(some, switches.match_precedence) for number, some in by_candidate.items()}
    return {number: recognised for number, recognised in best.items() if recognised is not None}


def of_members(sandbox: Sandbox, tx: sqlite3.Connection, member_ids: Iterable[int]) -> dict[int, list[Candidate]]:
    """By member, the candidates taken for that member. A link by hand overrules what the algorithm says."""
    wanted = set(member_ids)
    by_hand = candidates.linked_to(tx, wanted)
    fitting = candidates.by_ids(tx, {match.candidate_id for match in matches.of_members(tx, wanted)})
    unlinked = [candidate for candidate in fitting if candidate.manual_member_id is None]
    taken_for = algorithmic(sandbox, tx, unlinked)
    found: dict[int, list[Candidate]] = {}
    for candidate in by_hand:
        found.setdefault(candidate.manual_member_id or 0, []).append(candidate)
    for candidate in unlinked:
        recognised = taken_for.get(candidate.id, Recognised(()))
        for member_id in wanted.intersection(recognised.member_ids):
            found.setdefault(member_id, []).append(candidate)
    return found


def index_members(sandbox: Sandbox) -> None:
    """For a file of a sandbox that did not match yet."""
    with sandbox.transaction() as tx:
        for some in members.every(tx):
            matches.index(tx, ((member.id, member.traits) for member in some if member.closed_at is None))


class _Phone(msgspec.Struct, frozen=True):
    number: str = ""


class _Value(msgspec.Struct, frozen=True, rename="camel"):
    first_name: str = ""
    last_name: str = ""
    linked_in_profile_url: str = ""
    email_addresses: tuple[str, ...] = ()
    phone_numbers: tuple[_Phone, ...] = ()
    current_job_title: str = ""
    current_company_name: str = ""


def traits(value: Mapping[str, object]) -> Traits:
    """Of a candidate as it is stored."""
    given = msgspec.convert(value, _Value)
    return Traits(
        name=f"{given.first_name} {given.last_name}",
        slug=matches.slug(given.linked_in_profile_url),
        emails=given.email_addresses,
        phones=tuple(phone.number for phone in given.phone_numbers),
        jobs=((given.current_job_title, given.current_company_name),),
    )


def _best(found: Sequence[Match], precedence: Sequence[Rule]) -> Recognised | None:
    for rule in precedence:
        member_ids = tuple(match.member_id for match in found if match.rule == rule)
        if member_ids:
            return Recognised(member_ids, rule)
    return None
