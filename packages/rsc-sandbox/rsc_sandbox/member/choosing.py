"""Choose whom to be: any member, by name, without a password."""

from http import HTTPStatus

import msgspec
from flask import redirect, render_template, request, url_for

from rsc_sandbox.linkedin import parties
from rsc_sandbox.linkedin.refusals import NotFound
from rsc_sandbox.member import identity
from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.card import number
from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, threads
from rsc_sandbox.store.members import Query

_MOST = 12
_LONGEST = 200


class Choices(msgspec.Struct, frozen=True, kw_only=True):
    """People to choose from: without words, first those whom recruiters have written to."""

    people: tuple[Face, ...]
    more: bool


def choose() -> Page:
    member = identity.played()
    words = request.args.get("q", "").replace("\0", " ").strip()[:_LONGEST]
    return render_template(
        "member/choose.html",
        who=face(member) if member else None,
        choices=_found(words) if words else _suggested(),
        q=words,
        next=_after(request.args.get("next", "")),
    )


def become() -> Page:
    try:
        with current().transaction() as tx:
            member = parties.present_member(tx, number(request.form.get("member", "")))
    except NotFound:
        return session.missing()
    identity.play(member)
    return redirect(_after(request.form.get("next", "")), HTTPStatus.SEE_OTHER)


def _found(words: str) -> Choices:
    with current().transaction() as tx:
        found = members.search(tx, Query(keywords=words), count=_MOST + 1)
    return Choices(people=tuple(face(member) for member in found[:_MOST]), more=len(found) > _MOST)


def _suggested() -> Choices:
    with current().transaction() as tx:
        written_to = members.by_ids(tx, threads.members_written_to(tx, count=_MOST))
        anybody = members.search(tx, Query(), count=_MOST)
    first = [member for member in written_to.values() if member.closed_at is None]
    rest = [member for member in anybody if member.id not in written_to]
    return Choices(people=tuple(face(member) for member in [*first, *rest][:_MOST]), more=True)


def _after(address: str) -> str:
    return session.safe_next(address) if address else url_for("member.inbox")
