"""InMail as its two parties read it: lists with the other side and the last words, and one conversation whole."""

import sqlite3
from collections.abc import Sequence

import msgspec

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import mail_stubs, members, seats, threads
from rsc_sandbox.store.mail_stubs import MailStub
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.threads import Message, Thread


class Listed(msgspec.Struct, frozen=True, kw_only=True):
    """One conversation in a list; `other` is who the reader talks with."""

    thread: Thread
    other: Member
    last: Message


class Contacted(msgspec.Struct, frozen=True, kw_only=True):
    """That a colleague wrote to a member, when, and what the member made of it: never what was said."""

    writer: Member
    at: int
    answer: threads.Response


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """`messages` oldest first; `shared`: the contact details the member agreed to share in this conversation."""

    thread: Thread
    other: Member
    messages: tuple[Message, ...]
    shared: MailStub | None


def of_seat(sandbox: Sandbox, *, seat_id: int) -> list[Listed]:
    """What the recruiter began, the latest words first."""
    with sandbox.transaction() as tx:
        parties.active_seat(tx, seat_id)
        return _listed(tx, [(thread, thread.member_id) for thread in threads.of_seat(tx, seat_id)])


def with_member(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[Listed]:
    """What the recruiter began with one member, the latest words first."""
    with sandbox.transaction() as tx:
        parties.active_seat(tx, seat_id)
        found = threads.between(tx, seat_id=seat_id, member_id=member_id)
        return _listed(tx, [(thread, member_id) for thread in found])


def by_colleagues(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[Contacted]:
    """Who else on the contract wrote to the member, newest first."""
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        every = threads.on_contract(tx, contract_id=seat.contract_id, member_id=member_id)
        found = [thread for thread in every if thread.seat_id != seat.id]
        holders = seats.holders(tx, (thread.seat_id for thread in found))
        writers = members.by_ids(tx, holders.values())
    return [
        Contacted(writer=writers[holders[thread.seat_id]], at=thread.created_at, answer=thread.answer)
        for thread in found
    ]


def of_member(sandbox: Sandbox, *, member_id: int) -> list[Listed]:
    """What the member received, the latest words first."""
    with sandbox.transaction() as tx:
        parties.present_member(tx, member_id)
        found = threads.of_member(tx, member_id)
        writers = seats.holders(tx, (thread.seat_id for thread in found))
        return _listed(tx, [(thread, writers[thread.seat_id]) for thread in found])


def read_by_seat(sandbox: Sandbox, *, seat_id: int, thread_id: int) -> Conversation:
    """NotFound: no such thread of this seat."""
    with sandbox.transaction() as tx:
        thread = threads.get(tx, thread_id)
        if thread is None or thread.seat_id != parties.active_seat(tx, seat_id).id:
            raise NotFound
        return _whole(tx, thread, thread.member_id)


def read_by_member(sandbox: Sandbox, *, member_id: int, thread_id: int) -> Conversation:
    """NotFound: no such thread with this member."""
    with sandbox.transaction() as tx:
        thread = threads.get(tx, thread_id)
        if thread is None or thread.member_id != parties.present_member(tx, member_id).id:
            raise NotFound
        return _whole(tx, thread, seats.holders(tx, [thread.seat_id])[thread.seat_id])


def _listed(tx: sqlite3.Connection, found: Sequence[tuple[Thread, int]]) -> list[Listed]:
    last = threads.last_messages(tx, (thread.id for thread, _ in found))
    others = members.by_ids(tx, (other for _, other in found))
    listed = [Listed(thread=thread, other=others[other], last=last[thread.id]) for thread, other in found]
    return sorted(listed, key=lambda one: (one.last.created_at, one.last.id), reverse=True)


def _whole(tx: sqlite3.Connection, thread: Thread, other: int) -> Conversation:
    shared = mail_stubs.shared_last(tx, seat_id=thread.seat_id, member_id=thread.member_id)
    return Conversation(
        thread=thread,
        other=members.by_ids(tx, [other])[other],
        messages=tuple(threads.messages(tx, thread.id)),
        shared=shared if thread.consent == "SHARED" else None,
    )
