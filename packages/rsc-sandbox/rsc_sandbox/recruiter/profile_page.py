"""The page of one person: who they are, what the ATS knows, what this recruiter has done with them, and the contact card."""

import msgspec
from flask import render_template

from rsc_sandbox.linkedin import collecting, conversations, indicator, member_notes
from rsc_sandbox.linkedin.indicator import InAts
from rsc_sandbox.recruiter import card, people, session
from rsc_sandbox.recruiter.card import Card, Filled
from rsc_sandbox.recruiter.messages import Colleague, Row, colleague, row
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.projects import Project
from rsc_sandbox.store.rejections import Rejection


class Entered(msgspec.Struct, frozen=True, kw_only=True):
    """What was written into a form of the page and refused, with the reason beside it; `note` 0 is the new one."""

    note: int = -1
    note_text: str = ""
    note_public: bool = False
    note_error: str = ""
    project_name: str = ""
    project_error: str = ""
    reason: str = ""
    reason_error: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """A recruiter's note; `mine`: the reader wrote it and may change it."""

    id: int
    text: str
    public: bool
    mine: bool
    author: str
    at: int


class Dossier(msgspec.Struct, frozen=True, kw_only=True):
    """What the seat has of the person, apart from exports; `saved` and `other` are projects of the contract.

    `known`: every system that knows the person; `ats`: the chosen one, None where it does not know them.
    """

    known: tuple[InAts, ...]
    ats: InAts | None
    ats_name: str
    notes: tuple[Note, ...]
    threads: tuple[Row, ...]
    colleagues: tuple[Colleague, ...]
    saved: tuple[Project, ...]
    other: tuple[Project, ...]
    rejections: tuple[Rejection, ...]
    updated: bool


def show(
    seat: seats.Seat, member: Member, *, filled: Filled | None = None, latest: str = "", entered: Entered | None = None
) -> str:
    """Render it; `filled` is the contact card's form, `entered` the others'."""
    shown = people.profile(member)
    form = filled or Filled(ats=session.chosen_ats())
    contact = card.build(seat, member, form, latest=latest)
    return render_template(
        "recruiter/profile.html",
        area="search",
        person=shown,
        face=shown.face,
        card=contact,
        dossier=_dossier(seat, member, card.number(form.ats), contact),
        entered=entered or Entered(),
    )


def member_or_404(member_id: int) -> Member:
    """A member who is still on LinkedIn."""
    with current().transaction() as tx:
        member = members.get(tx, member_id)
    if member is None or member.closed_at is not None:
        session.not_found()
    return member


def _dossier(seat: seats.Seat, member: Member, asked: int, contact: Card) -> Dossier:
    sandbox = current()
    known = tuple(indicator.indicator(sandbox, seat_id=seat.id, member_id=member.id))
    ats = _ats(known, asked, contact)
    saved = collecting.saved_in(sandbox, seat_id=seat.id, member_id=member.id)
    inside = {project.id for project in saved}
    return Dossier(
        known=known,
        ats=ats,
        ats_name=ats.name if ats else contact.chosen.name if contact.chosen else "",
        notes=_notes(seat, member),
        threads=tuple(row(found) for found in conversations.with_member(sandbox, seat_id=seat.id, member_id=member.id)),
        colleagues=tuple(
            colleague(found) for found in conversations.by_colleagues(sandbox, seat_id=seat.id, member_id=member.id)
        ),
        saved=tuple(saved),
        other=tuple(one for one in collecting.projects_of(sandbox, seat_id=seat.id) if one.id not in inside),
        rejections=tuple(collecting.turned_down(sandbox, seat_id=seat.id, member_id=member.id)),
        updated=collecting.is_updated(sandbox, seat_id=seat.id, member_id=member.id),
    )


def _ats(known: tuple[InAts, ...], asked: int, contact: Card) -> InAts | None:
    """What the system that was asked for knows, and nothing of another's. While none was: one that knows the person.

    A system that takes no exports may be asked for too; one that the seat does not reach counts as none.
    """
    chosen = contact.chosen.id if contact.chosen else 0
    if asked in {one.application_id for one in known}:
        chosen = asked
    there = next((one for one in known if one.application_id == chosen), None)
    return there if there or chosen == asked else next(iter(known), None)


def _notes(seat: seats.Seat, member: Member) -> tuple[Note, ...]:
    sandbox = current()
    found = member_notes.seen_by(sandbox, seat_id=seat.id, member_id=member.id)
    with sandbox.transaction() as tx:
        holders = seats.holders(tx, {note.seat_id for note in found})
        faces = members.by_ids(tx, holders.values())
    return tuple(
        Note(
            id=note.id,
            text=note.text,
            public=note.public,
            mine=note.seat_id == seat.id,
            author=t("You") if note.seat_id == seat.id else faces[holders[note.seat_id]].name,
            at=note.changed_at,
        )
        for note in found
    )
