"""By what a candidate is recognised as a member: normalised keys, and the matches they give."""

import re
import sqlite3
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal, TypeVar
from urllib.parse import unquote

import msgspec

from rsc_sandbox.store.db import many, number, to_json

Item = TypeVar("Item", int, str)
Rule = Literal["PROFILE_URL", "EMAIL", "NAME_PHONE", "NAME_TITLE_COMPANY"]

_DIGITS = 9  # of a telephone number: what country codes and trunk zeros leave alone
_AT_ONCE = 500
_PROFILE = re.compile(r"(?:https?:)?//[^/?#]+/in/([^/?#]+)", re.IGNORECASE)


class Key(msgspec.Struct, frozen=True):
    """One way to recognise somebody."""

    rule: Rule
    value: str


class Match(msgspec.Struct, frozen=True):
    """A candidate fits a member by this rule."""

    candidate_id: int
    member_id: int
    rule: Rule


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of a person, of a member or of a candidate alike."""

    name: str
    slug: str = ""
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    jobs: tuple[tuple[str, str], ...] = ()  # title and company, held today


class _Found(msgspec.Struct, frozen=True):
    rule: Rule
    value: str
    member_id: int


class _Taken(msgspec.Struct, frozen=True):
    member_id: int


def slug(profile_url: str) -> str:
    """The member's part of a public profile address; empty when it is none."""
    found = _PROFILE.match(profile_url.strip())
    return unquote(found[1]).casefold() if found else ""


def keys(traits: Traits) -> list[Key]:
    """Every key of the person, without those for which something is missing."""
    name = _plain(traits.name)
    found = [Key("PROFILE_URL", traits.slug.casefold())] if traits.slug else []
    found += [Key("EMAIL", email.strip().casefold()) for email in traits.emails if email.strip()]
    numbers = ("".join(letter for letter in phone if letter.isdecimal())[-_DIGITS:] for phone in traits.phones)
    found += [Key("NAME_PHONE", f"{name}|{digits}") for digits in numbers if digits and name]
    found += [
        Key("NAME_TITLE_COMPANY", f"{name}|{_plain(title)}|{_plain(company)}")
        for title, company in traits.jobs
        if name and title.strip() and company.strip()
    ]
    return list(dict.fromkeys(found))


def index(tx: sqlite3.Connection, members: Iterable[tuple[int, Traits]]) -> None:
    """Make the members recognisable."""
    tx.executemany(
        "INSERT OR IGNORE INTO member_keys (rule, value, member_id) VALUES (?, ?, ?)",
        ((key.rule, key.value, member_id) for member_id, traits in members for key in keys(traits)),
    )


def forget_member(tx: sqlite3.Connection, member_id: int) -> None:
    tx.execute("DELETE FROM member_keys WHERE member_id = ?", (member_id,))
    tx.execute("DELETE FROM candidate_matches WHERE member_id = ?", (member_id,))
    tx.execute("DELETE FROM undone_matches WHERE member_id = ?", (member_id,))


def is_empty(tx: sqlite3.Connection) -> bool:
    """Whether no member was ever made recognisable."""
    return number(tx, "SELECT count(*) AS number FROM (SELECT 1 FROM member_keys LIMIT 1)") == 0


def replace(tx: sqlite3.Connection, wanted: Sequence[tuple[int, Sequence[Key]]]) -> None:
    """Match these candidates anew by their keys."""
    tx.executemany("DELETE FROM candidate_matches WHERE candidate_id = ?", [(number,) for number, _ in wanted])
    recognised = _recognised(tx, {key.value for _, found in wanted for key in found})
    tx.executemany(
        "INSERT OR IGNORE INTO candidate_matches (candidate_id, member_id, rule) VALUES (?, ?, ?)",
        [
            (number, member_id, key.rule)
            for number, found in wanted
            for key in found
            for member_id in recognised.get(key, ())
        ],
    )


def undo(tx: sqlite3.Connection, *, candidate_id: int, member_id: int) -> None:
    """The candidate is not that member, whatever the rules say."""
    tx.execute(
        "INSERT OR IGNORE INTO undone_matches (candidate_id, member_id) VALUES (?, ?)", (candidate_id, member_id)
    )


