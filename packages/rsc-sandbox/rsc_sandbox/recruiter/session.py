"""Who is signed in to the pretend Recruiter, on which contract, and the proof every form carries."""

import hmac
import secrets
import sqlite3
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, NoReturn, ParamSpec
from urllib.parse import urlsplit

import msgspec
from flask import Response, abort, g, make_response, redirect, render_template, request, session, url_for
from werkzeug.wrappers import Response as BaseResponse

from rsc_sandbox.recruiter.people import Face, face
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import members, seats
from rsc_sandbox.store.seats import Seat

Arguments = ParamSpec("Arguments")
Page = str | BaseResponse | tuple[str, int]

_ACCOUNT, _SEAT, _ATS, _CSRF = "account", "seat", "ats", "csrf"


class Me(msgspec.Struct, frozen=True, kw_only=True):
    """A signed-in seat holder; `seat` is None until one of several contracts is chosen."""

    account_id: int
    member_id: int
    email: str
    face: Face
    seats: tuple[Seat, ...]
    seat: Seat | None

    @property
    def is_admin(self) -> bool:
        return self.seat is not None and self.seat.role == "ADMIN"


def me() -> Me | None:
    """The person of this request, read once."""
    if "me" not in g:
        account_id = session.get(_ACCOUNT)
        with current().transaction() as tx:
            g.me = _read(tx, account_id) if isinstance(account_id, int) else None
    found: Me | None = g.me
    return found


def sign_in(account: seats.Account, chosen: tuple[Seat, ...]) -> None:
    """Begin a session; with one seat its contract is chosen as well."""
    session.clear()
    session[_ACCOUNT] = account.id
    if len(chosen) == 1:
        session[_SEAT] = chosen[0].id


def choose_seat(seat: Seat) -> None:
    session[_SEAT] = seat.id


def choose_ats(application_id: int) -> None:
    """Change ATS: this system from now on, on every profile."""
    session[_ATS] = application_id


def chosen_ats() -> str:
    """The system this person has changed to; empty: none yet. It may be one that the present seat does not reach."""
    return str(session.get(_ATS, ""))


def sign_out() -> None:
    session.clear()


def csrf_token() -> str:
    """What every form of this browser sends back."""
    if _CSRF not in session:
        session[_CSRF] = secrets.token_urlsafe(24)
    token: str = session[_CSRF]
    return token


def require_csrf() -> Page | None:
    """Refuse a form that another site has sent in this person's name."""
    if request.method != "POST":
        return None
    expected = session.get(_CSRF, "")
    if expected and hmac.compare_digest(str(expected).encode(), request.form.get("csrf", "").encode()):
        return None
    page = render_template(
        "recruiter/message.html",
        title=t("This form is too old"),
        text=t("You signed in or out since the page was opened. Go back, load it again and send the form once more."),
        link=url_for("recruiter.search"),
        link_text=t("To the search"),
    )
    return page, 400


def safe_next(address: str) -> str:
    """A path of ours to continue at; anything that could lead elsewhere becomes the search page."""
    parts = urlsplit(address)
    foreign = parts.scheme or parts.netloc or not address.startswith("/") or address.startswith("//")
    odd = "\\" in address or any(sign <= " " for sign in address)
    return url_for("recruiter.search") if foreign or odd else address


def signed_in(view: Callable[Concatenate[Me, Arguments], Page]) -> Callable[Arguments, Page]:
    """Give the view the person, or ask to sign in and come back."""

    @wraps(view)
    def guarded(*args: Arguments.args, **kwargs: Arguments.kwargs) -> Page:
        person = me()
        if person is None:
            here = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return redirect(url_for("recruiter.sign_in", next=here), 303)
        return view(person, *args, **kwargs)

    return guarded


def seated(view: Callable[Concatenate[Me, Seat, Arguments], Page]) -> Callable[Arguments, Page]:
    """Give the view the person and the seat, or ask which contract to work on."""

    @signed_in
    @wraps(view)
    def guarded(person: Me, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Page:
        if person.seat is None:
            here = request.full_path.rstrip("?") if request.method == "GET" else "/"
            return redirect(url_for("recruiter.choose_contract", next=here), 303)
        return view(person, person.seat, *args, **kwargs)

    return guarded


def administering(view: Callable[Concatenate[Me, Seat, Arguments], Page]) -> Callable[Arguments, Page]:
    """For admin seats only; others are told who can help."""

    @seated
    @wraps(view)
    def guarded(person: Me, seat: Seat, /, *args: Arguments.args, **kwargs: Arguments.kwargs) -> Page:
        if person.is_admin:
            return view(person, seat, *args, **kwargs)
        text = t("Ask a colleague with an admin seat on {contract} to do this.", contract=seat.contract_name)
        return render_template("recruiter/message.html", title=t("Only for Recruiter admins"), text=text), 403

    return guarded


def missing() -> Response:
    """The page for an address nothing stands at."""
    text = t("There is nothing at this address. It may have been part of data that was reset.")
    page = render_template(
        "recruiter/message.html",
        title=t("Not found"),
        text=text,
        link=url_for("recruiter.search"),
        link_text=t("To the search"),
    )
    return make_response(page, 404)


def not_found() -> NoReturn:
    """End the request with that page."""
    abort(missing())


def _read(tx: sqlite3.Connection, account_id: int) -> Me | None:
    account = seats.account(tx, account_id)
    member = members.get(tx, account.member_id) if account else None
    if account is None or member is None:
        return None
    held = tuple(seats.of_account(tx, account.id))
    chosen = next((seat for seat in held if seat.id == session.get(_SEAT)), None)
    return Me(
        account_id=account.id,
        member_id=member.id,
        email=account.email,
        face=face(member),
        seats=held,
        seat=chosen,
    )
