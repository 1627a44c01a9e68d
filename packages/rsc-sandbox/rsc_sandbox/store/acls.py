"""Access lists: which members see which secured job in Recruiter."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import Named, many, number


class Acl(msgspec.Struct, frozen=True, kw_only=True):
    """List `acl_id` secures one entity."""

    application_id: int
    context: str
    acl_id: str
    entity_type: str
    entity_id: str


class Assignee(msgspec.Struct, frozen=True, kw_only=True):
    """A member who is on list `acl_id`."""

    application_id: int
    context: str
    acl_id: str
    entity_type: str
    member_id: int


def put(tx: sqlite3.Connection, acl: Acl, *, at: int) -> None:
    tx.execute(
        """INSERT INTO acls (application_id, context, acl_id, entity_type, entity_id, changed_at)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET changed_at = excluded.changed_at""",
        (acl.application_id, acl.context, acl.acl_id, acl.entity_type, acl.entity_id, at),
    )


def remove(tx: sqlite3.Connection, acl: Acl) -> bool:
    """Whether it was there."""
    cursor = tx.execute(
        """DELETE FROM acls
           WHERE application_id = ? AND context = ? AND acl_id = ? AND entity_type = ? AND entity_id = ?""",
        (acl.application_id, acl.context, acl.acl_id, acl.entity_type, acl.entity_id),
    )
    return cursor.rowcount > 0


def of_entity(
    tx: sqlite3.Connection, *, application_id: int, context: str, entity_type: str, entity_id: str
) -> list[Acl]:
    return many(
        tx,
        Acl,
        """SELECT * FROM acls WHERE application_id = ? AND context = ? AND entity_type = ? AND entity_id = ?
           ORDER BY acl_id""",
        (application_id, context, entity_type, entity_id),
    )


def assign(tx: sqlite3.Connection, assignee: Assignee, *, at: int) -> None:
    tx.execute(
        """INSERT INTO acl_assignees (application_id, context, acl_id, entity_type, member_id, changed_at)
           VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET changed_at = excluded.changed_at""",
        (assignee.application_id, assignee.context, assignee.acl_id, assignee.entity_type, assignee.member_id, at),
    )


def unassign(tx: sqlite3.Connection, assignee: Assignee) -> bool:
    """Whether the member was on the list."""
    cursor = tx.execute(
        """DELETE FROM acl_assignees
           WHERE application_id = ? AND context = ? AND acl_id = ? AND entity_type = ? AND member_id = ?""",
        (assignee.application_id, assignee.context, assignee.acl_id, assignee.entity_type, assignee.member_id),
    )
    return cursor.rowcount > 0


def of_member(tx: sqlite3.Connection, *, application_id: int, context: str, member_id: int) -> list[Assignee]:
    return many(
        tx,
        Assignee,
        """SELECT * FROM acl_assignees WHERE application_id = ? AND context = ? AND member_id = ?
           ORDER BY acl_id, entity_type""",
        (application_id, context, member_id),
    )


def others_of_member(tx: sqlite3.Connection, assignee: Assignee) -> int:
    """On how many lists the member is, not counting this one."""
    return number(
        tx,
        """SELECT count(DISTINCT acl_id) AS number FROM acl_assignees
           WHERE application_id = ? AND context = ? AND member_id = ? AND acl_id <> ?""",
        (assignee.application_id, assignee.context, assignee.member_id, assignee.acl_id),
    )


def entities_for(
    tx: sqlite3.Connection, *, application_id: int, context: str, entity_type: str, member_id: int, everyone: str
) -> frozenset[str]:
    """The entities a member sees through any list, or because they are on `everyone`, if a list has that id."""
    rows = many(
        tx,
        Named,
        """SELECT DISTINCT acls.entity_id AS name FROM acls JOIN acl_assignees USING
               (application_id, context, acl_id, entity_type)
           WHERE application_id = ? AND context = ? AND entity_type = ? AND member_id = ?
           UNION SELECT entity_id AS name FROM acls
           WHERE application_id = ? AND context = ? AND entity_type = ? AND acl_id = ?""",
        (application_id, context, entity_type, member_id, application_id, context, entity_type, everyone),
    )
    return frozenset(row.name for row in rows)
