"""What a seat is shown of a member besides the profile: In ATS, messages, notes, projects, alerts and rejections."""

from collections.abc import Iterable

import msgspec

from rsc_sandbox.linkedin import collecting, indicator, member_notes
from rsc_sandbox.linkedin.in_ats import InAts
from rsc_sandbox.recruiter.people import face
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import Sandbox, current
from rsc_sandbox.store import members, seats, threads
from rsc_sandbox.store.member_notes import MemberNote
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.projects import Project
from rsc_sandbox.store.rejections import Rejection
from rsc_sandbox.store.threads import Thread


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter's note; `mine` may be changed by who reads it."""

    id: int
    author: str
    text: str
    public: bool
    mine: bool
    at: int


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """An InMail to the member. Of a colleague's only who and when is known: `subject` and `opening` are empty."""

    id: int
    author: str
    mine: bool
    subject: str
    opening: str
    answer: str
    at: int


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """Everything; `system` is the one whose data In ATS shows."""

    systems: tuple[InAts, ...]
    system: InAts | None
    exchanges: tuple[Exchange, ...]
    notes: tuple[Note, ...]
    saved_in: tuple[Project, ...]
    projects: tuple[Project, ...]
    updated: bool
    rejections: tuple[Rejection, ...]


def build(seat: seats.Seat, member: Member, *, system: str = "") -> Dossier:
    sandbox = current()
    systems = tuple(indicator.indicator(sandbox, seat_id=seat.id, member_id=member.id))
    chosen = next((one for one in systems if str(one.application_id) == system), next(iter(systems), None))
    saved = collecting.saved_in(sandbox, seat_id=seat.id, member_id=member.id)
    inside = {project.id for project in saved}
    return Dossier(
        systems=systems,
        system=chosen,
        exchanges=tuple(exchanges(sandbox, seat, member)),
        notes=tuple(notes(sandbox, seat, member)),
        saved_in=tuple(saved),
        projects=tuple(one for one in collecting.projects_of(sandbox, seat_id=seat.id) if one.id not in inside),
        updated=collecting.is_updated(sandbox, seat_id=seat.id, member_id=member.id),
        rejections=tuple(collecting.turned_down(sandbox, seat_id=seat.id, member_id=member.id)),
    )


def notes(sandbox: Sandbox, seat: seats.Seat, member: Member) -> Iterable[Note]:
    """One's own and the contract's public ones, newest first."""
    found = member_notes.seen_by(sandbox, seat_id=seat.id, member_id=member.id)
    authors = _authors(sandbox, found)
    return [
        Note(
            id=note.id,
            author=authors[note.seat_id],
            text=note.text,
            public=note.public,
            mine=note.seat_id == seat.id,
            at=note.created_at,
        )
        for note in found
    ]


def exchanges(sandbox: Sandbox, seat: seats.Seat, member: Member) -> Iterable[Exchange]:
    """One's own InMails to the member with their first message, colleagues' of the contract without (§7.2)."""
    with sandbox.transaction() as tx:
        found = [(thread, seats.get(tx, thread.seat_id)) for thread in threads.of_member(tx, member.id)]
        near = [(thread, one) for thread, one in found if one is not None and one.contract_id == seat.contract_id]
        openings = {thread.id: threads.messages(tx, thread.id)[0].body for thread, one in near if one.id == seat.id}
    authors = _authors(sandbox, [thread for thread, _ in near])
    return [
        Exchange(
            id=thread.id,
            author=authors[thread.seat_id],
            mine=one.id == seat.id,
            subject=thread.subject if one.id == seat.id else "",
            opening=openings.get(thread.id, ""),
            answer=answer_label(thread),
            at=thread.created_at,
        )
        for thread, one in near
    ]


def answer_label(thread: Thread) -> str:
    """What the member made of it."""
    return {"NONE": t("No answer yet"), "ACCEPTED": t("Answered"), "DECLINED": t("Declined")}[thread.answer]


def _authors(sandbox: Sandbox, written: Iterable[MemberNote | Thread]) -> dict[int, str]:
    """Names by seat."""
    found: dict[int, str] = {}
    with sandbox.transaction() as tx:
        for number in {one.seat_id for one in written}:
            seat = seats.get(tx, number)
            member = members.get(tx, seat.member_id) if seat else None
            found[number] = face(member).name if member else ""
    return found
