"""Developer applications: the vendor's parent and the child provisioned for each customer."""

import sqlite3

import msgspec

from rsc_sandbox.store.db import many, one, to_json

URN = "urn:li:developerApplication:"


class Application(msgspec.Struct, frozen=True, kw_only=True):
    """A child has a parent; only a parent provisions."""

    id: int
    parent_id: int | None
    client_id: str
    client_secret: str
    unique_foreign_id: str
    name: str
    description: str
    redirect_urls: tuple[str, ...]
    js_domains: tuple[str, ...]
    created_at: int

    @property
    def urn(self) -> str:
        return f"{URN}{self.id}"


class NewApplication(msgspec.Struct, frozen=True, kw_only=True):
    """What is known before the store gives the number."""

    client_id: str
    client_secret: str
    unique_foreign_id: str
    name: str
    description: str = ""
    redirect_urls: tuple[str, ...] = ()
    js_domains: tuple[str, ...] = ()


def add(tx: sqlite3.Connection, new: NewApplication, *, parent_id: int | None, at: int) -> int:
    """Store and return the number. sqlite3.IntegrityError: the parent used that foreign id before."""
    cursor = tx.execute(
        """INSERT INTO applications (parent_id, client_id, client_secret, unique_foreign_id, name, description,
               redirect_urls_json, js_domains_json, created_at)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            parent_id,
            new.client_id,
            new.client_secret,
            new.unique_foreign_id,
            new.name,
            new.description,
            to_json(new.redirect_urls),
            to_json(new.js_domains),
            at,
        ),
    )
    return int(cursor.lastrowid or 0)


def get(tx: sqlite3.Connection, application_id: int) -> Application | None:
    return one(tx, Application, "SELECT * FROM applications WHERE id = ?", (application_id,))


def by_client_id(tx: sqlite3.Connection, client_id: str) -> Application | None:
    return one(tx, Application, "SELECT * FROM applications WHERE client_id = ?", (client_id,))


def by_foreign_id(tx: sqlite3.Connection, parent_id: int, foreign_id: str) -> Application | None:
    return one(
        tx,
        Application,
        "SELECT * FROM applications WHERE parent_id = ? AND unique_foreign_id = ?",
        (parent_id, foreign_id),
    )


def every(tx: sqlite3.Connection) -> list[Application]:
    return many(tx, Application, "SELECT * FROM applications ORDER BY id")


def change(tx: sqlite3.Connection, application: Application) -> None:
    """Store what a partial update may touch: name, description, callback addresses, page origins."""
    tx.execute(
        """UPDATE applications SET name = ?, description = ?, redirect_urls_json = ?, js_domains_json = ?
           WHERE id = ?""",
        (
            application.name,
            application.description,
            to_json(application.redirect_urls),
            to_json(application.js_domains),
            application.id,
        ),
    )
