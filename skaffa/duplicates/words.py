"""Names and other texts as comparable words: no case, no marks, no titles, in Latin letters."""

import re
from functools import lru_cache

from anyascii import anyascii

_WORD = re.compile(r"[a-z0-9]+")
_APOSTROPHES = re.compile(r"['’`´]")
_TITLES = frozenset(
    [
        "mr",
        "mrs",
        "ms",
        "miss",
        "mx",
        "dr",
        "prof",
        "professor",
        "sir",
        "dame",
        "lord",
        "lady",
        "rev",
        "hon",
        "herr",
        "fru",
        "fröken",
        "doktor",
        "docent",
        "phd",
        "md",
        "mba",
        "msc",
        "bsc",
        "esq",
        "jr",
        "sr",
    ]
)
_DIGRAPHS = str.maketrans({"å": "a", "ä": "a", "ö": "o", "ü": "u", "ø": "o", "æ": "a", "Å": "a", "Ä": "a", "Ö": "o"})


@lru_cache(maxsize=2**16)
def words(text: str) -> tuple[str, ...]:
    """The words of a text, in its order: `Åsa Öberg-Lind` gives asa, oberg, lind."""
    latin = anyascii(_APOSTROPHES.sub("", text.casefold().translate(_DIGRAPHS)))
    return tuple(_WORD.findall(latin.casefold()))


@lru_cache(maxsize=2**16)
def name(text: str) -> tuple[str, ...]:
    """The words of a person's name, without titles and what follows a name; all of them where nothing else is left."""
    found = words(text)
    return tuple(word for word in found if word not in _TITLES) or found
