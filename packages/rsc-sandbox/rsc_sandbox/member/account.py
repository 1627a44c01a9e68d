"""A member's account: what it holds, and closing it for good."""

from http import HTTPStatus

from flask import flash, redirect, render_template, request, url_for

from rsc_sandbox.linkedin import closing
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.member import identity
from rsc_sandbox.member.identity import playing
from rsc_sandbox.recruiter import people, session
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store.members import Member


@playing
def account(member: Member) -> Page:
    return _page(member)


@playing
def close(member: Member) -> Page:
    typed = " ".join(request.form.get("name", "").split())
    if typed.casefold() != member.name.casefold():
        error = t("Type the name exactly: {name}", name=member.name)
        return _page(member, typed=typed, error=error), HTTPStatus.UNPROCESSABLE_ENTITY
    try:
        closing.close_account(current(), member_id=member.id)
    except NotFound:
        return session.missing()
    identity.stop()
    flash(t("{name} has left LinkedIn.", name=member.name))
    return redirect(url_for("member.choose"), HTTPStatus.SEE_OTHER)


def _page(member: Member, *, typed: str = "", error: str = "") -> str:
    return render_template(
        "member/account.html",
        area="account",
        who=people.face(member),
        own=member,
        loss=closing.loss(current(), member_id=member.id),
        typed=typed,
        error=error,
    )
