"""What every page for people has in common: language, the signed-in person, form proofs, strict headers."""

from urllib.parse import urlencode

import msgspec
from flask import Blueprint, Response, g, get_flashed_messages, render_template, request
from werkzeug.exceptions import RequestEntityTooLarge

from rsc_sandbox.recruiter import session, words
from rsc_sandbox.recruiter.words import t
from rsc_sandbox.sandbox import current
from rsc_sandbox.store import seats

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self';"
    " base-uri 'none'; form-action {form_action}; frame-ancestors {frame_ancestors}"
)
_YEAR = 366 * 86_400
_TOO_LARGE = 2**63  # for SQLite


class Header(msgspec.Struct, frozen=True, kw_only=True):
    """The signed-in person as the header shows them."""

    name: str
    email: str
    initials: str
    tone: int
    is_admin: bool
    seat_name: str
    contract_name: str
    other_contracts: tuple["Choice", ...]


class Choice(msgspec.Struct, frozen=True):
    """A contract one may work on; `seat` is the number of the seat there."""

    seat: int
    name: str
    seat_name: str


def furnish(blueprint: Blueprint) -> None:
    """Give the pages of a blueprint their frame."""
    blueprint.before_request(_choose_language)
    blueprint.before_request(_only_numbers_that_can_be_stored)
    blueprint.context_processor(_context)
    blueprint.after_request(_finish)
    blueprint.register_error_handler(RequestEntityTooLarge, _too_large)


def allow_forms_to(origin: str) -> None:
    """Browsers apply form-action to redirects too: a form of this page may lead to `origin`."""
    g.form_action = f"'self' {origin}"


def allow_framing_by(origin: str) -> None:
    """This document is shown in an iframe of `origin`."""
    g.frame_ancestors = origin


def choice(seat: seats.Seat) -> Choice:
    return Choice(seat.id, seat.contract_name, seat_name(seat))


def seat_name(seat: seats.Seat) -> str:
    names = {"ADMIN": t("Admin seat"), "RECRUITER": t("Recruiter seat"), "HIRING_MANAGER": t("Hiring manager seat")}
    return names[seat.role]


def header(me: session.Me) -> Header:
    return Header(
        name=me.face.name,
        email=me.email,
        initials=me.face.initials,
        tone=me.face.tone,
        is_admin=me.is_admin,
        seat_name=seat_name(me.seat) if me.seat else "",
        contract_name=me.seat.contract_name if me.seat else "",
        other_contracts=tuple(choice(seat) for seat in me.seats if me.seat and seat.id != me.seat.id),
    )


def _too_large(_refusal: Exception) -> tuple[str, int]:
    text = t("Nothing was saved. Go back, shorten what you wrote and send it again.")
    return render_template("recruiter/message.html", title=t("That is too much text"), text=text), 413


def _choose_language() -> None:
    words.choose(_language_cookie())


def _only_numbers_that_can_be_stored() -> Response | None:
    given = (request.view_args or {}).values()
    return session.missing() if any(isinstance(value, int) and value >= _TOO_LARGE for value in given) else None


def _language_cookie() -> str:
    return f"rsc_sandbox_lang_{current().config.environment}"


def _context() -> dict[str, object]:
    me = session.me()
    return {
        **words.HELPERS,
        "me": header(me) if me else None,
        "csrf": session.csrf_token,
        "flashes": get_flashed_messages,  # above the content; a section may show those of a category of its own
        "languages": words.LANGUAGES,
        "language_links": {code: _in_language(code) for code in words.LANGUAGES},
    }


def _in_language(code: str) -> str:
    """This page in that language; the page behind a form is the form's own address."""
    return "?" + urlencode({**request.args.to_dict(), "lang": code})


def _finish(response: Response) -> Response:
    response.headers["Content-Security-Policy"] = POLICY.format(
        form_action=g.get("form_action", "'self'"), frame_ancestors=g.get("frame_ancestors", "'none'")
    )
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers.setdefault("Cache-Control", "no-store")
    response.vary.update(("Cookie", "Accept-Language"))
    if g.get("language_asked"):
        response.set_cookie(_language_cookie(), g.language_asked, max_age=_YEAR, httponly=True, samesite="Lax")
    return response
