"""Access tokens, refresh tokens and single-use authorization codes."""

import secrets
import sqlite3
from typing import Literal

import msgspec

from rsc_sandbox.store.db import one

Kind = Literal["2L", "3L", "REFRESH"]


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """2L speaks for an application, 3L for a member through an application; REFRESH buys a 3L."""

    value: str
    kind: Kind
    application_id: int
    member_id: int | None
    scope: str
    created_at: int
    expires_at: int
    revoked_at: int | None = None

    def status(self, at: int) -> Literal["active", "expired", "revoked"]:
        if self.revoked_at is not None:
            return "revoked"
        return "active" if self.expires_at > at else "expired"


class AuthCode(msgspec.Struct, frozen=True, kw_only=True):
    """Bound to one application and one redirect address."""

    value: str
    application_id: int
    member_id: int
    redirect_uri: str
    scope: str
    expires_at: int
    used: bool = False


def issue(
    tx: sqlite3.Connection,
    *,
    kind: Kind,
    application_id: int,
    at: int,
    ttl_seconds: int,
    member_id: int | None = None,
    scope: str = "",
) -> Token:
    token = Token(
        value="AQX-sandbox-" + secrets.token_urlsafe(48),
        kind=kind,
        application_id=application_id,
        member_id=member_id,
        scope=scope,
        created_at=at,
        expires_at=at + ttl_seconds * 1_000,
    )
    tx.execute(
        """INSERT INTO tokens (value, kind, application_id, member_id, scope, created_at, expires_at)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (token.value, kind, application_id, member_id, scope, at, token.expires_at),
    )
    return token


def get(tx: sqlite3.Connection, value: str) -> Token | None:
    return one(tx, Token, "SELECT * FROM tokens WHERE value = ?", (value,))


def revoke(tx: sqlite3.Connection, value: str, *, at: int) -> None:
    tx.execute("UPDATE tokens SET revoked_at = ? WHERE value = ?", (at, value))


def grant_code(
    tx: sqlite3.Connection,
    *,
    application_id: int,
    member_id: int,
    redirect_uri: str,
    scope: str,
    at: int,
    ttl_seconds: int,
) -> AuthCode:
    code = AuthCode(
        value="AQC-sandbox-" + secrets.token_urlsafe(32),
        application_id=application_id,
        member_id=member_id,
        redirect_uri=redirect_uri,
        scope=scope,
        expires_at=at + ttl_seconds * 1_000,
    )
    tx.execute(
        """INSERT INTO auth_codes (value, application_id, member_id, redirect_uri, scope, expires_at)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (code.value, application_id, member_id, redirect_uri, scope, code.expires_at),
    )
    return code


def code(tx: sqlite3.Connection, value: str) -> AuthCode | None:
    return one(tx, AuthCode, "SELECT * FROM auth_codes WHERE value = ?", (value,))


def use_code(tx: sqlite3.Connection, value: str) -> None:
    tx.execute("UPDATE auth_codes SET used = 1 WHERE value = ?", (value,))
