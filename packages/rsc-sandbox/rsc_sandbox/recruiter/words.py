"""The interface's languages: English text is the key, and a catalogue beside it holds the other language."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from flask import g, has_request_context, request

LANGUAGES = {"en": "English", "sv": "Svenska"}
DEFAULT = "en"
_MONTHS = {
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
    "sv": ("jan.", "feb.", "mars", "apr.", "maj", "juni", "juli", "aug.", "sep.", "okt.", "nov.", "dec."),
}


@cache
def catalogue(language: str) -> dict[str, str]:
    """Every English text and its translation; English itself needs none."""
    if language == DEFAULT:
        return {}
    found: dict[str, str] = json.loads(files("rsc_sandbox").joinpath("locale", f"{language}.json").read_text("utf-8"))
    return found


def language() -> str:
    """The language of this request, chosen once by `choose`; English outside a request."""
    chosen: str = g.get("language", DEFAULT) if has_request_context() else DEFAULT
    return chosen


def choose(cookie: str) -> None:
    """Fix the request's language: `?lang=`, a form's `lang`, the remembered one, then what the browser prefers."""
    asked = request.args.get("lang") or request.form.get("lang", "").lower().replace("_", "-").partition("-")[0]
    remembered = request.cookies.get(cookie, "")
    preferred = request.accept_languages.best_match(list(LANGUAGES)) or DEFAULT
    g.language_asked = asked if asked in LANGUAGES else None
    g.language = next((one for one in (asked, remembered) if one in LANGUAGES), preferred)


def t(text: str, **values: object) -> str:
    """The text in the request's language, with `{name}` replaced by what is given."""
    translated = catalogue(language()).get(text, text)
    return translated.format(**values) if values else translated


def tn(one: str, many: str, n: int, **values: object) -> str:
    """`one` or `many` after the number; English and Swedish count alike."""
    return t(one if n == 1 else many, n=n, **values)


def moment(milliseconds: int) -> str:
    """23 Nov 2026, 14:05 in the language of the request (UTC, as the sandbox's clock runs)."""
    at = datetime.fromtimestamp(milliseconds / 1_000, UTC)
    month = _MONTHS[language()][at.month - 1]
    comma = "" if language() == "sv" else ","
    return f"{at.day} {month} {at.year}{comma} {at:%H:%M}"


HELPERS: dict[str, Callable[..., object]] = {
    "t": t,
    "tn": tn,
    "moment": moment,
    "language": language,
}
