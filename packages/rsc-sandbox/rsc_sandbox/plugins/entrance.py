"""The way into a plugin's iframe: its ticket, who signed in for it, and the pages that say no."""

from collections.abc import Callable
from functools import wraps

import msgspec
from flask import Response, after_this_request, jsonify, render_template, request

from rsc_sandbox.plugins import pages
from rsc_sandbox.recruiter import frame
from rsc_sandbox.recruiter.session import Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import tickets
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.tickets import Ticket, Widget


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """An iframe of a registered page; the secret proves that a form was sent by it."""

    ticket: Ticket
    secret: str
    application: Application

    @property
    def account_id(self) -> int | None:
        return self.ticket.account_id

    def shared(self) -> dict[str, object]:
        """What every document in the iframe needs."""
        return {"application": self.application.name, "ticket": self.secret, "parent_origin": self.ticket.origin}


class Told(msgspec.Struct, frozen=True):
    """What the document reports to the page around it; the extension's script knows the kinds."""

    kind: str
    value: object


def begin(widget: Widget, asked: dict[str, str]) -> Entry | None:
    """The iframe's first document; None when its page may not show plugins of the application it names."""
    origin = request.args.get("origin", "")
    application = pages.embedded(request.args.get("api_key", ""), origin)
    if application is None:
        return None
    new = tickets.New(application_id=application.id, origin=origin, widget=widget, asked=asked)
    with current().transaction() as tx:
        ticket, secret = tickets.issue(tx, new, at=current().now())
    frame.allow_framing_by(origin)
    return Entry(ticket=ticket, secret=secret, application=application)


def inside(widget: Widget) -> Callable[[Callable[[Entry], Page]], Callable[[], Page]]:
    """Give the view the entry of the iframe that sent the form."""

    def guard(view: Callable[[Entry], Page]) -> Callable[[], Page]:
        @wraps(view)
        def guarded() -> Page:
            entry = _entry(widget, request.form.get("ticket", ""))
            if entry is None or not is_open(entry.ticket):
                origin = entry.ticket.origin if entry else ""
                return message(t("This took too long"), t("Reload the page to begin again."), origin), 403
            return view(entry)

        return guarded

    return guard


def sign(entry: Entry, *, account_id: int, seat_id: int | None, until: int) -> Entry:
    """The same entry after somebody has signed in for it."""
    with current().transaction() as tx:
        tickets.sign(tx, entry.ticket.code, account_id=account_id, seat_id=seat_id, until=until)
    return read_again(entry)


def read_again(entry: Entry) -> Entry:
    """The entry as it stands now."""
    with current().transaction() as tx:
        ticket = tickets.by_secret(tx, entry.secret)
    return msgspec.structs.replace(entry, ticket=ticket or entry.ticket)


def keep(entry: Entry) -> None:
    """Let the browser bring the sign-in to the next page of the same site.

    A cookie of this iframe under that site alone (CHIPS): allowed where third-party cookies are blocked. A browser that
    drops it (an old one, or plain HTTP elsewhere than on localhost) only asks people to sign in again.
    """

    def set_cookie(response: Response) -> Response:
        seconds = (entry.ticket.expires_at - current().now()) // 1_000
        response.set_cookie(
            _cookie(entry),
            entry.secret,
            max_age=seconds,
            path="/xdoor/widgets/",
            httponly=True,
            secure=True,
            samesite="None",
            partitioned=True,
        )
        return response

    after_this_request(set_cookie)


def resume(entry: Entry) -> Entry:
    """Go on as whoever signed in for an earlier iframe of the same page, if the browser kept that."""
    earlier = _entry(entry.ticket.widget, request.cookies.get(_cookie(entry), ""))
    if earlier is None or earlier.account_id is None or not is_open(earlier.ticket):
        return entry
    if (earlier.application.id, earlier.ticket.origin) != (entry.application.id, entry.ticket.origin):
        return entry
    return sign(entry, account_id=earlier.account_id, seat_id=earlier.ticket.seat_id, until=earlier.ticket.expires_at)


def ready() -> Response:
    """Whether somebody has signed in for the iframe by now."""
    with current().transaction() as tx:
        ticket = tickets.by_secret(tx, request.form.get("ticket", ""))
    return jsonify(ready=ticket is not None and is_open(ticket) and ticket.account_id is not None)


def is_open(ticket: Ticket) -> bool:
    return ticket.expires_at > current().now()


def not_allowed() -> Page:
    return message(t("Not allowed here"), t("This page is not registered for the application it names.")), 403


def message(title: str, text: str, parent_origin: str = "") -> str:
    return render_template("plugins/message.html", title=title, text=text, parent_origin=parent_origin)


def _cookie(entry: Entry) -> str:
    return f"rsc_sandbox_plugin_{current().config.environment}_{entry.application.id}"


def _entry(widget: Widget, secret: str) -> Entry | None:
    with current().transaction() as tx:
        ticket = tickets.by_secret(tx, secret)
    application = pages.application_of(ticket) if ticket else None
    if ticket is None or application is None or ticket.widget != widget:
        return None
    frame.allow_framing_by(ticket.origin)
    return Entry(ticket=ticket, secret=secret, application=application)
