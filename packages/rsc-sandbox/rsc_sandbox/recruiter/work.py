"""What a recruiter does with a person: write, note, save to a project, ask for news, turn down."""

from collections.abc import Callable
from http import HTTPStatus

from flask import flash, redirect, request, url_for

from rsc_sandbox.linkedin import collecting, inmail, member_notes
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, NotYours, Refusal, WrongText
from rsc_sandbox.recruiter import contact, session
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats


@seated
def write_message(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    """Begin a thread, and go there."""
    subject, body = text("subject"), text("body")

    def send() -> Page:
        thread = inmail.compose(current(), seat_id=seat.id, member_id=member_id, subject=subject, body=body)
        flash(t("Your message has been sent."))
        return redirect(url_for("recruiter.thread", thread_id=thread.id), HTTPStatus.SEE_OTHER)

    wrong = t("Write a subject of at most 200 and a message of at most 2,000 characters.")
    return _done(seat, member_id, send, part="message", wrong=wrong)


@seated
def add_note(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    def add() -> Page:
        public = request.form.get("public") == "1"
        member_notes.write(current(), seat_id=seat.id, member_id=member_id, text=text("text"), public=public)
        return _back(member_id, "notes", t("Your note has been kept."))

    return _done(seat, member_id, add, part="note", wrong=t("Write a note of at most 10,000 characters."))


@seated
def change_note(_me: Me, seat: seats.Seat, member_id: int, note_id: int) -> Page:
    """Write it anew, publish it, take it back, or delete it: what the pressed button says."""

    def change() -> Page:
        act = request.form.get("act", "")
        if act == "delete":
            member_notes.delete(current(), note_id=note_id, seat_id=seat.id)
            return _back(member_id, "notes", t("The note has been deleted."))
        public = {"publish": True, "take_back": False}.get(act)
        written = text("text") if act == "save" else None
        member_notes.change(current(), note_id=note_id, seat_id=seat.id, text=written, public=public)
        return _back(member_id, "notes", t("The note has been changed."))

    return _done(seat, member_id, change, part="note", wrong=t("Write a note of at most 10,000 characters."))


@seated
def save(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    """To a project that is there, or to a new one."""
    name = text("name")

    def keep() -> Page:
        sandbox = current()
        chosen = number(request.form.get("project", ""))
        if not chosen:
            chosen = collecting.begin_project(sandbox, seat_id=seat.id, name=name).id
        project = collecting.save(sandbox, seat_id=seat.id, project_id=chosen, member_id=member_id)
        return _back(member_id, "projects", t("Saved to {project}.", project=project.name))

    wrong = t("Choose a project, or name a new one with at most 100 characters.")
    taken = t("There is a project of that name. Choose it from the list.")
    return _done(seat, member_id, keep, part="project", wrong=wrong, impossible=taken)


@seated
def update_me(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    def switch() -> Page:
        on = request.form.get("on") == "1"
        collecting.update_me(current(), seat_id=seat.id, member_id=member_id, on=on)
        said = t("You will be told news of this person.") if on else t("You will not be told news of this person.")
        return _back(member_id, "name", said)

    return _done(seat, member_id, switch, part="")


@seated
def turn_down(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    def reject() -> Page:
        collecting.turn_down(current(), seat_id=seat.id, member_id=member_id, reason=text("reason"))
        return _back(member_id, "rejections", t("Kept. Only you see it."))

    return _done(seat, member_id, reject, part="rejection", wrong=t("Write a reason of at most 500 characters."))


def text(name: str) -> str:
    """What stands in a field of the form, as the domain takes it."""
    return request.form.get(name, "").replace("\0", "").replace("\r\n", "\n").strip()


def _done(
    seat: seats.Seat,
    member_id: int,
    act: Callable[[], Page],
    *,
    part: str,
    wrong: str = "",
    impossible: str = "",
) -> Page:
    """Do it; a refusal is shown where the form stands, with what was typed."""
    try:
        return act()
    except (NotFound, NotYours):
        return session.missing()
    except WrongText:
        said = wrong
    except NotPossible:
        said = impossible or t("That is not possible any more.")
    except Refusal as refusal:
        said = str(refusal) or str(type(refusal).__doc__)
    return contact.page_with(seat, member_id, errors={part: said}), HTTPStatus.UNPROCESSABLE_ENTITY


def _back(member_id: int, part: str, said: str) -> Page:
    flash(said)
    return redirect(url_for("recruiter.profile", member_id=member_id, _anchor=part), HTTPStatus.SEE_OTHER)