def redo(tx: sqlite3.Connection, *, candidate_id: int, member_id: int) -> None:
    """Let the rules speak for that member again."""
    tx.execute("DELETE FROM undone_matches WHERE candidate_id = ? AND member_id = ?", (candidate_id, member_id))


def of_candidates(tx: sqlite3.Connection, candidate_ids: Iterable[int]) -> list[Match]:
    """Without the matches that were undone."""
    found: list[Match] = []
    for some in _portions(sorted(set(candidate_ids))):
        marks = ",".join("?" * len(some))
        found += many(
            tx,
            Match,
            f"""SELECT * FROM candidate_matches AS fitting WHERE candidate_id IN ({marks})
                AND NOT EXISTS (SELECT 1 FROM undone_matches AS undone
                    WHERE undone.candidate_id = fitting.candidate_id AND undone.member_id = fitting.member_id)
                ORDER BY candidate_id, member_id""",  # noqa: S608 -- question marks only
            some,
        )
    return found


def of_members(tx: sqlite3.Connection, member_ids: Iterable[int]) -> list[Match]:
    """Every match of the candidates that fit one of the members, also those with others."""
    found: list[Match] = []
    for some in _portions(sorted(set(member_ids))):
        marks = ",".join("?" * len(some))
        found += many(
            tx,
            Match,
            f"""SELECT * FROM candidate_matches WHERE candidate_id IN
                (SELECT candidate_id FROM candidate_matches WHERE member_id IN ({marks}))""",  # noqa: S608
            some,
        )
    return found


def applicants(
    tx: sqlite3.Connection,
    *,
    application_id: int,
    context: str,
    jobs: frozenset[str] | None,
    precedence: Sequence[Rule],
    ripe: int,
) -> frozenset[int]:
    """The members for whom one with an application (on one of `jobs`, None: on any) is taken.

    By hand, else by the first rule of `precedence` that fits anybody, if the candidate was changed no later than `ripe`.
    """
    rank = "CASE rule " + " ".join("WHEN ? THEN ?" for _ in precedence) + " END" if precedence else "NULL"
    ranks = [part for position, rule in enumerate(precedence) for part in (rule, position)]
    wanted = None if jobs is None else to_json(sorted(jobs))
    found = many(
        tx,
        _Taken,
        f"""WITH applied AS MATERIALIZED (
                SELECT id, manual_member_id, changed_at FROM candidates
                WHERE application_id = ? AND context = ? AND external_id IN (
                    SELECT candidate FROM job_applications WHERE application_id = ? AND context = ?
                    AND (? IS NULL OR job IN (SELECT value FROM json_each(?))))),
            ranked AS (
                SELECT candidate_id, member_id, {rank} AS place FROM candidate_matches
                JOIN applied ON applied.id = candidate_id WHERE manual_member_id IS NULL AND changed_at <= ?),
            best AS (SELECT candidate_id, min(place) AS place FROM ranked GROUP BY candidate_id)
            SELECT manual_member_id AS member_id FROM applied WHERE manual_member_id IS NOT NULL
            UNION SELECT member_id FROM ranked JOIN best USING (candidate_id, place)""",  # noqa: S608 -- fixed text
        (application_id, context, application_id, context, wanted, wanted, *ranks, ripe),
    )
    return frozenset(row.member_id for row in found)


def _recognised(tx: sqlite3.Connection, values: set[str]) -> dict[Key, list[int]]:
    recognised: dict[Key, list[int]] = {}
    for some in _portions(sorted(values)):
        marks = ",".join("?" * len(some))
        sql = f"SELECT rule, value, member_id FROM member_keys WHERE value IN ({marks})"  # noqa: S608
        for row in many(tx, _Found, sql, some):
            recognised.setdefault(Key(row.rule, row.value), []).append(row.member_id)
    return recognised


def _portions(items: Sequence[Item]) -> list[Sequence[Item]]:
    return [items[start : start + _AT_ONCE] for start in range(0, len(items), _AT_ONCE)]


def _plain(text: str) -> str:
    """Small letters without accents or needless spaces."""
    if text.isascii():
        return " ".join(text.casefold().split())
    folded = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(letter for letter in folded if not unicodedata.combining(letter)).split())
