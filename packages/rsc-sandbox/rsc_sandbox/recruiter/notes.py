"""A recruiter's notes about a person: private by default, public within the contract by choice."""

from http import HTTPStatus

from flask import flash, redirect, request, url_for

from rsc_sandbox.linkedin import member_notes
from rsc_sandbox.linkedin.refusals import NotFound, NotYours, WrongText
from rsc_sandbox.recruiter import profile_page, session, writing
from rsc_sandbox.recruiter.profile_page import Entered
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats
from rsc_sandbox.store.members import Member


@seated
def write(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    member = profile_page.member_or_404(member_id)
    text, public = writing.text("text"), request.form.get("public") == "1"
    try:
        member_notes.write(current(), seat_id=seat.id, member_id=member.id, text=text, public=public)
    except WrongText:
        return _refused(seat, member, 0, text, public=public)
    return _back(member, _saved(seat, public=public))


@seated
def change(_me: Me, seat: seats.Seat, member_id: int, note_id: int) -> Page:
    """Write it anew, publish it or take it back."""
    member = profile_page.member_or_404(member_id)
    text, public = writing.text("text"), request.form.get("public") == "1"
    try:
        member_notes.change(current(), note_id=note_id, seat_id=seat.id, text=text, public=public)
    except WrongText:
        return _refused(seat, member, note_id, text, public=public)
    except (NotFound, NotYours):  # a private note of a colleague is as unknown as none
        return session.missing()
    return _back(member, _saved(seat, public=public))


@seated
def delete(_me: Me, seat: seats.Seat, member_id: int, note_id: int) -> Page:
    member = profile_page.member_or_404(member_id)
    try:
        member_notes.delete(current(), note_id=note_id, seat_id=seat.id)
    except (NotFound, NotYours):
        return session.missing()
    return _back(member, t("Note deleted. Connected systems are told so."))


def _refused(seat: seats.Seat, member: Member, note_id: int, text: str, *, public: bool) -> Page:
    error = writing.error(text, member_notes.LONGEST, t("Write something first."))
    entered = Entered(note=note_id, note_text=text, note_public=public, note_error=error)
    return profile_page.show(seat, member, entered=entered), HTTPStatus.UNPROCESSABLE_ENTITY


def _saved(seat: seats.Seat, *, public: bool) -> str:
    if public:
        return t("Note saved: everybody on {contract} sees it.", contract=seat.contract_name)
    return t("Note saved: only you see it.")


def _back(member: Member, said: str) -> Page:
    """To the notes on the profile, where `said` is shown."""
    flash(said, "notes")
    return redirect(url_for("recruiter.profile", member_id=member.id, _anchor="notes"), HTTPStatus.SEE_OTHER)
