"""Makes members of a messy file of people: one per cluster, the best record of each, names put right."""

import csv
import hashlib
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

from rsc_sandbox.store.members import Member, Position

_COLUMNS = frozenset({"cluster", "first_name", "surname", "full_name", "birth_place", "occupation"})
_SMALL_WORDS = frozenset(
    {"of", "the", "and", "upon", "on", "in", "under", "de", "la", "le", "by", "next", "von", "van"}
)
_NOT_A_NAME = re.compile(r"\([^)]*\)|[^\w\s\-'’.]|_")
_FIRST_NUMBER = 10_000
_NUMBERS = 800_000  # members of a file are numbered below the seat holders
_LONGEST = 100

Row = Mapping[str, str]


def read(lines: Iterable[str]) -> list[Member]:
    """The members of a CSV file. ValueError: columns are missing. The same file always gives the same members."""
    rows = csv.DictReader(lines)
    absent = _COLUMNS - set(rows.fieldnames or ())
    if absent:
        raise ValueError(f"The members' file lacks the columns {', '.join(sorted(absent))}.")
    clusters: defaultdict[str, list[Row]] = defaultdict(list)
    for row in rows:
        clusters[row["cluster"] or ""].append({name: _clean(row[name]) for name in _COLUMNS})
    return list(_members({cluster: records for cluster, records in clusters.items() if cluster}))


def _members(clusters: Mapping[str, list[Row]]) -> Iterator[Member]:
    taken: set[int] = set()
    for cluster in sorted(clusters):
        best = max(clusters[cluster], key=lambda row: _quality(row, clusters[cluster]))
        if _usable(best):
            number = _free_number(cluster, taken)
            taken.add(number)
            yield _member(number, best)


def _clean(value: object) -> str:
    """One line without control characters or needless spaces."""
    text = unicodedata.normalize("NFC", value) if isinstance(value, str) else ""
    printable = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(printable.split())[:_LONGEST]


def _quality(row: Row, cluster: list[Row]) -> tuple[bool, int, int, int, str]:
    """Most agreed name among the usable records, then the fullest; ties by text, so that it never varies."""
    name = (row["first_name"].casefold(), row["surname"].casefold())
    agreed = sum((other["first_name"].casefold(), other["surname"].casefold()) == name for other in cluster)
    filled = sum(bool(row[column]) for column in _COLUMNS)
    return _usable(row), agreed, filled, -len(row["full_name"]), "|".join(row[column] for column in sorted(_COLUMNS))


def _usable(row: Row) -> bool:
    """A first and a last name, each of at least two letters and without figures (1st Baronet is nobody's name)."""
    names = [_name(row[column]) for column in ("first_name", "surname")]
    return all(
        sum(letter.isalpha() for letter in name) > 1 and not any(letter.isdigit() for letter in name) for name in names
    )


def _free_number(cluster: str, taken: set[int]) -> int:
    number = int.from_bytes(hashlib.sha256(cluster.encode()).digest()[:6], "big") % _NUMBERS
    while _FIRST_NUMBER + number in taken:
        number = (number + 1) % _NUMBERS
    return _FIRST_NUMBER + number


def _member(number: int, row: Row) -> Member:
    first, last = _name(row["first_name"]), _name(row["surname"])
    occupation = row["occupation"][:1].upper() + row["occupation"][1:]
    return Member(
        id=number,
        slug=_slug(f"{first} {last}", number),
        first_name=first,
        last_name=last,
        headline=occupation,
        location=_place(row["birth_place"]),
        positions=(Position(title=occupation, company="Self-employed"),) if occupation else (),
        skills=(occupation,) if occupation else (),
    )


def _name(text: str) -> str:
    """mary-ann o'neill (poet) becomes Mary-Ann O'Neill; capitals that are already mixed stay."""
    text = " ".join(_NOT_A_NAME.sub(" ", text).split())
    if not (text.islower() or text.isupper()):
        return text
    words = re.split(r"([\s\-'’.])", text.lower())
    named = "".join(word[:1].upper() + word[1:] for word in words)
    return re.sub(r"\bMc(\w)", lambda match: "Mc" + match[1].upper(), named)


def _place(text: str) -> str:
    """stockton-on-tees becomes Stockton-on-Tees."""
    words = re.split(r"([\s\-,]+)", text.lower() if text.islower() or text.isupper() else text)
    named = [word if word in _SMALL_WORDS else word[:1].upper() + word[1:] for word in words]
    return "".join(named)[:1].upper() + "".join(named)[1:]


def _slug(name: str, number: int) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-")
    return f"{words}-{number:x}" if words else f"member-{number:x}"
