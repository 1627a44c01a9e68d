"""Through which member's eyes this browser looks: chosen freely, for in a sandbox everybody plays every side."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec

from flask import redirect, request, session, url_for

from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members
from rsc_sandbox.store.members import Member

Arguments = ParamSpec("Arguments")

_MEMBER = "as_member"


def played() -> Member | None:
    """The member of this browser, unless they have left LinkedIn since."""
    number = session.get(_MEMBER)
    with current().transaction() as tx:
        member = members.get(tx, number) if isinstance(number, int) else None
    return member if member and member.closed_at is None else None


def play(member: Member) -> None:
    session[_MEMBER] = member.id


def stop() -> None:
    session.pop(_MEMBER, None)


def playing(view: Callable[Concatenate[Member, Arguments], Page]) -> Callable[Arguments, Page]:
    """Give the view the member, or ask whom to be and come back."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Page:
        member = played()
        if member is None:
            here = request.path if request.method == "GET" else url_for("member.inbox")
            return redirect(url_for("member.choose", next=here), 303)
        return view(member, *args, **kwargs)

    return guarded
