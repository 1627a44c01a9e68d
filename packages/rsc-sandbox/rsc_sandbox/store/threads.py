"""InMail: one thread for each message a recruiter began, and what was written in it."""

import sqlite3
from collections.abc import Iterable
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many, one, to_json

THREAD = "urn:li:messagingThread:"
Consent = Literal["NOT_ASKED", "ASKED", "SHARED", "DECLINED"]
Response = Literal["NONE", "ACCEPTED", "DECLINED"]


class Thread(msgspec.Struct, frozen=True, kw_only=True):
    """`consent`: LinkedIn asks on the first reply whether to share contact details. `answer`: to the InMail itself."""

    id: int
    seat_id: int
    member_id: int
    subject: str
    consent: Consent
    answer: Response
    created_at: int

    @property
    def urn(self) -> str:
        return f"{THREAD}2-{self.id}"


class Message(msgspec.Struct, frozen=True, kw_only=True):
    """From the recruiter, or from the member."""

    id: int
    thread_id: int
    from_member: bool
    body: str
    created_at: int


class _Member(msgspec.Struct, frozen=True):
    member_id: int


def begin(tx: sqlite3.Connection, *, seat_id: int, member_id: int, subject: str, at: int) -> Thread:
    cursor = tx.execute(
        """INSERT INTO threads (seat_id, member_id, subject, consent, answer, created_at)
           VALUES (?, ?, ?, 'NOT_ASKED', 'NONE', ?)""",
        (seat_id, member_id, subject, at),
    )
    thread = get(tx, int(cursor.lastrowid or 0))
    if thread is None:
        raise LookupError(subject)
    return thread


def get(tx: sqlite3.Connection, thread_id: int) -> Thread | None:
    return one(tx, Thread, "SELECT * FROM threads WHERE id = ?", (thread_id,))


def set_consent(tx: sqlite3.Connection, thread_id: int, consent: Consent) -> None:
    tx.execute("UPDATE threads SET consent = ? WHERE id = ?", (consent, thread_id))


def set_answer(tx: sqlite3.Connection, thread_id: int, answer: Response) -> None:
    tx.execute("UPDATE threads SET answer = ? WHERE id = ?", (answer, thread_id))


def say(tx: sqlite3.Connection, *, thread_id: int, from_member: bool, body: str, at: int) -> Message:
    cursor = tx.execute(
        "INSERT INTO messages (thread_id, from_member, body, created_at) VALUES (?, ?, ?, ?)",
        (thread_id, int(from_member), body, at),
    )
    number = int(cursor.lastrowid or 0)
    return Message(id=number, thread_id=thread_id, from_member=from_member, body=body, created_at=at)


def messages(tx: sqlite3.Connection, thread_id: int) -> list[Message]:
    """Oldest first."""
    return many(tx, Message, "SELECT * FROM messages WHERE thread_id = ? ORDER BY created_at, id", (thread_id,))


def of_seat(tx: sqlite3.Connection, seat_id: int) -> list[Thread]:
    """Newest first."""
    return many(tx, Thread, "SELECT * FROM threads WHERE seat_id = ? ORDER BY id DESC", (seat_id,))


def of_member(tx: sqlite3.Connection, member_id: int) -> list[Thread]:
    """Newest first."""
    return many(tx, Thread, "SELECT * FROM threads WHERE member_id = ? ORDER BY id DESC", (member_id,))


def between(tx: sqlite3.Connection, *, seat_id: int, member_id: int) -> list[Thread]:
    """What one recruiter began with one member, newest first."""
    return many(
        tx,
        Thread,
        "SELECT * FROM threads WHERE seat_id = ? AND member_id = ? ORDER BY id DESC",
        (seat_id, member_id),
    )


def on_contract(tx: sqlite3.Connection, *, contract_id: int, member_id: int) -> list[Thread]:
    """What all seats of a contract began with one member, newest first."""
    return many(
        tx,
        Thread,
        """SELECT threads.* FROM threads JOIN seats ON seats.id = threads.seat_id
           WHERE contract_id = ? AND member_id = ? ORDER BY threads.id DESC""",
        (contract_id, member_id),
    )


def members_written_to(tx: sqlite3.Connection, *, count: int) -> list[int]:
    """The members of the newest threads."""
    found = many(
        tx, _Member, "SELECT member_id FROM threads GROUP BY member_id ORDER BY max(id) DESC LIMIT ?", (count,)
    )
    return [row.member_id for row in found]


def last_messages(tx: sqlite3.Connection, thread_ids: Iterable[int]) -> dict[int, Message]:
    """By thread, what was written last."""
    found = many(
        tx,
        Message,
        """SELECT * FROM messages WHERE thread_id IN (SELECT value FROM json_each(?))
           ORDER BY created_at, id""",
        (to_json(sorted(thread_ids)),),
    )
    return {message.thread_id: message for message in found}


def written_between(tx: sqlite3.Connection, *, seat_id: int, start: int, end: int) -> list[Message]:
    """In the threads of a seat, `start` inclusive, `end` exclusive; oldest first."""
    return many(
        tx,
        Message,
        """SELECT messages.* FROM messages JOIN threads ON threads.id = thread_id
           WHERE seat_id = ? AND messages.created_at >= ? AND messages.created_at < ?
           ORDER BY messages.created_at, messages.id""",
        (seat_id, start, end),
    )
