"""LinkedIn members, and the opaque person ids by which each application knows them."""

import base64
import hashlib
import sqlite3
import unicodedata
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from rsc_sandbox.store import matches
from rsc_sandbox.store.db import Value, like, many, number, one, to_json

PERSON = "urn:li:person:"
_TEXTS = "search_text, title_text, location_text"
_INDEX = f"INSERT INTO member_texts (rowid, {_TEXTS}) SELECT id, {_TEXTS} FROM members WHERE closed_at IS NULL"  # noqa: S608
_SHORTEST = 3  # letters of a word that the index of three in a row can find
SHARED = 0  # the application number of ids that all applications share


class Position(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Without `end` it is held today; both are years."""

    title: str
    company: str
    start: int | None = None
    end: int | None = None


class Education(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One school."""

    school: str
    degree: str = ""
    field: str = ""


class Member(msgspec.Struct, frozen=True, kw_only=True):
    """`export_blocked`: the member's privacy settings forbid exporting the profile.

    `emails` and `phones` are the member's own: they serve matching and consented stubs, nobody else is shown them.
    """

    id: int
    slug: str
    first_name: str
    last_name: str
    headline: str = ""
    location: str = ""
    about: str = ""
    years: int | None = None
    skills: tuple[str, ...] = ()
    positions: tuple[Position, ...] = ()
    educations: tuple[Education, ...] = ()
    export_blocked: bool = False
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    closed_at: int | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"

    @property
    def employers(self) -> tuple[str, ...]:
        """Where the member works today."""
        return tuple(position.company for position in self.positions if position.end is None)

    @property
    def traits(self) -> matches.Traits:
        """By what a candidate may be recognised as this member."""
        return matches.Traits(
            name=self.name,
            slug=self.slug,
            emails=self.emails,
            phones=self.phones,
            jobs=tuple((position.title, position.company) for position in self.positions if position.end is None),
        )


def add(tx: sqlite3.Connection, member: Member) -> None:
    add_all(tx, [member])


def add_all(tx: sqlite3.Connection, added: Sequence[Member]) -> None:
    """Together: one statement for the rows of all of them, one for their words, one for what they are recognised by."""
    tx.executemany(
        """INSERT INTO members (id, slug, first_name, last_name, headline, location, about, years,
               skills_json, positions_json, educations_json, export_blocked, search_text, title_text, location_text,
               emails_json, phones_json, closed_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        map(_row, added),
    )
    present = [member for member in added if member.closed_at is None]
    wanted = to_json([member.id for member in present])
    tx.execute(_INDEX + " AND id IN (SELECT value FROM json_each(?))", (wanted,))  # noqa: S608 -- fixed text
    matches.index(tx, ((member.id, member.traits) for member in present))


def close(tx: sqlite3.Connection, member_id: int, *, at: int) -> None:
    """The member leaves LinkedIn: found and recognised no more."""
    tx.execute(
        f"""INSERT INTO member_texts (member_texts, rowid, {_TEXTS})
            SELECT 'delete', id, {_TEXTS} FROM members WHERE id = ? AND closed_at IS NULL""",  # noqa: S608 -- fixed text
        (member_id,),
    )
    tx.execute("UPDATE members SET closed_at = ? WHERE id = ?", (at, member_id))
    matches.forget_member(tx, member_id)


def index_texts(tx: sqlite3.Connection) -> None:
    """For a file of a sandbox that searched by reading everybody."""
    if number(tx, "SELECT count(*) AS number FROM (SELECT 1 FROM member_texts_docsize LIMIT 1)") == 0:
        tx.execute(_INDEX)


def every(tx: sqlite3.Connection, *, at_once: int = 1_000) -> Iterator[list[Member]]:
    """All members in portions."""
    last = 0
    while some := many(tx, Member, "SELECT * FROM members WHERE id > ? ORDER BY id LIMIT ?", (last, at_once)):
        yield some
        last = some[-1].id


def get(tx: sqlite3.Connection, member_id: int) -> Member | None:
    return one(tx, Member, "SELECT * FROM members WHERE id = ?", (member_id,))


def by_ids(tx: sqlite3.Connection, member_ids: Iterable[int]) -> dict[int, Member]:
    """By number, also those who have left."""
    wanted = to_json(sorted(set(member_ids)))
    found = many(tx, Member, "SELECT * FROM members WHERE id IN (SELECT value FROM json_each(?))", (wanted,))
    return {member.id: member for member in found}


def first(tx: sqlite3.Connection, count: int) -> list[Member]:
    """Those with the lowest numbers who have not left."""
    return many(tx, Member, "SELECT * FROM members WHERE closed_at IS NULL ORDER BY id LIMIT ?", (count,))


def by_slug(tx: sqlite3.Connection, slug: str) -> Member | None:
    return one(tx, Member, "SELECT * FROM members WHERE slug = ?", (slug,))


class Query(msgspec.Struct, frozen=True, kw_only=True):
    """Every word of `keywords` somewhere, every word of `title` in headline or positions, and the location.

    `among`: nobody but these members; None: everybody.
    """

    keywords: str = ""
    title: str = ""
    location: str = ""
    among: frozenset[int] | None = None


def search(tx: sqlite3.Connection, query: Query, *, after: int = 0, count: int = 25) -> list[Member]:
    """Members that match and have not left, by name, beginning behind the member with the number `after`."""
    found, parameters = _matches(query)
    return many(
        tx,
        Member,
        f"""SELECT * FROM members WHERE id IN (
                SELECT id FROM members WHERE {found} AND (? = 0 OR (last_name, first_name, id) >
                    (SELECT last_name, first_name, id FROM members WHERE id = ?))
                ORDER BY last_name, first_name, id LIMIT ?)
            ORDER BY last_name, first_name, id""",  # noqa: S608 -- fixed text
        [*parameters, after, after, count],
    )


def count(tx: sqlite3.Connection, query: Query) -> int:
    """How many members match."""
    found, parameters = _matches(query)
    return number(tx, f"SELECT count(*) AS number FROM members WHERE {found}", parameters)  # noqa: S608 -- fixed text


def person_urn(tx: sqlite3.Connection, *, application_id: int, member_id: int) -> str:
    """The member's name in that application (`application_id` SHARED: in all)."""
    digest = hashlib.sha256(f"person {application_id} {member_id}".encode()).digest()
    person_id = base64.urlsafe_b64encode(digest).decode()[:10]
    tx.execute(
        "INSERT OR IGNORE INTO person_ids (application_id, member_id, person_id) VALUES (?, ?, ?)",
        (application_id, member_id, person_id),
    )
    return f"{PERSON}{person_id}"


def by_person_urn(tx: sqlite3.Connection, *, application_id: int, urn: str) -> Member | None:
    """The member an application means; None when this application was never told that id."""
    return one(
        tx,
        Member,
        """SELECT members.* FROM members JOIN person_ids ON person_ids.member_id = members.id
           WHERE person_ids.application_id = ? AND person_ids.person_id = ?""",
        (application_id, urn.removeprefix(PERSON)),
    )


def _matches(query: Query) -> tuple[str, list[str | int | None]]:
    wanted = [("search_text", word) for word in query.keywords.split()]
    wanted += [("title_text", word) for word in query.title.split()]
    wanted += [("location_text", query.location.strip())] if query.location.strip() else []
    conditions, parameters = ["closed_at IS NULL"], list[str | int | None]()
    indexed = [(column, text.casefold()) for column, text in wanted if len(text.casefold()) >= _SHORTEST]
    if indexed:
        conditions.append("id IN (SELECT rowid FROM member_texts WHERE member_texts MATCH ?)")
        quoted = ((column, text.replace('"', '""')) for column, text in indexed)
        parameters.append(" AND ".join(f'{column} : "{text}"' for column, text in quoted))
    for column, text in wanted:
        if len(text.casefold()) < _SHORTEST:
            conditions.append(f"{column} LIKE ? ESCAPE '~'")
            parameters.append(like(text.casefold()))
    if query.among is not None:
        conditions.append("id IN (SELECT value FROM json_each(?))")
        parameters.append(to_json(sorted(query.among)))
    return " AND ".join(conditions), parameters


def _row(member: Member) -> tuple[Value, ...]:
    return (
        member.id,
        member.slug,
        member.first_name,
        member.last_name,
        member.headline,
        member.location,
        member.about,
        member.years,
        to_json(member.skills),
        to_json(member.positions),
        to_json(member.educations),
        int(member.export_blocked),
        _search_text(member),
        " \n".join([member.headline, *(position.title for position in member.positions)]).casefold(),
        member.location.casefold(),
        to_json(member.emails),
        to_json(member.phones),
        member.closed_at,
    )


def _search_text(member: Member) -> str:
    """In small letters, with accents and without."""
    parts = [member.name, member.headline, member.location, *member.skills]
    parts += [f"{position.title} {position.company}" for position in member.positions]
    text = " \n".join(parts).casefold()
    return f"{text}\n{unicodedata.normalize('NFKD', text).encode('ascii', 'ignore').decode()}"
