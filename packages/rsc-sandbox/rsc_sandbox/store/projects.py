"""Projects: what the recruiters of a contract collect people in."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many, number, one


class Project(msgspec.Struct, frozen=True, kw_only=True):
    """Shared by all seats of the contract; `seat_id` began it. `people`: how many are in it and have not left."""

    id: int
    contract_id: int
    seat_id: int
    name: str
    created_at: int
    people: int


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A member in a project, and the seat that saved them."""

    project_id: int
    member_id: int
    seat_id: int
    saved_at: int


_PROJECT = """SELECT projects.*,
                     (SELECT count(*) FROM project_members JOIN members ON members.id = member_id
                      WHERE project_id = projects.id AND closed_at IS NULL) AS people
              FROM projects """


def add(tx: sqlite3.Connection, *, contract_id: int, seat_id: int, name: str, at: int) -> int:
    """sqlite3.IntegrityError: the contract has a project of that name."""
    cursor = tx.execute(
        "INSERT INTO projects (contract_id, seat_id, name, created_at) VALUES (?, ?, ?, ?)",
        (contract_id, seat_id, name, at),
    )
    return int(cursor.lastrowid or 0)


def get(tx: sqlite3.Connection, project_id: int) -> Project | None:
    return one(tx, Project, _PROJECT + "WHERE id = ?", (project_id,))


def of_contract(tx: sqlite3.Connection, contract_id: int) -> list[Project]:
    """By name."""
    return many(tx, Project, _PROJECT + "WHERE contract_id = ? ORDER BY name, id", (contract_id,))


def save(tx: sqlite3.Connection, *, project_id: int, member_id: int, seat_id: int, at: int) -> None:
    """Who is there already stays as they were saved first."""
    tx.execute(
        "INSERT OR IGNORE INTO project_members (project_id, member_id, seat_id, saved_at) VALUES (?, ?, ?, ?)",
        (project_id, member_id, seat_id, at),
    )


def take_out(tx: sqlite3.Connection, *, project_id: int, member_id: int) -> None:
    tx.execute("DELETE FROM project_members WHERE project_id = ? AND member_id = ?", (project_id, member_id))


def members_of(tx: sqlite3.Connection, project_id: int) -> list[Saved]:
    """Saved last first."""
    return many(
        tx,
        Saved,
        "SELECT * FROM project_members WHERE project_id = ? ORDER BY saved_at DESC, member_id DESC",
        (project_id,),
    )


def with_member(tx: sqlite3.Connection, *, contract_id: int, member_id: int) -> list[Project]:
    """The contract's projects the member was saved to, by name."""
    return many(
        tx,
        Project,
        _PROJECT
        + """JOIN project_members ON project_id = projects.id
             WHERE contract_id = ? AND member_id = ? ORDER BY name, projects.id""",
        (contract_id, member_id),
    )


def count_with(tx: sqlite3.Connection, member_id: int) -> int:
    """In how many projects, of whichever contract, the member is."""
    return number(tx, "SELECT count(*) AS number FROM project_members WHERE member_id = ?", (member_id,))
