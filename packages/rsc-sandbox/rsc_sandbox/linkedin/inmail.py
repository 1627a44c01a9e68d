"""InMail between recruiters and members: compose, reply, decline, and the consent that LinkedIn asks for."""

import sqlite3

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import mail_stubs, members, seats, threads
from rsc_sandbox.store.threads import Message, Thread

LONGEST_SUBJECT = 200
LONGEST_BODY = 2_000


def compose(sandbox: Sandbox, *, seat_id: int, member_id: int, subject: str, body: str) -> Thread:
    """Begin a thread. Refusals: NotFound (no such active seat, or the member has left), WrongText."""
    _check(subject, LONGEST_SUBJECT)
    _check(body, LONGEST_BODY)
    with sandbox.transaction() as tx:
        parties.active_seat(tx, seat_id)
        parties.present_member(tx, member_id)
        at = sandbox.now()
        thread = threads.begin(tx, seat_id=seat_id, member_id=member_id, subject=subject.strip(), at=at)
        threads.say(tx, thread_id=thread.id, from_member=False, body=body, at=at)
        return thread


def follow_up(sandbox: Sandbox, *, thread_id: int, seat_id: int, body: str) -> Message:
    """The recruiter writes again. NotFound: not theirs, or the member has left. NotPossible: the member declined."""
    _check(body, LONGEST_BODY)
    with sandbox.transaction() as tx:
        thread = _thread(tx, thread_id)
        if thread.seat_id != seat_id:
            raise NotFound
        parties.present_member(tx, thread.member_id)
        if thread.answer == "DECLINED":
            raise NotPossible
        return threads.say(tx, thread_id=thread_id, from_member=False, body=body, at=sandbox.now())


def reply(sandbox: Sandbox, *, thread_id: int, body: str, member_id: int | None = None) -> Thread:
    """The member answers. The first time, the thread comes back with consent ASKED. `member_id`: only if it is theirs."""
    _check(body, LONGEST_BODY)
    with sandbox.transaction() as tx:
        thread = _thread(tx, thread_id, member_id)
        if thread.answer == "DECLINED":
            raise NotPossible
        threads.say(tx, thread_id=thread_id, from_member=True, body=body, at=sandbox.now())
        threads.set_answer(tx, thread_id, "ACCEPTED")
        if thread.consent == "NOT_ASKED":
            threads.set_consent(tx, thread_id, "ASKED")
        return _thread(tx, thread_id)


def decline(sandbox: Sandbox, *, thread_id: int, member_id: int | None = None) -> Thread:
    """The member is not interested. NotPossible: they have answered."""
    with sandbox.transaction() as tx:
        if _thread(tx, thread_id, member_id).answer != "NONE":
            raise NotPossible
        threads.set_answer(tx, thread_id, "DECLINED")
        return _thread(tx, thread_id)


def answer_consent(
    sandbox: Sandbox,
    *,
    thread_id: int,
    share: bool,
    email: str | None = None,
    phone: str | None = None,
    member_id: int | None = None,
) -> Thread:
    """Share contact details or do not. None: those of the account; empty: not that one.

    NotPossible: nobody asks (any more).
    """
    with sandbox.transaction() as tx:
        thread = _thread(tx, thread_id, member_id)
        seat, member = seats.get(tx, thread.seat_id), members.get(tx, thread.member_id)
        if thread.consent != "ASKED":
            raise NotPossible
        if seat is None or member is None:
            raise NotFound
        if share:
            mail_stubs.add(
                tx,
                seat_id=seat.id,
                contract_id=seat.contract_id,
                member_id=member.id,
                email=(next(iter(member.emails), "") if email is None else email) or None,
                phone=(next(iter(member.phones), "") if phone is None else phone) or None,
                at=sandbox.now(),
            )
        threads.set_consent(tx, thread_id, "SHARED" if share else "DECLINED")
        return _thread(tx, thread_id)


def threads_of_seat(sandbox: Sandbox, *, seat_id: int) -> list[Thread]:
    """What the recruiter began, newest first."""
    with sandbox.transaction() as tx:
        return threads.of_seat(tx, seat_id)


def inbox(sandbox: Sandbox, *, member_id: int) -> list[Thread]:
    """What the member received, newest first."""
    with sandbox.transaction() as tx:
        return threads.of_member(tx, member_id)


def messages(sandbox: Sandbox, *, thread_id: int) -> list[Message]:
    """Oldest first."""
    with sandbox.transaction() as tx:
        return threads.messages(tx, _thread(tx, thread_id).id)


def _thread(tx: sqlite3.Connection, thread_id: int, member_id: int | None = None) -> Thread:
    thread = threads.get(tx, thread_id)
    if thread is None or member_id not in {None, thread.member_id}:
        raise NotFound
    return thread


def _check(text: str, longest: int) -> None:
    if not text.strip() or len(text) > longest:
        raise WrongText
