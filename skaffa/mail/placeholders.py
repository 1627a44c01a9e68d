"""Placeholders such as #{Candidate_Name}: found, checked and filled in; nothing else in a text is ever computed."""

import re
from collections.abc import Collection, Iterable, Mapping
from urllib.parse import quote

from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals, text
from skaffa.mail import kinds

_FOUND = re.compile(r"#\{([^{}\n]*)\}")
_OPENED = re.compile(r"#\{")
_PUNCTUATION = re.compile(r"([!-/:-@\[-`{-~])")
_KEPT_IN_ADDRESSES = "%:/?#[]@!$&'()*+,;=-._~"


class UnknownPlaceholder(refusals.Invalid):
    """A text names something that this mail type cannot know."""

    def __init__(self, field: str, unknown: Iterable[str], allowed: Iterable[str]) -> None:
        named = ", ".join(f"#{{{name}}}" for name in dict.fromkeys(unknown))
        known = ", ".join(f"#{{{name}}}" for name in allowed)
        message = _("There is no %(unknown)s here. You can use: %(known)s.") % {"unknown": named, "known": known}
        super().__init__(_("Some fields need your attention."), fields={field: message})


class OpenPlaceholder(refusals.Invalid):
    """A placeholder begins and does not end on its line."""

    def __init__(self, field: str) -> None:
        message = _("A placeholder begins with #{ and ends with }, on the same line. One of them does not end.")
        super().__init__(_("Some fields need your attention."), fields={field: message})


def named(words: str) -> list[str]:
    """The placeholders a text names, each as often as it does."""
    return _FOUND.findall(words)


def check(words: str, allowed: Collection[str], *, field: str) -> None:
    """Raise UnknownPlaceholder or OpenPlaceholder about `field`."""
    if len(_OPENED.findall(words)) != len(_FOUND.findall(words)):
        raise OpenPlaceholder(field)
    unknown = [name for name in named(words) if name not in allowed]
    if unknown:
        raise UnknownPlaceholder(field, unknown, allowed)


def in_line(words: str, values: Mapping[str, str]) -> str:
    """A subject with its values; what is not known is left out."""
    return text.line(_FOUND.sub(lambda found: values.get(found[1], ""), words))


def in_markdown(words: str, values: Mapping[str, str]) -> str:
    """A text with its values, none of which can become markup; a line that names what is not known is left out."""
    lines = [line for line in words.split("\n") if all(values.get(name) for name in named(line))]
    return "\n".join(_FOUND.sub(lambda found: _safe(found[1], values[found[1]]), line) for line in lines)


def _safe(name: str, value: str) -> str:
    if name in kinds.LINKS:
        return f"<{quote(text.line(value), safe=_KEPT_IN_ADDRESSES)}>"
    return "\n".join(_PUNCTUATION.sub(r"\\\1", line.strip()) for line in value.split("\n"))
