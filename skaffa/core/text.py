"""Makes text safe to store: whatever was typed, pasted or sent, PostgreSQL and a page can take it."""

import re
import unicodedata
from collections.abc import Iterable

_KEPT_CONTROLS = frozenset("\n\t\u200c\u200d\u200e\u200f")  # joiners and direction marks carry meaning
_BLANK_LINES = re.compile(r"\n{3,}")


def paragraphs(text: str) -> str:
    """The text with its lines kept: no NUL, no control characters, no half characters, no trailing blanks."""
    if text.isprintable():  # one line without anything to take away, as most text is
        return unicodedata.normalize("NFC", text).strip()
    whole = text.encode("utf-8", "ignore").decode().replace("\r\n", "\n").replace("\r", "\n")
    kept = "".join(char for char in whole if char in _KEPT_CONTROLS or unicodedata.category(char) not in {"Cc", "Cs"})
    lines = "\n".join(line.rstrip() for line in kept.split("\n"))
    return _BLANK_LINES.sub("\n\n", unicodedata.normalize("NFC", lines)).strip()


def line(text: str) -> str:
    """The text on one line, every run of white space one blank."""
    return " ".join(paragraphs(text).split())


def each_once(texts: Iterable[str]) -> tuple[str, ...]:
    """The texts that say something, each once, whatever the case of its letters: as it was written first."""
    found: dict[str, str] = {}
    for text in texts:
        if text:
            found.setdefault(text.casefold(), text)
    return tuple(found.values())


def shortened(text: str, limit: int) -> str:
    """The text, cut with an ellipsis where it is longer than `limit` characters."""
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"
