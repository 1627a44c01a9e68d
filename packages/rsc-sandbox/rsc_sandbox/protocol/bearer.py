"""Who is calling: the application and the token behind an Authorization header."""

from rsc_sandbox.protocol.errors import ExpiredToken, Forbidden, InvalidToken, RevokedToken
from rsc_sandbox.sandbox import Sandbox
from rsc_sandbox.store import applications, tokens
from rsc_sandbox.store.applications import Application
from rsc_sandbox.store.tokens import Token

_SCHEME = "Bearer "


def identify(sandbox: Sandbox, header: str) -> tuple[Application, Token]:
    """InvalidToken, RevokedToken, ExpiredToken: ask for a new one."""
    if not header.startswith(_SCHEME):
        raise InvalidToken("Invalid access token")
    with sandbox.transaction() as tx:
        found = tokens.get(tx, token(header))
        application = applications.get(tx, found.application_id) if found else None
    if found is None or application is None or found.kind == "REFRESH":
        raise InvalidToken("Invalid access token")
    if found.status(sandbox.now()) == "revoked":
        raise RevokedToken
    if found.status(sandbox.now()) == "expired":
        raise ExpiredToken("The token used in the request has expired")
    return application, found


def token(header: str) -> str:
    """The token in the header, whatever it is worth."""
    return header.removeprefix(_SCHEME).strip()


def owner(sandbox: Sandbox, header: str) -> tuple[int | None, str]:
    """To which application a token was given, also when it is no longer good, and what tells it from other tokens."""
    with sandbox.transaction() as tx:
        token = tokens.get(tx, header.removeprefix(_SCHEME).strip())
    return (token.application_id, str(token.created_at)) if token else (None, "")


def check_kind(application: Application, token: Token, caller: str) -> None:
    """Parents only provision, children do everything else, members are asked only who they are."""
    kind = "member" if token.kind == "3L" else "parent" if application.parent_id is None else "child"
    if kind != caller:
        raise Forbidden(f"Not enough permissions to access: this takes the token of a {caller}")
