"""The window beside an iframe, in which our cookie counts: the signed-in person lets the plugin act for them."""

from flask import render_template, request

from rsc_sandbox.plugins import admins, pages
from rsc_sandbox.recruiter import session
from rsc_sandbox.recruiter.session import Me, Page, signed_in
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import tickets
from rsc_sandbox.store.tickets import Ticket


def approve(code: str) -> Page:
    refused = session.require_csrf()
    return refused if refused is not None else _approve(code)


@signed_in
def _approve(me: Me, code: str) -> Page:
    with current().transaction() as tx:
        ticket = tickets.by_code(tx, code, at=current().now())
    application = pages.application_of(ticket) if ticket else None
    if ticket is None or application is None:
        return _window(t("This took too long"), t("Close this window and reload the page you came from.")), 403
    if ticket.widget == "ONBOARDING" and admins.administered(me.account_id) is None:
        title = t("Only for Recruiter admins")
        text = t("{name} has no admin seat. Sign out and use an admin's account, or ask an admin.", name=me.face.name)
        return _window(title, text), 403
    if request.method == "GET":
        question = _question(ticket, application.name)
        return render_template("plugins/approve.html", question=question, code=code)
    with current().transaction() as tx:
        tickets.sign(tx, code, account_id=me.account_id, seat_id=me.seat.id if me.seat else None, until=_until(ticket))
    return _window(t("Done"), t("Close this window: the page you came from goes on by itself."))


def _question(ticket: Ticket, application: str) -> str:
    if ticket.widget == "ONBOARDING":
        return t(
            "{application} shows the Recruiter integrations on {origin}. Let it act for you there for half an hour?",
            application=application,
            origin=ticket.origin,
        )
    return t(
        "{application} shows Recruiter profiles on {origin}. Stay signed in there for twelve hours, or until you sign out?",
        application=application,
        origin=ticket.origin,
    )


def _until(ticket: Ticket) -> int:
    return ticket.expires_at if ticket.widget == "ONBOARDING" else current().now() + tickets.WORKING_DAY


def _window(title: str, text: str) -> str:
    return render_template("recruiter/message.html", title=title, text=text)
