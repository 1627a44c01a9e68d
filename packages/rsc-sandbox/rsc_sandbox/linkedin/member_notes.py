"""Recruiters' notes about members: private by default, public within the contract by choice."""

import sqlite3

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound, NotYours, WrongText
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import member_notes
from rsc_sandbox.store.member_notes import MemberNote

LONGEST = 10_000


def write(sandbox: Sandbox, *, seat_id: int, member_id: int, text: str, public: bool = False) -> MemberNote:
    """Refusals: NotFound (no such active seat, or the member has left), WrongText."""
    _check(text)
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        parties.present_member(tx, member_id)
        number = member_notes.add(
            tx,
            seat_id=seat.id,
            contract_id=seat.contract_id,
            member_id=member_id,
            text=text,
            public=public,
            at=sandbox.now(),
        )
        return _note(tx, number)


def change(
    sandbox: Sandbox, *, note_id: int, seat_id: int, text: str | None = None, public: bool | None = None
) -> MemberNote:
    """Write it anew, publish it or take it back. Refusals: NotFound, NotYours, WrongText."""
    with sandbox.transaction() as tx:
        note = _own(tx, note_id, seat_id)
        wanted = note.text if text is None else text
        _check(wanted)
        member_notes.change(
            tx,
            note_id,
            text=wanted,
            public=note.public if public is None else public,
            active=True,
            at=sandbox.now(),
        )
        return _note(tx, note_id)


def delete(sandbox: Sandbox, *, note_id: int, seat_id: int) -> None:
    """The API tells of it as a note that is not active. Refusals: NotFound, NotYours."""
    with sandbox.transaction() as tx:
        note = _own(tx, note_id, seat_id)
        member_notes.change(tx, note_id, text=note.text, public=note.public, active=False, at=sandbox.now())


def seen_by(sandbox: Sandbox, *, seat_id: int, member_id: int) -> list[MemberNote]:
    """The public notes of the seat's contract and the seat's own, newest first."""
    with sandbox.transaction() as tx:
        seat = parties.active_seat(tx, seat_id)
        found = member_notes.of_member(tx, contract_id=seat.contract_id, member_id=member_id)
    return [note for note in found if note.public or note.seat_id == seat_id]


def _note(tx: sqlite3.Connection, note_id: int) -> MemberNote:
    note = member_notes.get(tx, note_id)
    if note is None or not note.active:
        raise NotFound
    return note


def _own(tx: sqlite3.Connection, note_id: int, seat_id: int) -> MemberNote:
    note = _note(tx, note_id)
    if note.seat_id != seat_id:
        raise NotYours
    return note


def _check(text: str) -> None:
    if not text.strip() or len(text) > LONGEST:
        raise WrongText
