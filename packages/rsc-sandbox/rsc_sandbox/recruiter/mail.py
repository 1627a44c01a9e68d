"""Messages: the threads a seat began, and one of them."""

from http import HTTPStatus

import msgspec
from flask import flash, get_flashed_messages, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import inmail
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.recruiter import dossier, session
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Me, Page, seated
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.recruiter.work import text
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats, threads
from rsc_sandbox.store.threads import Message, Thread

_MOST = 200


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A thread in the list."""

    id: int
    person: Face
    subject: str
    answer: str
    declined: bool
    shared: bool
    at: int


@seated
def messages(_me: Me, seat: seats.Seat) -> Page:
    found = inmail.threads_of_seat(current(), seat_id=seat.id)[:_MOST]
    return render_template("recruiter/messages.html", area="messages", lines=[line(one) for one in found])


@seated
def thread(_me: Me, seat: seats.Seat, thread_id: int) -> Page:
    """One thread; the recruiter writes again below it."""
    with current().transaction() as tx:
        found = threads.get(tx, thread_id) if thread_id < 2**63 else None
    if found is None or found.seat_id != seat.id:
        return session.missing()
    if request.method == "GET":
        return _page(found)
    try:
        inmail.follow_up(current(), thread_id=found.id, seat_id=seat.id, body=text("body"))
    except WrongText:
        error = t("Write a message of at most 2,000 characters.")
        return _page(found, error=error, body=text("body")), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotPossible:
        return _page(found, error=t("The person has declined: nothing more can be sent.")), HTTPStatus.CONFLICT
    except NotFound:
        return session.missing()
    flash(t("Your message has been sent."))
    return redirect(url_for("recruiter.thread", thread_id=found.id), HTTPStatus.SEE_OTHER)


def line(found: Thread) -> Line:
    with current().transaction() as tx:
        member = members.get(tx, found.member_id)
    if member is None:
        raise LookupError(found.member_id)
    return Line(
        id=found.id,
        person=face(member),
        subject=found.subject,
        answer=dossier.answer_label(found),
        declined=found.answer == "DECLINED",
        shared=found.consent == "SHARED",
        at=found.created_at,
    )


def written(found: Thread) -> list[Message]:
    """Oldest first."""
    return inmail.messages(current(), thread_id=found.id)


def _page(found: Thread, *, error: str = "", body: str = "") -> str:
    return render_template(
        "recruiter/thread.html",
        area="messages",
        thread=line(found),
        messages=written(found),
        error=error,
        body=body,
        told=get_flashed_messages(),
    )
