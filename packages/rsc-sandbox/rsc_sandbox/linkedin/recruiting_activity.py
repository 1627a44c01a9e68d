"""What has happened between the recruiters of a contract and a member, as far as one seat may read it."""

import msgspec

from rsc_sandbox.linkedin import collecting, member_notes, parties
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import members, seats, threads
from rsc_sandbox.store.member_notes import MemberNote
from rsc_sandbox.store.rejections import Rejection
from rsc_sandbox.store.seats import Seat
from rsc_sandbox.store.threads import Response


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """An InMail. Of a colleague's only the sender and the time are known; `body` is the first message."""

    sender: str
    at: int
    own: bool
    subject: str = ""
    body: str = ""
    answer: Response | None = None


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Own notes, and the public ones of the contract."""

    author: str
    at: int
    text: str
    public: bool


class Activity(msgspec.Struct, frozen=True, kw_only=True):
    """Newest first; rejections are only the seat's own."""

    letters: tuple[Letter, ...]
    notes: tuple[Note, ...]
    rejections: tuple[Rejection, ...]

    def __bool__(self) -> bool:
        return bool(self.letters or self.notes or self.rejections)


def activity(sandbox: Sandbox, *, seat_id: int, member_id: int) -> Activity:
    """NotFound: no such active seat."""
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        begun = [(thread, seats.get(tx, thread.seat_id)) for thread in threads.of_member(tx, member_id)]
        letters = [
            _letter(sandbox, thread, author, own=author.id == seat.id)
            for thread, author in begun
            if author is not None and author.contract_id == seat.contract_id
        ]
        notes = [
            _note(sandbox, note, seats.get(tx, note.seat_id))
            for note in member_notes.seen_by(sandbox, seat_id=seat_id, member_id=member_id)
        ]
    return Activity(
        letters=tuple(letters),
        notes=tuple(notes),
        rejections=tuple(collecting.turned_down(sandbox, seat_id=seat_id, member_id=member_id)),
    )


def _letter(sandbox: Sandbox, thread: threads.Thread, author: Seat, *, own: bool) -> Letter:
    sender = _name(sandbox, author)
    if not own:
        return Letter(sender=sender, at=thread.created_at, own=False)
    with sandbox.transaction() as tx:
        first = threads.messages(tx, thread.id)[0]
    return Letter(
        sender=sender, at=thread.created_at, own=True, subject=thread.subject, body=first.body, answer=thread.answer
    )


def _note(sandbox: Sandbox, note: MemberNote, author: Seat | None) -> Note:
    return Note(author=_name(sandbox, author) if author else "", at=note.created_at, text=note.text, public=note.public)


def _name(sandbox: Sandbox, seat: Seat) -> str:
    with sandbox.transaction() as tx:
        member = members.get(tx, seat.member_id)
    return member.name if member else ""
