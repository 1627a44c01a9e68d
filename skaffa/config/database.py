"""From the environment to what Django wants: the database, the mail server, and secrets of a local installation."""

import secrets
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from cryptography.fernet import Fernet


def settings(url: str) -> dict[str, Any]:
    """DATABASES["default"] for a postgresql:// URL; a host in the query (?host=/path) is a socket folder."""
    parts = urlsplit(url)
    if url and parts.scheme not in {"postgres", "postgresql"}:
        raise ValueError("DATABASE_URL must start with postgresql://")
    options = dict(parse_qsl(parts.query))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")) or "skaffa",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", unquote(parts.hostname or "")),
        "PORT": options.pop("port", str(parts.port or "")),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {"connect_timeout": 10, **options},
        "TEST": {"TEMPLATE": "template0"},
    }


TLS_FROM_THE_START = 465
"""On this port a mail server speaks TLS before anything else; on every other one the conversation turns to it."""


def email(url: str) -> tuple[str, tuple[str, int, str, str, bool]]:
    """Django's e-mail backend and its host, port, user, password and TLS switch for an smtp:// or smtps:// URL."""
    if not url:
        return "django.core.mail.backends.console.EmailBackend", ("localhost", 25, "", "", False)
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtps"} or not parts.hostname:
        raise ValueError("SKAFFA_EMAIL_URL must look like smtp://user:password@host:port")
    account = unquote(parts.username or ""), unquote(parts.password or "")
    return "skaffa.mail.smtp.Backend", (
        parts.hostname,
        parts.port or 587,
        *account,
        parts.scheme == "smtps",
    )


def local_secret(folder: Path, name: str, *, fernet: bool = False) -> str:
    """A secret made once and kept in the data folder, for an installation that was given none."""
    path = folder / "secrets" / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        fresh = path.with_name(f"{name}.{secrets.token_hex(4)}")
        fresh.touch(mode=0o600)
        fresh.write_text(Fernet.generate_key().decode() if fernet else secrets.token_urlsafe(48))
        try:
            path.hardlink_to(fresh)  # atomic: of two processes at first start, one wins and both read it
        except FileExistsError:
            pass
        finally:
            fresh.unlink()
    return path.read_text()
