"""Which letters the bytes of a CSV file stand for: told by the file, guessed, or chosen by who knows."""

import codecs
from collections.abc import Mapping

import ftfy
from django.utils.translation import gettext_lazy as _

from skaffa.core import refusals
from skaffa.core.refusals import Message

NAMES: Mapping[str, Message] = {
    "utf-8": "UTF-8",
    "cp1252": _("Windows (Western)"),
    "mac_roman": _("Macintosh"),
    "cp850": _("DOS (Western)"),
    "utf-16": "UTF-16",
}
_GUESSED = ("cp1252", "mac_roman", "cp850")
_OFTEN = frozenset("åäöÅÄÖéüøæ–’")
_SOMETIMES = frozenset("ÉèÈêëÜØÆñÑçÇáÁàíÍóÓúÚßôîûâïœ—‘“”…•€£ ")
"""What people here write beyond ASCII; the encoding that turns most bytes into these is the one."""
_SAMPLE = 200_000
_ASCII = 0x7F
_TWICE = ("Ã", "â€", "Â")
"""What UTF-8 looks like after it was read as something else and saved."""


def decoded(content: bytes, encoding: str = "") -> tuple[str, str]:
    """The text and the encoding that was used; raises Invalid where the chosen one does not fit."""
    if encoding:
        try:
            return _without_mark(content.decode(encoding)), encoding
        except (UnicodeDecodeError, LookupError) as error:
            message = _("The file is not in this encoding. Choose another.")
            raise refusals.Invalid(message, fields={"encoding": message}) from error
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return decoded(content, "utf-16")
    try:
        return _without_mark(content.decode("utf-8")), "utf-8"
    except UnicodeDecodeError:
        used = max(_GUESSED, key=lambda name: _likelihood(content[:_SAMPLE], name))
        return _without_mark(content.decode(used, errors="replace")), used


def repaired(cell: str) -> str:
    """A cell as its author meant it, where an earlier program has read its UTF-8 as something else."""
    return ftfy.fix_encoding(cell) if any(sign in cell for sign in _TWICE) else cell


def _likelihood(sample: bytes, encoding: str) -> float:
    high = bytes(byte for byte in sample if byte > _ASCII)
    letters = high.decode(encoding, errors="replace")
    return sum(2 * (char in _OFTEN) + (char in _SOMETIMES) for char in letters) / max(1, len(letters))


def _without_mark(text: str) -> str:
    return text.removeprefix("\ufeff").replace("\0", "")
