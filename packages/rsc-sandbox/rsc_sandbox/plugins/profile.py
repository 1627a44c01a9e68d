"""The profile plugin in its iframe: begin, go on, sign out."""

from flask import request

from rsc_sandbox.plugins import entrance, pages, profile_page
from rsc_sandbox.plugins.entrance import Entry, inside
from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import tickets

_ASKED = ("candidate", "context", "contract", "unlink", "confirm")
_LONGEST = 500


def start() -> Page:
    """The iframe's first document. Where the browser sends a cookie of ours, the person need not sign in again."""
    entry = entrance.begin("PROFILE", {name: request.args.get(name, "")[:_LONGEST] for name in _ASKED})
    if entry is None:
        return entrance.not_allowed()
    me = session.me()
    if me is not None:
        seat_id = me.seat.id if me.seat else None
        until = current().now() + tickets.WORKING_DAY
        return _kept(entrance.sign(entry, account_id=me.account_id, seat_id=seat_id, until=until))
    return _kept(entrance.resume(entry))


@inside("PROFILE")
def show(entry: Entry) -> Page:
    """After signing in, and between the tabs."""
    return _kept(entry)


@inside("PROFILE")
def sign_out(entry: Entry) -> Page:
    """Every plugin that acts for the account asks again, and Recruiter too where the browser sends our cookie."""
    if entry.account_id is not None:
        with current().transaction() as tx:
            tickets.sign_out(tx, entry.account_id)
        session.sign_out()
    return _kept(entrance.read_again(entry))


def _kept(entry: Entry) -> Page:
    pages.note(entry.application.id, f"profile.{'signed-in' if entry.account_id else 'signed-out'}")
    if entry.account_id is not None:
        entrance.keep(entry)
    return profile_page.page(entry)
