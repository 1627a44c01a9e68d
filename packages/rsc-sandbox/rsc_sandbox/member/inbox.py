"""The pretend member's side: who one is, the inbox, a reply, contact details, closing the account."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from typing import Concatenate, ParamSpec

import msgspec
from flask import flash, get_flashed_messages, redirect, render_template, request, session, url_for

from rsc_sandbox.linkedin import closing, inmail
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, Refusal, WrongText
from rsc_sandbox.recruiter import session as recruiter_session
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.recruiter.work import text
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats, threads
from rsc_sandbox.store.members import Member, Query
from rsc_sandbox.store.threads import Thread

Arguments = ParamSpec("Arguments")
_AS = "member"
_MOST = 20
_LONGEST = 200


class Letter(msgspec.Struct, frozen=True, kw_only=True):
    """A thread as its receiver sees it; `person` is the recruiter, as whom the shared message list names them."""

    id: int
    recruiter: str
    person: Face
    subject: str
    consent: str
    answer: str
    at: int


def being(view: Callable[Concatenate[Member, Arguments], Page]) -> Callable[Arguments, Page]:
    """Give the view the member one is, or ask whom to be."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Page:
        chosen = session.get(_AS)
        with current().transaction() as tx:
            member = members.get(tx, chosen) if isinstance(chosen, int) else None
        if member is None or member.closed_at is not None:
            return redirect(url_for("member.whom"), HTTPStatus.SEE_OTHER)
        return view(member, *args, **kwargs)

    return guarded


def whom() -> Page:
    """Choose whom to be: nobody's password is asked for, for nobody here is real."""
    asked = request.args.get("q", "").replace("\0", " ").strip()[:_LONGEST]
    with current().transaction() as tx:
        found = members.search(tx, Query(keywords=asked), after=0, count=_MOST)
    return render_template(
        "member/whom.html", people=[face(member) for member in found], q=asked, told=get_flashed_messages()
    )


def become() -> Page:
    """Be somebody from here on; from a thread's page straight to that thread."""
    wanted, thread_id = number(request.form.get("member", "")), number(request.form.get("thread", ""))
    with current().transaction() as tx:
        member = members.get(tx, wanted)
    if member is None or member.closed_at is not None:
        return recruiter_session.missing()
    session[_AS] = member.id
    there = url_for("member.letter", thread_id=thread_id) if thread_id else url_for("member.inbox")
    return redirect(there, HTTPStatus.SEE_OTHER)


def leave() -> Page:
    session.pop(_AS, None)
    return redirect(url_for("member.whom"), HTTPStatus.SEE_OTHER)


@being
def inbox(member: Member) -> Page:
    found = [_letter(thread) for thread in inmail.inbox(current(), member_id=member.id)]
    return render_template("member/inbox.html", myself=face(member), letters=found, told=get_flashed_messages())


@being
def letter(member: Member, thread_id: int) -> Page:
    """One thread: read it, and answer, decline, or say what may be shared."""
    thread = _thread(member, thread_id)
    if thread is None:
        return recruiter_session.missing()
    if request.method == "GET":
        return _page(member, thread)
    try:
        said = _act(member, thread)
    except WrongText:
        return _page(member, thread, error=t("Write a message of at most 2,000 characters.")), 422
    except NotPossible:
        return _page(member, thread, error=t("This has been answered already.")), HTTPStatus.CONFLICT
    except Refusal:
        return recruiter_session.missing()
    flash(said)
    return redirect(url_for("member.letter", thread_id=thread.id), HTTPStatus.SEE_OTHER)


@being
def close(member: Member) -> Page:
    """Leave LinkedIn, after typing one's own name."""
    if request.method == "GET":
        return render_template("member/close.html", myself=face(member), error="")
    if text("name") != member.name:
        error = t("Type your name exactly as it stands above.")
        return render_template("member/close.html", myself=face(member), error=error), 422
    try:
        closing.close_account(current(), member_id=member.id)
    except NotFound:
        return recruiter_session.missing()
    session.pop(_AS, None)
    flash(t("The account of {name} is closed.", name=member.name))
    return redirect(url_for("member.whom"), HTTPStatus.SEE_OTHER)


def _act(member: Member, thread: Thread) -> str:
    sandbox, act = current(), request.form.get("act", "")
    if act == "decline":
        inmail.decline(sandbox, thread_id=thread.id)
        return t("You have declined.")
    if act in {"share", "keep"}:
        email = next((one for one in member.emails if one == request.form.get("email")), None)
        phone = next((one for one in member.phones if one == request.form.get("phone")), None)
        inmail.answer_consent(sandbox, thread_id=thread.id, share=act == "share", email=email, phone=phone)
        return t("Your contact details are shared.") if act == "share" else t("Nothing is shared.")
    inmail.reply(sandbox, thread_id=thread.id, body=text("body"))
    return t("Your answer has been sent.")


def _thread(member: Member, thread_id: int) -> Thread | None:
    with current().transaction() as tx:
        found = threads.get(tx, thread_id) if thread_id < 2**63 else None
    return found if found is not None and found.member_id == member.id else None


def _letter(thread: Thread) -> Letter:
    with current().transaction() as tx:
        seat = seats.get(tx, thread.seat_id)
        writer = members.get(tx, seat.member_id) if seat else None
        reader = members.get(tx, thread.member_id)
    if reader is None:
        raise LookupError(thread.id)
    return Letter(
        id=thread.id,
        recruiter=writer.name if writer else t("Recruiter"),
        person=face(reader),
        subject=thread.subject,
        consent=thread.consent,
        answer=thread.answer,
        at=thread.created_at,
    )


def _page(member: Member, thread: Thread, *, error: str = "") -> str:
    return render_template(
        "member/letter.html",
        myself=face(member),
        thread=_letter(thread),
        messages=inmail.messages(current(), thread_id=thread.id),
        emails=member.emails,
        phones=member.phones,
        error=error,
        body=text("body"),
        told=get_flashed_messages(),
    )
