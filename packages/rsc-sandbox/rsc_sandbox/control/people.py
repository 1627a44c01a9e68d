"""/_sandbox/: what recruiters and members do, without clicking: InMail, consent, notes, accounts that are closed."""

from flask import Blueprint, Response

from rsc_sandbox.control.requests import (
    AnswerConsent,
    ChangeNote,
    Compose,
    FollowUp,
    Nothing,
    OfSeat,
    Reply,
    WriteNote,
)
from rsc_sandbox.control.wire import Refused, answer, body, query
from rsc_sandbox.linkedin import closing, inmail, member_notes
from rsc_sandbox.linkedin.refusals import NotFound, Refusal
from rsc_sandbox.sandbox import current

blueprint = Blueprint("people", __name__)


@blueprint.errorhandler(Refusal)
def refused(refusal: Refusal) -> Response:
    status = 404 if isinstance(refusal, NotFound) else 409
    return answer({"error": str(refusal) or type(refusal).__doc__}, status)


@blueprint.post("/inmails")
def compose() -> Response:
    """A recruiter writes an InMail."""
    wanted = body(Compose)
    thread = inmail.compose(
        current(), seat_id=wanted.seat, member_id=wanted.member, subject=wanted.subject, body=wanted.body
    )
    return answer(thread, 201)


@blueprint.get("/inmails/<int:thread_id>")
def thread(thread_id: int) -> Response:
    """The messages of a thread, oldest first."""
    return answer({"messages": inmail.messages(current(), thread_id=thread_id)})


@blueprint.post("/inmails/<int:thread_id>/messages")
def follow_up(thread_id: int) -> Response:
    """The recruiter writes again."""
    wanted = body(FollowUp)
    return answer(inmail.follow_up(current(), thread_id=thread_id, seat_id=wanted.seat, body=wanted.body), 201)


@blueprint.post("/inmails/<int:thread_id>/replies")
def reply(thread_id: int) -> Response:
    """The member answers."""
    return answer(inmail.reply(current(), thread_id=thread_id, body=body(Reply).body), 201)


@blueprint.post("/inmails/<int:thread_id>/decline")
def decline(thread_id: int) -> Response:
    """The member is not interested."""
    body(Nothing)
    return answer(inmail.decline(current(), thread_id=thread_id))


@blueprint.post("/inmails/<int:thread_id>/consent")
def answer_consent(thread_id: int) -> Response:
    """After the first reply: the member shares contact details, or does not."""
    wanted = body(AnswerConsent)
    changed = inmail.answer_consent(
        current(), thread_id=thread_id, share=wanted.share, email=wanted.email, phone=wanted.phone
    )
    return answer(changed)


@blueprint.post("/notes")
def write_note() -> Response:
    """A recruiter writes a note, private unless it is said to be public."""
    wanted = body(WriteNote)
    note = member_notes.write(
        current(), seat_id=wanted.seat, member_id=wanted.member, text=wanted.text, public=wanted.public
    )
    return answer(note, 201)


@blueprint.patch("/notes/<int:note_id>")
def change_note(note_id: int) -> Response:
    """Write a note anew, publish it or take it back."""
    wanted = body(ChangeNote)
    if wanted.text is None and wanted.public is None:
        raise Refused("Say text, public, or both.")
    note = member_notes.change(current(), note_id=note_id, seat_id=wanted.seat, text=wanted.text, public=wanted.public)
    return answer(note)


@blueprint.delete("/notes/<int:note_id>")
def delete_note(note_id: int) -> Response:
    """Delete a note; the API tells of it as not active."""
    member_notes.delete(current(), note_id=note_id, seat_id=query(OfSeat).seat)
    return answer({"status": "ok"})


@blueprint.post("/members/<int:member_id>/close")
def close_account(member_id: int) -> Response:
    """The member leaves LinkedIn."""
    body(Nothing)
    closing.close_account(current(), member_id=member_id)
    return answer({"status": "ok"})
