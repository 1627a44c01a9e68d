"""How a browser likes its pages: colours and, before sign-in, language; kept in cookies."""

from typing import Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse

Colours = Literal["auto", "light", "dark"]
_CHOICES: dict[str, Colours] = {"auto": "auto", "light": "light", "dark": "dark"}
_YEAR = 365 * 24 * 3600


def colours(request: HttpRequest) -> Colours:
    """The chosen colour scheme; "auto" follows the browser."""
    return _CHOICES.get(request.COOKIES.get(_colours_cookie(), ""), "auto")


def remember_colours(response: HttpResponse, choice: str) -> HttpResponse:
    response.set_cookie(
        _colours_cookie(),
        _CHOICES.get(choice, "auto"),
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


def remember_language(response: HttpResponse, code: str) -> HttpResponse:
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        code,
        max_age=_YEAR,
        samesite="Lax",
        httponly=True,
        secure=settings.LANGUAGE_COOKIE_SECURE,
    )
    return response


def _colours_cookie() -> str:
    return f"skaffa_colours_{settings.SKAFFA.environment_id}"


def tour_dismissed(request: HttpRequest) -> bool:
    """Whether this browser has put the tour away."""
    return _tour_cookie() in request.COOKIES


def dismiss_tour(response: HttpResponse) -> HttpResponse:
    response.set_cookie(
        _tour_cookie(), "seen", max_age=_YEAR, samesite="Lax", httponly=True, secure=settings.SESSION_COOKIE_SECURE
    )
    return response


def _tour_cookie() -> str:
    return f"skaffa_tour_{settings.SKAFFA.environment_id}"
