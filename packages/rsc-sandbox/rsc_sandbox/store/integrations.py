"""Integrations of a customer with an application: requested, named, configured, enabled, disabled."""

import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import many, one

Status = Literal["REQUESTED", "ENABLED", "DISABLED"]
COMPANY_TYPES = ("ONE_CLICK_EXPORT", "IN_ATS_INDICATOR", "PROFILE_PLUGIN")
CONTRACT_TYPES = ("CSA_API",)
WHOLE_COMPANY = 0


class Integration(msgspec.Struct, frozen=True, kw_only=True):
    """`context` is the URN of the company or, for CSA_API, of a contract."""

    id: int
    application_id: int
    company_id: int
    context: str
    type: str
    name: str | None
    status: Status
    requested_at: int
    changed_at: int


class Configuration(msgspec.Struct, frozen=True, kw_only=True):
    """One value under one key of one integration."""

    integration_id: int
    key: str
    value: str
    changed_at: int


class Level(msgspec.Struct, frozen=True):
    """A switch of LinkedIn's administrator that is on; contract WHOLE_COMPANY is the company level."""

    contract_id: int


def request(
    tx: sqlite3.Connection, *, application_id: int, company_id: int, context: str, integration_type: str, at: int
) -> Integration:
    """The integration, made if it was never asked for; one that was disabled is asked for again."""
    tx.execute(
        """INSERT INTO integrations (application_id, company_id, context, type, status, requested_at, changed_at)
           VALUES (?, ?, ?, ?, 'REQUESTED', ?, ?)
           ON CONFLICT (application_id, context, type) DO UPDATE
           SET status = 'REQUESTED', requested_at = excluded.requested_at, changed_at = excluded.changed_at
           WHERE status = 'DISABLED'""",
        (application_id, company_id, context, integration_type, at, at),
    )
    found = by_key(tx, application_id=application_id, context=context, integration_type=integration_type)
    if found is None:
        raise LookupError(context)
    return found


def by_key(tx: sqlite3.Connection, *, application_id: int, context: str, integration_type: str) -> Integration | None:
    return one(
        tx,
        Integration,
        "SELECT * FROM integrations WHERE application_id = ? AND context = ? AND type = ?",
        (application_id, context, integration_type),
    )


def get(tx: sqlite3.Connection, integration_id: int) -> Integration | None:
    return one(tx, Integration, "SELECT * FROM integrations WHERE id = ?", (integration_id,))


def of_company(tx: sqlite3.Connection, company_id: int) -> list[Integration]:
    return many(tx, Integration, "SELECT * FROM integrations WHERE company_id = ? ORDER BY id", (company_id,))


def of_application(tx: sqlite3.Connection, application_id: int, company_id: int) -> list[Integration]:
    return many(
        tx,
        Integration,
        "SELECT * FROM integrations WHERE application_id = ? AND company_id = ? ORDER BY id",
        (application_id, company_id),
    )


def rename(tx: sqlite3.Connection, integration_id: int, name: str | None) -> None:
    tx.execute("UPDATE integrations SET name = ? WHERE id = ?", (name, integration_id))


def set_status(tx: sqlite3.Connection, integration_id: int, status: Status, *, at: int) -> None:
    tx.execute("UPDATE integrations SET status = ?, changed_at = ? WHERE id = ?", (status, at, integration_id))


def configurations(tx: sqlite3.Connection, integration_id: int) -> list[Configuration]:
    return many(
        tx, Configuration, "SELECT * FROM configurations WHERE integration_id = ? ORDER BY key", (integration_id,)
    )


def configuration(tx: sqlite3.Connection, integration_id: int, key: str) -> Configuration | None:
    return one(
        tx, Configuration, "SELECT * FROM configurations WHERE integration_id = ? AND key = ?", (integration_id, key)
    )


def configure(tx: sqlite3.Connection, integration_id: int, key: str, value: str, *, at: int) -> None:
    tx.execute(
        "INSERT OR REPLACE INTO configurations (integration_id, key, value, changed_at) VALUES (?, ?, ?, ?)",
        (integration_id, key, value, at),
    )


def unconfigure(tx: sqlite3.Connection, integration_id: int, key: str) -> bool:
    """Whether there was anything to delete."""
    cursor = tx.execute("DELETE FROM configurations WHERE integration_id = ? AND key = ?", (integration_id, key))
    return cursor.rowcount > 0


def callback_owner(tx: sqlite3.Connection, url: str) -> int | None:
    """The application that receives its pushes at `url`; None when nobody does."""
    found = one(
        tx,
        Integration,
        """SELECT integrations.* FROM integrations JOIN configurations ON integrations.id = integration_id
           WHERE key = 'CALLBACK_URL' AND value = ?""",
        (url,),
    )
    return found.application_id if found else None


def levels(tx: sqlite3.Connection, *, application_id: int, company_id: int) -> frozenset[int]:
    """The contracts that are switched on; WHOLE_COMPANY among them when the company level is."""
    rows = many(
        tx,
        Level,
        "SELECT contract_id FROM levels WHERE application_id = ? AND company_id = ?",
        (application_id, company_id),
    )
    return frozenset(row.contract_id for row in rows)


def set_level(tx: sqlite3.Connection, *, application_id: int, company_id: int, contract_id: int, on: bool) -> None:
    if on:
        tx.execute(
            "INSERT OR IGNORE INTO levels (application_id, company_id, contract_id) VALUES (?, ?, ?)",
            (application_id, company_id, contract_id),
        )
    else:
        tx.execute(
            "DELETE FROM levels WHERE application_id = ? AND company_id = ? AND contract_id = ?",
            (application_id, company_id, contract_id),
        )
