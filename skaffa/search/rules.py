"""What a typed search means: words find beginnings, quotes find exactly, blanks mean "and"."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals

MOST_WORDS = 12
MOST_HITS = 5_000
"""People that are ranked and counted; of more, it is only said that there are more."""
SHORTEST_BEGINNING = 3
"""Letters: shorter words are found whole, or half of the people would be found."""

_PIECE = re.compile(r'"([^"]*)"?|([^\s"]+)')
_WORD = re.compile(r"\w+")
_JOINED = str.maketrans({"_": " "})


class Facet(TextChoices):
    """What hits are counted and filtered by; the value before the colon of an entry's labels."""

    STATUS = "status", _("Application")
    STAGE = "stage", _("Stage")
    MEDAL = "medal", _("Silver medal")
    JOB = "job", _("Job")
    POOL = "pool", _("Talent pool")
    SOURCE = "source", _("Source")
    KIND = "kind", _("Kind")
    DOCUMENTS = "documents", _("Documents")
    LOCATION = "location", _("Location")
    SKILL = "skill", _("Skill")
    SCHOOL = "school", _("Education")


class TooBroad(refusals.Invalid):
    """PostgreSQL would be busy for too long."""

    sentence = _("This search finds too much at once. Add a word, or write more letters of one.")


@dataclass(frozen=True, slots=True)
class Term:
    """One thing that must be found: the words of a phrase in their order, or one word or its beginning."""

    words: tuple[str, ...]
    is_phrase: bool

    @property
    def is_beginning(self) -> bool:
        return not self.is_phrase and len(self.words[-1]) >= SHORTEST_BEGINNING


def terms(text: str) -> list[Term]:
    """What was typed, taken apart; empty when everybody is asked for."""
    found = []
    for quoted, plain in _PIECE.findall(text):
        words = tuple(_words(quoted or plain))
        if words:
            found.append(Term(words, is_phrase=bool(quoted) or len(words) > 1))
    return found[:MOST_WORDS]


def folded(text: str) -> str:
    """Every letter in lower case and without its accents, place for place as long as the text."""
    return text.translate(_PLAIN)


def highlighted(text: str, wanted: Iterable[Term]) -> SafeString:
    """The text for a page, with <mark> around what was searched for."""
    places = _spans(text, wanted)
    pieces, done = [], 0
    for start, end in places:
        pieces += [escape(text[done:start]), "<mark>", escape(text[start:end]), "</mark>"]
        done = end
    return mark_safe("".join([*pieces, escape(text[done:])]))  # noqa: S308 - every piece of the text is escaped


def holds(text: str, wanted: Iterable[Term]) -> bool:
    """Whether any of it is in the text."""
    return bool(_spans(text, wanted))


def excerpt(text: str, wanted: Iterable[Term], *, around: int = 90) -> str:
    """A piece of a long text around the first thing that was found in it; empty when nothing was."""
    places = _spans(text, wanted)
    if not places:
        return ""
    start, end = max(0, places[0][0] - around), min(len(text), places[0][1] + around)
    start = text.find(" ", start, places[0][0]) + 1 if start else 0
    end = text.rfind(" ", places[0][1], end) if text.find(" ", places[0][1], end) > 0 and end < len(text) else end
    piece = " ".join(text[start:end].split())
    return f"{'… ' if start else ''}{piece}{' …' if end < len(text) else ''}"


def _words(text: str) -> Iterator[str]:
    """As PostgreSQL makes them: see `search_fold` in the first migration."""
    told = text.replace("++", "plusplus").replace("#", "sharp").translate(_JOINED)
    return iter(_WORD.findall(unicodedata.normalize("NFC", told)))


def _spans(text: str, wanted: Iterable[Term]) -> list[tuple[int, int]]:
    plain, found = folded(text), []
    for term in wanted:
        between = r"[\W_]+".join(_pattern(word) for word in term.words)
        after = "" if term.is_beginning else r"(?!\w)"
        found += [match.span() for match in re.finditer(rf"(?<!\w){between}{after}", plain)]
    return _joined(sorted(found))


def _pattern(word: str) -> str:
    escaped = re.escape(folded(word))
    return escaped.replace("plusplus", r"\+\+").replace("sharp", "(?:#|sharp)")


def _joined(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without those that lie in others."""
    found: list[tuple[int, int]] = []
    for start, end in spans:
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


class _Plain(dict[int, str]):
    """Letters by their code, found once; `str.translate` asks it."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        plain = _OTHER.get(char) or unicodedata.normalize("NFD", char)[0].lower()[:1] or char
        self[code] = plain
        return plain


_OTHER = {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "ð": "d"}
_PLAIN = _Plain()
