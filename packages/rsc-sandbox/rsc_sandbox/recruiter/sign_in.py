"""Sign in as a seat holder, choose a contract, sign out."""

import sqlite3

import msgspec
from flask import redirect, render_template, request, url_for

from rsc_sandbox.recruiter import frame, session
from rsc_sandbox.recruiter.people import face
from rsc_sandbox.recruiter.session import Me, Page
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.seeds.seeding import PASSWORD
from rsc_sandbox.store import members, seats, tickets


class DemoAccount(msgspec.Struct, frozen=True, kw_only=True):
    """A seeded account, offered for one click."""

    email: str
    name: str
    initials: str
    tone: int
    seats: tuple[str, ...]


def sign_in() -> Page:
    after = session.safe_next(request.values.get("next", ""))
    if request.method == "GET":
        return _page(after, email="")
    email = request.form.get("email", "")
    with current().transaction() as tx:
        account = seats.sign_in(tx, email=email, password=request.form.get("password", ""))
        held = tuple(seats.of_account(tx, account.id)) if account else ()
    if account is None:
        return _page(after, email=email, error=t("E-mail and password do not belong together.")), 422
    session.sign_in(account, held)
    return redirect(after, 303)


@session.signed_in
def choose_contract(me: Me) -> Page:
    after = session.safe_next(request.values.get("next", ""))
    if request.method == "POST":
        chosen = next((seat for seat in me.seats if str(seat.id) == request.form.get("seat")), None)
        if chosen is None:
            session.not_found()
        session.choose_seat(chosen)
        return redirect(after, 303)
    if not me.seats:
        text = t("Your account has no active Recruiter seat. Sign out and use another account.")
        return render_template("recruiter/message.html", title=t("No Recruiter seat"), text=text), 403
    choices = [frame.choice(seat) for seat in me.seats]
    return render_template("recruiter/contract.html", contracts=choices, next=after)


def sign_out() -> Page:
    """The plugins that act for this account ask for a sign-in again, too."""
    me = session.me()
    if me is not None:
        with current().transaction() as tx:
            tickets.sign_out(tx, me.account_id)
    session.sign_out()
    return redirect(session.safe_next(request.form.get("next", url_for("recruiter.sign_in"))), 303)


def _page(after: str, *, email: str, error: str = "") -> str:
    with current().transaction() as tx:
        accounts = [_demo_account(tx, account) for account in seats.accounts(tx)]
    return render_template(
        "recruiter/sign_in.html",
        accounts=[account for account in accounts if account],
        next=after,
        email=email,
        error=error,
        demo_password=PASSWORD,
    )


def _demo_account(tx: sqlite3.Connection, account: seats.Account) -> DemoAccount | None:
    member = members.get(tx, account.member_id)
    if member is None:
        return None
    shown = face(member)
    held = seats.of_account(tx, account.id)
    roles = dict.fromkeys(frame.seat_name(seat) for seat in held)
    return DemoAccount(
        email=account.email,
        name=shown.name,
        initials=shown.initials,
        tone=shown.tone,
        seats=tuple(
            f"{role}: {', '.join(seat.contract_name for seat in held if frame.seat_name(seat) == role)}"
            for role in roles
        ),
    )
