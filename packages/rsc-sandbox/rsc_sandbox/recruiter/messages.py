"""InMail in Recruiter: write to a member, follow what became of it, write again."""

from http import HTTPStatus

import msgspec
from flask import flash, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import conversations, inmail
from rsc_sandbox.linkedin.conversations import Contacted, Listed
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.recruiter import people, session, writing
from rsc_sandbox.recruiter.people import Face
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.threads import Response

_SNIPPET = 140


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A conversation in a list; `by_other`: the last words are theirs."""

    id: int
    person: Face
    gone: bool
    subject: str
    snippet: str
    by_other: bool
    at: int
    state: str
    tone: str


class Colleague(msgspec.Struct, frozen=True, kw_only=True):
    """That somebody else on the contract wrote, and what came of it."""

    name: str
    at: int
    state: str
    tone: str


@seated
def inbox(_me: Me, seat: seats.Seat) -> Page:
    found = conversations.of_seat(current(), seat_id=seat.id)
    return render_template("recruiter/messages.html", area="messages", rows=[row(one) for one in found])


@seated
def compose(_me: Me, seat: seats.Seat, member_id: int) -> Page:
    with current().transaction() as tx:
        member = members.get(tx, member_id)
    if member is None or member.closed_at is not None:
        session.not_found()
    subject, body = writing.line("subject"), writing.text("body")
    if request.method == "GET":
        return _compose_page(people.face(member))
    wrong = {
        "subject_error": writing.error(subject, inmail.LONGEST_SUBJECT, t("Write a subject.")),
        "body_error": writing.error(body, inmail.LONGEST_BODY, t("Write a message.")),
    }
    if any(wrong.values()):
        page = _compose_page(people.face(member), subject=subject, body=body, **wrong)
        return page, HTTPStatus.UNPROCESSABLE_ENTITY
    thread = inmail.compose(current(), seat_id=seat.id, member_id=member.id, subject=subject, body=body)
    flash(t("Sent to {name}.", name=member.name))
    return redirect(url_for("recruiter.thread", thread_id=thread.id), HTTPStatus.SEE_OTHER)


@seated
def thread(_me: Me, seat: seats.Seat, thread_id: int) -> Page:
    return _thread_page(seat, thread_id)


@seated
def follow_up(_me: Me, seat: seats.Seat, thread_id: int) -> Page:
    body = writing.text("body")
    try:
        inmail.follow_up(current(), thread_id=thread_id, seat_id=seat.id, body=body)
    except WrongText:
        error = writing.error(body, inmail.LONGEST_BODY, t("Write a message."))
        return _thread_page(seat, thread_id, body=body, body_error=error), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotPossible:
        return _thread_page(seat, thread_id), HTTPStatus.CONFLICT
    except NotFound:
        return session.missing()
    return redirect(url_for("recruiter.thread", thread_id=thread_id, _anchor="last"), HTTPStatus.SEE_OTHER)


def row(found: Listed) -> Row:
    state, tone = state_label(found.thread.answer)
    gone = found.other.closed_at is not None
    return Row(
        id=found.thread.id,
        person=people.face(found.other),
        gone=gone,
        subject=found.thread.subject,
        snippet=found.last.body[:_SNIPPET],
        by_other=found.last.from_member,
        at=found.last.created_at,
        state=state,
        tone=tone,
    )


def colleague(found: Contacted) -> Colleague:
    state, tone = state_label(found.answer)
    return Colleague(name=found.writer.name, at=found.at, state=state, tone=tone)


def state_label(answer: Response) -> tuple[str, str]:
    """What the member made of the InMail, and its tone."""
    return {
        "NONE": (t("No answer yet"), "wait"),
        "ACCEPTED": (t("Answered"), "good"),
        "DECLINED": (t("Declined"), "plain"),
    }[answer]


def _compose_page(to: Face, *, subject: str = "", body: str = "", subject_error: str = "", body_error: str = "") -> str:
    return render_template(
        "recruiter/compose.html",
        area="messages",
        to=to,
        subject=subject,
        body=body,
        subject_error=subject_error,
        body_error=body_error,
        longest_subject=inmail.LONGEST_SUBJECT,
        longest_body=inmail.LONGEST_BODY,
    )


def _thread_page(seat: seats.Seat, thread_id: int, *, body: str = "", body_error: str = "") -> str:
    try:
        found = conversations.read_by_seat(current(), seat_id=seat.id, thread_id=thread_id)
    except NotFound:
        session.not_found()
    state, tone = state_label(found.thread.answer)
    return render_template(
        "recruiter/thread.html",
        area="messages",
        found=found,
        person=people.face(found.other),
        gone=found.other.closed_at is not None,
        state=state,
        tone=tone,
        body=body,
        body_error=body_error,
        longest_body=inmail.LONGEST_BODY,
    )
