"""A member's InMail: read it, answer or decline, and say whether contact details may be shared."""

from http import HTTPStatus

import msgspec
from flask import flash, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import conversations, inmail
from rsc_sandbox.linkedin.conversations import Listed
from rsc_sandbox.linkedin.refusals import NotFound, NotPossible, WrongText
from rsc_sandbox.member.identity import playing
from rsc_sandbox.recruiter import contact, messages, people, session, writing
from rsc_sandbox.recruiter.messages import Row
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store.members import Member
from rsc_sandbox.store.threads import Thread

_LONGEST_PHONE = 50


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """What the member is about to share, and what is wrong with it."""

    email: str
    phone: str
    error: str = ""


@playing
def inbox(member: Member) -> Page:
    found = conversations.of_member(current(), member_id=member.id)
    return render_template(
        "member/inbox.html", area="inbox", who=people.face(member), rows=[_row(one) for one in found]
    )


@playing
def thread(member: Member, thread_id: int) -> Page:
    return _page(member, thread_id)


@playing
def reply(member: Member, thread_id: int) -> Page:
    body = writing.text("body")
    try:
        inmail.reply(current(), thread_id=thread_id, member_id=member.id, body=body)
    except WrongText:
        error = writing.error(body, inmail.LONGEST_BODY, t("Write a message."))
        return _page(member, thread_id, body=body, body_error=error), HTTPStatus.UNPROCESSABLE_ENTITY
    except NotPossible:
        return _page(member, thread_id), HTTPStatus.CONFLICT
    except NotFound:
        return session.missing()
    return _back(thread_id)


@playing
def decline(member: Member, thread_id: int) -> Page:
    try:
        inmail.decline(current(), thread_id=thread_id, member_id=member.id)
    except NotPossible:
        return _page(member, thread_id), HTTPStatus.CONFLICT
    except NotFound:
        return session.missing()
    flash(t("You have declined. The recruiter sees that and cannot write here again."))
    return _back(thread_id)


@playing
def answer_consent(member: Member, thread_id: int) -> Page:
    share = request.form.get("share") == "1"
    given = Contact(email=writing.line("email"), phone=writing.line("phone"))
    error = _contact_error(given) if share else ""
    if error:
        wrong = msgspec.structs.replace(given, error=error)
        return _page(member, thread_id, given=wrong), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        inmail.answer_consent(
            current(), thread_id=thread_id, member_id=member.id, share=share, email=given.email, phone=given.phone
        )
    except NotPossible:
        return _page(member, thread_id), HTTPStatus.CONFLICT
    except NotFound:
        return session.missing()
    flash(t("Your contact details are shared.") if share else t("Your contact details stay with you."))
    return _back(thread_id)


def _contact_error(given: Contact) -> str:
    if not given.email and not given.phone:
        return t("Give an e-mail address or a telephone number, or keep both to yourself.")
    if given.email and not contact.is_email(given.email):
        return t("Write a full address such as name@example.com, or leave it empty.")
    return t("That telephone number is too long.") if len(given.phone) > _LONGEST_PHONE else ""


def _page(
    member: Member, thread_id: int, *, body: str | None = None, body_error: str = "", given: Contact | None = None
) -> str:
    try:
        found = conversations.read_by_member(current(), member_id=member.id, thread_id=thread_id)
    except NotFound:
        session.not_found()
    first = found.thread.answer == "NONE"
    return render_template(
        "member/thread.html",
        area="inbox",
        who=people.face(member),
        found=found,
        person=people.face(found.other),
        body=body if body is not None else t("Yes, I am interested. Tell me more.") if first else "",
        body_error=body_error,
        contact=given or Contact(email=next(iter(member.emails), ""), phone=next(iter(member.phones), "")),
        own=member,
        longest_body=inmail.LONGEST_BODY,
    )


def _back(thread_id: int) -> Page:
    return redirect(url_for("member.thread", thread_id=thread_id), HTTPStatus.SEE_OTHER)


def _row(found: Listed) -> Row:
    state, tone = _state(found.thread)
    by_other = not found.last.from_member  # the other one is the recruiter here
    return msgspec.structs.replace(messages.row(found), by_other=by_other, state=state, tone=tone)


def _state(found: Thread) -> tuple[str, str]:
    """What the member has made of it, and its tone."""
    if found.consent == "ASKED":
        return t("A question for you"), "wait"
    return {
        "NONE": (t("Not answered"), "wait"),
        "ACCEPTED": (t("Answered"), "good"),
        "DECLINED": (t("Declined"), "plain"),
    }[found.answer]
